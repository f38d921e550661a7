"""The panel of a round: what a judge reads best and how much, a judge who falls ill, and one reader put in another's place."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Appointment, Person, Round
from competition.operations.events import record_event
from competition.verdict import Refused, require
from judging.models import Assignment, Panelist
from judging.operations.assignments import move_assignments
from judging.operations.locks import hold_round
from judging.policy import may_assign_judges
from judging.queries.interviews import busy_in
from judging.queries.panel import had_by, loads_of, open_tasks_of, seats_of, task_by_code
from judging.queries.rounds import judges_of, last_positions_of
from judging.queries.ties import ties_between
from judging.states import EXTRA_READING, AssignmentState
from judging.ties import Reason

BY_HAND = "MANUAL"


class UnknownCategory(Refused):
    """A category that the edition does not have."""

    reason = gettext_lazy("Pilih bidang dari daftar")


class TaskGone(Refused):
    """The task was locked, declined or taken back meanwhile."""

    reason = gettext_lazy("Tugas ini sudah dikunci, dijawab, atau ditarik, jadi penilainya tidak dapat diganti.")


class NotFree(Refused):
    """The one who was chosen cannot take the proposal."""


@dataclass(frozen=True, slots=True)
class Substitute:
    """A judge, what they have in the round, and why they cannot take a proposal; empty when they can."""

    judge: Person
    load: int
    objection: str


@transaction.atomic
def set_seat(
    *, round_: Round, appointment: Appointment, person: Person, categories: list[str], max_load: int | None, is_away: bool,
    at: datetime,
) -> Panelist:  # fmt: skip
    """Record what a judge reads best, how much they take, and whether they can now. It counts from the next plan on.

    :raises NotAllowed: not an organiser, round over or ranked.
    :raises UnknownCategory: not a category of the edition.
    """
    hold_round(round_, alone=True)
    require(may_assign_judges(person, round_, at))
    if not set(categories) <= set(round_.edition.categories.values_list("code", flat=True)):
        raise UnknownCategory
    values = {"categories": sorted(set(categories)), "max_load": max_load, "is_away": is_away}
    before = Panelist.objects.filter(appointment=appointment).values(*values).first()
    if before == values:
        return Panelist.objects.get(appointment=appointment)
    seat, _created = Panelist.objects.update_or_create(appointment=appointment, defaults=values | {"changed_at": at})
    _tell("panelist_changed", appointment, round_, person, at, before=before, after=values)
    return seat


@transaction.atomic
def release_judge(*, round_: Round, appointment: Appointment, person: Person, reason: str, at: datetime) -> int:
    """Take back whatever a judge has not locked, and give them nothing more until they are available again. Return how many.

    What is locked stays and counts. The next plan finds other readers.

    :raises NotAllowed: not an organiser, round over or ranked.
    """
    hold_round(round_, alone=True)
    require(may_assign_judges(person, round_, at))
    rows = open_tasks_of(appointment.person, round_).values_list("pk", flat=True)
    released = move_assignments(list(rows), AssignmentState.RELEASED, at)
    Panelist.objects.update_or_create(appointment=appointment, defaults={"is_away": True, "changed_at": at})
    _tell("judge_released", appointment, round_, person, at, reason=reason, data={"released": released, "round": round_.key})
    return released


def _tell(event: str, appointment: Appointment, round_: Round, person: Person, at: datetime, **more) -> None:
    about = {"subject": appointment, "subject_key": appointment.code, "edition": round_.edition}
    record_event(event=event, person=person, at=at, **about, **more)


def substitutes_for(assignment: Assignment, at: datetime) -> list[Substitute]:
    """Return everybody who could read the proposal in the judge's place, and why others could not, the freest first."""
    round_ = assignment.round
    judges, seats = list(judges_of(round_, at)), seats_of(round_.edition, at)
    ties = ties_between(round_.edition, [assignment.proposal], judges, at)
    loads, had, elsewhere = loads_of(round_, judges), had_by(assignment), busy_in(round_)
    found = []
    for judge in judges:
        if judge.pk == assignment.judge_id:
            continue
        seat, objection = seats[judge.pk], ""
        if reasons := ties.get((assignment.proposal_id, judge.pk)):
            objection = str(Reason(min(reasons)).label)
        elif judge.pk in had:
            objection = _("Sudah atau pernah mendapat proposal ini")
        elif seat.is_away:
            objection = _("Sedang tidak tersedia")
        elif (assignment.proposal_id, judge.pk) in elsewhere:
            objection = _("Bertugas di tempat lain pada jam yang sama")
        elif loads[judge.pk] >= seat.most(round_):
            objection = _("Bebannya sudah penuh")
        found.append(Substitute(judge, loads[judge.pk], objection))
    return sorted(found, key=lambda one: (bool(one.objection), one.load, one.judge.name, one.judge.pk))


@transaction.atomic
def replace_reader(
    *, round_: Round, assignment: Assignment, judge_id: int, person: Person, reason: str, at: datetime
) -> Assignment:
    """Put another judge in a reader's place, with a reason. What the first wrote is kept and counts for nothing.

    :raises NotAllowed: not an organiser, round over or ranked.
    :raises TaskGone: it was locked, declined or taken back.
    :raises NotFree: the other has a tie, had it already, is away or full; with which of these.
    """
    hold_round(round_, alone=True)
    require(may_assign_judges(person, round_, at))
    known = task_by_code(round_, assignment.code)
    if known is None:
        raise TaskGone
    found = next((one for one in substitutes_for(known, at) if one.judge.pk == judge_id), None)
    if found is None or found.objection:
        raise NotFree(found.objection if found else _("Pilih penilai pengganti"))
    move_assignments([known.pk], AssignmentState.RELEASED, at)
    new = Assignment.objects.create(
        round=round_,
        proposal=known.proposal,
        judge=found.judge,
        position=last_positions_of(round_).get(found.judge.pk, 0) + 1,
        why=EXTRA_READING if known.why == EXTRA_READING else BY_HAND,  # The ranking waits for whoever takes over one.
        seed=known.seed,
        assigned_at=at,
    )
    about = {"edition": round_.edition, "person": person, "at": at}
    told = {"before": {"assignment": known.code}, "after": {"assignment": new.code}}
    record_event(event="reader_replaced", subject=new, subject_key=new.code, reason=reason, **told, **about)
    record_event(
        event="judges_assigned",
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        data={"seed": known.seed, "assignments": 1, "judges": 1, "released": 1},
        recipients=[found.judge],
        context={"round": round_},
        **about,
    )
    return new
