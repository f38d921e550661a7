"""The outbox when something dies on the way: no letter is lost, and none is sent twice that need not be."""

import os
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from celery import Celery
from django.conf import settings
from django.db import connections
from django.db.models import QuerySet

from competition import tasks
from competition.clock import read_clock
from competition.models import Notice
from competition.models.notices import NoticeState
from competition.operations import notices
from competition.operations.notices import LEASE, deliver_notice, message_id, release_expired_leases, take_up_notices
from competition.operations.outbox import send_again
from tests import builders
from tests.competition.operations.outbox import DECISIVE, ROUTINE, Killed, deliver, fresh, kill, write
from tests.competition.operations.scripted_smtp import CUT, HANG, scripted_server


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


def die_over(letter: Notice, at: datetime, monkeypatch) -> datetime:
    """Let a worker die while it sends the letter, and the lease end; return the instant after."""
    with monkeypatch.context() as patch:
        patch.setattr(notices, "get_connection", kill)
        with pytest.raises(Killed):
            deliver(letter, at)
    later = at + LEASE + timedelta(seconds=1)
    release_expired_leases(at=later)
    return later


def test_a_letter_over_which_two_workers_died_is_given_up_with_its_reason(round_, smtp, monkeypatch):
    """It would take every further worker with it. The queue of letters shows it, and sends it again when somebody says so."""
    (letter,) = write(round_)
    at = die_over(letter, read_clock(), monkeypatch)
    assert (fresh(letter).state, fresh(letter).lost) == (NoticeState.WAITING, 1)
    at = die_over(letter, at, monkeypatch)
    assert (fresh(letter).state, fresh(letter).error) == (NoticeState.FAILED, notices.LOST)
    assert take_up_notices(at=at + timedelta(days=1)) == []
    sent = send_again(letter=fresh(letter), person=builders.make_cast(round_.edition).secretariat, at=at)
    assert (sent.state, sent.lost) == (NoticeState.WAITING, 0)


def test_only_deaths_one_after_the_other_count(round_, smtp, monkeypatch):
    """A worker that came back with an answer was not ended by the letter."""
    (letter,) = write(round_)
    at = die_over(letter, read_clock(), monkeypatch)
    with scripted_server(rcpt=["450 later"]) as (_script, port):
        smtp(port)
        assert not deliver(letter, at)
    assert fresh(letter).lost == 0
    die_over(letter, at + timedelta(hours=1), monkeypatch)
    assert fresh(letter).state == NoticeState.WAITING


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
