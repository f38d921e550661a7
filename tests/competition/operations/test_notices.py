"""The outbox: each letter is sent when it is due, tried again when the server says later, and ended when it says no."""

from datetime import timedelta

import pytest
from django.db import transaction

from competition import tasks
from competition.clock import read_clock
from competition.models import Notice
from competition.models.notices import NoticeState
from competition.operations import notices
from competition.operations.notices import message_id, take_up_notices
from tests import builders
from tests.competition.operations.outbox import Killed, deliver, fresh, write
from tests.competition.operations.scripted_smtp import CUT, scripted_server


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


def test_workers_are_told_after_the_commit(round_, announced, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        (letter,) = write(round_)
        assert announced == []
    assert len(callbacks) == 1
    assert announced == [("competition.tasks.deliver_notices", [[str(letter.pk)]])]


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


def test_one_sweep_sends_all_that_is_due_however_many_batches(round_, smtp, monkeypatch):
    """FLT-03: what minutes without a broker left behind does not wait for a minute a batch; what the server refuses ends it."""
    monkeypatch.setattr(notices, "BATCH", 2)
    letters = write(round_, *(builders.make_person() for _ in range(5)))
    with scripted_server() as (script, port):
        smtp(port)
        script.stages["rcpt"] = ["450 later", "450 later"]
        assert tasks.sweep_notices() == 3
    assert len(script.taken) == 3
    assert sorted(fresh(one).state for one in letters) == [NoticeState.SENT] * 3 + [NoticeState.WAITING] * 2


def test_letter_is_not_sent_before_its_time(round_, smtp):
    (letter,) = write(round_)
    Notice.objects.update(not_before=read_clock() + timedelta(minutes=1))
    with scripted_server() as (script, port):
        smtp(port)
        assert not deliver(letter)
        assert take_up_notices(at=read_clock()) == []
        assert deliver(letter, read_clock() + timedelta(minutes=2))
    assert len(script.taken) == 1


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


@pytest.mark.parametrize("kind", ["EMAIL_USE_SSL", "EMAIL_USE_TLS"])
def test_a_line_that_does_not_become_secret_carries_no_letter(round_, smtp, settings, kind):
    """FLT-11: it is tried again, and never sent in the open."""
    (letter,) = write(round_)
    with scripted_server() as (script, port):
        smtp(port)
        setattr(settings, kind, True)
        assert not deliver(letter)
        assert (fresh(letter).state, script.taken) == (NoticeState.WAITING, [])
        setattr(settings, kind, False)
        assert deliver(letter, fresh(letter).not_before)


def test_a_server_that_takes_nobody_new_for_a_quarter_of_an_hour(round_, smtp):
    """FLT-11, greylisting: the letter arrives with the try that comes after it."""
    (letter,) = write(round_)
    at = start = read_clock()
    with scripted_server(rcpt=["450 greylisted"] * 4) as (script, port):
        smtp(port)
        while not deliver(letter, at):
            at = fresh(letter).not_before
    assert at - start == timedelta(minutes=15)
    assert len(script.taken) == 1


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


def test_outbox_asks_the_database_little(round_, smtp, django_assert_max_num_queries):
    (letter,) = write(round_)
    with scripted_server() as (_script, port):
        smtp(port)
        at = read_clock()
        with django_assert_max_num_queries(4):
            deliver(letter, at)
