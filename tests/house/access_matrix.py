"""What everybody gets from every address, in every state of things. Nothing here is computed: each line is a decision.

An answer is a status, `in` for the way to the sign-in page, or `go` for a way to anywhere else. 404 is what a stranger gets,
and the same as for something that does not exist; 403 tells an insider why not now. POST comes without a body: 200 is the
form with its errors, or a page that says what is missing.
The columns are the people of ACTORS in worlds.py: anonymous, writer, colleague, administrator and leader of the institution,
stranger and other_administrator of another one, secretariat, chair, judge (who has the proposal), another judge, a deactivated
writer.
"""

from tests.house.matrix import Table, table

FRAME = table("""
#                              ano wri col adm lea str oth sec cha jud unj off
competition:landing       GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:landing       POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:sign_in       GET  200 go  go  go  go  go  go  go  go  go  go  200
competition:sign_in       POST 200 200 200 200 200 200 200 200 200 200 200 200
competition:second_step   GET  go  go  go  go  go  go  go  go  go  go  go  go
competition:second_step   POST go  go  go  go  go  go  go  go  go  go  go  go
competition:key_sign_in   GET  200 go  go  go  go  go  go  go  go  go  go  200
competition:key_sign_in   POST 200 go  go  go  go  go  go  go  go  go  go  200
competition:ask_code      GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:ask_code      POST 200 200 200 200 200 200 200 200 200 200 200 200
competition:give_code     GET  go  go  go  go  go  go  go  go  go  go  go  go
competition:give_code     POST go  go  go  go  go  go  go  go  go  go  go  go
competition:sign_on       GET  405 405 405 405 405 405 405 405 405 405 405 405
competition:sign_on       POST 404 404 404 404 404 404 404 404 404 404 404 404
competition:sign_on_return GET  404 404 404 404 404 404 404 404 404 404 404 404
competition:sign_on_return POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:forgot_password GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:forgot_password POST 200 200 200 200 200 200 200 200 200 200 200 200
competition:password_link GET  go  go  go  go  go  go  go  go  go  go  go  go
competition:password_link POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:set_password  GET  go  go  go  go  go  go  go  go  go  go  go  go
competition:set_password  POST go  go  go  go  go  go  go  go  go  go  go  go
competition:own_password  GET  in  200 200 200 200 200 200 200 200 200 200 in
competition:own_password  POST in  200 200 200 200 200 200 200 200 200 200 in
competition:confirm       GET  in  200 200 200 200 200 200 200 200 200 200 in
competition:confirm       POST in  200 200 200 200 200 200 200 200 200 200 in
competition:security      GET  in  200 200 200 200 200 200 200 200 200 200 in
competition:security      POST in  405 405 405 405 405 405 405 405 405 405 in
competition:add_app       GET  in  go  go  go  go  go  go  go  go  go  go  in
competition:add_app       POST in  go  go  go  go  go  go  go  go  go  go  in
competition:add_key       GET  in  go  go  go  go  go  go  go  go  go  go  in
competition:add_key       POST in  go  go  go  go  go  go  go  go  go  go  in
competition:remove_factor GET  in  go  go  go  go  go  go  go  go  go  go  in
competition:remove_factor POST in  go  go  go  go  go  go  go  go  go  go  in
competition:recovery_codes GET  in  go  go  go  go  go  go  go  go  go  go  in
competition:recovery_codes POST in  go  go  go  go  go  go  go  go  go  go  in
competition:admin_sign_in GET  in  404 404 404 404 404 404 404 404 404 404 in
competition:admin_sign_in POST in  404 404 404 404 404 404 404 404 404 404 in
competition:sign_out      GET  405 405 405 405 405 405 405 405 405 405 405 405
competition:sign_out      POST go  go  go  go  go  go  go  go  go  go  go  go
competition:home          GET  go  go  go  go  go  go  go  go  go  go  go  go
competition:home          POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:set_language  GET  405 405 405 405 405 405 405 405 405 405 405 405
competition:set_language  POST go  go  go  go  go  go  go  go  go  go  go  go
competition:account       GET  in  200 200 200 200 200 200 200 200 200 200 in
competition:account       POST in  405 405 405 405 405 405 405 405 405 405 in
competition:prove         GET  in  200 200 200 200 200 200 200 200 200 200 in
competition:prove         POST in  200 200 200 200 200 200 200 200 200 200 in
competition:extend        GET  in  405 405 405 405 405 405 405 405 405 405 in
competition:extend        POST in  go  go  go  go  go  go  go  go  go  go  in
competition:end_other_sessions GET  in  405 405 405 405 405 405 405 405 405 405 in
competition:end_other_sessions POST in  go  go  go  go  go  go  go  go  go  go  in
competition:end_session   GET  in  405 405 405 405 405 405 405 405 405 405 in
competition:end_session   POST in  go  go  go  go  go  go  go  go  go  go  in
competition:help          GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:help          POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:mailbox       GET  404 404 404 404 404 404 404 404 404 404 404 404
competition:mailbox       POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:mailbox_mail  GET  404 404 404 404 404 404 404 404 404 404 404 404
competition:mailbox_mail  POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:next_stage    GET  in  404 404 404 404 404 404 404 404 404 404 in
competition:next_stage    POST in  404 404 404 404 404 404 404 404 404 404 in
competition:appointments  GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:appointments  POST in  405 405 405 405 405 405 405 405 405 405 in
competition:appoint       GET  in  404 404 404 404 404 404 go  404 404 404 in
competition:appoint       POST in  404 404 404 404 404 404 go  404 404 404 in
competition:appointment   GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:appointment   POST in  405 405 405 405 405 405 405 405 405 405 in
competition:end_appointment GET in 404 404 404 404 404 404 go  404 404 404 in
competition:end_appointment POST in 404 404 404 404 404 404 go  404 404 404 in
competition:appointment_request GET in 404 404 404 404 404 404 go  404 404 404 in
competition:appointment_request POST in 404 404 404 404 404 404 go  404 404 404 in
competition:audit         GET  in  404 404 404 404 404 404 404 404 404 404 in
competition:audit         POST in  405 405 405 405 405 405 405 405 405 405 in
competition:audit_entry   GET  in  404 404 404 404 404 404 404 404 404 404 in
competition:audit_entry   POST in  405 405 405 405 405 405 405 405 405 405 in
competition:audit_export  GET  in  404 404 404 404 404 404 404 404 404 404 in
competition:audit_export  POST in  404 404 404 404 404 404 404 404 404 404 in
competition:apply         GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:apply         POST 200 200 200 200 200 200 200 200 200 200 200 200
competition:applied       GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:applied       POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:registry      GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:registry      POST in  405 405 405 405 405 405 405 405 405 405 in
competition:registry_entry GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:registry_entry POST in  405 405 405 405 405 405 405 405 405 405 in
competition:admissions    GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:admissions    POST in  405 405 405 405 405 405 405 405 405 405 in
competition:admission_letter GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:admission_letter POST in  405 405 405 405 405 405 405 405 405 405 in
competition:registry_act  GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:registry_act  POST in  404 404 404 404 404 404 200 404 404 404 in
competition:admission     GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:admission     POST in  404 404 404 404 404 404 200 404 404 404 in
competition:institutions  GET  in  403 403 go  go  403 go  403 403 403 403 in
competition:institutions  POST in  405 405 405 405 405 405 405 405 405 405 in
competition:people        GET  in  403 403 200 200 404 404 200 404 404 404 in
competition:people        POST in  405 405 405 405 405 405 405 405 405 405 in
competition:invite        GET  in  403 403 200 200 404 404 200 404 404 404 in
competition:invite        POST in  403 403 200 200 404 404 200 404 404 404 in
competition:member        GET  in  403 403 200 200 404 404 200 404 404 404 in
competition:member        POST in  405 405 405 405 405 405 405 405 405 405 in
competition:give          GET  in  403 403 200 200 404 404 200 404 404 404 in
competition:give          POST in  403 403 200 200 404 404 200 404 404 404 in
competition:take          GET  in  403 403 200 200 404 404 403 404 404 404 in
competition:take          POST in  403 403 go  go  404 404 403 404 404 404 in
competition:move          GET  in  403 403 200 200 404 404 403 404 404 404 in
competition:move          POST in  403 403 200 200 404 404 403 404 404 404 in
competition:sign_out_member GET  in  403 403 200 200 404 404 403 404 404 404 in
competition:sign_out_member POST in  403 403 go  go  404 404 403 404 404 404 in
competition:revoke        GET  in  403 403 200 200 404 404 403 404 404 404 in
competition:revoke        POST in  403 403 go  go  404 404 403 404 404 404 in
competition:invitation    GET  200 403 403 403 403 403 403 403 403 403 403 200
competition:invitation    POST 200 403 403 403 403 403 403 403 403 403 403 200
competition:delegate      GET  in  403 403 403 200 404 404 403 404 404 404 in
competition:delegate      POST in  403 403 403 200 404 404 403 404 404 404 in
competition:call_in       GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:call_in       POST in  404 404 404 404 404 404 200 404 404 404 in
competition:units         GET  in  200 200 200 200 404 404 200 404 404 404 in
competition:units         POST in  403 403 200 403 404 404 200 404 404 404 in
competition:unit_rename   GET  in  403 403 200 403 404 404 200 404 404 404 in
competition:unit_rename   POST in  403 403 200 403 404 404 200 404 404 404 in
competition:unit_close    GET  in  403 403 200 403 404 404 200 404 404 404 in
competition:unit_close    POST in  403 403 200 403 404 404 200 404 404 404 in
competition:style_page    GET  404 404 404 404 404 404 404 404 404 404 404 404
competition:style_page    POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:healthz       GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:healthz       POST 405 405 405 405 405 405 405 405 405 405 405 405
competition:readyz        GET  503 503 503 503 503 503 503 503 503 503 503 503
competition:readyz        POST 405 405 405 405 405 405 405 405 405 405 405 405
""")

# The same with DEMO=1, where it differs.
DEMO = table("""
#                              ano wri col adm lea str oth sec cha jud unj off
competition:mailbox       GET  200 200 200 200 200 200 200 200 200 200 200 200
competition:next_stage    GET  in  404 404 404 404 404 404 200 404 404 404 in
competition:next_stage    POST in  404 404 404 404 404 404 200 404 404 404 in
competition:style_page    GET  200 200 200 200 200 200 200 200 200 200 200 200
""")

# A draft; registration is open.
BASE = table("""
#                              ano wri col adm lea str oth sec cha jud unj off
submissions:desk          GET  in  200 200 200 200 200 200 404 404 404 404 in
submissions:desk          POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:start         GET  in  200 200 403 403 200 403 404 404 404 404 in
submissions:start         POST in  200 200 403 403 200 403 404 404 404 404 in
submissions:similar_titles GET in  200 200 200 200 200 200 404 404 404 404 in
submissions:similar_titles POST in 405 405 405 405 405 405 405 405 405 405 in
submissions:oversight     GET  in  403 403 200 403 403 200 404 404 404 404 in
submissions:oversight     POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:proposal      GET  in  200 200 200 200 404 404 404 404 404 404 in
submissions:proposal      POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:about         GET  in  200 200 200 403 404 404 404 404 404 404 in
submissions:about         POST in  200 200 200 403 404 404 404 404 404 404 in
submissions:answer        GET  in  200 200 200 403 404 404 404 404 404 404 in
submissions:answer        POST in  200 200 200 403 404 404 404 404 404 404 in
submissions:autosave      POST 401 400 400 400 403 404 404 404 404 404 404 401
submissions:autosave      GET  405 405 405 405 405 405 405 405 405 405 405 405
submissions:history       GET  in  200 200 200 200 404 404 404 404 404 404 in
submissions:history       POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:check         GET  in  200 200 403 403 404 404 404 404 404 404 in
submissions:check         POST in  go  go  403 403 404 404 404 404 404 404 in
submissions:read          GET  in  200 200 200 200 404 404 404 404 404 404 in
submissions:read          POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:return        GET  in  403 403 403 403 404 404 404 404 404 404 in
submissions:return        POST in  403 403 403 403 404 404 404 404 404 404 in
submissions:endorse       GET  in  403 403 403 403 404 404 404 404 404 404 in
submissions:endorse       POST in  403 403 403 403 404 404 404 404 404 404 in
submissions:submit        GET  in  403 403 403 403 404 404 404 404 404 404 in
submissions:submit        POST in  403 403 403 403 404 404 404 404 404 404 in
submissions:receipt       GET  in  404 404 404 404 404 404 404 404 404 404 in
submissions:receipt       POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:frozen_copy   GET  in  404 404 404 404 404 404 404 404 404 404 in
submissions:frozen_copy   POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:secretariat   GET  in  404 404 404 404 404 404 200 404 404 404 in
submissions:secretariat   POST in  405 405 405 405 405 405 405 405 405 405 in
submissions:screen        GET  in  404 404 404 404 404 404 404 404 404 404 in
submissions:screen        POST in  404 404 404 404 404 404 404 404 404 404 in
submissions:results_index GET  200 200 200 200 200 200 200 200 200 200 200 200
submissions:results_index POST 405 405 405 405 405 405 405 405 405 405 405 405
submissions:results       GET  200 200 200 200 200 200 200 200 200 200 200 200
submissions:results       POST 405 405 405 405 405 405 405 405 405 405 405 405
submissions:catalogue     GET  200 200 200 200 200 200 200 200 200 200 200 200
submissions:catalogue     POST 405 405 405 405 405 405 405 405 405 405 405 405
submissions:innovation    GET  404 404 404 404 404 404 404 404 404 404 404 404
submissions:innovation    POST 405 405 405 405 405 405 405 405 405 405 405 405
submissions:verify        GET  200 200 200 200 200 200 200 200 200 200 200 200
submissions:verify        POST 405 405 405 405 405 405 405 405 405 405 405 405
judging:desk              GET  in  404 404 404 404 404 404 404 404 200 200 in
judging:desk              POST in  404 404 404 404 404 404 404 404 200 200 in
judging:assignment        GET  in  404 404 404 404 404 404 404 404 404 404 in
judging:assignment        POST in  404 404 404 404 404 404 404 404 404 404 in
judging:sheet             GET  in  404 404 404 404 404 404 404 404 404 404 in
judging:sheet             POST in  404 404 404 404 404 404 404 404 404 404 in
judging:lock              GET  in  404 404 404 404 404 404 404 404 404 404 in
judging:lock              POST in  404 404 404 404 404 404 404 404 404 404 in
judging:locked            GET  in  404 404 404 404 404 404 404 404 404 404 in
judging:locked            POST in  405 405 405 405 405 405 405 405 405 405 in
judging:rounds            GET  in  404 404 404 404 404 404 200 200 404 404 in
judging:rounds            POST in  405 405 405 405 405 405 405 405 405 405 in
judging:round             GET  in  404 404 404 404 404 404 200 200 404 404 in
judging:round             POST in  405 405 405 405 405 405 405 405 405 405 in
judging:assign            GET  in  404 404 404 404 404 404 200 403 404 404 in
judging:assign            POST in  404 404 404 404 404 404 200 403 404 404 in
judging:rank              GET  in  404 404 404 404 404 404 403 403 404 404 in
judging:rank              POST in  404 404 404 404 404 404 403 403 404 404 in
judging:select            GET  in  404 404 404 404 404 404 403 403 404 404 in
judging:select            POST in  404 404 404 404 404 404 403 403 404 404 in
judging:ratify            GET  in  404 404 404 404 404 404 404 404 404 404 in
judging:ratify            POST in  404 404 404 404 404 404 404 404 404 404 in
judging:publish           GET  in  404 404 404 404 404 404 404 404 404 404 in
judging:publish           POST in  404 404 404 404 404 404 404 404 404 404 in
""")

# What differs from the draft in other states of things. Who is asked there is in SOME_ACTORS of worlds.py.
CHANGES: dict[str, Table] = {
    # It lies with the administrator, and the leader said yes; registration is open.
    "endorsed": table("""
#                              ano wri adm lea str sec cha jud unj
submissions:about         GET  in  403 200 403 404 404 404 404 404
submissions:about         POST in  403 200 403 404 404 404 404 404
submissions:answer        GET  in  403 200 403 404 404 404 404 404
submissions:answer        POST in  403 200 403 404 404 404 404 404
submissions:autosave      POST 401 403 400 403 404 404 404 404 404
submissions:check         GET  in  403 403 403 404 404 404 404 404
submissions:return        GET  in  403 200 200 404 404 404 404 404
submissions:return        POST in  403 200 200 404 404 404 404 404
submissions:endorse       GET  in  403 403 200 404 404 404 404 404
submissions:endorse       POST in  403 403 200 404 404 404 404 404
submissions:submit        GET  in  403 200 200 404 404 404 404 404
submissions:submit        POST in  403 go  go  404 404 404 404 404
"""),
    # It was sent; screening is open.
    "sent": table("""
#                              ano wri adm lea str sec cha jud unj
submissions:proposal      GET  in  200 200 200 404 200 404 404 404
submissions:about         GET  in  403 403 403 404 403 404 404 404
submissions:about         POST in  403 403 403 404 403 404 404 404
submissions:answer        GET  in  403 403 403 404 403 404 404 404
submissions:answer        POST in  403 403 403 404 403 404 404 404
submissions:autosave      POST 401 403 403 403 404 403 404 404 404
submissions:check         GET  in  403 403 403 404 403 404 404 404
submissions:check         POST in  403 403 403 404 403 404 404 404
submissions:read          GET  in  200 200 200 404 200 404 404 404
submissions:return        GET  in  403 403 403 404 403 404 404 404
submissions:return        POST in  403 403 403 404 403 404 404 404
submissions:endorse       GET  in  403 403 403 404 403 404 404 404
submissions:endorse       POST in  403 403 403 404 403 404 404 404
submissions:submit        GET  in  go  go  go  404 go  404 404 404
submissions:submit        POST in  go  go  go  404 go  404 404 404
submissions:receipt       GET  in  200 200 200 404 200 404 404 404
submissions:frozen_copy   GET  in  200 200 200 404 200 404 404 404
submissions:screen        GET  in  404 404 404 404 200 404 404 404
submissions:screen        POST in  404 404 404 404 200 404 404 404
"""),
    # The secretariat asked for a correction; screening is open.
    "corrected": table("""
#                              ano wri adm lea str sec cha jud unj
submissions:proposal      GET  in  200 200 200 404 200 404 404 404
submissions:about         GET  in  200 200 403 404 403 404 404 404
submissions:about         POST in  200 200 403 404 403 404 404 404
submissions:answer        GET  in  200 200 403 404 403 404 404 404
submissions:answer        POST in  200 200 403 404 403 404 404 404
submissions:autosave      POST 401 400 400 403 404 403 404 404 404
submissions:check         GET  in  403 403 403 404 403 404 404 404
submissions:check         POST in  403 403 403 404 403 404 404 404
submissions:read          GET  in  200 200 200 404 200 404 404 404
submissions:return        GET  in  403 403 403 404 403 404 404 404
submissions:return        POST in  403 403 403 404 403 404 404 404
submissions:endorse       GET  in  403 403 200 404 403 404 404 404
submissions:endorse       POST in  403 403 200 404 403 404 404 404
submissions:submit        GET  in  403 200 200 404 403 404 404 404
submissions:submit        POST in  403 go  go  404 403 404 404 404
submissions:receipt       GET  in  200 200 200 404 200 404 404 404
submissions:frozen_copy   GET  in  200 200 200 404 200 404 404 404
submissions:screen        GET  in  404 404 404 404 200 404 404 404
submissions:screen        POST in  404 404 404 404 200 404 404 404
"""),
    # It passed, and was given to two judges who have not answered; judging is open.
    "offered": table("""
#                              ano wri adm lea str sec cha jud unj
judging:assignment        GET  in  404 404 404 404 404 404 200 404
judging:assignment        POST in  404 404 404 404 404 404 200 404
judging:sheet             GET  in  404 404 404 404 404 404 403 404
judging:sheet             POST in  404 404 404 404 404 404 403 404
judging:lock              GET  in  404 404 404 404 404 404 403 404
judging:lock              POST in  404 404 404 404 404 404 403 404
judging:locked            GET  in  404 404 404 404 404 404 403 404
"""),
    # They accepted.
    "accepted": table("""
#                              ano wri adm lea str sec cha jud unj
judging:assignment        GET  in  404 404 404 404 404 404 200 404
judging:assignment        POST in  404 404 404 404 404 404 200 404
judging:sheet             GET  in  404 404 404 404 404 404 200 404
judging:sheet             POST in  404 404 404 404 404 404 200 404
judging:lock              GET  in  404 404 404 404 404 404 go  404
judging:lock              POST in  404 404 404 404 404 404 go  404
judging:locked            GET  in  404 404 404 404 404 404 go  404
judging:rank              GET  in  404 404 404 404 403 200 404 404
judging:rank              POST in  404 404 404 404 403 200 404 404
"""),
    # Both sheets are locked and the ranking is frozen.
    "ranked": table("""
#                              ano wri adm lea str sec cha jud unj
judging:assignment        GET  in  404 404 404 404 404 404 200 404
judging:assignment        POST in  404 404 404 404 404 404 200 404
judging:sheet             GET  in  404 404 404 404 404 404 go  404
judging:sheet             POST in  404 404 404 404 404 404 200 404
judging:lock              GET  in  404 404 404 404 404 404 go  404
judging:lock              POST in  404 404 404 404 404 404 go  404
judging:locked            GET  in  404 404 404 404 404 404 200 404
judging:assign            GET  in  404 404 404 404 403 403 404 404
judging:assign            POST in  404 404 404 404 403 403 404 404
judging:rank              GET  in  404 404 404 404 403 200 404 404
judging:rank              POST in  404 404 404 404 403 go  404 404
judging:select            GET  in  404 404 404 404 403 200 404 404
judging:select            POST in  404 404 404 404 403 200 404 404
"""),
    # The list was proposed, ratified and published by three people; the announcement is open.
    "published": table("""
#                              ano wri adm lea str sec cha jud unj
submissions:proposal      GET  in  200 200 200 404 200 404 404 404
submissions:about         GET  in  403 403 403 404 403 404 404 404
submissions:about         POST in  403 403 403 404 403 404 404 404
submissions:answer        GET  in  403 403 403 404 403 404 404 404
submissions:answer        POST in  403 403 403 404 403 404 404 404
submissions:autosave      POST 401 403 403 403 404 403 404 404 404
submissions:check         GET  in  403 403 403 404 403 404 404 404
submissions:check         POST in  403 403 403 404 403 404 404 404
submissions:read          GET  in  200 200 200 404 200 404 404 404
submissions:return        GET  in  403 403 403 404 403 404 404 404
submissions:return        POST in  403 403 403 404 403 404 404 404
submissions:endorse       GET  in  403 403 403 404 403 404 404 404
submissions:endorse       POST in  403 403 403 404 403 404 404 404
submissions:submit        GET  in  go  go  go  404 go  404 404 404
submissions:submit        POST in  go  go  go  404 go  404 404 404
submissions:receipt       GET  in  200 200 200 404 200 404 404 404
submissions:frozen_copy   GET  in  200 200 200 404 200 404 404 404
submissions:screen        GET  in  404 404 404 404 200 404 404 404
submissions:screen        POST in  404 404 404 404 200 404 404 404
submissions:innovation    GET  200 200 200 200 200 200 200 200 200
judging:assignment        GET  in  404 404 404 404 404 404 200 404
judging:assignment        POST in  404 404 404 404 404 404 200 404
judging:sheet             GET  in  404 404 404 404 404 404 go  404
judging:sheet             POST in  404 404 404 404 404 404 200 404
judging:lock              GET  in  404 404 404 404 404 404 go  404
judging:lock              POST in  404 404 404 404 404 404 go  404
judging:locked            GET  in  404 404 404 404 404 404 200 404
judging:assign            GET  in  404 404 404 404 403 403 404 404
judging:assign            POST in  404 404 404 404 403 403 404 404
judging:rank              GET  in  404 404 404 404 403 200 404 404
judging:rank              POST in  404 404 404 404 403 go  404 404
judging:select            GET  in  404 404 404 404 403 200 404 404
judging:select            POST in  404 404 404 404 403 go  404 404
judging:ratify            GET  in  404 404 404 404 403 403 404 404
judging:ratify            POST in  404 404 404 404 go  403 404 404
judging:publish           GET  in  404 404 404 404 403 403 404 404
judging:publish           POST in  404 404 404 404 403 403 404 404
"""),
}

# Which addresses are asked again in which state: by how their names begin, those that need one of these to be complete.
ASKED: dict[str, tuple[str, set[str]]] = {
    "endorsed": ("submissions:", {"code"}),
    "sent": ("submissions:", {"code"}),
    "corrected": ("submissions:", {"code"}),
    "offered": ("judging:", {"code"}),
    "accepted": ("judging:", {"code", "key"}),
    "ranked": ("judging:", {"code", "key"}),
    "published": ("", {"code", "key", "year"}),
}
