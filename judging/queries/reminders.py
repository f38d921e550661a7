"""Which judges have something left to do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from competition.models import Person, Round
from judging.models import Assignment
from judging.queries.rounds import judges_of
from judging.states import ACTIVE_ASSIGNMENTS, AssignmentState, SheetState


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A judge of a round, how many proposals they have not finished, and how many of those they have not even answered."""

    judge: Person
    number: int
    offered: int


def unfinished_of(round_: Round, at: datetime) -> list[Unfinished]:
    """Return the judges of the round who have a task without a locked sheet. Two queries."""
    tasks = Assignment.objects.filter(round=round_, state__in=sorted(ACTIVE_ASSIGNMENTS), judge__in=judges_of(round_, at))
    left = tasks.exclude(sheet__state=SheetState.LOCKED).order_by().values("judge")
    counted = left.annotate(number=Count("pk"), offered=Count("pk", filter=Q(state=AssignmentState.OFFERED)))
    rows = sorted(counted.values_list("judge", "number", "offered"))
    people = Person.objects.in_bulk([judge for judge, _number, _offered in rows])
    return [Unfinished(people[judge], number, offered) for judge, number, offered in rows]
