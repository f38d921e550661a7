"""One slot: changed by hand under the same rules, told to both sides, and confirmed by the agency in time."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.operations.retention import apply_retention
from competition.verdict import NotAllowed
from judging.models import Slot
from judging.operations.slots import (
    NotThere,
    Place,
    SlotChanged,
    confirm_attendance,
    free_places,
    place_of,
    remind_of_attendance,
    swap_slots,
    swaps_for,
)
from judging.queries.interviews import panels_of
from judging.timetabling import Span
from tests.evidence import nothing_changes, refused
from tests.judging import interviewing


def ours(cast) -> Slot:
    """Return a slot of the first agency, of a timetable with room in the afternoon."""
    interviewing.planned(cast)
    return next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)


def confirm(slot, person, at=None, version=None, presenters="Sari Wulandari, kepala puskesmas"):
    """Confirm attendance."""
    known = {"version": version or slot.version, "presenters": presenters}
    return confirm_attendance(slot=slot, person=person, at=at or read_clock(), **known)


def test_a_slot_moves_with_its_judges_and_both_sides_read_old_and_new(cast):
    slot = confirm(ours(cast), cast.administrator)
    old, panel = slot.starts_at, panels_of(slot.timetable.round)[slot.proposal_id]
    moved = interviewing.move(slot, cast.secretariat)
    assert moved.starts_at > old
    assert (moved.version, moved.confirmed_at, moved.confirmed_by) == (2, None, None)
    assert moved.presenters
    assert panels_of(slot.timetable.round)[slot.proposal_id] == panel
    for event, people in (
        ("interview_moved", {cast.writer, cast.colleague, cast.administrator, cast.leader}),
        ("panel_moved", panel),
    ):
        letters = Notice.objects.filter(event=event)
        assert {one.recipient for one in letters} == set(people)
        for one in letters:
            assert "Penerbangan ditunda." in one.text
            assert all(f"{zone}" in part for part in one.text.split("Sekarang: ")[:2] for zone in ("WIB", "WITA", "WIT"))
    entry = AuditEntry.objects.get(event="interview_moved")
    assert (entry.reason, entry.before["starts_at"], entry.after["starts_at"]) == (
        "Penerbangan ditunda.",
        old.isoformat(),
        moved.starts_at.isoformat(),
    )


def test_a_letter_about_a_move_names_no_judge_to_the_agency(cast):
    interviewing.move(ours(cast), cast.secretariat)
    for one in Notice.objects.filter(event="interview_moved"):
        assert not [judge.name for judge in cast.judges if judge.name in one.subject + one.text + one.html]


def test_a_slot_goes_nowhere_where_a_rule_is_bent(cast):
    slot = ours(cast)
    room, slots = place_of(slot, slot.timetable).room, interviewing.slots(cast)
    minutes = timedelta(minutes=20)
    in_the_break = Span(interviewing.day() + timedelta(hours=2), interviewing.day() + timedelta(hours=2) + minutes)
    other_time = next(one for one in slots if one.starts_at != slot.starts_at and one.room == slot.room)
    elsewhere = next(one for one in slots if one.starts_at != slot.starts_at and one.room != slot.room)
    cases = [
        (Place(room, in_the_break), "memotong istirahat"),
        (Place(room, Span(other_time.starts_at, other_time.ends_at)), "sudah dipakai"),
        (Place(9, Span(slot.starts_at, slot.ends_at)), "dari daftar"),
        (Place(1 - room, Span(elsewhere.starts_at, elsewhere.ends_at)), "sudah dipakai"),
    ]
    for place, text in cases:
        with refused(NotThere) as caught:
            interviewing.move(slot, cast.secretariat, place)
        assert text in caught.value.reason
    own = next(one for one in slots if one.proposal.institution == cast.institution and one.pk != slot.pk)
    with refused(NotThere):
        # The agency presents in the other room then, or the judges sit before somebody else.
        interviewing.move(
            own, cast.secretariat, Place(1 - place_of(own, own.timetable).room, Span(slot.starts_at, slot.ends_at))
        )


def test_what_is_offered_can_be_done_and_nothing_else(cast):
    slot = ours(cast)
    slots, panels, at = interviewing.slots(cast), panels_of(slot.timetable.round), read_clock()
    slot = next(one for one in slots if one.pk == slot.pk)
    free = free_places(slot, slots, panels, at)
    # Five turns in each of two rooms, four of them taken; the judges go along, so the other room is open when theirs is empty.
    assert free
    for place in free:
        assert not [one for one in slots if place_of(one, one.timetable) == place]
        moved = interviewing.move(Slot.objects.get(pk=slot.pk), cast.secretariat, place)
        assert place_of(moved, moved.timetable) == place
    assert all(one.room == slot.room or one.starts_at == slot.starts_at for one in swaps_for(slot, slots, panels, at))


def test_two_slots_change_places_and_everybody_is_told(cast):
    slot = ours(cast)
    slots, panels = interviewing.slots(cast), panels_of(slot.timetable.round)
    slot = next(one for one in slots if one.pk == slot.pk)
    other = swaps_for(slot, slots, panels, read_clock())[0]
    before = (place_of(slot, slot.timetable), place_of(other, other.timetable))
    known = {"version": slot.version, "person": cast.secretariat, "reason": "Pimpinan berhalangan.", "at": read_clock()}
    swap_slots(slot=slot, other=other.code, **known)
    now = {one.pk: place_of(one, one.timetable) for one in interviewing.slots(cast)}
    assert (now[other.pk], now[slot.pk]) == before
    assert AuditEntry.objects.filter(event="interview_moved").count() == 2
    with refused(SlotChanged):
        swap_slots(slot=slot, other=other.code, **known)
    with refused(NotThere):
        swap_slots(slot=slot, other="2222222222", **known | {"version": 2})


def test_a_slot_that_has_begun_stays(cast):
    slot = ours(cast)
    with refused(NotAllowed) as caught:
        interviewing.move(slot, cast.secretariat, at=slot.starts_at)
    assert "sudah dimulai" in caught.value.reason


@pytest.mark.parametrize("who", ["administrator", "leader"])
def test_the_agency_confirms_until_a_day_before_and_says_who_comes(cast, who):
    slot, person = ours(cast), getattr(cast, who)
    last = slot.starts_at - timedelta(hours=24)
    with refused(NotAllowed) as caught:
        confirm(slot, person, at=last)
    assert "Hubungi penyelenggara" in caught.value.reason
    done = confirm(slot, person, at=last - timedelta(microseconds=1))
    assert (done.confirmed_by, done.presenters) == (person, "Sari Wulandari, kepala puskesmas")
    assert confirm(done, person, presenters="Budi").presenters == "Budi"
    assert AuditEntry.objects.filter(event="attendance_confirmed").count() == 2


def test_who_was_moved_late_confirms_until_the_start(cast):
    slot = ours(cast)
    at = slot.starts_at - timedelta(hours=2)
    moved = interviewing.move(slot, cast.secretariat, at=at)
    assert confirm(moved, cast.administrator, at=moved.starts_at - timedelta(minutes=1)).confirmed_at


@pytest.mark.parametrize("who", ["writer", "stranger", "other_administrator", "secretariat", "chair"])
def test_nobody_else_confirms(cast, who):
    slot = ours(cast)
    with refused(NotAllowed):
        confirm(slot, getattr(cast, who))


def test_who_confirms_the_old_time_is_told(cast):
    slot = ours(cast)
    interviewing.move(slot, cast.secretariat)
    with refused(SlotChanged):
        confirm(slot, cast.administrator, version=1)


def test_whoever_has_not_confirmed_is_reminded_once_and_in_time(cast):
    slot = ours(cast)
    confirm(slot, cast.administrator)
    first = interviewing.slots(cast)[0].starts_at
    with nothing_changes():
        assert remind_of_attendance(at=first - timedelta(hours=73)) == 0
    at = first - timedelta(hours=30)
    number = remind_of_attendance(at=at)
    letters = Notice.objects.filter(event="attendance_reminded")
    assert number == letters.count() == 4 + 2 * 3
    assert slot.proposal.title not in "".join(one.text for one in letters)
    with nothing_changes():
        assert remind_of_attendance(at=at + timedelta(minutes=5)) == 0


def test_names_of_those_who_presented_go_in_time(cast):
    slot = confirm(ours(cast), cast.administrator)
    apply_retention(at=slot.ends_at + timedelta(days=179), dry=False)
    assert Slot.objects.get(pk=slot.pk).presenters
    apply_retention(at=slot.ends_at + timedelta(days=181), dry=False)
    assert not Slot.objects.get(pk=slot.pk).presenters
