"""The outbox: each letter is sent at most once, and none is lost, whatever dies on the way."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from celery import Celery
from django.conf import settings
from django.db import connections, transaction
from django.db.models import QuerySet

from competition import tasks
from competition.clock import read_clock
from competition.models import Notice, Person
from competition.models.notices import NoticeState
from competition.operations import notices
from competition.operations.events import record_event
from competition.operations.notices import LEASE, deliver_notice, message_id, release_expired_leases, take_up_notices
from tests import builders
from tests.competition.operations.scripted_smtp import CUT, HANG, scripted_server

ROUTINE, DECISIVE = "judges_assigned", "outcome_known"


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


@pytest.fixture
def round_(cast):
    return builders.the_round(cast)


def write(round_, *people: Person, event: str = ROUTINE) -> list[Notice]:
    """Post an event about the round to new recipients and return its letters."""
    recipients = people or (builders.make_person(),)
    proposal = builders.draft(builders.make_cast(round_.edition)) if event == DECISIVE else None
    entry = record_event(
        event=event,
        subject=round_,
        subject_key="2017/desk",
        person=None,
        at=read_clock(),
        recipients=recipients,
        context={"round": round_, "proposal": proposal, "is_in": True},
    )
    return list(entry.notices.order_by("pk"))


@pytest.fixture(autouse=True)
def broker_is_asked(monkeypatch) -> None:
    """Forget that an earlier test found the broker away."""
    monkeypatch.setattr(notices._Broker, "quiet_until", 0.0)


@pytest.fixture
def smtp(settings) -> Callable:
    """Point the mail backend at a scripted server and return the way to start it."""

    def point(port: int) -> None:
        settings.EMAIL_BACKEND = "competition.mail.WatchedBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2

    return point


def deliver(notice: Notice, at: datetime | None = None) -> bool:
    return deliver_notice(notice_id=str(notice.pk), at=at or read_clock())


def fresh(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_record_event_writes_one_letter_per_active_recipient(round_):
    one, two, gone = (builders.make_person() for _ in range(3))
    gone.is_active = False
    gone.save()
    letters = write(round_, one, two, one, gone)
    assert {letter.recipient for letter in letters} == {one, two}
    assert all(letter.state == NoticeState.WAITING for letter in letters)


@pytest.mark.django_db(transaction=True)
def test_no_letter_is_written_when_the_fact_is_not(announced):
    round_ = builders.the_round(builders.make_cast(builders.make_edition()))

    @transaction.atomic
    def fail_after_writing() -> None:
        write(round_)
        raise Killed

    with pytest.raises(Killed):
        fail_after_writing()
    assert not Notice.objects.exists()
    assert announced == []


@pytest.fixture
def announced(monkeypatch) -> list:
    """Keep the broker out and remember what it would have been told."""
    told: list = []
    monkeypatch.setattr(notices.app, "send_task", lambda name, args: told.append((name, args)))
    return told


def test_workers_are_told_after_the_commit(round_, announced, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        (letter,) = write(round_)
        assert announced == []
    assert len(callbacks) == 1
    assert announced == [("competition.tasks.deliver_notices", [[str(letter.pk)]])]


@pytest.fixture
def no_broker(settings, monkeypatch) -> list[float]:
    """Let tasks go to a broker that is not there, with the settings of the real one; return how long each try took."""
    broken, took = Celery(broker="redis+socket:///nowhere/valkey.sock"), []
    broken.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY
    broken.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    def send(name: str, args: list) -> None:
        start = time.monotonic()
        try:
            broken.send_task(name, args=args)
        finally:
            took.append(time.monotonic() - start)

    monkeypatch.setattr(notices.app, "send_task", send)
    return took


def test_broker_away_costs_nothing_and_the_sweep_sends(round_, no_broker, smtp, django_capture_on_commit_callbacks):
    """FLT-03: the fact is committed, the letters wait, the next sweep sends them; one act asks the broker once."""
    with django_capture_on_commit_callbacks(execute=True):
        letters = write(round_) + write(round_)
    assert [fresh(letter).state for letter in letters] == [NoticeState.WAITING] * 2
    assert len(no_broker) == 1
    assert no_broker[0] < 1
    with scripted_server() as (script, port):
        smtp(port)
        assert tasks.sweep_notices() == 2
    assert len(script.taken) == 2


def test_delivered_letter_is_complete(round_, smtp):
    (letter,) = write(round_)
    with scripted_server() as (script, port):
        smtp(port)
        assert deliver(letter)
    (mail,) = script.taken
    assert mail["To"] == letter.address
    assert mail["Subject"] == letter.subject
    assert mail["Message-ID"] == message_id(letter)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().split() == letter.text.split()
    assert mail.get_body(("html",)) is not None
    after = fresh(letter)
    assert (after.state, after.attempts, after.error) == (NoticeState.SENT, 1, "")
    assert after.sent_at is not None


def test_delivering_twice_sends_once(round_, smtp):
    """FLT-15: a task may run twice, late and in another order."""
    letters = write(round_, builders.make_person(), builders.make_person())
    ids = [str(letter.pk) for letter in letters]
    with scripted_server() as (script, port):
        smtp(port)
        assert tasks.deliver_notices(ids) == 2
        assert tasks.deliver_notices(list(reversed(ids))) == 0
        assert tasks.sweep_notices() == 0
    assert len(script.taken) == 2


def test_letter_is_not_sent_before_its_time(round_, smtp):
    (letter,) = write(round_)
    Notice.objects.update(not_before=read_clock() + timedelta(minutes=1))
    with scripted_server() as (script, port):
        smtp(port)
        assert not deliver(letter)
        assert take_up_notices(at=read_clock()) == []
        assert deliver(letter, read_clock() + timedelta(minutes=2))
    assert len(script.taken) == 1


def claim_together(letter: Notice, number: int = 8) -> list[bool]:
    """Deliver one letter from several connections that begin at the same moment."""
    at, start, sent = read_clock(), threading.Barrier(number), []

    def work() -> None:
        try:
            start.wait(timeout=10)
            sent.append(deliver(letter, at))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sent


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_send_once(announced, smtp):
    (letter,) = write(builders.the_round(builders.make_cast(builders.make_edition())))
    with scripted_server() as (script, port):
        smtp(port)
        sent = claim_together(letter)
    assert sorted(sent) == [False] * 7 + [True]
    assert len(script.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_parallel_workers_would_send_more(announced, smtp, monkeypatch):
    """The control of the test above: a claim that looks first and writes later lets several through."""
    (letter,) = write(builders.the_round(builders.make_cast(builders.make_edition())))
    looked = threading.Barrier(8)
    update = QuerySet.update

    def look_first(self: QuerySet, **values: object) -> int:
        if values.get("state") == NoticeState.SENDING:
            found = self.count()
            looked.wait(timeout=10)
            update(Notice.objects.filter(pk=letter.pk), **values)
            return found
        return update(self, **values)

    monkeypatch.setattr(QuerySet, "update", look_first)
    with scripted_server() as (script, port):
        smtp(port)
        claim_together(letter)
    assert len(script.taken) > 1


@pytest.mark.parametrize(
    "stages",
    [
        {"mail": ["421 busy"]},
        {"rcpt": ["450 greylisted"]},
        {"rcpt": ["451 try later"]},
        {"data": ["452 no space"]},
        {"rcpt": [CUT]},
        {"mail": [CUT]},
        {"mail": ["550 sender not known here"]},
    ],
    ids=str,
)
def test_server_that_did_not_take_the_letter_gets_it_again(round_, smtp, stages):
    """FLT-11: a temporary no, a line cut before the text, or trouble with our own address is tried again later."""
    (letter,) = write(round_)
    start = read_clock()
    with scripted_server(**stages) as (script, port):
        smtp(port)
        assert not deliver(letter, start)
        after = fresh(letter)
        assert (after.state, after.attempts) == (NoticeState.WAITING, 1)
        assert after.not_before == start + timedelta(minutes=1)
        assert after.error
        assert not deliver(letter, start + timedelta(seconds=59))
        assert deliver(letter, start + timedelta(minutes=1))
    assert len(script.taken) == 1


def test_refused_connection_and_wrong_password_are_tried_again(round_, smtp, settings):
    (letter,) = write(round_)
    with scripted_server() as (_script, port):
        smtp(port)
    assert not deliver(letter)
    assert fresh(letter).state == NoticeState.WAITING
    with scripted_server() as (_script, port):
        smtp(port)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "orang", "salah"
        assert not deliver(letter, read_clock() + timedelta(hours=1))
    assert fresh(letter).state == NoticeState.WAITING


def test_pauses_grow_to_a_quarter_of_an_hour_and_end_after_a_day(round_, smtp):
    (letter,) = write(round_)
    at, pauses = read_clock(), []
    with scripted_server(rcpt=["450 later"] * 9) as (script, port):
        smtp(port)
        for _ in range(7):
            deliver(letter, at)
            pauses.append((fresh(letter).not_before - at).total_seconds() / 60)
            at = fresh(letter).not_before
        deliver(letter, letter.created_at + timedelta(hours=24))
        assert fresh(letter).state == NoticeState.WAITING
        deliver(letter, letter.created_at + timedelta(hours=24, minutes=15))
    assert pauses == [1, 2, 4, 8, 15, 15, 15]
    assert fresh(letter).state == NoticeState.FAILED
    assert script.taken == []


@pytest.mark.parametrize(
    "stages", [{"rcpt": ["550 no such user"]}, {"data": ["554 refused"]}, {"data": ["552 too big"]}], ids=str
)
def test_refusal_for_good_ends_the_letter(round_, smtp, stages):
    (letter,) = write(round_)
    with scripted_server(**stages) as (script, port):
        smtp(port)
        assert not deliver(letter)
        assert fresh(letter).state == NoticeState.FAILED
        assert fresh(letter).error
        assert not deliver(letter, read_clock() + timedelta(days=1))
    assert script.taken == []


def test_one_refusal_does_not_stop_the_others(round_, smtp):
    letters = write(round_, *(builders.make_person() for _ in range(3)))
    Notice.objects.filter(pk=letters[1].pk).update(address="")
    with scripted_server(rcpt=["550 no such user"]) as (script, port):
        smtp(port)
        tasks.deliver_notices([str(letter.pk) for letter in letters])
    assert len(script.taken) == 1
    assert fresh(letters[2]).state == NoticeState.SENT


@pytest.mark.parametrize("step", [CUT, HANG])
def test_broken_line_after_the_text_is_uncertain_and_not_sent_again(round_, smtp, settings, step):
    (letter,) = write(round_)
    at = read_clock()
    with scripted_server(data=[step]) as (script, port):
        smtp(port)
        settings.EMAIL_TIMEOUT = 0.3
        assert not deliver(letter, at)
        assert fresh(letter).state == NoticeState.SENDING
        assert take_up_notices(at=at + LEASE) == []
        assert take_up_notices(at=at + LEASE + timedelta(seconds=1)) == []
    assert fresh(letter).state == NoticeState.UNCERTAIN
    assert fresh(letter).error
    assert len(script.taken) == 1


def test_decisive_letter_of_unknown_fate_is_sent_once_more_under_the_same_id(round_, smtp):
    (letter,) = write(round_, event=DECISIVE)
    at = read_clock()
    with scripted_server(data=[CUT, CUT]) as (script, port):
        smtp(port)
        for _ in range(4):
            for one in take_up_notices(at=at):
                deliver_notice(notice_id=one, at=at)
            at += LEASE + timedelta(seconds=1)
    assert len(script.taken) == 2
    assert {mail["Message-ID"] for mail in script.taken} == {message_id(letter)}
    assert fresh(letter).state == NoticeState.UNCERTAIN


def test_killed_between_claim_and_hand_over_is_sent_by_the_sweep(round_, smtp, monkeypatch):
    (letter,) = write(round_)
    at = read_clock()
    with monkeypatch.context() as patch:
        patch.setattr(notices, "get_connection", kill)
        with pytest.raises(Killed):
            deliver(letter, at)
    assert fresh(letter).state == NoticeState.SENDING
    with scripted_server() as (script, port):
        smtp(port)
        assert take_up_notices(at=at + LEASE) == []
        (due,) = take_up_notices(at=at + LEASE + timedelta(seconds=1))
        assert deliver_notice(notice_id=due, at=read_clock())
    assert len(script.taken) == 1


@pytest.mark.parametrize(("event", "state"), [(ROUTINE, NoticeState.UNCERTAIN), (DECISIVE, NoticeState.WAITING)])
def test_killed_before_the_answer_is_written_down(round_, smtp, monkeypatch, event, state):
    (letter,) = write(round_, event=event)
    at = read_clock()
    hand_over = notices._hand_over

    def die_after(*args: object) -> None:
        hand_over(*args)
        raise Killed

    with scripted_server() as (script, port):
        smtp(port)
        with monkeypatch.context() as patch:
            patch.setattr(notices, "_hand_over", die_after)
            with pytest.raises(Killed):
                deliver(letter, at)
        release_expired_leases(at=at + LEASE + timedelta(seconds=1))
        assert fresh(letter).state == state
        tasks.sweep_notices()
        tasks.sweep_notices()
    assert len(script.taken) == (2 if event == DECISIVE else 1)


def kill(*args: object, **kwargs: object) -> None:
    raise Killed


WORKER = """
import sys, django
django.setup()
from competition.clock import read_clock
from competition.operations.notices import deliver_notice
deliver_notice(notice_id=sys.argv[1], at=read_clock())
"""


def kill_a_worker_at(stage: str, letter: Notice) -> list:
    """Let another process deliver the letter, end it with SIGKILL while the server keeps it waiting; return what was taken."""
    database = connections["default"].settings_dict
    url = f"postgresql://{quote(database['USER'])}@/{database['NAME']}?host={database['HOST']}"
    with scripted_server(**{stage: [HANG]}) as (script, port):
        names = {"DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "PYTHONPATH": str(settings.BASE_DIR)}
        worker = subprocess.Popen([sys.executable, "-c", WORKER, str(letter.pk)], env=os.environ | names)
        until = time.monotonic() + 20
        while stage not in script.seen and time.monotonic() < until:
            time.sleep(0.02)
        worker.kill()
        worker.wait()
    return script.taken


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("stage", "state", "taken"), [("ehlo", NoticeState.WAITING, 0), ("data", NoticeState.UNCERTAIN, 1)])
def test_worker_ended_by_sigkill(announced, stage, state, taken):
    """FLT-01: before the hand-over nothing is lost, after it nothing is doubled."""
    (letter,) = write(builders.the_round(builders.make_cast(builders.make_edition())))
    assert len(kill_a_worker_at(stage, letter)) == taken
    assert fresh(letter).state == NoticeState.SENDING
    release_expired_leases(at=read_clock() + LEASE + timedelta(seconds=1))
    assert fresh(letter).state == state


def test_slow_worker_whose_lease_ended_still_tells_the_truth(round_, smtp, monkeypatch):
    (letter,) = write(round_)
    at = read_clock()
    hand_over = notices._hand_over

    def slowly(*args: object) -> bool:
        done = hand_over(*args)
        release_expired_leases(at=at + LEASE + timedelta(seconds=1))
        assert fresh(letter).state == NoticeState.UNCERTAIN
        return done

    with scripted_server() as (_script, port):
        smtp(port)
        monkeypatch.setattr(notices, "_hand_over", slowly)
        assert deliver(letter, at)
    assert fresh(letter).state == NoticeState.SENT


def test_task_stops_before_its_limit_and_leaves_the_rest_waiting(round_, smtp, monkeypatch):
    letters = write(round_, *(builders.make_person() for _ in range(3)))
    now = read_clock()
    readings = iter([now, now, now + tasks.WORKING_TIME, now])
    monkeypatch.setattr(tasks, "read_clock", lambda: next(readings))
    with scripted_server() as (script, port):
        smtp(port)
        assert tasks.deliver_notices([str(letter.pk) for letter in letters]) == 1
    assert len(script.taken) == 1
    assert Notice.objects.filter(state=NoticeState.WAITING).count() == 2


def test_outbox_asks_the_database_little(round_, smtp, django_assert_max_num_queries):
    (letter,) = write(round_)
    with scripted_server() as (_script, port):
        smtp(port)
        at = read_clock()
        with django_assert_max_num_queries(4):
            deliver(letter, at)
