"""Reads for the results bundle: of published rounds alone, in orders that tell nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from competition.models import Edition, Round
from judging.models import Assignment, ScoreEvent, Selection, SelectionEntry
from judging.queries.discussions import agreed_in, agreed_marks_of
from judging.queries.rounds import candidates_of
from judging.states import ACTIVE_ASSIGNMENTS, SelectionState, SheetState
from submissions.models import Outcome, Submission

Told = Iterable[tuple[str, str, str, str, str]]


def published_rounds(edition: Edition) -> QuerySet[Round]:
    """Return the rounds whose list is public, with their criteria, ranking and list."""
    return (
        Round.objects.filter(edition=edition, ranking__selection__state=SelectionState.PUBLISHED)
        .select_related("edition", "stage", "ranking__selection")
        .prefetch_related("criteria", "quotas")
        .order_by("order", "pk")
    )


class Counted(NamedTuple):
    """One mark that counts; `is_agreed`: it is of a sheet that the proposal's readers agreed on, not of the judge's own."""

    proposal: str
    judge: int
    criterion: str
    points: Decimal
    is_agreed: bool


def marks_of(round_: Round) -> Iterator[Counted]:
    """Yield every mark that counts."""
    agreed = agreed_marks_of(round_)
    rows = Assignment.objects.filter(
        round=round_,
        proposal__in=candidates_of(round_),
        state__in=ACTIVE_ASSIGNMENTS,
        sheet__state=SheetState.LOCKED,
        sheet__marks__points__isnull=False,
    )
    columns = ("pk", "proposal__code", "judge_id", "sheet__marks__criterion__code", "sheet__marks__points")
    for pk, code, judge, criterion, points in rows.order_by("pk").values_list(*columns):
        if pk not in agreed:
            yield Counted(code, judge, criterion, points, is_agreed=False)
        elif criterion in agreed[pk]:
            yield Counted(code, judge, criterion, agreed[pk][criterion], is_agreed=True)


def seeds_of(round_: Round) -> list[int]:
    """Return what the assignments of a round were drawn with."""
    return sorted(set(Assignment.objects.filter(round=round_).order_by("pk").values_list("seed", flat=True)))


def entries_of(selection: Selection) -> QuerySet[SelectionEntry]:
    """Return every entry of the list, best first, with what quotas look at."""
    proposal = "entry__proposal"
    return selection.entries.select_related(f"{proposal}__institution", f"{proposal}__category", f"{proposal}__group").order_by(
        "entry__order"
    )


def announced_of(round_: Round) -> Told:
    """Return what was announced of the round: code, title, institution, unit and category, as they stood first. What was
    corrected since is no part of what the sheets and the rules give."""
    return (
        Outcome.ever.filter(publication__edition_id=round_.edition_id, publication__round_key=round_.key, since=1)
        .order_by("pk")
        .values_list("proposal__code", "title", "institution_name", "unit_name", "category_name")
    )


def receipts_of(edition: Edition) -> Iterable[tuple[str, str]]:
    """Return number and fingerprint of every receipt of the edition."""
    return Submission.objects.filter(proposal__edition=edition).order_by("pk").values_list("number", "sha256")


def events_of(edition: Edition) -> Iterator[tuple[str, int, str, object, datetime]]:
    """Return every trace of a score in the edition's published rounds, and every sheet that readers agreed on."""
    events = ScoreEvent.objects.filter(sheet__assignment__round__in=published_rounds(edition)).order_by("pk")
    yield from events.values_list("sheet__assignment__code", "version", "kind", "marks", "at")
    for round_ in published_rounds(edition):
        for code, version, marks, at in agreed_in(round_):
            yield code, version, "AGREED", marks, at
