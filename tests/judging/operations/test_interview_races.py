"""Two organisers at one timetable: one of them did it, the other is told; and with the lock off it would not be so."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from competition.clock import read_clock
from competition.verdict import NotAllowed
from competition.zones import day_of
from judging.models import Slot, Timetable
from judging.operations import interviews, locks, slots
from judging.operations import visits as visit_operations
from judging.operations.assignments import NotFeasible
from judging.operations.interviews import confirm_interviews, plan_interviews
from judging.operations.redrawing import redraw_interviews
from judging.operations.slots import SlotChanged, confirm_attendance, place_of, remind_of_attendance
from judging.operations.visits import plan_visit
from judging.queries.hours import nobody_is_in_two_places
from tests import builders
from tests.judging import interviewing, visits
from tests.meanwhile import meanwhile
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    """The people of an edition whose rows are really committed."""
    return builders.make_cast(builders.make_edition())


def confirming(cast, round_, person):
    """Return the confirming of a timetable that was looked at now."""
    asked, at = interviewing.frame(cast), read_clock()
    known = {"round_": round_, "frame": asked, "seed": 1, "shown": plan_interviews(round_, asked, 1, at).fingerprint, "at": at}
    return lambda: confirm_interviews(person=person, **known)


def test_two_organisers_confirm_and_one_timetable_stands(cast):
    round_ = interviewing.ready(cast)
    outcome = race(confirming(cast, round_, cast.secretariat), confirming(cast, round_, cast.secretariat2))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert (Timetable.objects.count(), Slot.objects.count()) == (1, 4)


def elsewhere(cast, slot):
    """Put the slot into the other room at the same time."""
    interviewing.move(slot, cast.secretariat, replace(place_of(slot, slot.timetable), room=1), version=1)


def cut_anew(cast, slot):
    """Draw the timetable anew with other minutes in each turn."""
    asked, at = replace(interviewing.frame(cast), talk_minutes=10, question_minutes=10), read_clock()
    shown, known = plan_interviews(slot.timetable.round, asked, 1, at).fingerprint, {"frame": asked, "seed": 1, "at": at}
    redraw_interviews(round_=slot.timetable.round, shown=shown, reason="Lebih adil.", person=cast.secretariat, **known)


@pytest.mark.parametrize("change", [elsewhere, cut_anew], ids=["another room", "other minutes"])
def test_a_reminder_written_while_a_slot_changes_stays_written(cast, change):
    slot = interviewing.planned(cast, 1, 0)
    with meanwhile(Slot, partial(remind_of_attendance, at=slot.starts_at - timedelta(hours=30))) as call:
        change(cast, slot)
    assert (call.came_between, call.result) == (True, 4)
    after = Slot.objects.get()
    assert (after.version, after.starts_at) == (2, slot.starts_at)
    assert after.reminded_at is not None


def moving(slot, person, place):
    """Return the moving of a slot as it was when its page was opened."""
    return lambda: interviewing.move(slot, person, place, version=1)


def rivals(cast):
    """Return two slots of one room, and the place in it that both would take."""
    interviewing.planned(cast)
    first = interviewing.slots(cast)[0]
    second = next(one for one in interviewing.slots(cast) if one.room == first.room and one.pk != first.pk)
    return first, second, interviewing.afternoon(first)


def test_two_organisers_move_two_slots_to_one_place_and_the_second_is_told(cast):
    first, second, place = rivals(cast)
    outcome = race(moving(first, cast.secretariat, place), moving(second, cast.secretariat2, place))
    assert outcome.waited
    assert isinstance(outcome.error, slots.NotThere)
    assert place_of(Slot.objects.get(pk=first.pk), first.timetable) == place


def test_without_the_lock_neither_would_be_told_in_words(cast, monkeypatch):
    """The control: only the database's last line holds, and it has no words."""
    for module in (interviews, slots):
        monkeypatch.setattr(module, "hold_round", lambda round_, alone: None)
    first, second, place = rivals(cast)
    outcome = race(moving(first, cast.secretariat, place), moving(second, cast.secretariat2, place))
    assert outcome.error is not None
    assert not isinstance(outcome.error, slots.NotThere)


def test_two_organisers_move_one_slot_and_the_second_is_told(cast):
    first, _second, place = rivals(cast)
    outcome = race(moving(first, cast.secretariat, place), moving(first, cast.secretariat2, place))
    assert isinstance(outcome.error, SlotChanged)


def test_an_agency_does_not_confirm_a_time_that_is_being_moved(cast):
    first, _second, place = rivals(cast)
    administrator = cast.administrator if first.proposal.institution == cast.institution else cast.other_administrator
    known = {"version": 1, "presenters": "Sari", "person": administrator, "at": read_clock()}
    outcome = race(moving(first, cast.secretariat, place), lambda: confirm_attendance(slot=first, **known))
    assert outcome.waited
    assert isinstance(outcome.error, SlotChanged)
    assert Slot.objects.get(pk=first.pk).confirmed_at is None


def going_and_hearing(cast):
    """Return the planning of a visit by a judge, and the confirming of a timetable in which the same judge sits that day."""
    round_, day = interviewing.ready(cast, 1, 1), day_of(interviewing.day())
    known = {"key": "lapangan", "stage": "interview", "kind": "FIELD", "chosen_in": None}
    proposal = cast.edition.proposals.get(institution=cast.institution)
    field = builders.make_round(cast.edition, **known)
    plan = visits.plan(*cast.judges[:2], starts_on=day, ends_on=day)
    about = {"proposal_id": proposal.pk, "plan": plan, "person": cast.secretariat2, "at": read_clock()}
    return (lambda: plan_visit(round_=field, **about)), confirming(cast, round_, cast.secretariat)


def test_a_visit_and_a_timetable_do_not_promise_one_judge_to_both(cast):
    going, hearing = going_and_hearing(cast)
    outcome = race(going, hearing)
    assert outcome.waited
    assert isinstance(outcome.error, NotFeasible)
    assert list(nobody_is_in_two_places()) == []


def test_without_holding_the_hours_one_judge_is_promised_to_both(cast, monkeypatch):
    for module in (locks, visit_operations):
        monkeypatch.setattr(module, "hold_hours", lambda: None)
    going, hearing = going_and_hearing(cast)
    outcome = race(going, hearing)
    assert outcome.error is None
    assert list(nobody_is_in_two_places())
