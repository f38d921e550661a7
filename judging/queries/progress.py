"""How a running round gets on, for the chair and the organisers: the work of each judge, and what was locked."""

from collections.abc import Iterable

from django.db.models import QuerySet

from competition.models import Person, Round
from competition.queries.ties import Places
from judging.drifting import Timed
from judging.models import Assignment
from judging.pacing import Given
from judging.queries.rounds import candidates_of
from judging.states import ACTIVE_ASSIGNMENTS, SheetState
from submissions.models import Proposal


def given_in(round_: Round, without: Places) -> list[Given]:
    """Return the locked sheets that count, without proposals of institutions the reader is tied to (`without`). One query."""
    return [Given(*row) for row in locked_in(round_, without).values_list("proposal_id", "judge_id", "sheet__total")]


def timed_in(round_: Round, without: Places) -> list[Timed]:
    """Return the same with when each was locked. One query."""
    columns = ("proposal_id", "judge_id", "sheet__total", "sheet__locked_at")
    return [Timed(*row) for row in locked_in(round_, without).values_list(*columns)]


def locked_in(round_: Round, without: Places) -> QuerySet[Assignment]:
    """Return the assignments whose locked sheets count, without proposals of institutions `without`."""
    rows = Assignment.objects.filter(
        round=round_,
        proposal__in=candidates_of(round_).exclude(institution__in=without),
        state__in=ACTIVE_ASSIGNMENTS,
        sheet__state=SheetState.LOCKED,
    )
    return rows.order_by("pk")


def proposals_named(ids: Iterable[int]) -> dict[int, Proposal]:
    """Return these proposals by id, with their institutions. One query."""
    return {one.pk: one for one in Proposal.objects.filter(pk__in=list(ids)).select_related("institution").order_by("pk")}


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these people by id. One query."""
    return dict(Person.objects.filter(pk__in=list(ids)).order_by("pk").values_list("pk", "name"))
