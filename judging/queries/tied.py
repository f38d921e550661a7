"""Tasks that a tie took from their judge after they were given: nobody reads them until an organiser finds somebody."""

from collections.abc import Sequence
from datetime import datetime

from competition.models import AuditEntry, Person, Round
from judging.models import Assignment
from judging.queries.rounds import load_of_judges
from judging.queries.ties import ties_between
from judging.states import ACTIVE_ASSIGNMENTS, SheetState


def judges_with_ties(round_: Round, at: datetime) -> list[Person]:
    """Return the judges to whom a tie may have come: from joining an institution, from coaching a draft, or
    from a declaration. One query."""
    return [one for one in load_of_judges(round_, at) if may_be_tied(one)]


def may_be_tied(judge: Person) -> bool:
    """Say it of somebody read by `load_of_judges`."""
    return judge.has_joined or judge.has_guided or judge.has_declared_ties


def tied_tasks_of(round_: Round, judges: Sequence[Person], at: datetime) -> list[Assignment]:
    """Return the tasks of the round without a locked sheet whose judge has a tie to the proposal now, by judge and place.

    Of other judges than these, as `judges_with_ties` gives them, no task is read. Eight queries at most; none for none.
    """
    if not judges:
        return []
    rows = Assignment.objects.filter(round=round_, judge__in=judges, state__in=ACTIVE_ASSIGNMENTS)
    rows = rows.exclude(sheet__state=SheetState.LOCKED).select_related("judge", "proposal__institution__region")
    tasks = list(rows.order_by("judge__name", "judge_id", "position", "pk"))
    tied = ties_between(round_.edition, [one.proposal for one in tasks], judges, at)
    return [one for one in tasks if (one.proposal_id, one.judge_id) in tied]


def told_of(round_: Round) -> set[str]:
    """Return the codes of the round's tasks of which the organisers have been told."""
    entries = AuditEntry.objects.filter(event="tasks_tied", subject_key=f"{round_.edition.year}/{round_.key}")
    return {code for codes in entries.values_list("data__tasks", flat=True) for code in codes}
