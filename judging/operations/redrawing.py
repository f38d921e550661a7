"""A whole timetable drawn anew, or called off. What has begun stays as it is; everybody else concerned is told once and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.operations.events import Occurrence, record_event, record_events
from competition.verdict import require
from judging.models import Slot, Timetable
from judging.operations.assignments import PlanChanged
from judging.operations.interviews import (
    Frame,
    InterviewPlan,
    NothingToPlan,
    cut_from,
    invite,
    plan_interviews,
    refuse_scored,
    seat_judges,
    slot_of,
)
from judging.operations.locks import hold_round
from judging.operations.slots import about_move, put_at
from judging.policy import may_redraw_interviews
from judging.queries.interviews import coming_slots, panels_of, span_of
from submissions.queries.people import agencies_of

Turns = dict[Person, set[tuple]]


@dataclass(frozen=True, slots=True)
class Move:
    """What a plan makes of one proposal's turn: `was`: its slot until now, `now`: the one it would have; either can be None.
    `is_cut_anew`: its minutes of talk and of questions are others."""

    was: Slot | None
    now: Slot | None
    is_cut_anew: bool = False

    @property
    def stays(self) -> bool:
        """Whether time, room and link remain, and what is done in which minute."""
        is_there = self.was is not None and self.now is not None and _place(self.was) == _place(self.now)
        return is_there and not self.is_cut_anew


def moves_of(planned: InterviewPlan, slots: list[Slot], at: datetime) -> list[Move]:
    """Return what the plan makes of each turn, in its own order; last those of proposals that are in the round no more."""
    was, minutes = {one.proposal_id: one for one in slots}, _minutes(planned.frame)
    found = []
    for one in planned.placed:
        now = slot_of(None, planned, one, at)
        old = was.pop(now.proposal_id, None)
        found.append(Move(old, now, old is not None and _minutes(old.timetable) != minutes))
    return found + [Move(one, None) for one in was.values()]


def _minutes(of: Frame | Timetable) -> tuple[int, int]:
    return of.talk_minutes, of.question_minutes


def _place(slot: Slot) -> tuple:
    return slot.starts_at, slot.ends_at, slot.room, slot.link


@transaction.atomic
def redraw_interviews(
    *, round_: Round, frame: Frame, seed: int, shown: str, reason: str, person: Person, at: datetime
) -> Timetable:
    """Write exactly the timetable that was shown, in place of the one that stands. A slot keeps its code, and its confirmation
    where its time stays. Agencies whose turn is another are told, and judges whose turns are: one letter each.

    :raises NotAllowed: not an organiser, no timetable, round over or ranked.
    :raises AlreadyScored: a sheet about what is yet to be presented is locked.
    :raises PlanChanged: the timetable is no longer the one that was shown.
    :raises NothingToPlan, SessionRefused, RoomRefused, NotFeasible: as `plan_interviews`.
    """
    round_ = _held(round_, person, at)
    refuse_scored(round_, at)
    planned = plan_interviews(round_, frame, seed, at)
    if shown != planned.fingerprint:
        raise PlanChanged
    slots, before = list(coming_slots(round_, at)), _turns(round_, at)
    moves = moves_of(planned, slots, at)
    data = {"seed": seed, "slots": len(planned.placed), "stay": sum(one.stays for one in moves)}
    timetable, cut = round_.timetable, cut_from(frame, seed, at)
    for name, value in cut.items():
        setattr(timetable, name, value)
    timetable.save(update_fields=list(cut))
    _call_off(round_, [one.was for one in moves if one.was and not one.now], reason, person, at)
    _write(timetable, moves, reason, person, at)
    seat_judges(round_, planned, seed, person, at, tells=False)
    after = _turns(round_, at)
    told = [judge for judge in before | after if before.get(judge) != after.get(judge)]
    _tell_judges("interviews_redrawn", round_, told, data, reason, person, at)
    return timetable


@transaction.atomic
def cancel_interviews(*, round_: Round, reason: str, person: Person, at: datetime) -> int:
    """Call off every turn that has not begun, with a reason; return how many. Judges keep their tasks: the next timetable says
    who sits before whom. Where nothing has begun, the round has no timetable afterwards.

    :raises NotAllowed: as `redraw_interviews`.
    :raises NothingToPlan: every turn has begun.
    """
    round_ = _held(round_, person, at)
    slots = list(coming_slots(round_, at))
    if not slots:
        raise NothingToPlan(_("Tidak ada giliran yang belum dimulai."))
    _tell_judges("interviews_cancelled", round_, list(_turns(round_, at)), {"slots": len(slots)}, reason, person, at)
    _call_off(round_, slots, reason, person, at)
    if not Slot.objects.filter(timetable__round=round_).exists():
        round_.timetable.delete()
    return len(slots)


def _held(round_: Round, person: Person, at: datetime) -> Round:
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking", "timetable").get(pk=round_.pk)
    require(may_redraw_interviews(person, round_, at))
    return round_


def _turns(round_: Round, at: datetime) -> Turns:
    """Return what each judge hears that has not begun: which proposal, when, where, and for how many minutes each."""
    panels, found = panels_of(round_), defaultdict(set)
    for slot in coming_slots(round_, at):
        for judge in panels.get(slot.proposal_id, ()):
            found[judge].add((slot.proposal_id, *_place(slot), *_minutes(slot.timetable)))
    return found


def _write(timetable: Timetable, moves: list[Move], reason: str, person: Person, at: datetime) -> None:
    """Put the slots where they are now, and tell their agencies: a new one is invited, a moved one reads old and new."""
    round_, told = timetable.round, []
    new = [one.now for one in moves if one.now and not one.was]
    for slot in new:
        slot.timetable = timetable
    moved = [one for one in moves if one.was and one.now and not one.stays]
    agencies = agencies_of([one.was.proposal for one in moved], at)
    for one in moved:
        slot, old = one.was, {"starts_at": one.was.starts_at, "room": one.was.room}
        if one.is_cut_anew:
            old |= dict(zip(("talk", "questions"), _minutes(slot.timetable), strict=True))
        slot.timetable = timetable
        put_at(slot, one.now.room, one.now.link, span_of(one.now), at)
        told.append(about_move(slot, old, agencies[slot.proposal_id], reason))
    record_events(event="interview_moved", occurrences=told, person=person, at=at, edition=round_.edition)
    invite(round_, Slot.objects.bulk_create(new, batch_size=1000), person, at)


def _call_off(round_: Round, slots: list[Slot], reason: str, person: Person, at: datetime) -> None:
    """Take these slots away, and tell their agencies."""
    agencies = agencies_of([one.proposal for one in slots], at)
    occurrences = [
        Occurrence(
            subject=one,
            subject_key=one.code,
            recipients=agencies[one.proposal_id],
            reason=reason,
            context={"slot": one, "proposal": one.proposal, "round": round_, "reason": reason},
            before={"starts_at": one.starts_at.isoformat(), "room": one.room},
        )
        for one in slots
    ]
    record_events(event="interview_cancelled", occurrences=occurrences, person=person, at=at, edition=round_.edition)
    Slot.objects.filter(pk__in=[one.pk for one in slots]).delete()


def _tell_judges(
    event: str, round_: Round, judges: list[Person], data: dict, reason: str, person: Person, at: datetime
) -> None:  # fmt: skip
    record_event(
        event=event,
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        reason=reason,
        data=data,
        recipients=sorted(judges, key=lambda one: one.pk),
        context={"round": round_, "reason": reason},
    )
