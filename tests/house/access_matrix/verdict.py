"""What everybody gets from the verdict, of a draft while registration is open."""

from tests.house.access_matrix.tables import table

VERDICT = table("""
#                              ano wri col adm lea str oth sec cha jud unj off aud coa org del
judging:desk              GET  in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:desk              POST in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:pack              GET  in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:pack              POST in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:pack_reading      GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:pack_reading      POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:pack_sheet        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:pack_sheet        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:undo_passing GET in 404 404 404 404 404 404 404 404 404 404 in 404 404 404 404
judging:undo_passing POST in 404 404 404 404 404 404 404 404 404 404 in 404 404 404 404
judging:assignment        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:assignment        POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:sheet             GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:sheet             POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:file              GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:file              POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:lock              GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:lock              POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:locked            GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:locked            POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:rounds            GET  in  404 404 404 404 404 404 200 200 404 404 in  404 404 200 404
judging:rounds            POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:round             GET  in  404 404 404 404 404 404 200 200 404 404 in  404 404 200 404
judging:round             POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:progress          GET  in  404 404 404 404 404 404 200 200 404 404 in  404 404 200 404
judging:progress          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:drift             GET  in  404 404 404 404 404 404 403 200 404 404 in  404 404 403 404
judging:drift             POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:briefing          GET  in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:briefing          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:anchor            GET  in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:anchor            POST in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:disputes          GET  in  404 404 404 404 404 404 403 200 404 404 in  404 404 403 404
judging:disputes          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:dispute           GET  in  404 404 404 404 404 404 403 404 404 404 in  404 404 403 404
judging:dispute           POST in  404 404 404 404 404 404 403 404 404 404 in  404 404 403 404
judging:discussion        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:discussion        POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:assign            GET  in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:assign            POST in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:readings          GET  in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:readings          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:assign_file       GET  in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:assign_file       POST in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:panelist          GET  in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:panelist          POST in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:reassign          GET  in  404 404 404 404 404 404 404 403 404 404 in  404 404 404 404
judging:reassign          POST in  404 404 404 404 404 404 404 403 404 404 in  404 404 404 404
judging:interviews        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:interviews        POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:slot              GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:slot              POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:interview         GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:interview         POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:interview_file    GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:interview_file    POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:timetable         GET  in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:timetable         POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:rank              GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:rank              POST in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:weigh             GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:weigh             POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
judging:select            GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:select            POST in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:ratify            GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:ratify            POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:release           GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:release           POST in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:publish           GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:publish           POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
""")
