"""What everybody gets in the demo alone."""

from tests.house.access_matrix.tables import table

# What differs with DEMO=1.
DEMO = table("""
#                              ano wri col adm lea str oth sec cha jud unj off aud coa org del
competition:mailbox       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:next_stage    GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:next_stage    POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:style_page    GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
""")
