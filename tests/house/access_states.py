"""What answers otherwise once things have moved on, state by state; who is asked is in SOME_ACTORS of worlds.py."""

from tests.house.access_matrix import Table, table

CHANGES: dict[str, Table] = {
    # It lies with the administrator, and the leader said yes; registration is open.
    "endorsed": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
submissions:about         GET  in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:about         POST in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:category      GET  in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:category      POST in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:answer        GET  in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:answer        POST in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:autosave      POST 401 403 400 403 404 404 404 404 404 404 404 404 403
submissions:autosave_about POST 401 403 400 403 404 404 404 404 404 404 404 404 403
submissions:start_upload  POST 401 403 400 403 404 404 404 404 404 404 404 404 403
submissions:upload        POST in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:remove_file   GET  in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:remove_file   POST in  403 go  403 404 404 404 404 404 404 404 404 403
submissions:video         GET  in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:video         POST in  403 go  403 404 404 404 404 404 404 404 404 403
submissions:check         GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:return        GET  in  403 200 200 404 404 404 404 404 404 404 404 200
submissions:return        POST in  403 200 200 404 404 404 404 404 404 404 404 200
submissions:ask_endorsement GET in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:ask_endorsement POST in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:record_letter GET  in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:record_letter POST in  403 200 403 404 404 404 404 404 404 404 404 403
submissions:start_letter POST 401 403 400 403 404 404 404 404 404 404 404 404 403
submissions:endorse       GET  in  403 403 200 404 404 404 404 404 404 404 404 200
submissions:endorse       POST in  403 403 409 404 404 404 404 404 404 404 404 409
submissions:submit        GET  in  403 200 200 404 404 404 404 404 404 404 404 403
submissions:submit        POST in  403 go  go  404 404 404 404 404 404 404 404 403
submissions:sending       GET  in  200 200 200 404 404 404 404 404 404 404 404 200
submissions:sending       POST in  403 go  go  404 404 404 404 404 404 404 404 403
submissions:team_readiness POST in  403 go  403 404 404 404 404 404 404 404 404 403
"""),
    # It was sent; screening is open.
    "sent": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
submissions:proposal      GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:about         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:about         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:category      GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:category      POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:answer        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:answer        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:autosave      POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:autosave_about POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:files         GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:files_now GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:purpose_now GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:start_upload  POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:upload        GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:upload        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:download      GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:remove_file   GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:remove_file   POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:video         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:video         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:check         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:check         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:read          GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:return        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:return        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:ask_endorsement GET in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:ask_endorsement POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:record_letter GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:record_letter POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:start_letter POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:endorse       GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:endorse       POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:submit        GET  in  go  go  go  404 go  404 404 404 404 404 go  go
submissions:submit        POST in  go  go  go  404 go  404 404 404 404 404 go  go
submissions:sending       GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:sending       POST in  go  go  go  404 go  404 404 404 404 404 go  go
submissions:withdraw      GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:withdraw      POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:revive        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:revive        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:receipt       GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:receipt_pdf   GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:frozen_copy   GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:settle        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:settle        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:screen        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:screen        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:confirm_screening GET in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:confirm_screening POST in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:move_to       GET  in  404 404 404 404 go  404 404 404 404 404 403 404
submissions:copies        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:proposal_coaching POST in  409 409 409 404 404 404 404 404 404 404 404 409
submissions:team_readiness POST in  403 403 403 404 403 404 404 404 404 404 403 403
"""),
    # It was sent and taken back; registration is open.
    "withdrawn": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
submissions:about         GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:about         POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:category      GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:category      POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:answer        GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:answer        POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:autosave      POST 401 403 403 403 404 404 404 404 404 404 404 404 403
submissions:start_upload  POST 401 403 403 403 404 404 404 404 404 404 404 404 403
submissions:upload        POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:remove_file   GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:remove_file   POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:video         GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:video         POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:autosave_about POST 401 403 403 403 404 404 404 404 404 404 404 404 403
submissions:check         GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:check         POST in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:withdraw      GET  in  403 403 403 404 404 404 404 404 404 404 404 403
submissions:withdraw      POST in  403 go  403 404 404 404 404 404 404 404 404 403
submissions:revive        GET  in  403 200 200 404 404 404 404 404 404 404 404 403
submissions:revive        POST in  403 go  go  404 404 404 404 404 404 404 404 403
submissions:receipt       GET  in  200 200 200 404 404 404 404 404 404 404 404 200
submissions:receipt_pdf   GET  in  200 200 200 404 404 404 404 404 404 404 404 200
submissions:frozen_copy   GET  in  200 200 200 404 404 404 404 404 404 404 404 200
submissions:settle        GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:settle        POST in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:screen        GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:screen        POST in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:confirm_screening GET in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:confirm_screening POST in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:move_to       GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:copies        GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:copy          GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:proposal_coaching POST in  409 409 409 404 404 404 404 404 404 404 404 409
submissions:team_readiness POST in  403 403 403 404 404 404 404 404 404 404 404 403
"""),
    # The secretariat asked for a correction; screening is open.
    "corrected": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
submissions:proposal      GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:about         GET  in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:about         POST in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:category      GET  in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:category      POST in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:answer        GET  in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:answer        POST in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:autosave      POST 401 400 400 403 404 403 404 404 404 404 404 403 403
submissions:autosave_about POST 401 400 400 403 404 403 404 404 404 404 404 403 403
submissions:files         GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:files_now GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:purpose_now GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:start_upload  POST 401 400 400 403 404 403 404 404 404 404 404 403 403
submissions:upload        GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:upload        POST in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:download      GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:remove_file   GET  in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:remove_file   POST in  go  go  403 404 403 404 404 404 404 404 403 403
submissions:video         GET  in  200 200 403 404 403 404 404 404 404 404 403 403
submissions:video         POST in  go  go  403 404 403 404 404 404 404 404 403 403
submissions:check         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:check         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:read          GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:return        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:return        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:ask_endorsement GET in  403 200 403 404 403 404 404 404 404 404 403 403
submissions:ask_endorsement POST in  403 200 403 404 403 404 404 404 404 404 403 403
submissions:record_letter GET  in  403 200 403 404 403 404 404 404 404 404 403 403
submissions:record_letter POST in  403 200 403 404 403 404 404 404 404 404 403 403
submissions:start_letter POST 401 403 400 403 404 403 404 404 404 404 404 403 403
submissions:endorse       GET  in  403 403 200 404 403 404 404 404 404 404 403 200
submissions:endorse       POST in  403 403 409 404 403 404 404 404 404 404 403 409
submissions:submit        GET  in  403 200 200 404 403 404 404 404 404 404 403 403
submissions:submit        POST in  403 go  go  404 403 404 404 404 404 404 403 403
submissions:sending       GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:sending       POST in  403 go  go  404 403 404 404 404 404 404 403 403
submissions:withdraw      GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:withdraw      POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:revive        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:revive        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:receipt       GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:receipt_pdf   GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:frozen_copy   GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:settle        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:settle        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:screen        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:screen        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:confirm_screening GET in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:confirm_screening POST in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:move_to       GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:copies        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:proposal_coaching POST in  409 409 409 404 404 404 404 404 404 404 404 409
submissions:team_readiness POST in  go  go  403 404 403 404 404 404 404 404 403 403
"""),
    # It passed, and was given to two judges who have not answered; judging is open.
    "offered": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
judging:assignment        GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:assignment        POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:sheet             GET  in  404 404 404 404 404 404 403 404 404 404 404 404
judging:sheet             POST in  404 404 404 404 404 404 403 404 404 404 404 404
judging:file              GET  in  404 404 404 404 404 404 403 404 404 404 404 404
judging:lock              GET  in  404 404 404 404 404 404 403 404 404 404 404 404
judging:lock              POST in  404 404 404 404 404 404 403 404 404 404 404 404
judging:locked            GET  in  404 404 404 404 404 404 403 404 404 404 404 404
judging:reassign          GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:reassign          POST in  404 404 404 404 200 403 404 404 404 404 200 404
"""),
    # They accepted.
    "accepted": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
judging:assignment        GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:assignment        POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:sheet             GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:sheet             POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:lock              GET  in  404 404 404 404 404 404 go  404 404 404 404 404
judging:lock              POST in  404 404 404 404 404 404 go  404 404 404 404 404
judging:locked            GET  in  404 404 404 404 404 404 go  404 404 404 404 404
judging:rank              GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:rank              POST in  404 404 404 404 403 200 404 404 404 404 403 404
judging:more_readings     GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:more_readings     POST in  404 404 404 404 403 200 404 404 404 404 403 404
judging:withdraw_reading  GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:withdraw_reading  POST in  404 404 404 404 403 200 404 404 404 404 403 404
judging:reassign          GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:reassign          POST in  404 404 404 404 200 403 404 404 404 404 200 404
"""),
    # Both sheets are locked and the ranking is frozen.
    "ranked": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
judging:assignment        GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:assignment        POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:sheet             GET  in  404 404 404 404 404 404 go  404 404 404 404 404
judging:sheet             POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:lock              GET  in  404 404 404 404 404 404 go  404 404 404 404 404
judging:lock              POST in  404 404 404 404 404 404 go  404 404 404 404 404
judging:locked            GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:training          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:training_text     GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:training_text     POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign            GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign            POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign_file       GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign_file       POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:rank              GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:rank              POST in  404 404 404 404 403 go  404 404 404 404 403 404
judging:reopening         GET  in  404 404 404 404 200 200 404 404 404 404 200 404
judging:reopening         POST in  404 404 404 404 200 200 404 404 404 404 200 404
judging:more_readings     GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:more_readings     POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:withdraw_reading  GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:withdraw_reading  POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:weigh             GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:select            GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:select            POST in  404 404 404 404 403 200 404 404 404 404 403 404
judging:panelist          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:panelist          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:reassign          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:reassign          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:readings          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
"""),
    # The list was proposed, ratified and published by three people; the announcement is open.
    "published": table("""
#                              ano wri adm lea str sec cha jud unj aud coa org del
submissions:object_to_list GET  200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:object_to_list POST 200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:objection     GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:objection     POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:give_objection POST in  404 404 404 404 go  404 404 404 404 404 go  404
judging:feedback          GET  in  200 200 200 404 404 404 404 404 404 404 404 200
submissions:decree        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:decree        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:decree_of_old GET  in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:certificates  GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:certificates  POST in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:list_version  GET  go  go  go  go  go  go  go  go  go  go  go  go  go
submissions:statistics    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:proposal      GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:about         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:about         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:category      GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:category      POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:answer        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:answer        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:autosave      POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:autosave_about POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:files         GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:files_now GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:purpose_now GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:start_upload  POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:upload        GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:upload        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:download      GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:remove_file   GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:remove_file   POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:video         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:video         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:check         GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:check         POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:read          GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:return        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:return        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:ask_endorsement GET in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:ask_endorsement POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:record_letter GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:record_letter POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:start_letter POST 401 403 403 403 404 403 404 404 404 404 404 403 403
submissions:endorse       GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:endorse       POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:submit        GET  in  go  go  go  404 go  404 404 404 404 404 go  go
submissions:submit        POST in  go  go  go  404 go  404 404 404 404 404 go  go
submissions:sending       GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:sending       POST in  go  go  go  404 go  404 404 404 404 404 go  go
submissions:withdraw      GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:withdraw      POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:revive        GET  in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:revive        POST in  403 403 403 404 403 404 404 404 404 404 403 403
submissions:receipt       GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:receipt_pdf   GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:frozen_copy   GET  in  200 200 200 404 200 404 404 404 404 404 200 200
submissions:settle        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:settle        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:screen        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:screen        POST in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:confirm_screening GET in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:confirm_screening POST in  404 404 404 404 go  404 404 404 404 404 go  404
submissions:move_to       GET  in  404 404 404 404 403 404 404 404 404 404 403 404
submissions:copies        GET  in  404 404 404 404 200 404 404 404 404 404 200 404
submissions:innovation    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:innovation_materials GET in 200 200 200 403 403 403 403 403 403 403 403 403
submissions:innovation_materials POST in 200 200 200 403 403 403 403 403 403 403 403 403
submissions:innovation_status GET in 200 200 200 404 404 404 404 404 404 404 404 404
submissions:innovation_status POST in 200 200 200 404 404 404 404 404 404 404 404 404
submissions:replicate     GET  in  403 403 403 200 403 403 403 403 403 403 403 403
submissions:replicate     POST in  403 403 403 200 403 403 403 403 403 403 403 403
submissions:replication   GET  in  200 200 200 200 404 404 404 404 404 404 404 200
submissions:replication   POST in  200 200 200 200 404 404 404 404 404 404 404 200
submissions:replication_act GET in 403 200 200 403 404 404 404 404 404 404 404 403
submissions:replication_act POST in 403 200 200 403 404 404 404 404 404 404 404 403
judging:assignment        GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:assignment        POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:sheet             GET  in  404 404 404 404 404 404 go  404 404 404 404 404
judging:sheet             POST in  404 404 404 404 404 404 200 404 404 404 404 404
judging:lock              GET  in  404 404 404 404 404 404 go  404 404 404 404 404
judging:lock              POST in  404 404 404 404 404 404 go  404 404 404 404 404
judging:locked            GET  in  404 404 404 404 404 404 200 404 404 404 404 404
judging:training          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:training_text     GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:training_text     POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign            GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign            POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign_file       GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:assign_file       POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:rank              GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:rank              POST in  404 404 404 404 403 go  404 404 404 404 403 404
judging:reopening         GET  in  404 404 404 404 200 200 404 404 404 404 200 404
judging:reopening         POST in  404 404 404 404 200 200 404 404 404 404 200 404
judging:more_readings     GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:more_readings     POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:withdraw_reading  GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:withdraw_reading  POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:weigh             GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:select            GET  in  404 404 404 404 403 200 404 404 404 404 403 404
judging:select            POST in  404 404 404 404 403 go  404 404 404 404 403 404
judging:ratify            GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:ratify            POST in  404 404 404 404 go  403 404 404 404 404 403 404
judging:minutes           GET  in  404 404 404 404 200 200 404 404 200 404 200 404
judging:release           GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:release           POST in  404 404 404 404 200 403 404 404 404 404 200 404
judging:publish           GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:publish           POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:errata            GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:decide_erratum    POST in  404 404 404 404 404 403 404 404 404 404 404 404
judging:take_in           GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:take_in           POST in  404 404 404 404 200 403 404 404 404 404 200 404
judging:reword_entry      GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:reword_entry      POST in  404 404 404 404 200 403 404 404 404 404 200 404
judging:strike_entry      GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:strike_entry      POST in  404 404 404 404 200 403 404 404 404 404 200 404
judging:announcement      GET  in  404 404 404 404 200 403 404 404 404 404 200 404
judging:announcement      POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:approve           GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:approve           POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:postpone          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:postpone          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:preview           GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:preview_innovation GET in  404 404 404 404 403 403 404 404 404 404 403 404
judging:panelist          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:panelist          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:reassign          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
judging:reassign          POST in  404 404 404 404 403 403 404 404 404 404 403 404
judging:readings          GET  in  404 404 404 404 403 403 404 404 404 404 403 404
submissions:proposal_coaching POST in  409 409 409 404 404 404 404 404 404 404 404 409
submissions:team_readiness POST in  403 403 403 404 403 404 404 404 404 404 403 403
"""),
}

# Which addresses are asked again in which state, by SOME_ACTORS of worlds.py: how their names begin, what they need one of.
ASKED: dict[str, tuple[str, set[str]]] = {
    "endorsed": ("submissions:", {"code"}),
    "sent": ("submissions:", {"code"}),
    "withdrawn": ("submissions:", {"code"}),
    "corrected": ("submissions:", {"code"}),
    "offered": ("judging:", {"code"}),
    "accepted": ("judging:", {"code", "key"}),
    "ranked": ("judging:", {"code", "key"}),
    "published": ("", {"code", "key", "year"}),
}
