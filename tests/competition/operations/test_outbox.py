"""Letters that wait or did not arrive, in the hands of the secretariat."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from competition import tasks
from competition.clock import read_clock
from competition.events import EVENTS
from competition.models import AuditEntry, Notice
from competition.models.notices import NoticeState
from competition.operations.notices import GIVE_UP_AFTER, message_id, release_expired_leases, take_up_notices
from competition.operations.outbox import LetterWentOn, hold_letter, release_letter, send_again
from competition.operations.retention import apply_retention
from competition.retention import LETTERS_KEPT
from competition.verdict import NotAllowed
from tests import builders
from tests.competition.operations.outbox import DECISIVE, ROUTINE, deliver, fresh, write
from tests.competition.operations.scripted_smtp import scripted_server

NOT_ARRIVED = [NoticeState.FAILED, NoticeState.UNCERTAIN]


def in_state(letter, state, **changes):
    if state == NoticeState.GATHERED:
        changes["digest"] = letter
    Notice.objects.filter(pk=letter.pk).update(state=state, **changes)
    return fresh(letter)


def test_a_held_letter_does_not_leave_until_it_is_let_go(round_, cast, at, smtp, announced, django_capture_on_commit_callbacks):
    (letter,) = write(round_)
    hold_letter(letter=letter, person=cast.secretariat, at=at)
    assert str(letter.pk) not in take_up_notices(at=at + timedelta(days=2))
    with scripted_server() as (script, port):
        smtp(port)
        assert not deliver(letter)
        with django_capture_on_commit_callbacks(execute=True):
            release_letter(letter=fresh(letter), person=cast.secretariat, at=at)
        assert ("competition.tasks.deliver_notices", [[str(letter.pk)]]) in announced
        assert deliver(letter)
    assert len(script.taken) == 1


@pytest.mark.parametrize("state", NOT_ARRIVED)
@pytest.mark.parametrize("event", [ROUTINE, DECISIVE])
def test_what_did_not_arrive_is_sent_again_under_its_message_id(round_, cast, at, smtp, state, event):
    (letter,) = write(round_, event=event)
    letter = in_state(letter, state, attempts=1, error="550 kotak surat penuh", handed_over_at=at)
    send_again(letter=letter, person=cast.secretariat, at=at)
    assert (fresh(letter).state, fresh(letter).error, fresh(letter).handed_over_at) == (NoticeState.WAITING, "", None)
    with scripted_server() as (script, port):
        smtp(port)
        assert deliver(letter)
        assert not deliver(letter)
    (mail,) = script.taken
    assert mail["Message-ID"] == message_id(letter)


@pytest.mark.parametrize(("state", "act"), [(NoticeState.FAILED, send_again), (NoticeState.HELD, release_letter)])
def test_what_leaves_anew_after_a_day_is_tried_for_a_day_again(round_, cast, at, smtp, state, act):
    (letter,) = write(round_)
    letter, late = in_state(letter, state), at + 3 * GIVE_UP_AFTER
    act(letter=letter, person=cast.secretariat, at=late)
    with scripted_server(rcpt=["450 later"] * 2) as (_script, port):
        smtp(port)
        assert not deliver(letter, late)
        assert fresh(letter).state == NoticeState.WAITING
        assert not deliver(letter, late + GIVE_UP_AFTER + timedelta(minutes=1))
    assert fresh(letter).state == NoticeState.FAILED


def test_it_goes_to_the_address_its_recipient_has_by_now(round_, cast, at):
    person = builders.make_person()
    (letter,) = write(round_, person)
    person.email = "baru@contoh.test"
    person.save()
    send_again(letter=in_state(letter, NoticeState.FAILED), person=cast.secretariat, at=at)
    assert fresh(letter).address == "baru@contoh.test"


@pytest.mark.parametrize("state", sorted(set(NoticeState.values) - {NoticeState.WAITING, NoticeState.DAILY}))
def test_only_what_waits_is_held(round_, cast, at, state):
    (letter,) = write(round_)
    letter = in_state(letter, state, sent_at=at)
    with pytest.raises(LetterWentOn):
        hold_letter(letter=letter, person=cast.secretariat, at=at)
    assert fresh(letter).state == state


@pytest.mark.parametrize("state", sorted(set(NoticeState.values) - set(NOT_ARRIVED)))
def test_what_is_on_its_way_or_has_arrived_is_not_sent_again(round_, cast, at, state):
    (letter,) = write(round_)
    letter = in_state(letter, state, sent_at=at)
    with pytest.raises(LetterWentOn):
        send_again(letter=letter, person=cast.secretariat, at=at)
    assert fresh(letter).state == state


@pytest.mark.parametrize(("state", "act"), [(NoticeState.FAILED, send_again), (NoticeState.HELD, release_letter)])
def test_a_letter_whose_words_went_with_time_does_not_leave_empty(round_, cast, at, state, act):
    (letter,) = write(round_)
    letter = in_state(letter, state)
    later = at + LETTERS_KEPT + timedelta(days=1)
    apply_retention(at=later, dry=False)
    with pytest.raises(LetterWentOn):
        act(letter=fresh(letter), person=cast.secretariat, at=later)
    assert (fresh(letter).state, fresh(letter).text) == (state, "")


def test_nothing_is_left_to_send_to_somebody_who_closed_their_account(round_, cast, at):
    (letter,) = write(round_)
    letter = in_state(letter, NoticeState.FAILED, subject="", text="", html="")
    with pytest.raises(LetterWentOn, match="dihapus"):
        send_again(letter=letter, person=cast.secretariat, at=at)


@pytest.mark.parametrize("act", [hold_letter, release_letter, send_again])
def test_nobody_but_the_secretariat_touches_a_letter(round_, cast, at, act):
    (letter,) = write(round_)
    letter = in_state(letter, {hold_letter: "WAITING", release_letter: "HELD", send_again: "FAILED"}[act])
    for person in (cast.chair, cast.writer, cast.administrator, cast.judges[0]):
        with pytest.raises(NotAllowed):
            act(letter=letter, person=person, at=at)
    assert fresh(letter).state == letter.state


def test_the_audit_knows_who_did_what_to_which_letter(round_, cast, at):
    (letter,) = write(round_)
    hold_letter(letter=letter, person=cast.secretariat, at=at)
    entry = AuditEntry.objects.get(event="notice_held")
    assert (entry.person, entry.subject_key, entry.data["event"]) == (cast.secretariat, str(letter.pk), ROUTINE)
    assert (entry.before, entry.after) == ({"state": "WAITING"}, {"state": "HELD"})


def test_a_lease_that_ends_leaves_a_held_letter_alone(round_, cast, at):
    (letter,) = write(round_)
    hold_letter(letter=letter, person=cast.secretariat, at=at)
    release_expired_leases(at=at + timedelta(days=1))
    tasks.sweep_notices()
    assert fresh(letter).state == NoticeState.HELD


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_it_again_at_once_one_is_told():
    cast = builders.make_cast(builders.make_edition())
    (letter,) = write(builders.the_round(cast))
    letter = in_state(letter, NoticeState.FAILED)
    both, outcomes, at = Barrier(2), [], read_clock()

    def press() -> None:
        own = fresh(letter)
        both.wait()
        try:
            send_again(letter=own, person=cast.secretariat, at=at)
            outcomes.append("sent")
        except LetterWentOn:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["sent", "told"]
    assert AuditEntry.objects.filter(event="notice_sent_again").count() == 1


@pytest.mark.parametrize("act", ["held", "released", "sent_again", "reworded"])
def test_the_audit_has_words_for_the_name_an_act_had_before(act):
    assert str(EVENTS[f"letter_{act}"].words).startswith(str(EVENTS[f"notice_{act}"].words))
