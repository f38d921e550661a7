"""What the scores of a round can carry: how strict each judge is, how sure each place, how much hangs on one reader.

The model: a sheet's total is the round's mean + what the proposal is worth + how the judge marks + chance, all three normal and
independent (crossed random effects). The shares of the three are estimated by REML; proposals are absorbed, so what has to be
solved is as large as the panel and not as the round. Places are drawn from the joint posterior of worth and marking.

Nothing here is of record: the ranking stays the plain mean (`judging/scoring.py`), and these figures stand beside it. The
numbers are floats and the draws seeded: the same input gives the same figures to what is printed of them.
Reasons and limits: docs/decisions/0078-what-the-scores-can-carry.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy has no types

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEAST_PROPOSALS, LEAST_JUDGES, LEAST_REPEATS = 10, 3, 10
"""Below these the shares of worth, marking and chance are guesses."""
DRAWS, AT_ONCE = 1000, 100
CONFIDENCE = 0.9
"""What every interval here covers."""
NORMAL = 1.6449
"""Standard deviations to each side of such an interval."""


class CannotWeigh(ValueError):
    """The round cannot say this; a named reason below."""


class TooSmall(CannotWeigh):
    """Too few proposals, judges or second readings."""


class NotConnected(CannotWeigh):
    """Groups of judges share no proposal, directly or by way of others: a strict group looks like a weak field."""

    def __init__(self, parts: int) -> None:
        super().__init__(f"the sheets fall into {parts} parts that share no judge")
        self.parts = parts


class NoLine(CannotWeigh):
    """There are places for all: nothing is above or below."""


class AllEqual(CannotWeigh):
    """All sheets have the same total."""


class Reading(NamedTuple):
    """One locked sheet: whose, of what, and its weighted total."""

    proposal: str
    judge: str
    total: float


class Span(NamedTuple):
    """A figure with the interval it lies in (CONFIDENCE)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WeighedProposal:
    """One proposal: the plain mean, the mean without its judges' habits, and its worth as far as the sheets tell.

    ``chance`` is the probability that its worth is among the best ``places``. ``rank`` is that of the plain mean, and
    ``worst_rank`` the worst it would have without one of its readers, ``without``; the same rank and "" where none lowers it.
    """

    proposal: str
    raw: float
    corrected: float
    worth: Span
    chance: float
    rank: int
    worst_rank: int
    without: str


@dataclass(frozen=True, slots=True)
class WeighedJudge:
    """One judge: ``severity`` in points (above 0: stricter than the panel), and how many of the list would be others without
    this judge's sheets."""

    judge: str
    sheets: int
    severity: Span
    changes: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """All of it. ``agreement`` is the intraclass correlation of a single sheet, ``line`` the worth at the border; ``spread`` of
    worth, ``habit`` of judges and ``noise`` of chance are standard deviations in points."""

    proposals: tuple[WeighedProposal, ...]
    judges: tuple[WeighedJudge, ...]
    agreement: Span
    line: float
    spread: float
    habit: float
    noise: float


@dataclass(frozen=True)
class _Design:
    """The sheets as arrays: who read what, and how often."""

    codes: list[str]
    panel: list[str]
    of: Whole
    by: Whole
    totals: Floats
    counts: Floats
    sums: Floats
    incidence: csr_array


@dataclass(frozen=True)
class _Fit:
    """The estimated shares, and the solution for judges and mean; ``factor`` is the Cholesky factor of its equations."""

    worth_ratio: float
    variance: float
    habit: float
    effects: Floats
    mean: float
    factor: Floats


def weigh(readings: Sequence[Reading], places: int, *, decimals: int = 2, seed: int = 1) -> Weighing:
    """Weigh a round's sheets.

    :param places: how many are above the line.
    :param decimals: of the score of record, by which the plain ranks are told.
    :raises TooSmall, NotConnected, NoLine, AllEqual: as they say.
    """
    design = _design(readings)
    _check(design, places)
    fit = _fitted(design)
    raw = np.round(design.sums / design.counts, decimals)
    habits = (design.incidence @ fit.effects) / design.counts
    gain = fit.worth_ratio / (1 + design.counts * fit.worth_ratio)
    best = gain * design.counts * (design.sums / design.counts - fit.mean - habits)
    chance, sd, line = _drawn(design, fit, best, gain, places, seed)
    ranks, worst, without, changes = _left_out(design, raw, places, decimals)
    worth = fit.mean + best
    proposals = tuple(
        WeighedProposal(
            code,
            float(raw[place]),
            float(raw[place] - habits[place]),
            _span(worth[place], sd[place]),
            float(chance[place]),
            int(ranks[place]),
            int(worst[place]),
            design.panel[without[place]] if without[place] >= 0 else "",
        )
        for place, code in enumerate(design.codes)
    )
    spread = float(np.sqrt(fit.variance * fit.worth_ratio))
    return Weighing(
        proposals=tuple(sorted(proposals, key=lambda one: (one.rank, one.proposal))),
        judges=_judges(design, fit, changes),
        agreement=_agreement(design),
        line=float(fit.mean + line),
        spread=spread,
        habit=float(np.sqrt(fit.habit)),
        noise=float(np.sqrt(fit.variance)),
    )


def agreement_of(readings: Sequence[Reading]) -> Span:
    """Return the agreement of `Weighing` alone, which needs no line and may be asked while the round runs.

    :raises TooSmall, AllEqual: as they say.
    """
    design = _design(readings)
    _require_enough(design)
    _require_differences(design)
    return _agreement(design)


def _design(readings: Sequence[Reading]) -> _Design:
    from scipy.sparse import csr_array

    codes = sorted({one.proposal for one in readings})
    panel = sorted({one.judge for one in readings})
    place, seat = {code: i for i, code in enumerate(codes)}, {judge: i for i, judge in enumerate(panel)}
    # In one order always: sums of floats depend on it.
    ordered = sorted(readings)
    of = np.array([place[one.proposal] for one in ordered], dtype=np.int64)
    by = np.array([seat[one.judge] for one in ordered], dtype=np.int64)
    totals = np.array([float(one.total) for one in ordered], dtype=np.float64)
    counts = np.bincount(of, minlength=len(codes)).astype(np.float64)
    incidence = csr_array((np.ones(len(of)), (of, by)), shape=(len(codes), len(panel)))
    return _Design(codes, panel, of, by, totals, counts, np.bincount(of, totals, len(codes)), incidence)


def _check(design: _Design, places: int) -> None:
    from scipy.sparse import block_array
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # scipy has no types

    _require_enough(design)
    if not 0 < places < len(design.codes):
        raise NoLine(f"{places} places for {len(design.codes)} proposals")
    _require_differences(design)
    graph = block_array([[None, design.incidence], [design.incidence.T, None]])
    parts, _labels = connected_components(graph, directed=False)
    if parts > 1:
        raise NotConnected(int(parts))


def _require_enough(design: _Design) -> None:
    proposals, judges = len(design.codes), len(design.panel)
    if min(proposals - LEAST_PROPOSALS, judges - LEAST_JUDGES, len(design.of) - proposals - LEAST_REPEATS) < 0:
        raise TooSmall(f"{proposals} proposals, {judges} judges, {len(design.of)} sheets")


def _require_differences(design: _Design) -> None:
    if float(np.ptp(design.totals)) == 0:
        raise AllEqual("all sheets have the same total")


def _fitted(design: _Design) -> _Fit:
    """Estimate the shares by REML, as ratios to the variance of chance, and solve for judges and mean."""
    from scipy.linalg import solve_triangular  # type: ignore[import-untyped]  # scipy has no types
    from scipy.optimize import minimize

    judges = len(design.panel)
    centre = float(design.totals.mean())
    totals, sums = design.totals - centre, design.sums - centre * design.counts
    by_judge = np.bincount(design.by, totals, judges)
    loads = np.bincount(design.by, minlength=judges).astype(np.float64)
    sizes = np.unique(design.counts)
    rows = [design.incidence[np.flatnonzero(design.counts == size)] for size in sizes]
    together = [(one.T @ one).toarray() for one in rows]
    free = len(totals) - 1

    def solved(logs: Floats) -> tuple[float, float, Floats, Floats]:
        """Return twice the negative log likelihood, the variance of chance, the solution and the factor."""
        worth, habit = np.exp(np.clip(logs, -9, 7))
        gain = worth / (1 + design.counts * worth)
        left = np.zeros((judges + 1, judges + 1))
        left[:judges, :judges] = np.diag(loads + 1 / habit)
        for size, shared in zip(sizes, together, strict=True):
            left[:judges, :judges] -= worth / (1 + size * worth) * shared
        left[:judges, judges] = left[judges, :judges] = loads - design.incidence.T @ (gain * design.counts)
        left[judges, judges] = len(totals) - float(gain @ design.counts**2)
        right = np.append(by_judge - design.incidence.T @ (gain * sums), totals.sum() - float((gain * design.counts) @ sums))
        factor = np.linalg.cholesky(left)
        half = solve_triangular(factor, right, lower=True)
        # Rounding may bring a perfect fit below nothing.
        rest = max(float(totals @ totals) - float(gain @ sums**2) - float(half @ half), 1e-9)
        variance = rest / free
        known = float(np.log1p(design.counts * worth).sum()) + judges * float(np.log(habit))
        likelihood = free * float(np.log(variance)) + known + 2 * float(np.log(np.diag(factor)).sum())
        return likelihood, variance, solve_triangular(factor, half, lower=True, trans=1), factor

    rules = {"xatol": 0.02, "fatol": 0.01, "maxiter": 120}
    found = minimize(lambda logs: solved(logs)[0], np.array([-0.5, -1.5]), method="Nelder-Mead", options=rules)
    _likelihood, variance, solution, factor = solved(found.x)
    worth, habit = np.exp(np.clip(found.x, -9, 7))
    return _Fit(float(worth), variance, variance * float(habit), solution[:judges], centre + float(solution[judges]), factor)


def _drawn(design: _Design, fit: _Fit, best: Floats, gain: Floats, places: int, seed: int) -> tuple[Floats, Floats, float]:
    """Draw worth and marking together: how often each is among the best, how far its worth strays, and where the line is."""
    from scipy.linalg import solve_triangular

    chance = np.random.default_rng(seed)
    scale = float(np.sqrt(fit.variance))
    inside, strays, line = np.zeros(len(best)), np.zeros(len(best)), 0.0
    alone = (scale * np.sqrt(gain))[:, None]
    for _ in range(DRAWS // AT_ONCE):
        shift = scale * solve_triangular(fit.factor, chance.standard_normal((len(fit.factor), AT_ONCE)), lower=True, trans=1)
        habits = design.incidence @ shift[:-1] + design.counts[:, None] * shift[-1]
        away = alone * chance.standard_normal((len(best), AT_ONCE)) - gain[:, None] * habits
        worth = best[:, None] + away
        border = np.partition(worth, len(best) - places, axis=0)[len(best) - places]
        inside += (worth >= border).sum(axis=1)
        strays += (away**2).sum(axis=1)
        line += float(border.sum())
    return inside / DRAWS, np.sqrt(strays / DRAWS), line / DRAWS


def _left_out(design: _Design, raw: Floats, places: int, decimals: int) -> tuple[Whole, Whole, Whole, Whole]:
    """Rank by the plain mean, and again without each judge: the ranks, the worst one of each and without whom, and by how many
    the list would be others."""

    def ranks_of(scores: Floats, among: Floats) -> Whole:
        rising = np.sort(among)
        return 1 + len(rising) - np.searchsorted(rising, scores, side="right")

    ranks = ranks_of(raw, raw)
    worst, without, changes = ranks.copy(), np.full(len(ranks), -1), np.zeros(len(design.panel), dtype=np.int64)
    order = np.argsort(design.by, kind="stable")
    for seat, mine in enumerate(np.split(order, np.cumsum(np.bincount(design.by))[:-1])):
        mine = mine[design.counts[design.of[mine]] > 1]
        read = design.of[mine]
        scores = raw.copy()
        scores[read] = np.round((design.sums[read] - design.totals[mine]) / (design.counts[read] - 1), decimals)
        now = ranks_of(scores[read], scores)
        border = np.partition(scores, len(scores) - places)[len(scores) - places]
        changes[seat] = int(((ranks <= places) & (scores < border)).sum())
        lower = now > worst[read]
        worst[read[lower]], without[read[lower]] = now[lower], seat
    return ranks, worst, without, changes


def _judges(design: _Design, fit: _Fit, changes: Whole) -> tuple[WeighedJudge, ...]:
    """The panel, strictest first."""
    from scipy.linalg import solve_triangular

    back = solve_triangular(fit.factor, np.eye(len(fit.factor)), lower=True)
    sd = np.sqrt(fit.variance * (back**2).sum(axis=0))
    loads = np.bincount(design.by, minlength=len(design.panel))
    found = (
        WeighedJudge(judge, int(loads[seat]), _span(-fit.effects[seat], sd[seat]), int(changes[seat]))
        for seat, judge in enumerate(design.panel)
    )
    return tuple(sorted(found, key=lambda one: (-one.severity.value, one.judge)))


def _agreement(design: _Design) -> Span:
    """The intraclass correlation of a single sheet: analysis of variance by proposal, with Searle's interval.

    Exact where all proposals have the same number of sheets; where they have not, with the usual mean number.
    """
    from scipy.special import fdtri  # type: ignore[import-untyped]  # scipy has no types

    number, proposals = len(design.totals), len(design.codes)
    means = design.sums / design.counts
    between = float(design.counts @ (means - design.totals.mean()) ** 2) / (proposals - 1)
    within = float(((design.totals - means[design.of]) ** 2).sum()) / (number - proposals)
    size = (number - float(design.counts @ design.counts) / number) / (proposals - 1)
    found = between / max(within, 1e-12)
    side = (1 - CONFIDENCE) / 2
    low, high = (found / float(fdtri(proposals - 1, number - proposals, one)) for one in (1 - side, side))
    value, low, high = ((one - 1) / (one - 1 + size) for one in (found, low, high))
    return Span(float(value), float(low), float(high))


def _span(value: float, sd: float) -> Span:
    return Span(float(value), float(value - NORMAL * sd), float(value + NORMAL * sd))
