"""An institution's address is told of what its people are told: signed, again under the same id, and never what is in it."""

import hmac
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import TestCase

from competition.clock import read_clock
from competition.models import AuditEntry, Membership, Notice, Webhook, WebhookDelivery
from competition.operations.hooked import announce, write_tellings
from competition.operations.retention import sweep_frame
from competition.operations.webhooks import (
    BadWebhook,
    MakerGone,
    NotPaused,
    TooManyPings,
    TooManyWebhooks,
    WebhookThere,
    make_webhook,
    ping_webhook,
    remove_webhook,
    resume_webhook,
    take_up_deliveries,
    tell_webhook,
)
from competition.retention import TELLINGS_KEPT
from competition.verdict import NotAllowed
from submissions.models import Publication
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.webhooks import receiver

ALL = ["proposal_submitted", "proposal_returned", "proposal_withdrawn", "proposal_screened", "outcome_known"]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def there(tmp_path, settings):
    settings.WEBHOOKS_AT_HOME = str(tmp_path / "home.pem")
    settings.DEMO = False
    with receiver(tmp_path) as one:
        yield one


def make(cast, url="https://data.contoh.test/kipp", person=None, events=ALL):
    return make_webhook(
        institution=cast.institution, person=person or cast.administrator, url=url, events=events, at=read_clock()
    )


def tell_all(at=None):
    at = at or read_clock()
    return [tell_webhook(delivery_id=one, at=at) for one in take_up_deliveries(at=at)]


def test_an_event_is_told_signed_and_says_no_more_than_that_it_was(cast, there):
    made = make(cast, there.url)
    proposal = builders.submitted(cast, title="Rumah Singgah Ibu")
    assert tell_all() == [True]
    [(_path, headers, body)] = there.taken
    stamp, signature = (one.partition("=")[2] for one in headers["X-KIPP-Signature"].split(","))
    assert hmac.new(made.secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest() == signature
    told = json.loads(body)
    assert (told["event"], told["proposal"], told["delivery"]) == (
        "proposal_submitted",
        proposal.code,
        headers["X-KIPP-Delivery"],
    )
    assert "Rumah" not in body.decode()
    assert made.secret not in Webhook.objects.get().sealed_secret
    one = WebhookDelivery.objects.get()
    assert (one.state, one.status, one.attempts) == ("DELIVERED", 200, 1)
    with nothing_changes():
        assert tell_all(read_clock() + timedelta(days=1)) == []
        assert not tell_webhook(delivery_id=str(one.pk), at=read_clock())
    assert len(there.taken) == 1


def test_only_what_was_chosen_and_ones_own_is_told(cast, there):
    make(cast, there.url, events=["proposal_returned"])
    builders.submitted(cast)
    assert not WebhookDelivery.objects.exists()


def test_an_outcome_is_told_once_it_is_public_and_does_not_say_what(cast, there):
    make(cast, there.url, events=["outcome_known"])
    builders.published(cast, 2)
    waiting = WebhookDelivery.objects.all()
    assert waiting.count() == 2
    published_at = Publication.objects.get().published_at
    assert all(one.not_before >= published_at for one in waiting)
    bodies = tell_all(published_at - timedelta(seconds=1))
    assert bodies == there.taken == []
    assert all(tell_all())
    assert {json.loads(body)["event"] for _path, _headers, body in there.taken} == {"outcome_known"}


def test_a_fact_that_is_taken_back_is_not_told(cast, there):
    make(cast, there.url)
    ready = builders.endorsed(cast)
    with transaction.atomic():
        builders.submit_proposal(proposal=ready, person=cast.administrator, key=None, at=read_clock())
        assert WebhookDelivery.objects.exists()
        transaction.set_rollback(True)
    assert not WebhookDelivery.objects.exists()


def test_what_gets_no_good_answer_comes_again_for_a_day_and_then_the_address_is_paused(cast, there):
    hook, there.status = make(cast, there.url).webhook, 500
    builders.submitted(cast)
    begun, at, pauses = read_clock(), read_clock(), []
    while (one := WebhookDelivery.objects.get()).state == "WAITING":
        at = max(at, one.not_before)
        tell_webhook(delivery_id=str(one.pk), at=at)
        pauses.append(WebhookDelivery.objects.get().not_before - at)
    assert [one.total_seconds() / 60 for one in pauses[:6]] == [1, 2, 4, 8, 15, 30]
    assert timedelta(hours=24) < at - begun < timedelta(hours=26)
    hook.refresh_from_db()
    assert (one.state, one.status, hook.paused_at) == ("FAILED", 500, at)
    assert {one.recipient for one in Notice.objects.filter(event="webhook_paused")} == {cast.administrator, cast.leader}
    builders.submitted(cast)
    assert WebhookDelivery.objects.count() == 1
    there.status = 204
    ping_webhook(webhook=hook, person=cast.administrator, at=read_clock())
    assert tell_all() == [True]
    resume_webhook(webhook=hook, person=cast.administrator, at=read_clock())
    builders.submitted(cast)
    assert tell_all() == [True]
    with refused(NotPaused):
        resume_webhook(webhook=hook, person=cast.administrator, at=read_clock())


def test_a_ping_is_sent_once_and_pressed_twice_it_is_the_same(cast, there):
    hook, there.status = make(cast, there.url).webhook, 500
    first = ping_webhook(webhook=hook, person=cast.administrator, at=read_clock())
    assert ping_webhook(webhook=hook, person=cast.administrator, at=read_clock()) == first
    assert tell_all() == [False]
    assert (WebhookDelivery.objects.get().state, len(there.taken)) == ("FAILED", 1)
    hook.refresh_from_db()
    assert hook.paused_at is None


@pytest.mark.parametrize("end", ["removed", "role", "demo", "leads home"])
def test_nothing_is_sent_where_nothing_may_be(cast, there, settings, end):
    hook = make(cast, there.url).webhook
    builders.submitted(cast)
    if end == "removed":
        remove_webhook(webhook=hook, person=cast.leader, at=read_clock())
    elif end == "role":
        Membership.objects.filter(person=cast.administrator).update(ends_at=read_clock())
    elif end == "demo":
        settings.DEMO = True
    else:
        settings.WEBHOOKS_AT_HOME = ""
    assert True not in tell_all()
    assert there.taken == []
    assert WebhookDelivery.objects.get().state == ("WAITING" if end == "leads home" else "FAILED")


def test_a_dead_address_costs_one_try_in_a_while_and_keeps_nobody_else_waiting(cast, there):
    """A list's tellings come at once; what is dead rests whatever comes for it, and what lives gets all of it in turn."""
    dead, _alive = make(cast, there.url.replace("/kipp", "/mati")).webhook, make(cast, there.url).webhook
    there.dead = "/mati"
    with TestCase.captureOnCommitCallbacks() as told:
        builders.published(cast, 4)
    outcomes = WebhookDelivery.objects.filter(event="outcome_known")
    assert outcomes.count() == 8
    known = {str(one.pk) for one in outcomes}
    assert len([one for one in told if getattr(one, "func", None) is announce and one.args[0] in known]) == 2
    at = read_clock()
    while waiting := take_up_deliveries(at=at):
        assert len(waiting) <= 2
        for one in waiting:
            tell_webhook(delivery_id=one, at=at)
    paths = [path for path, _headers, _body in there.taken]
    assert paths.count("/mati?a=1") == 1
    assert not WebhookDelivery.objects.exclude(webhook=dead).exclude(state="DELIVERED").exists()
    # What is new for it waits too, and is what the next try is made of; the rest between tries grows all the same.
    write_tellings("proposal_submitted", at, [(cast.institution.pk, "BARU", at)])
    new = WebhookDelivery.objects.get(webhook=dead, subject_key="BARU")
    assert not tell_webhook(delivery_id=str(new.pk), at=read_clock())
    assert tell_all(at + MINUTE / 2) == [True]
    assert tell_all(at + MINUTE) == [False]
    assert tell_all(at + 2 * MINUTE) == []
    assert tell_all(at + 3 * MINUTE) == [False]
    ping_webhook(webhook=dead, person=cast.administrator, at=at)
    assert [path for path, _headers, _body in there.taken].count("/mati?a=1") == 3
    assert tell_all(at + 4 * MINUTE) == [False]
    there.dead = ""
    assert tell_all(at + 7 * MINUTE) == [True]


def test_new_messages_do_not_keep_a_dead_address_from_being_paused(cast, there):
    hook, there.status = make(cast, there.url).webhook, 500
    builders.submitted(cast)
    tell_all()
    builders.submitted(cast)
    tell_all(read_clock() + timedelta(hours=25))
    hook.refresh_from_db()
    assert hook.paused_at
    Membership.objects.filter(person=cast.administrator).update(ends_at=read_clock())
    successor = builders.make_person("Successor")
    known = {"institution": cast.institution, "role": "ADMINISTRATOR", "starts_at": builders.LONG_AGO}
    Membership.objects.create(person=successor, **known)
    with refused(MakerGone):
        resume_webhook(webhook=hook, person=successor, at=read_clock())
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"FAILED"}


def test_tests_are_sent_five_times_a_minute_and_no_more(cast, there):
    hook, at = make(cast, there.url).webhook, read_clock()
    for _ in range(5):
        ping_webhook(webhook=hook, person=cast.administrator, at=at)
        assert tell_all(at) == [True]
    with refused(TooManyPings):
        ping_webhook(webhook=hook, person=cast.administrator, at=at)
    ping_webhook(webhook=hook, person=cast.administrator, at=at + MINUTE)


def test_what_was_told_is_forgotten_and_what_waits_is_not(cast, there):
    make(cast, there.url)
    builders.submitted(cast)
    later = read_clock() + TELLINGS_KEPT + HOUR
    assert [one.number for one in sweep_frame(at=later) if one.what == "webhook messages"] == [0]
    tell_all()
    assert [one.number for one in sweep_frame(at=later - 2 * HOUR) if one.what == "webhook messages"] == [0]
    assert [one.number for one in sweep_frame(at=later) if one.what == "webhook messages"] == [1]
    assert not WebhookDelivery.objects.exists()


def test_what_a_worker_left_behind_is_taken_up_again_under_the_same_id(cast, there):
    make(cast, there.url)
    builders.submitted(cast)
    at = read_clock()
    WebhookDelivery.objects.update(state="SENDING", leased_until=at + HOUR)
    assert tell_all(at) == []
    assert tell_all(at + 2 * HOUR) == [True]
    assert there.taken[0][1]["X-KIPP-Delivery"] == str(WebhookDelivery.objects.get().pk)


def test_who_makes_one_and_which_there_may_be(cast):
    for who in ("writer", "leader", "stranger", "other_administrator", "secretariat"):
        with refused(NotAllowed):
            make(cast, person=cast.as_people()[who])
    for url in ("http://data.contoh.test", "https://127.0.0.1/", "https://localhost/", "https://data.contoh.test:22/"):
        with refused(BadWebhook):
            make(cast, url)
    for events in ([], ["sheet_locked"]):
        with refused(BadWebhook):
            make(cast, events=events)
    make(cast)
    with refused(WebhookThere):
        make(cast)
    for number in range(2):
        make(cast, f"https://data{number}.contoh.test/")
    with refused(TooManyWebhooks):
        make(cast, "https://lain.contoh.test/")
    assert Notice.objects.filter(event="webhook_made").count() == 3 * 2
    assert AuditEntry.objects.filter(event="webhook_made").count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.update(url="http://data.contoh.test/")
