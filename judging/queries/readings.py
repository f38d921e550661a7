"""Who reads what in a round, and why, row by row."""

from collections.abc import Iterator

from django.db.models import QuerySet

from competition.models import Round
from judging.models import Assignment
from judging.states import ACTIVE_ASSIGNMENTS

Row = tuple[object, ...]


def readings_of(round_: Round) -> Iterator[Row]:
    """Yield proposal, title, institution, judge, address, place in the judge's order, reason and state of what stands, by
    proposal and judge. One query."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS)
    rows = rows.select_related("proposal__institution", "judge").order_by("proposal__code", "judge__email", "pk")
    for one in rows:
        about = (one.proposal.code, one.proposal.title, one.proposal.institution.name, one.judge.name, one.judge.email)
        yield (*about, one.position, one.why, one.get_state_display())
