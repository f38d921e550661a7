"""A timetable is drawn anew or called off: what has begun stays, the rest moves as it was shown, and each is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Stage
from competition.verdict import NotAllowed
from judging.models import Assignment, Slot, Timetable
from judging.operations.assignments import PlanChanged, accept_assignment
from judging.operations.interviews import AlreadyScored, NothingToPlan, SessionRefused, plan_interviews
from judging.operations.redrawing import cancel_interviews, moves_of, redraw_interviews
from judging.operations.sheets import lock_sheet
from judging.operations.slots import confirm_attendance, free_places
from judging.queries.hours import nobody_is_in_two_places
from judging.queries.interviews import coming_slots, own_slots, panels_of
from judging.queries.invariants import assignments_are_whole
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging import interviewing

REASON = "Ruang Merapi kebanjiran."
DAY = timedelta(days=1)


def later(frame, days=1):
    """Return the same sessions so many days later."""
    sessions = (replace(one, starts_at=one.starts_at + days * DAY, ends_at=one.ends_at + days * DAY) for one in frame.sessions)
    return replace(frame, sessions=tuple(sessions))


def crossed(frame):
    """Return the same rooms with their judges changed about."""
    first, second = frame.rooms
    return replace(frame, rooms=(replace(first, judges=second.judges), replace(second, judges=first.judges)))


def redraw(cast, round_, frame, at=None, **values):
    """Draw the round anew as the frame says, as the first organiser."""
    at = at or read_clock()
    shown = plan_interviews(round_, frame, 1, at).fingerprint
    known = {"seed": 1, "shown": shown, "reason": REASON, "person": cast.secretariat, "at": at} | values
    return redraw_interviews(round_=round_, frame=frame, **known)


def cancel(cast, round_, at=None, **values):
    """Call the round's timetable off, as the first organiser."""
    known = {"reason": REASON, "person": cast.secretariat, "at": at or read_clock()} | values
    return cancel_interviews(round_=round_, **known)


def told(event):
    """Return who got a letter of the event, each as often as they did."""
    return sorted(Notice.objects.filter(event=event).values_list("recipient__name", flat=True))


def places(round_):
    """Return when and where each proposal presents."""
    slots = Slot.objects.filter(timetable__round=round_)
    return {one.proposal_id: (one.starts_at, one.room, one.code) for one in slots}


def holds(round_):
    """Assert that everybody has a panel and nobody is in two places."""
    assert list(assignments_are_whole(read_clock())) == []
    assert list(nobody_is_in_two_places()) == []
    assert all(len(one) == round_.readers_per_proposal for one in panels_of(round_).values())


def test_a_timetable_drawn_anew_moves_what_was_shown_and_tells_each_once(cast):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    before, frame, at = places(round_), interviewing.frame(cast), read_clock()
    slot = Slot.objects.select_related("proposal").get(proposal__institution=cast.institution)
    known = {"presenters": "Sari", "person": cast.administrator, "at": at}
    confirm_attendance(slot=slot, version=1, **known)
    with nothing_changes():
        moves = moves_of(plan_interviews(round_, later(frame), 1, at), list(coming_slots(round_, at)), at)
    assert [one.stays for one in moves] == [False, False]
    redraw(cast, round_, later(frame))
    assert {pk: (starts_at - DAY, room, code) for pk, (starts_at, room, code) in places(round_).items()} == before
    moved = Slot.objects.get(pk=slot.pk)
    assert (moved.version, moved.confirmed_at, moved.presenters) == (2, None, "Sari")
    agencies = [cast.writer, cast.colleague, cast.administrator, cast.leader]
    agencies += [cast.stranger, cast.other_administrator, cast.other_leader]
    assert told("interview_moved") == sorted(one.name for one in agencies)
    assert told("interviews_redrawn") == sorted(one.name for one in cast.judges)
    assert not AuditEntry.objects.filter(event__in=("panel_moved", "interview_cancelled")).exists()
    assert len(told("judges_assigned")) == len(cast.judges)  # of the first timetable
    letter = Notice.objects.filter(event="interview_moved").order_by("pk").first()
    assert REASON in letter.text
    assert "semula 7" not in letter.text
    assert not [one.name for one in cast.judges if one.name in letter.text]
    entry = AuditEntry.objects.get(event="interviews_redrawn")
    assert (entry.reason, entry.data) == (REASON, {"seed": 1, "slots": 2, "stay": 0})
    holds(round_)


def test_what_stays_as_it_was_keeps_its_confirmation_and_nobody_is_written_to(cast):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    slot = Slot.objects.select_related("proposal").get(proposal__institution=cast.institution)
    confirm_attendance(slot=slot, version=1, presenters="Sari", person=cast.administrator, at=read_clock())
    redraw(cast, round_, interviewing.frame(cast))
    after = Slot.objects.get(pk=slot.pk)
    assert (after.version, after.confirmed_by) == (1, cast.administrator)
    assert told("interview_moved") == told("interviews_redrawn") == []


def test_another_share_of_talk_and_questions_is_told_though_every_turn_is_where_it_was(cast):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    slot = Slot.objects.select_related("proposal").get(proposal__institution=cast.institution)
    confirm_attendance(slot=slot, version=1, presenters="Sari", person=cast.administrator, at=read_clock())
    before = places(round_)
    redraw(cast, round_, replace(interviewing.frame(cast), talk_minutes=10, question_minutes=10))
    assert places(round_) == before
    assert Slot.objects.get(pk=slot.pk).confirmed_by == cast.administrator
    assert cast.administrator.name in told("interview_moved")
    assert cast.other_administrator.name in told("interview_moved")
    assert told("interviews_redrawn") == sorted(one.name for one in cast.judges)
    for letter in Notice.objects.filter(event="interview_moved"):
        words = "Presentasi 10 menit dan tanya jawab 10 menit (semula 7 dan 13 menit)."
        assert words in letter.text
        assert words in letter.html
    assert AuditEntry.objects.get(event="interviews_redrawn").data["stay"] == 0


def test_what_has_begun_is_neither_moved_nor_called_off(cast):
    """The first turns have begun; the others go to another day, and nobody is offered the room that is used no more."""
    interviewing.planned(cast)
    Stage.objects.filter(edition=cast.edition, key="interview").update(closes_at=interviewing.day() + 20 * DAY)
    slots = interviewing.slots(cast)
    round_, first = slots[0].timetable.round, slots[0].starts_at
    at = first + timedelta(minutes=1)
    begun = {one.proposal_id for one in slots if one.starts_at == first}
    before, panels = places(round_), panels_of(round_)
    asked = later(interviewing.frame(cast), 3)
    asked = replace(asked, rooms=tuple(replace(one, name=f"{one.name} Baru") for one in asked.rooms))
    redraw(cast, round_, asked, at)
    after = places(round_)
    assert {pk for pk in after if after[pk] == before[pk]} == begun
    assert all(panels_of(round_)[pk] == panels[pk] for pk in begun)
    assert {after[pk][1] for pk in after if pk not in begun} <= {"Ruang 1 Baru", "Ruang 2 Baru"}
    slots = interviewing.slots(cast)
    assert free_places(slots[-1], slots, panels_of(round_), at)
    assert cancel(cast, round_, at) == 2
    assert places(round_).keys() == begun
    assert Timetable.objects.filter(round=round_).exists()
    holds(round_)
    redraw(cast, round_, later(asked), at)
    assert places(round_).keys() == before.keys()
    with refused(NothingToPlan):
        cancel(cast, round_, at + 10 * DAY)


def test_judges_who_change_rooms_lose_and_get_back_what_they_had(cast):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    frame, first = interviewing.frame(cast), panels_of(round_)
    redraw(cast, round_, crossed(frame))
    second = panels_of(round_)
    assert all(not set(first[pk]) & set(second[pk]) for pk in first)
    assert set(Assignment.objects.filter(round=round_, state="RELEASED").values_list("why", flat=True)) == {"ASIDE"}
    assert told("interview_moved") == []
    assert told("interviews_redrawn") == sorted(one.name for one in cast.judges)
    redraw(cast, round_, frame)
    assert panels_of(round_) == first
    back = Assignment.objects.filter(round=round_, judge=cast.judges[0], state="OFFERED").get()
    assert (back.why, back.answered_at) == ("ROOM", None)
    assert {one.task for one in own_slots(cast.judges[0], read_clock())} == {back.code}
    holds(round_)


def test_a_timetable_is_called_off_and_another_one_drawn_up(cast):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    panels = panels_of(round_)
    assert cancel(cast, round_) == 2
    assert not Slot.objects.exists()
    assert not Timetable.objects.exists()
    assert panels_of(round_) == panels
    agencies = [cast.writer, cast.colleague, cast.administrator, cast.leader]
    agencies += [cast.stranger, cast.other_administrator, cast.other_leader]
    assert told("interview_cancelled") == sorted(one.name for one in agencies)
    assert told("interviews_cancelled") == sorted(one.name for one in cast.judges)
    entry = AuditEntry.objects.filter(event="interview_cancelled").order_by("pk").first()
    assert (entry.reason, entry.before["room"]) == (REASON, "Ruang 1")
    with refused(NotAllowed) as caught:
        cancel(cast, type(round_).objects.get(pk=round_.pk))
    assert "belum ditetapkan" in caught.value.reason
    interviewing.confirm(cast, type(round_).objects.select_related("edition", "stage").get(pk=round_.pk))
    assert len(told("interview_invited")) == 2 * len(agencies)
    holds(round_)


def test_what_cannot_be_drawn_anew_is_refused_and_nothing_moves(cast):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    frame = later(interviewing.frame(cast))
    with nothing_changes(), refused(PlanChanged):
        redraw(cast, round_, frame, shown="0" * 64)
    with refused(SessionRefused):
        redraw(cast, round_, frame, frame.sessions[0].starts_at - DAY)
    task = Assignment.objects.filter(round=round_).select_related("judge").order_by("pk").first()
    accept_assignment(assignment=task, person=task.judge, at=read_clock())
    lock_sheet(assignment=task, person=task.judge, choices=builders.choices(), version=0, at=read_clock())
    with nothing_changes(), refused(AlreadyScored):
        redraw(cast, round_, frame)


@pytest.mark.parametrize("who", ["chair", "judge", "administrator", "stranger"])
def test_nobody_else_draws_anew_or_calls_off(cast, who):
    round_ = interviewing.planned(cast, 1, 1).timetable.round
    person = cast.judges[0] if who == "judge" else getattr(cast, who)
    with refused(NotAllowed):
        redraw(cast, round_, interviewing.frame(cast), person=person)
    with refused(NotAllowed):
        cancel(cast, round_, person=person)
