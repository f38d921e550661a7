"""Reads about a round: its candidates, its judges, how far it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest

from competition.models import Criterion, Edition, Membership, Person, Quota, Round
from competition.models.people import AppointmentRole
from competition.queries.people import appointees_of
from competition.queries.ties import NOWHERE, Places
from judging.models import Assignment, Ranking, RankingEntry, Selection, SelectionEntry
from judging.queries.discussions import agreed_marks_of
from judging.scoring import Criterion as RubricLine
from judging.scoring import ProposalSheets, Rubric, Sheet
from judging.states import ACTIVE_ASSIGNMENTS, EXTRA_READING, SelectionState, SheetState
from submissions.models import Coaching, Outcome, Proposal
from submissions.states import ProposalState

PEOPLE = (
    "ranking__ranked_by",
    "ranking__selection__selected_by",
    "ranking__selection__ratified_by",
    "ranking__selection__published_by",
)


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
    """Return the edition's rounds in order, with the people behind each and the edition's own calendar."""
    # Not the edition again by a join: the caller's has its stages already.
    return edition.rounds.select_related("stage", *PEOPLE).order_by("order")


def round_by_key(year: int, key: str) -> Round | None:
    """Return a round with its stage, ranking and selection and the people behind them, if there is one; and whether it was ever
    ranked (`was_ranked`), also where that ranking was reopened."""
    found = Round.objects.select_related("edition", "stage", *PEOPLE).filter(edition__year=year, key=key)
    round_ = found.annotate(was_ranked=Exists(Ranking.objects.filter(round=OuterRef("pk")))).first()
    if hasattr(round_, "ranking"):
        # The ranking in force is of this round, which is read already.
        round_.ranking.round = round_
    return round_


def candidates_of(round_: Round) -> QuerySet[Proposal]:
    """Return the proposals a round judges: the eligible ones, or those of them who stand on the list of the round it takes its
    entrants from, as that is in force. Before it is public there are none, so nothing that is made for candidates can tell who
    is on it. Once the round is ranked they are those that were, whatever is corrected later."""
    eligible = Proposal.objects.filter(edition_id=round_.edition_id, state=ProposalState.ELIGIBLE)
    if round_.chosen_in_id is None:
        return eligible
    source = Round.objects.filter(pk=round_.chosen_in_id)
    on_list = Outcome.objects.filter(
        proposal=OuterRef("pk"), publication__edition=round_.edition_id, publication__round_key__in=source.values("key")
    )
    ranked = RankingEntry.objects.filter(proposal=OuterRef("pk"), ranking__in_force=round_.pk)
    is_ranked = Exists(Ranking.objects.filter(in_force=round_.pk))
    return eligible.filter(Exists(ranked) | Exists(on_list) & ~is_ranked)


def entrants_are_known(round_: Round) -> bool:
    """Say whether it is settled and public who enters the round."""
    lists = Selection.objects.filter(ranking__round=round_.chosen_in_id, state=SelectionState.PUBLISHED)
    return round_.chosen_in_id is None or lists.exists()


def judges_of(round_: Round, at: datetime) -> QuerySet[Person]:
    """Return the people appointed as judges of the round's edition now."""
    return appointees_of(round_.edition_id, at, AppointmentRole.JUDGE)


def last_positions_of(round_: Round) -> dict[int, int]:
    """Return the last place in each judge's reading order, by the judge's id."""
    rows = Assignment.objects.filter(round=round_).order_by().values_list("judge_id")
    return dict(rows.annotate(last=Max("position")))


def progress_of(round_: Round, without: Places = NOWHERE) -> Progress:
    """Return how far the round is, but for proposals of institutions `without`, to which the reader is tied. Two queries."""
    active = Q(assignments__state__in=ACTIVE_ASSIGNMENTS, assignments__round=round_)
    counts = (
        candidates_of(round_)
        .exclude(institution__in=without)
        .annotate(readers=Count("assignments", filter=active, distinct=True))
        .aggregate(total=Count("pk"), short=Count("pk", filter=Q(readers__lt=round_.readers_per_proposal)))
    )
    given = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS).exclude(proposal__institution__in=without)
    sums = given.aggregate(
        assigned=Count("pk"),
        accepted=Count("pk", filter=Q(state="ACCEPTED")),
        locked=Count("pk", filter=Q(sheet__state=SheetState.LOCKED)),
    )
    # What was ordered beyond the round's number is waited for like the rest.
    required = max(counts["total"] * round_.readers_per_proposal, sums["assigned"])
    return Progress(proposals=counts["total"], required=required, short=counts["short"], **sums)


def load_of_judges(round_: Round, at: datetime, without: Places = NOWHERE) -> QuerySet[Person]:
    """Return the judges with how many proposals each has, accepted and locked, and `since` when, but for those of institutions
    `without`, and whether they ever were of an institution (`has_joined`) or coached a draft (`has_guided`); for chairs and
    organisers, not for judges."""
    mine = Q(assignments__round=round_, assignments__state__in=ACTIVE_ASSIGNMENTS)
    if without:
        mine &= ~Q(assignments__proposal__institution__in=without)
    return (
        judges_of(round_, at)
        .annotate(
            load=Count("assignments", filter=mine),
            accepted=Count("assignments", filter=mine & Q(assignments__state="ACCEPTED")),
            locked=Count("assignments", filter=mine & Q(assignments__sheet__state=SheetState.LOCKED)),
            since=Min("assignments__assigned_at", filter=mine),
            has_joined=Exists(Membership.objects.filter(person=OuterRef("pk"))),
            has_guided=Exists(Coaching.objects.filter(coach=OuterRef("pk"))),
        )
        .order_by("name", "pk")
    )


def weighted_criteria_of(round_: Round) -> list[Criterion]:
    """Return the criteria that carry weight, in the order of the sheet."""
    return list(round_.criteria.filter(weight__gt=0).order_by("order"))


def rubric_of(round_: Round) -> Rubric:
    """Return the round's sheet as the scoring rules read it."""
    return Rubric(
        criteria=tuple(RubricLine(one.code, one.weight) for one in round_.criteria.order_by("order")),
        decimals=round_.decimals,
        tie_break=tuple(round_.tie_break),
        version=f"{round_.edition.year}/{round_.key}/{round_.sheet_version}",
        rounding=round_.rounding,
        passing_grade=round_.passing_grade,
    )


def least_sheets_of(round_: Round) -> int:
    """Return how many locked sheets each proposal must have before the round is ranked: all that it requires, or as few as its
    rule is content with."""
    return round_.least_sheets or round_.readers_per_proposal


def locked_sheets_of(round_: Round, at: datetime) -> list[ProposalSheets]:
    """Return every candidate with its locked sheets; a candidate without any is there too, so it shows as missing. Readers who
    agreed on a sheet that replaces their own have its marks. Each tells how many more a ranking at the instant awaits."""
    codes = dict(candidates_of(round_).values_list("pk", "code"))
    marks: dict[int, dict[str, dict]] = {pk: {} for pk in codes}
    agreed = agreed_marks_of(round_)
    rows = Assignment.objects.filter(
        round=round_, proposal__in=codes, state__in=ACTIVE_ASSIGNMENTS, sheet__state=SheetState.LOCKED
    ).values_list("proposal_id", "pk", "code", "sheet__marks__criterion__code", "sheet__marks__points")
    for proposal_id, pk, assignment_code, criterion, points in rows:
        if pk in agreed:
            marks[proposal_id][assignment_code] = agreed[pk]
        elif points is not None:
            marks[proposal_id].setdefault(assignment_code, {})[criterion] = points
    awaited = awaited_in(round_, at)
    return [
        ProposalSheets(codes[pk], tuple(Sheet(judge, one) for judge, one in sorted(sheets.items())), awaited[pk])
        for pk, sheets in marks.items()
    ]


def waits_for_extra(round_: Round, at: datetime) -> bool:
    """Say whether the ranking waits for extra readings: as long as judges can lock them, and nowhere that the round's rule is
    content with the sheets there."""
    return round_.least_sheets is None and at < round_.stage.closes_at


def awaited_in(round_: Round, at: datetime) -> Counter[int]:
    """Return how many extra readings of each proposal, by its id, the ranking waits for."""
    if not waits_for_extra(round_, at):
        return Counter()
    return Counter(open_extra_readings(round_).order_by("pk").values_list("proposal_id", flat=True))


def open_extra_readings(round_: Round) -> QuerySet[Assignment]:
    """Return the readings ordered beyond the round's number that are not locked yet."""
    rows = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS, why=EXTRA_READING)
    return rows.exclude(sheet__state=SheetState.LOCKED)


def listed_extra_readings(round_: Round) -> QuerySet[Assignment]:
    """Return the same with what a list prints, by title."""
    rows = open_extra_readings(round_).select_related("proposal__institution", "judge")
    return rows.order_by("proposal__title", "pk")


def short_of_sheets(round_: Round, at: datetime) -> QuerySet[Proposal]:
    """Return the candidates that cannot be ranked now for want of locked sheets: each has `locked` of them, needs `wanted`."""
    least, extra = least_sheets_of(round_), open_extra_readings(round_)
    rows = _with_locked(round_)
    if not waits_for_extra(round_, at):
        return rows.annotate(wanted=Value(least)).filter(locked__lt=least)
    rows = rows.annotate(
        awaited=Count("assignments", filter=Q(assignments__in=extra), distinct=True),
        wanted=Greatest(least, F("locked") + F("awaited")),
    )
    return rows.filter(Q(locked__lt=least) | Q(pk__in=extra.values("proposal_id")))


def fewer_than_required(round_: Round) -> int:
    """Return how many candidates have fewer locked sheets than the round requires."""
    return _with_locked(round_).filter(locked__lt=round_.readers_per_proposal).count()


def _with_locked(round_: Round) -> QuerySet[Proposal]:
    done = Q(
        assignments__round=round_,
        assignments__state__in=ACTIVE_ASSIGNMENTS,
        assignments__sheet__state=SheetState.LOCKED,
    )
    return (
        candidates_of(round_)
        .annotate(locked=Count("assignments", filter=done, distinct=True))
        .select_related("institution")
        .order_by("title", "pk")
    )


def await_screening(round_: Round) -> bool:
    """Say whether a proposal of the edition waits for the secretariat: then it is not settled who takes part."""
    waiting = (ProposalState.SUBMITTED, ProposalState.CORRECTION)
    return Proposal.objects.filter(edition_id=round_.edition_id, state__in=waiting).exists()


def at_the_line(round_: Round) -> list[RankingEntry]:
    """Return the last entry above the cut-off line and the first below it, as far as there are any."""
    around = (round_.places, round_.places + 1)
    return list(RankingEntry.objects.filter(ranking__in_force=round_, order__in=around).order_by("order"))


def ranking_entries_of(round_: Round) -> QuerySet[RankingEntry]:
    """Return the round's frozen ranking, best first, with what its page prints."""
    return (
        RankingEntry.objects.filter(ranking__in_force=round_)
        .select_related("proposal__institution", "proposal__unit", "proposal__category", "proposal__group")
        .order_by("order")
    )


def selection_of(round_: Round) -> Selection | None:
    """Return the round's selection with the people behind it."""
    return (
        Selection.objects.select_related(
            "ranking__round__edition",
            "ranking__round__stage",
            "ranking__ranked_by",
            "selected_by",
            "ratified_by",
            "published_by",
        )
        .filter(ranking__in_force=round_)
        .first()
    )


def chosen_of(selection: Selection) -> QuerySet[SelectionEntry]:
    """Return the entries that are in, best first, with what their page prints."""
    return (
        selection.entries.filter(is_in=True)
        .select_related("entry__proposal__institution", "entry__proposal__category", "entry__proposal__group")
        .order_by("entry__order")
    )


def moved_out_of(selection: Selection) -> QuerySet[SelectionEntry]:
    """Return the entries that are out although their place is above the line, best first."""
    return (
        selection.entries.filter(is_in=False, reason_code__in=("OUT_WITHOUT_QUOTA", "MANUAL_OUT"))
        .select_related("entry__proposal__institution", "entry__proposal__category", "entry__proposal__group")
        .order_by("entry__order")
    )


def counts_of_quotas(round_: Round, chosen: Iterable[Proposal]) -> list[tuple[Quota, int]]:
    """Return the round's quotas, each with how many of the chosen count for it."""
    traits = Counter(trait for one in chosen for trait in traits_of(one).items())
    return [(one, traits[one.dimension, one.value]) for one in round_.quotas.all()]


def traits_of(proposal: Proposal) -> dict[str, str]:
    """Return what quotas count of a proposal; its institution, category and group have been read."""
    return {
        "KIND": proposal.institution.kind,
        "CATEGORY": proposal.category.code,
        "GROUP": proposal.group.code,
    }
