"""Reads for the results bundle: of published rounds alone, in orders that tell nothing."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from competition.models import Edition, Round
from judging.models import Assignment, ScoreEvent, Selection, SelectionEntry
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


def marks_of(round_: Round) -> Iterable[tuple[str, int, str, Decimal]]:
    """Return proposal, judge, criterion and points of every mark that counts."""
    return (
        Assignment.objects.filter(
            round=round_,
            proposal__in=candidates_of(round_),
            state__in=ACTIVE_ASSIGNMENTS,
            sheet__state=SheetState.LOCKED,
            sheet__marks__points__isnull=False,
        )
        .order_by("pk")
        .values_list("proposal__code", "judge_id", "sheet__marks__criterion__code", "sheet__marks__points")
    )


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
    """Return what was announced of the round: code, title, institution, unit and category."""
    return (
        Outcome.objects.filter(publication__edition_id=round_.edition_id, publication__round_key=round_.key)
        .order_by("pk")
        .values_list("proposal__code", "title", "institution_name", "unit_name", "category_name")
    )


def receipts_of(edition: Edition) -> Iterable[tuple[str, str]]:
    """Return number and fingerprint of every receipt of the edition."""
    return Submission.objects.filter(proposal__edition=edition).order_by("pk").values_list("number", "sha256")


def events_of(edition: Edition) -> Iterable[tuple[str, int, str, object, datetime]]:
    """Return every trace of a score in the edition's published rounds."""
    return (
        ScoreEvent.objects.filter(sheet__assignment__round__in=published_rounds(edition))
        .order_by("pk")
        .values_list("sheet__assignment__code", "version", "kind", "marks", "at")
    )
