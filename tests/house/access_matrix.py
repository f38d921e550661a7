"""What everybody gets from every address, in every state of things. Nothing here is computed: each line is a decision.

An answer is a status, `in` for the way to the sign-in page, or `go` for a way to anywhere else. 404 is what a stranger gets,
and the same as for something that does not exist; 403 tells an insider why not now. POST comes without a body: 200 is the
form with its errors, or a page that says what is missing.

The columns are the people of ACTORS in worlds.py: anonymous, writer, colleague, administrator and leader of the institution,
stranger and other_administrator of another one, secretariat, chair, judge (who has the proposal), another judge, a deactivated
writer, and an auditor, a coach, an organiser and a delegate of the leader, who are nothing else.
"""

Row = list[str]
Table = dict[tuple[str, str], Row]


def table(text: str) -> Table:
    """Read a table; lines that begin with # are for people."""
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {(name, method): answers for name, method, *answers in rows}


def line(name: str, method: str, row: Row, expected: Row | None) -> str:
    """Return a row as the table has it, to be compared with what is expected."""
    written = f"{name:26}{method:5}" + " ".join(f"{one:3}" for one in row)
    return f"{written.rstrip()}    expected: {' '.join(expected) if expected else 'a row'}"


FRAME = table("""
#                              ano wri col adm lea str oth sec cha jud unj off aud coa org del
competition:landing       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:landing       POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:calendar      GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:calendar      POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:sign_in       GET  200 go  go  go  go  go  go  go  go  go  go  200 go  go  go  go
competition:sign_in       POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:second_step   GET  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:second_step   POST go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:key_sign_in   GET  200 go  go  go  go  go  go  go  go  go  go  200 go  go  go  go
competition:key_sign_in   POST 200 go  go  go  go  go  go  go  go  go  go  200 go  go  go  go
competition:ask_code      GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:ask_code      POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:give_code     GET  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:give_code     POST go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:sign_on       GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:sign_on       POST 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
competition:sign_on_return GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
competition:sign_on_return POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:forgot_password GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:forgot_password POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:password_link GET  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:password_link POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:set_password  GET  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:set_password  POST go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:personal_data GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:personal_data POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:parked        GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:parked        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:discard_parked GET in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:discard_parked POST in go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
competition:personal_file GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:personal_file POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:own_letters   GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:own_letters   POST in  go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
competition:own_name      GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:own_name      POST in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:accept_privacy GET in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:accept_privacy POST in go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
competition:close_account GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:close_account POST in  go  go  200 go  go  200 200 200 200 200 in  200 200 200 go
competition:privacy       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:privacy       POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:own_password  GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:own_password  POST in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:security      GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:security      POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:add_app       GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:add_app       POST in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:add_key       GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:add_key       POST in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:remove_factor GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:remove_factor POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:recovery_codes GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:recovery_codes POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:admin_sign_in GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:admin_sign_in POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:sign_out      GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:sign_out      POST go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:home          GET  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:home          POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:set_language  GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:set_language  POST go  go  go  go  go  go  go  go  go  go  go  go  go  go  go  go
competition:account       GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:account       POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:prove         GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:prove         POST in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:extend        GET  in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:extend        POST in  go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
competition:end_other_sessions GET  in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:end_other_sessions POST in  go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
competition:end_session   GET  in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:end_session   POST in  go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
competition:help          GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:help          POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:mailbox       GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
competition:mailbox       POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:mailbox_mail  GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
competition:mailbox_mail  POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:next_stage    GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:next_stage    POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:appointments  GET  in  404 404 404 404 404 404 200 404 404 404 in  200 404 200 404
competition:appointments  POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:appoint       GET  in  404 404 404 404 404 404 200 404 404 404 in  403 404 200 404
competition:appoint       POST in  404 404 404 404 404 404 200 404 404 404 in  403 404 200 404
competition:appointment   GET  in  404 404 404 404 404 404 200 404 404 404 in  200 404 200 404
competition:appointment   POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:end_appointment GET in 404 404 404 404 404 404 200 404 404 404 in  403 404 200 404
competition:end_appointment POST in 404 404 404 404 404 404 200 404 404 404 in  403 404 200 404
competition:appointment_request GET in 404 404 404 404 404 404 200 404 404 404 in  200 404 200 404
competition:appointment_request POST in 404 404 404 404 404 404 200 404 404 404 in  200 404 200 404
competition:audit         GET  in  404 404 404 404 404 404 404 404 404 404 in  200 404 404 404
competition:audit         POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:audit_entry   GET  in  404 404 404 404 404 404 404 404 404 404 in  200 404 404 404
competition:audit_entry   POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:audit_export  GET  in  404 404 404 404 404 404 404 404 404 404 in  200 404 404 404
competition:audit_export  POST in  404 404 404 404 404 404 404 404 404 404 in  200 404 404 404
competition:apply         GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:apply         POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:applied       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:applied       POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:registry      GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:registry      POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:registry_entry GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:registry_entry POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:inbox         GET  in  200 200 200 200 200 200 200 200 200 200 in  200 200 200 200
competition:inbox         POST in  go  go  go  go  go  go  go  go  go  go  in  go  go  go  go
# The letter of these worlds is an applicant's without an account, so nobody's here; own ones: views/test_inbox.py.
competition:inbox_letter  GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:inbox_letter  POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
competition:mailings      GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:mailings      POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:letter_templates GET in 404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:letter_templates POST in 405 405 405 405 405 405 405 405 405 405 in 405 405 405 405
competition:letter_template GET in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:letter_template POST in 404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:letter_template_version GET in 404 404 404 404 404 404 200 404 404 404 in 404 404 404 404
competition:letter_template_version POST in 404 404 404 404 404 404 200 404 404 404 in 404 404 404 404
competition:outbox        GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:outbox        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:letter        GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:letter        POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:admissions    GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:admissions    POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:admission_letter GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:admission_letter POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:registry_act  GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 403 404
competition:registry_act  POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 403 404
competition:admission     GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:admission     POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:institutions  GET  in  403 403 go  go  403 go  403 403 403 403 in  403 403 403 403
competition:institutions  POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:people        GET  in  403 403 200 200 404 404 200 404 404 404 in  404 404 404 403
competition:people        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:invite        GET  in  403 403 200 200 404 404 200 404 404 404 in  404 404 404 403
competition:invite        POST in  403 403 200 200 404 404 200 404 404 404 in  404 404 404 403
competition:member        GET  in  403 403 200 200 404 404 200 404 404 404 in  404 404 404 403
competition:member        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
competition:give          GET  in  403 403 200 200 404 404 200 404 404 404 in  404 404 404 403
competition:give          POST in  403 403 200 200 404 404 200 404 404 404 in  404 404 404 403
competition:take          GET  in  403 403 200 200 404 404 403 404 404 404 in  404 404 404 403
competition:take          POST in  403 403 go  go  404 404 403 404 404 404 in  404 404 404 403
competition:office        GET  in  403 403 403 403 404 404 403 404 404 404 in  404 404 404 403
competition:office        POST in  403 403 403 403 404 404 403 404 404 404 in  404 404 404 403
competition:move          GET  in  403 403 200 200 404 404 403 404 404 404 in  404 404 404 403
competition:move          POST in  403 403 200 200 404 404 403 404 404 404 in  404 404 404 403
competition:sign_out_member GET  in  403 403 200 200 404 404 403 404 404 404 in  404 404 404 403
competition:sign_out_member POST in  403 403 go  go  404 404 403 404 404 404 in  404 404 404 403
competition:revoke        GET  in  403 403 200 200 404 404 403 404 404 404 in  404 404 404 403
competition:revoke        POST in  403 403 go  go  404 404 403 404 404 404 in  404 404 404 403
competition:invitation    GET  200 403 403 403 403 403 403 403 403 403 403 200 403 403 403 403
competition:invitation    POST 200 403 403 403 403 403 403 403 403 403 403 200 403 403 403 403
competition:delegate      GET  in  403 403 403 200 404 404 403 404 404 404 in  404 404 404 403
competition:delegate      POST in  403 403 403 200 404 404 403 404 404 404 in  404 404 404 403
competition:accounts      GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:accounts      POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:suspend_account GET in 404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:suspend_account POST in 404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
competition:restore_account GET in 404 404 404 404 404 404 403 404 404 404 in  404 404 403 404
competition:restore_account POST in 404 404 404 404 404 404 403 404 404 404 in  404 404 403 404
competition:call_in       GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:call_in       POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:units         GET  in  200 200 200 200 404 404 200 404 404 404 in  404 404 200 200
competition:units         POST in  403 403 200 403 404 404 200 404 404 404 in  404 404 403 403
competition:unit_rename   GET  in  403 403 200 403 404 404 200 404 404 404 in  404 404 403 403
competition:unit_rename   POST in  403 403 200 403 404 404 200 404 404 404 in  404 404 403 403
competition:unit_close    GET  in  403 403 200 403 404 404 200 404 404 404 in  404 404 403 403
competition:unit_close    POST in  403 403 200 403 404 404 200 404 404 404 in  404 404 403 403
competition:style_page    GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
competition:style_page    POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:healthz       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:healthz       POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
competition:readyz        GET  503 503 503 503 503 503 503 503 503 503 503 503 503 503 503 503
competition:readyz        POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
""")

# The same with DEMO=1, where it differs.
DEMO = table("""
#                              ano wri col adm lea str oth sec cha jud unj off aud coa org del
competition:mailbox       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
competition:next_stage    GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:next_stage    POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 404 404
competition:style_page    GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
""")

# A draft; registration is open.
BASE = table("""
#                              ano wri col adm lea str oth sec cha jud unj off aud coa org del
submissions:desk          GET  in  200 200 200 200 200 200 404 404 404 404 in  404 404 404 200
submissions:desk          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:start         GET  in  200 200 403 403 200 403 404 404 404 404 in  404 404 404 403
submissions:start         POST in  200 200 403 403 200 403 404 404 404 404 in  404 404 404 403
submissions:proposal      GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:proposal      POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:about         GET  in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:about         POST in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:answer        GET  in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:answer        POST in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:autosave      POST 401 400 400 400 403 404 404 404 404 404 404 401 404 404 404 403
submissions:autosave_about POST 401 400 400 400 403 404 404 404 404 404 404 401 404 404 404 403
submissions:autosave      GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:autosave_about GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:history       GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:history       POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:files         GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:files         POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:files_now GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:purpose_now GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:upload        GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:files_now POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:purpose_now POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:upload        POST in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:start_upload  POST 401 400 400 400 403 404 404 404 404 404 404 401 404 404 404 403
submissions:start_upload  GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:upload_part   GET  401 200 404 404 404 404 404 404 404 404 404 401 404 404 404 404
submissions:upload_part   POST 401 400 404 404 404 404 404 404 404 404 404 401 404 404 404 404
submissions:finish_upload POST 401 200 404 404 404 404 404 404 404 404 404 401 404 404 404 404
submissions:finish_upload GET  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:download      GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:download      POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:remove_file   GET  in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:remove_file   POST in  go  go  go  403 404 404 404 404 404 404 in  404 404 404 403
submissions:video         GET  in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:video         POST in  go  go  go  403 404 404 404 404 404 404 in  404 404 404 403
submissions:check         GET  in  200 200 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:check         POST in  go  go  403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:read          GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:read          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:return        GET  in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:return        POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:endorse       GET  in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:endorse       POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:ask_endorsement GET in 403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:ask_endorsement POST in 403 403 403 403 404 404 404 404 404 404 in 404 404 404 403
submissions:record_letter GET  in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:record_letter POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:object_to_letter GET in 404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:object_to_letter POST in 404 404 404 404 404 404 404 404 404 404 in 404 404 404 404
submissions:endorsement_link GET  200 403 403 403 go  403 403 403 403 403 403 200 403 403 403 403
submissions:endorsement_link POST go  403 403 403 go  403 403 403 403 403 403 go  403 403 403 403
submissions:endorsement_link_code GET  go go go go go go go go go go go go go go go go
submissions:endorsement_link_code POST go go go go go go go go go go go go go go go go
submissions:endorsement_link_screen GET  go go go go go go go go go go go go go go go go
submissions:endorsement_link_screen POST go go go go go go go go go go go go go go go go
submissions:endorsement_link_return GET  go go go go go go go go go go go go go go go go
submissions:endorsement_link_return POST go go go go go go go go go go go go go go go go
submissions:endorsement_link_object GET  go go go go go go go go go go go go go go go go
submissions:endorsement_link_object POST go go go go go go go go go go go go go go go go
submissions:endorsement_link_letter GET  go go go go go go go go go go go go go go go go
submissions:endorsement_link_letter POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:endorsement_link_read GET  go go go go go go go go go go go go go go go go
submissions:endorsement_link_read POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:submit        GET  in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:submit        POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:sending       GET  in  200 200 200 200 404 404 404 404 404 404 in  404 404 404 200
submissions:sending       POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:withdraw      GET  in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:withdraw      POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:revive        GET  in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:revive        POST in  403 403 403 403 404 404 404 404 404 404 in  404 404 404 403
submissions:receipt       GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:receipt_pdf   GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:receipt_pdf   POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:receipt       POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:frozen_copy   GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:frozen_copy   POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:oversight     GET  in  403 403 200 403 403 200 404 404 404 404 in  404 404 404 403
submissions:oversight     POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:category_guide GET in  200 200 200 200 200 200 404 404 404 404 in  404 404 404 200
submissions:category_guide POST in 405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:category      GET  in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:category      POST in  200 200 200 403 404 404 404 404 404 404 in  404 404 404 403
submissions:similar_titles GET in  200 200 200 200 200 200 404 404 404 404 in  404 404 404 200
submissions:similar_titles POST in 405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:secretariat   GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:secretariat   POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:next_to_screen GET in  404 404 404 404 404 404 go  404 404 404 in  404 404 go  404
submissions:next_to_screen POST in 405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:rescue        GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:rescue        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:nudge         GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:nudge         POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:board         GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:board         POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:move_to       GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:move_to       POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:save_view     GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:save_view     POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:saved_view    GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:saved_view    POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:delete_view   GET  in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:delete_view   POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:export_list   GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:export_list   POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:export        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:export        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:export_file   GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:export_file   POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:deadlines     GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:deadlines     POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:extend_for_one GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:extend_for_one POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:extend        GET  in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:extend        POST in  404 404 404 404 404 404 200 404 404 404 in  404 404 200 404
submissions:screen        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:screen        POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:confirm_screening GET in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:confirm_screening POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:copies        GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:copies        POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:copy          GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
submissions:copy          POST in  405 405 405 405 405 405 405 405 405 405 in  405 405 405 405
submissions:results_index GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:results_index POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:results       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:results       POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:bundle        GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
submissions:bundle        POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:bundle_file   GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
submissions:bundle_file   POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:catalogue     GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:catalogue     POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:innovation    GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
submissions:innovation    POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
submissions:verify        GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
submissions:verify        POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
judging:desk              GET  in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
judging:desk              POST in  404 404 404 404 404 404 404 404 200 200 in  404 404 404 404
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
judging:assign            GET  in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:assign            POST in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:panelist          GET  in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:panelist          POST in  404 404 404 404 404 404 200 403 404 404 in  404 404 200 404
judging:reassign          GET  in  404 404 404 404 404 404 404 403 404 404 in  404 404 404 404
judging:reassign          POST in  404 404 404 404 404 404 404 403 404 404 in  404 404 404 404
judging:rank              GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:rank              POST in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:select            GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:select            POST in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:ratify            GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:ratify            POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:release           GET  in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:release           POST in  404 404 404 404 404 404 403 403 404 404 in  404 404 403 404
judging:publish           GET  in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
judging:publish           POST in  404 404 404 404 404 404 404 404 404 404 in  404 404 404 404
""")
