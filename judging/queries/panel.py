"""Who sits on the panel of a round: what each judge reads best, how much they take, and whether they can."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from competition.models import Appointment, Edition, Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import in_force
from judging.models import Assignment, Panelist
from judging.states import ACTIVE_ASSIGNMENTS, SheetState


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge's place on the panel. `most` is what they take in a round; the round's own maximum may be less."""

    code: str
    categories: frozenset[str] = frozenset()
    max_load: int | None = None
    is_away: bool = False

    def most(self, round_: Round) -> int:
        """Return the most proposals the judge may have in the round."""
        return round_.max_load if self.max_load is None else min(self.max_load, round_.max_load)


def seats_of(edition: Edition, at: datetime) -> dict[int, Seat]:
    """Return the place of everybody who judges in the edition now, by the person's id. One query."""
    held = Appointment.objects.filter(in_force(at), edition=edition, role=AppointmentRole.JUDGE)
    return {one.person_id: seat_of(one) for one in held.select_related("panelist").order_by("pk")}


def seat_of(appointment: Appointment) -> Seat:
    """Return the place that an appointment gives; it was read with its panelist, if it has one."""
    known: Panelist | None = getattr(appointment, "panelist", None)
    if known is None:
        return Seat(appointment.code)
    return Seat(appointment.code, frozenset(known.categories), known.max_load, known.is_away)


def seat_by_code(round_: Round, code: str, at: datetime) -> Appointment | None:
    """Return the appointment of somebody who judges in the round's edition now, with the person and what is known of them."""
    held = Appointment.objects.filter(in_force(at), edition=round_.edition_id, role=AppointmentRole.JUDGE, code=code)
    return held.select_related("person", "panelist").first()


def open_tasks_of(judge: Person, round_: Round) -> QuerySet[Assignment]:
    """Return what the judge has in the round and has not locked, in their own order, with what a list prints."""
    mine = Assignment.objects.filter(round=round_, judge=judge, state__in=ACTIVE_ASSIGNMENTS)
    mine = mine.exclude(sheet__state=SheetState.LOCKED)
    return mine.select_related("proposal__institution", "sheet").order_by("position", "pk")


def task_by_code(round_: Round, code: str) -> Assignment | None:
    """Return an assignment of the round that is neither answered with no, nor taken back, nor locked."""
    rows = Assignment.objects.filter(round=round_, code=code, state__in=ACTIVE_ASSIGNMENTS)
    rows = rows.exclude(sheet__state=SheetState.LOCKED)
    return rows.select_related("judge", "proposal__institution__region", "round__edition", "round__stage", "sheet").first()


def had_by(assignment: Assignment) -> set[int]:
    """Return the ids of all who have or had the proposal in the round: nobody gets it twice."""
    rows = Assignment.objects.filter(round=assignment.round_id, proposal=assignment.proposal_id)
    return set(rows.order_by("pk").values_list("judge_id", flat=True))


def loads_of(round_: Round, judges: Iterable[Person]) -> dict[int, int]:
    """Return how many proposals each of the judges has in the round."""
    rows = Assignment.objects.filter(round=round_, judge__in=list(judges), state__in=ACTIVE_ASSIGNMENTS)
    loads = {one.pk: 0 for one in judges}
    for judge in rows.order_by("pk").values_list("judge_id", flat=True):
        loads[judge] += 1
    return loads
