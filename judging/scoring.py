"""The score of record and the ranking: exact decimals, one rounding, ties shown.

The arithmetic, in full:

* a sheet's total is ``sum(weight * points) / 100`` over the criteria that carry weight; weights total 100 and points
  run from 0 to 100, so a total runs from 0 to 100 as well, and it is exact;
* a proposal's score is the mean of its sheets' totals, rounded once to the rubric's decimals, half to even or half up;
* proposals are ordered by that rounded score, then by the rounded mean of each tie-break criterion in turn, so that
  whatever decides a place is a figure that can be printed; what is still equal shares a rank (1, 2, 2, 4).

Nothing missing is ever counted as zero: a missing mark or sheet refuses the result. No clock, no randomness, no
database; the result depends on the values alone, not on the order they come in, the locale or the ambient decimal
context. Reasons: docs/decisions/0010-score-of-record.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, localcontext
from itertools import groupby

from competition.canonical import sha256_of
from judging.unscorable import BadRubric, Doubled, MissingMark, MissingSheet, OffScale, Shortfall, UnknownMark

RULE = "weighted-mean/1"
"""Name of the arithmetic above. It changes whenever a result could; it goes into the inputs' hash."""

FULL = Decimal(100)
HALF_EVEN, HALF_UP = ROUNDINGS = ("HALF_EVEN", "HALF_UP")
FINEST = 6
"""Most decimals a weight, a mark or a result may have. It keeps every sum within EXACT: nothing rounds on the way."""

# Inexact is trapped: should a figure ever not fit, the result is an error and not a rounded number.
EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])

Marks = Mapping[str, Decimal]
"""One reader's points by criterion code, each from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion's stable code and its weight in per cent. Weight 0 means that it is not asked and not counted."""

    code: str
    weight: Decimal


@dataclass(frozen=True)
class Rubric:
    """What a round's sheet asks and how it counts: data of the edition, never code.

    :param criteria: in the order of the sheet.
    :param decimals: decimals of every figure of the ranking, 0 to FINEST.
    :param tie_break: codes of weighted criteria that decide between equal scores, the first that differs; may be empty.
    :param rounding: where a figure exactly between two goes, one of ROUNDINGS.
    :param passing_grade: who scores less gets no place; it changes no score and no rank.
    :param version: the edition's own name for this version of the rubric; goes into the inputs' hash.
    :raises BadRubric: weights negative, too fine or not totalling 100; a code empty or twice; a tie-break code
        unknown, unweighted or twice; an unknown rounding; a grade off the scale.
    """

    criteria: tuple[Criterion, ...]
    decimals: int = 2
    tie_break: tuple[str, ...] = ()
    version: str = ""
    rounding: str = HALF_EVEN
    passing_grade: Decimal | None = None
    asked: tuple[Criterion, ...] = field(init=False, repr=False, compare=False)
    """The criteria that carry weight."""

    def __post_init__(self) -> None:
        codes = [criterion.code for criterion in self.criteria]
        if len(set(codes)) != len(codes) or not all(codes):
            raise BadRubric("each criterion needs a code of its own")
        if not all(_is_on_scale(criterion.weight) for criterion in self.criteria):
            raise BadRubric("a weight is a decimal from 0 to 100")
        with localcontext(EXACT):
            total = sum((criterion.weight for criterion in self.criteria), Decimal(0))
        if total != FULL:
            raise BadRubric(f"the weights total {total}, not 100")
        if not 0 <= self.decimals <= FINEST:
            raise BadRubric(f"decimals run from 0 to {FINEST}")
        if self.rounding not in ROUNDINGS or not (self.passing_grade is None or _is_on_scale(self.passing_grade)):
            raise BadRubric("a rounding has a name, and a passing grade lies on the scale")
        asked = tuple(criterion for criterion in self.criteria if criterion.weight > 0)
        if len(set(self.tie_break)) != len(self.tie_break) or not set(self.tie_break) <= {one.code for one in asked}:
            raise BadRubric("a tie-break names weighted criteria, each once")
        object.__setattr__(self, "asked", asked)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One reader's locked marks. ``judge`` is any stable key: it enters the inputs' hash, never the result."""

    judge: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class ProposalSheets:
    """A proposal's stable code and the sheets that count for it. ``awaited`` are ordered beyond the required number and not
    there yet: as long as there are any, the proposal is short of sheets."""

    proposal: str
    sheets: tuple[Sheet, ...]
    awaited: int = 0


@dataclass(frozen=True, slots=True)
class ProposalScore:
    """The figures of one proposal, each rounded once to the rubric's decimals; points of 100.

    ``score`` is the score of record, ``criterion_means`` the mean points of each weighted criterion in the rubric's
    order, ``spread`` the highest sheet total minus the lowest, ``sheets`` how many sheets were averaged.
    """

    score: Decimal
    criterion_means: tuple[tuple[str, Decimal], ...]
    spread: Decimal
    sheets: int

    def mean_of(self, criterion: str) -> Decimal:
        """The mean points of one weighted criterion. :raises KeyError: when the rubric does not ask it."""
        return dict(self.criterion_means)[criterion]


@dataclass(frozen=True, slots=True)
class RankedProposal:
    """A proposal's place: ``rank`` counts from 1, ``tied`` is how many proposals share it (1: it stands alone)."""

    rank: int
    tied: int
    proposal: str
    figures: ProposalScore

    @property
    def score(self) -> Decimal:
        """The score of record."""
        return self.figures.score


@dataclass(frozen=True, slots=True)
class Ranking:
    """All proposals of a round, best first; those that share a rank stand in order of code, which means nothing."""

    rubric: Rubric
    readers_required: int
    entries: tuple[RankedProposal, ...]
    inputs_hash: str


def sheet_total(rubric: Rubric, marks: Marks) -> Decimal:
    """The weighted total of one sheet: exact, 0 to 100.

    Marks of criteria without weight are not looked at.

    :raises MissingMark: a criterion that carries weight has no points.
    :raises UnknownMark: there are points for a criterion the rubric does not have.
    :raises OffScale: points are not a decimal from 0 to 100.
    """
    check_marks(rubric, marks)
    with localcontext(EXACT):
        return _total(rubric, marks)


def check_marks(rubric: Rubric, marks: Marks) -> None:
    """Refuse a sheet that cannot be counted, before it is locked; raises as :func:`sheet_total` does."""
    for criterion in rubric.asked:
        points = marks.get(criterion.code)
        if points is None:
            raise MissingMark(criterion.code)
        if not _is_on_scale(points):
            raise OffScale(criterion.code, points)
    for code in marks.keys() - {criterion.code for criterion in rubric.criteria}:
        raise UnknownMark(code)


def proposal_score(rubric: Rubric, sheets: Sequence[Sheet], readers_required: int) -> ProposalScore:
    """The score of record of one proposal, with the figures shown beside it.

    All sheets given count, also those above the required number (a third reader called in later).

    :raises MissingSheet: there are fewer sheets than required, or none.
    :raises Doubled: two sheets are of one judge.
    :raises MissingMark, UnknownMark, OffScale: as :func:`sheet_total`.
    """
    if len(sheets) < max(readers_required, 1):
        raise MissingSheet([Shortfall("?", len(sheets), max(readers_required, 1))])
    if len({sheet.judge for sheet in sheets}) != len(sheets):
        raise Doubled("two sheets are of one judge")
    for sheet in sheets:
        check_marks(rubric, sheet.marks)
    with localcontext(EXACT):
        totals = [_total(rubric, sheet.marks) for sheet in sheets]
        points = ((one.code, [sheet.marks[one.code] for sheet in sheets]) for one in rubric.asked)
        return ProposalScore(
            score=_mean(totals, rubric),
            criterion_means=tuple((code, _mean(of_code, rubric)) for code, of_code in points),
            spread=_mean([max(totals) - min(totals)], rubric),
            sheets=len(totals),
        )


def rank(rubric: Rubric, proposals: Iterable[ProposalSheets], *, readers_required: int) -> Ranking:
    """Order the proposals of a round by their score of record.

    Guarantees one and the same result, to the byte of its canonical JSON, for any order of proposals, sheets and marks.
    A tie is never broken by anything but the rubric's tie-break; whether one matters is asked with :func:`open_ties`.

    :raises MissingSheet: naming every proposal that lacks a required sheet; no partial ranking exists.
    :raises Doubled: a proposal stands twice, or has two sheets of one judge.
    :raises MissingMark, UnknownMark, OffScale: as :func:`sheet_total`.
    """
    listed = sorted(proposals, key=lambda one: one.proposal)
    if len({one.proposal for one in listed}) != len(listed):
        raise Doubled("a proposal stands twice in the input")
    shortfalls = missing_sheets(listed, readers_required=readers_required)
    if shortfalls:
        raise MissingSheet(shortfalls)
    scored = [(one.proposal, proposal_score(rubric, one.sheets, readers_required)) for one in listed]
    return Ranking(
        rubric=rubric,
        readers_required=readers_required,
        entries=_in_order(rubric, scored),
        inputs_hash=sha256_of(inputs_record(rubric, listed, readers_required=readers_required)),
    )


def missing_sheets(proposals: Iterable[ProposalSheets], *, readers_required: int) -> tuple[Shortfall, ...]:
    """Every proposal with fewer sheets than it must have (at least one), in order of code; none: a ranking is possible."""
    wanted = ((one, max(readers_required, 1, len(one.sheets) + one.awaited)) for one in proposals)
    short = (Shortfall(one.proposal, len(one.sheets), needed) for one, needed in wanted if len(one.sheets) < needed)
    return tuple(sorted(short, key=lambda one: one.proposal))


def open_ties(ranking: Ranking, line: int) -> tuple[RankedProposal, ...]:
    """The proposals that share a rank across the border after place ``line``; empty when the border is clear.

    With ``line`` places to give, a tie above or below the border harms nobody, one across it leaves the decision open.
    """
    entries = ranking.entries
    if not 0 < line < len(entries) or entries[line - 1].rank != entries[line].rank:
        return ()
    return tuple(entry for entry in entries if entry.rank == entries[line].rank)


def decided_by(ranking: Ranking, better: RankedProposal, worse: RankedProposal) -> str:
    """What sets two entries apart: ``"SCORE"``, a tie-break criterion's code, or ``""`` when they share a rank."""
    if better.score != worse.score:
        return "SCORE"
    for code in ranking.rubric.tie_break:
        if better.figures.mean_of(code) != worse.figures.mean_of(code):
            return code
    return ""


def inputs_record(rubric: Rubric, proposals: Iterable[ProposalSheets], *, readers_required: int) -> dict[str, object]:
    """All that a ranking depends on as plain data: rule, rubric and every counted mark; hashed with it."""
    codes = [criterion.code for criterion in rubric.asked]
    return {
        "rule": RULE,
        "rubric": rubric_record(rubric),
        "readers_required": readers_required,
        "proposals": {
            one.proposal: {sheet.judge: {code: sheet.marks[code] for code in codes} for sheet in one.sheets}
            for one in proposals
        },
    }


def rubric_record(rubric: Rubric) -> dict[str, object]:
    """The rubric as plain data. Criteria are keyed by code: their order on the sheet changes no result. What a round may choose
    stands in it where it was chosen, so a ranking with the defaults has the fingerprint it had before there was a choice.
    """
    rounding = {"rounding": rubric.rounding} if rubric.rounding != HALF_EVEN else {}
    grade = {"passing_grade": rubric.passing_grade} if rubric.passing_grade is not None else {}
    return {
        **rounding,
        **grade,
        "version": rubric.version,
        "weights": {criterion.code: criterion.weight for criterion in rubric.criteria},
        "decimals": rubric.decimals,
        "tie_break": list(rubric.tie_break),
    }


def ranking_record(ranking: Ranking) -> dict[str, object]:
    """The ranking as plain data; its canonical JSON is the snapshot that a recomputation must equal byte by byte."""
    return {
        "rule": RULE,
        "rubric": rubric_record(ranking.rubric),
        "readers_required": ranking.readers_required,
        "inputs_hash": ranking.inputs_hash,
        "entries": [
            {
                "rank": entry.rank,
                "tied": entry.tied,
                "proposal": entry.proposal,
                "score": entry.figures.score,
                "criterion_means": dict(entry.figures.criterion_means),
                "spread": entry.figures.spread,
                "sheets": entry.figures.sheets,
            }
            for entry in ranking.entries
        ],
    }


def _is_on_scale(points: object) -> bool:
    """A Decimal from 0 to 100, fine enough to stay exact. NaN is asked first because comparing it raises."""
    if not isinstance(points, Decimal) or not points.is_finite() or not 0 <= points <= FULL:
        return False
    exponent = points.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -FINEST


def _total(rubric: Rubric, marks: Marks) -> Decimal:
    return sum((one.weight * marks[one.code] for one in rubric.asked), Decimal(0)).scaleb(-2)


def _mean(values: Sequence[Decimal], rubric: Rubric) -> Decimal:
    """The mean, rounded once; decided on the exact remainder, since a third is no finite decimal."""
    unit = Decimal(1).scaleb(-rubric.decimals)
    step = unit * len(values)
    whole, rest = divmod(sum(values, Decimal(0)), step)
    if 2 * rest > step or (2 * rest == step and (rubric.rounding == HALF_UP or whole % 2 == 1)):
        whole += 1
    return (whole * unit).quantize(unit)


def _in_order(rubric: Rubric, scored: Sequence[tuple[str, ProposalScore]]) -> tuple[RankedProposal, ...]:
    """Competition ranking: equals share a rank and the next rank leaves room for them."""

    def key(one: tuple[str, ProposalScore]) -> tuple[Decimal, ...]:
        figures = one[1]
        means = dict(figures.criterion_means)
        # copy_negate, because a minus sign would round to the ambient decimal context.
        return (figures.score.copy_negate(), *(means[code].copy_negate() for code in rubric.tie_break))

    entries: list[RankedProposal] = []
    # sorted() is stable, and the input is in order of codes already.
    for _, group in groupby(sorted(scored, key=key), key=key):
        equals = list(group)
        rank_of_all = len(entries) + 1
        entries.extend(RankedProposal(rank_of_all, len(equals), proposal, figures) for proposal, figures in equals)
    return tuple(entries)
