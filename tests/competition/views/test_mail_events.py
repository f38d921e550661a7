"""Where the mail provider reports letters that did not arrive: what it may do, and what nobody else may (SEC-15, SEC-20)."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from competition import environment
from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.operations.notices import message_id
from competition.operations.outbox import send_again
from competition.queries.invariants import notices_are_of_posted_events
from tests import builders, evidence
from tests.competition.operations.outbox import deliver, fresh
from tests.submissions import acts
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
URL, KEY = "/kabar-surat/", "kunci-webhook"


@pytest.fixture
def letters(cast, at, settings):
    """Return two letters that left, of a site whose provider reports."""
    settings.MAIL_EVENTS = environment.read_mail_provider("mailgun", KEY)
    builders.endorsed(cast)
    acts.extend(cast, at)
    found = list(Notice.objects.filter(event="stage_extended").order_by("address")[:2])
    assert all(deliver(one) for one in found)
    return [fresh(one) for one in found]


def report(letter, event="failed", **more):
    """Return what the provider says of the letter, unsigned."""
    about = {"event": event, "severity": "permanent", "reason": "bounce", "recipient": letter.address}
    about |= {"message": {"headers": {"message-id": message_id(letter).strip("<>")}}, "timestamp": read_clock().timestamp()}
    return about | more


def signed(about, key=KEY):
    token, timestamp = "t" * 50, "1529006854"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"signature": {"token": token, "timestamp": timestamp, "signature": signature}, "event-data": about}


def post(client, body, content_type="application/json", **headers):
    client.handler.enforce_csrf_checks = True
    return client.post(URL, body if isinstance(body, bytes | str) else json.dumps(body), content_type, **headers)


def test_a_letter_that_came_back_has_failed_and_the_secretariat_reads_why(client, cast, letters):
    response = post(client, signed(report(letters[0], **{"delivery-status": {"message": "550 <b>rahasia</b>"}})))
    assert (response.status_code, response.content) == (200, b"")
    assert (fresh(letters[0]).state, fresh(letters[1]).state) == ("FAILED", "SENT")
    entry = AuditEntry.objects.get(event="notice_bounced")
    assert (entry.subject_key, entry.person, entry.edition) == (str(letters[0].pk), None, cast.edition)
    assert (entry.before, entry.after) == ({"state": "SENT"}, {"state": "FAILED"})
    staff = sign_in(cast.secretariat)
    for page in ("/antrean-surat/", f"/antrean-surat/{letters[0].pk}/"):
        text = text_of(staff.get(page))
        assert "server penerima menolak surat ini" in text
        assert "rahasia" not in text
    assert list(notices_are_of_posted_events()) == []


def test_a_letter_that_the_provider_does_not_send_has_failed_also_if_its_fate_was_unknown(client, letters):
    Notice.objects.filter(pk=letters[0].pk).update(state="UNCERTAIN")
    assert post(client, signed(report(letters[0], "rejected", reason="x"))).status_code == 200
    assert (fresh(letters[0]).state, fresh(letters[0]).error) == ("FAILED", "provider: other")


def test_a_complaint_is_noted_once_and_stops_no_letter(client, cast, letters):
    for _time in range(2):
        assert post(client, signed(report(letters[0], "complained"))).status_code == 200
    assert fresh(letters[0]).state == "SENT"
    assert AuditEntry.objects.filter(event="notice_complained").count() == 1
    assert "melaporkannya sebagai spam" in text_of(sign_in(cast.secretariat).get(f"/antrean-surat/{letters[0].pk}/"))
    assert post(client, signed(report(letters[0]))).status_code == 200
    assert fresh(letters[0]).state == "FAILED"


def test_a_report_of_before_staff_sent_the_letter_again_does_not_fail_it_again(client, cast, letters):
    old = signed(report(letters[0]))
    assert post(client, old).status_code == 200
    at = read_clock() + timedelta(seconds=5)
    send_again(letter=fresh(letters[0]), person=cast.secretariat, at=at)
    assert deliver(letters[0], at)
    assert post(client, old).status_code == 200
    assert fresh(letters[0]).state == "SENT"
    assert post(client, signed(report(letters[0], timestamp=(at + timedelta(seconds=5)).timestamp()))).status_code == 200
    assert fresh(letters[0]).state == "FAILED"


def test_what_is_not_about_a_letter_that_is_out_changes_nothing_and_is_answered_alike(client, letters):
    out, other = letters
    Notice.objects.filter(pk=other.pk).update(state="HELD")
    unknown = "00000000-0000-4000-8000-000000000000@localhost"
    bodies = [
        report(other),
        report(other, "complained"),
        report(out, recipient="orang-lain@contoh.test"),
        report(out, severity="temporary"),
        *(report(out, event) for event in ("delivered", "opened", "clicked", "unsubscribed", "accepted", "lain")),
        *(report(out, message={"headers": {"message-id": one}}) for one in (unknown, f"{out.pk}@lain.test", "x\x00", "\ud800")),
        report(out, message={"headers": {}}),
        report(out, recipient=None),
    ]
    before = evidence.stored()
    answers = {(one.status_code, one.content, str(one.headers)) for one in (post(client, signed(body)) for body in bodies)}
    assert len(answers) == 1
    assert answers.pop()[:2] == (200, b"")
    assert evidence.stored() == before


def test_what_the_provider_did_not_sign_is_refused(client, letters):
    """SEC-19: no token is asked here, so the signature has to stand for it."""
    good = signed(report(letters[0]))
    deep = "[" * 60_000
    refused = [
        signed(report(letters[0]), key="lain"),
        good | {"signature": good["signature"] | {"signature": ""}},
        good | {"signature": good["signature"] | {"signature": 7, "token": "ü"}},
        good | {"signature": []},
        {"event-data": good["event-data"]},
        [],
        7,
        b"\xff",
        "",
        deep,
        signed([]),
        signed({}),
        signed(report(letters[0], timestamp="inf")),
        signed(report(letters[0], timestamp=1e30)),
        signed(report(letters[0], event=[])),
        signed(report(letters[0], reason={})),
        signed(report(letters[0], message=[])),
        signed(report(letters[0], message={"headers": {"message-id": 7}})),
    ]
    before = evidence.stored()
    assert [post(client, body).status_code for body in refused] == [400] * len(refused)
    assert post(client, json.dumps(good), "text/plain").status_code == 400
    # The form of former years, which one may sign without saying what for.
    assert client.post(URL, good["signature"] | {"event": "bounced"}).status_code == 400
    assert post(client, json.dumps(good) + " " * 70_000).status_code == 413
    assert client.get(URL).status_code == 405
    assert evidence.stored() == before


def test_without_a_provider_there_is_no_such_address(client, letters, settings):
    settings.MAIL_EVENTS = environment.read_mail_provider("", KEY)
    assert post(client, signed(report(letters[0]))).status_code == 404
    assert fresh(letters[0]).state == "SENT"


@pytest.mark.parametrize(("name", "key"), [("sendgrid", KEY), ("mailgun", ""), ("mailgun", "kunci-é")])
def test_a_provider_that_makes_no_sense_stops_the_start(name, key):
    with pytest.raises(environment.BadSetting, match="MAIL_PROVIDER"):
        environment.read_mail_provider(name, key)


def test_a_provider_without_the_package_stops_the_start_and_none_needs_no_package(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    assert environment.read_mail_provider("", "") == {}
    with pytest.raises(environment.BadSetting, match=r"mail\.in"):
        environment.read_mail_provider("mailgun", KEY)
