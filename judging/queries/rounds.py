"""Reads about a round: its candidates, its judges, how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from competition.models import Edition, Membership, Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import appointees_of
from judging.models import Assignment, Conflict, RankingEntry, Selection
from judging.scoring import Criterion as RubricLine
from judging.scoring import ProposalSheets, Rubric, Sheet
from judging.states import ACTIVE_ASSIGNMENTS, SelectionState, SheetState
from submissions.models import Proposal
from submissions.states import ProposalState


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is."""

    proposals: int
    required: int
    assigned: int
    accepted: int
    locked: int
    short: int


def rounds_of(edition: Edition) -> QuerySet[Round]:
    """Return the edition's rounds in order, with what their index prints."""
    return edition.rounds.select_related("stage", "ranking__selection").order_by("order")


def round_by_key(year: int, key: str) -> Round | None:
    """Return a round with its stage, ranking and selection, if there is one."""
    return Round.objects.select_related("edition", "stage", "ranking__selection").filter(edition__year=year, key=key).first()


def candidates_of(round_: Round) -> QuerySet[Proposal]:
    """Return the proposals a round judges: the eligible ones, or the published finalists of the round before."""
    before = Round.objects.filter(edition_id=round_.edition_id, order__lt=round_.order).order_by("-order").first()
    proposals = Proposal.objects.filter(edition_id=round_.edition_id, state=ProposalState.ELIGIBLE)
    if before is None:
        return proposals
    return proposals.filter(
        ranking_entries__ranking__round=before,
        ranking_entries__selection_entry__is_in=True,
        ranking_entries__selection_entry__selection__state=SelectionState.PUBLISHED,
    )


def judges_of(round_: Round, at: datetime) -> QuerySet[Person]:
    """Return the people appointed as judges of the round's edition now."""
    return appointees_of(round_.edition_id, at, AppointmentRole.JUDGE)


def conflicts_of(proposals: Iterable[Proposal], judges: Iterable[Person]) -> set[tuple[int, int]]:
    """Return (proposal, judge) pairs that must not meet: declared ties, and the judge's own institution,
    its parent and its children, whether the judge belongs to it now or did before. Three queries."""
    judge_ids = [judge.pk for judge in judges]
    pairs = set(Conflict.objects.filter(judge__in=judge_ids).values_list("proposal_id", "judge_id"))
    own: dict[int, set[int]] = {}
    ties = Membership.objects.filter(person__in=judge_ids).values_list("person_id", "institution_id", "institution__parent_id")
    for person_id, institution_id, parent_id in ties:
        own.setdefault(person_id, set()).update({institution_id, parent_id} - {None})
    for proposal in proposals:
        family = {proposal.institution_id, proposal.institution.parent_id} - {None}
        pairs.update((proposal.pk, judge_id) for judge_id, places in own.items() if places & family)
    return pairs


def progress_of(round_: Round) -> Progress:
    """Return how far the round is, in three queries."""
    active = Q(assignments__state__in=ACTIVE_ASSIGNMENTS, assignments__round=round_)
    counts = candidates_of(round_).annotate(readers=Count("assignments", filter=active, distinct=True))
    total = counts.count()
    short = counts.filter(readers__lt=round_.readers_per_proposal).count()
    sums = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS).aggregate(
        assigned=Count("pk"),
        accepted=Count("pk", filter=Q(state="ACCEPTED")),
        locked=Count("pk", filter=Q(sheet__state=SheetState.LOCKED)),
    )
    return Progress(proposals=total, required=total * round_.readers_per_proposal, short=short, **sums)


def load_of_judges(round_: Round, at: datetime) -> QuerySet[Person]:
    """Return the judges with how many proposals each has, accepted and locked; for organisers, not for judges."""
    mine = Q(assignments__round=round_, assignments__state__in=ACTIVE_ASSIGNMENTS)
    return (
        judges_of(round_, at)
        .annotate(
            load=Count("assignments", filter=mine),
            accepted=Count("assignments", filter=mine & Q(assignments__state="ACCEPTED")),
            locked=Count("assignments", filter=mine & Q(assignments__sheet__state=SheetState.LOCKED)),
        )
        .order_by("name")
    )


def rubric_of(round_: Round) -> Rubric:
    """Return the round's sheet as the scoring rules read it."""
    return Rubric(
        criteria=tuple(RubricLine(one.code, one.weight) for one in round_.criteria.order_by("order")),
        decimals=round_.decimals,
        tie_break=tuple(round_.tie_break),
        version=f"{round_.edition.year}/{round_.key}/{round_.sheet_version}",
    )


def locked_sheets_of(round_: Round) -> list[ProposalSheets]:
    """Return every candidate with its locked sheets; a candidate without any is there too, so it shows as missing."""
    codes = dict(candidates_of(round_).values_list("pk", "code"))
    marks: dict[int, dict[str, dict]] = {pk: {} for pk in codes}
    rows = Assignment.objects.filter(
        round=round_, proposal__in=codes, state__in=ACTIVE_ASSIGNMENTS, sheet__state=SheetState.LOCKED
    ).values_list("proposal_id", "code", "sheet__marks__criterion__code", "sheet__marks__points")
    for proposal_id, assignment_code, criterion, points in rows:
        if points is not None:
            marks[proposal_id].setdefault(assignment_code, {})[criterion] = points
    return [
        ProposalSheets(codes[pk], tuple(Sheet(judge, one) for judge, one in sorted(sheets.items())))
        for pk, sheets in marks.items()
    ]


def ranking_entries_of(round_: Round) -> QuerySet[RankingEntry]:
    """Return the round's frozen ranking, best first, with what its page prints."""
    return (
        RankingEntry.objects.filter(ranking__round=round_)
        .select_related("proposal__institution", "proposal__unit", "proposal__category", "proposal__group")
        .order_by("order")
    )


def selection_of(round_: Round) -> Selection | None:
    """Return the round's selection with the people behind it."""
    return (
        Selection.objects.select_related(
            "ranking__round__edition", "ranking__round__stage", "selected_by", "ratified_by", "published_by"
        )
        .filter(ranking__round=round_)
        .annotate(chosen=Count("entries", filter=Q(entries__is_in=True)), listed=F("ranking__round__places"))
        .first()
    )
