"""What a judge sees: own assignments only, and nothing about anybody else."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from competition.models import Criterion, Level, Person
from judging.models import Assignment, Mark
from judging.states import ACTIVE_ASSIGNMENTS, AssignmentState, SheetState


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """A judge's own progress."""

    total: int
    offered: int
    locked: int


def assignments_of(judge: Person) -> QuerySet[Assignment]:
    """Return the judge's active assignments in their own reading order."""
    return (
        Assignment.objects.filter(judge=judge, state__in=ACTIVE_ASSIGNMENTS)
        .select_related(
            "round__stage", "round__edition", "proposal__category", "proposal__group", "proposal__institution", "sheet"
        )
        .order_by("round__order", "position")
    )


def desk_figures(judge: Person) -> DeskFigures:
    """Return how many assignments the judge has, still has to answer, and has locked; one query."""
    rows = list(Assignment.objects.filter(judge=judge, state__in=ACTIVE_ASSIGNMENTS).values_list("state", "sheet__state"))
    return DeskFigures(
        total=len(rows),
        offered=sum(state == AssignmentState.OFFERED for state, _sheet in rows),
        locked=sum(sheet == SheetState.LOCKED for _state, sheet in rows),
    )


def next_to_score(judge: Person, after: Assignment | None = None) -> Assignment | None:
    """Return the next accepted assignment without a locked sheet, in the judge's own order."""
    waiting = assignments_of(judge).filter(state=AssignmentState.ACCEPTED).exclude(sheet__state=SheetState.LOCKED)
    if after is not None:
        later = waiting.filter(round=after.round, position__gt=after.position).first()
        if later is not None:
            return later
        waiting = waiting.exclude(pk=after.pk)
    return waiting.first()


def assignment_by_code(code: str) -> Assignment | None:
    """Return the assignment with what its pages print."""
    return (
        Assignment.objects.select_related(
            "round__stage",
            "round__edition",
            "round__ranking",
            "judge",
            "proposal__institution",
            "proposal__unit",
            "proposal__category",
            "proposal__group",
            "sheet",
        )
        .filter(code=code)
        .first()
    )


def criteria_of(assignment: Assignment) -> list[Criterion]:
    """Return the criteria that carry weight, each with its levels; two queries."""
    levels = Prefetch("levels", queryset=Level.objects.order_by("value"))
    return list(assignment.round.criteria.filter(weight__gt=0).order_by("order").prefetch_related(levels))


def marks_of(assignment: Assignment) -> dict[int, Mark]:
    """Return the sheet's marks by criterion id; none when nothing was saved yet."""
    sheet = getattr(assignment, "sheet", None)
    return {mark.criterion_id: mark for mark in sheet.marks.select_related("level")} if sheet else {}
