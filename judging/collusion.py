"""Signs in the scores of a panel that somebody may be favouring somebody: worth a look, and never a verdict.

Four signs, each of one judge or of two:

* LIFT: higher than the other readers of the same proposals where these come from one province, and not elsewhere;
* SHIFT: marks far from the panel's, further than judges usually differ;
* PAIR: two judges whose marks of the proposals they share agree far more than marks in the panel do;
* HASTE: far less time for a proposal than anybody else takes.

Each is a test of how likely such a figure is in a panel where nobody favours anybody. There are many judges, provinces and
pairs, so a figure that is rare once is common somewhere: the limits are divided by how many there are (Bonferroni), and an
honest panel has any sign at all in at most about FALSE_ALARMS of cases. Facts only: no database and no clock.
docs/decisions/0098-signs-are-worth-a-look.md
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FALSE_ALARMS = 0.05
"""How often an honest panel may show any sign at all."""
SHARES = {"LIFT": 0.7, "SHIFT": 0.1, "PAIR": 0.1, "HASTE": 0.1}
"""How that is divided among the signs: most to the one that a favoured agency profits from."""
OWN_SHARE = 0.5
"""How much of LIFT's goes to judges' own provinces, as far as those are known."""
LEAST_IN, LEAST_OUT, LEAST_SHARED, LEAST_JUDGES, LEAST_TIMES = 4, 8, 8, 5, 8
"""Of fewer sheets from a province and from others, shared proposals, judges or times nothing is said."""
LONGEST = 120.0
"""Minutes between two locks beyond which there was a break."""
ROUNDS = 30
"""Of taking habits and worth out in turn; after a dozen nothing moves any more."""


class Kind(StrEnum):
    """What is worth a look."""

    LIFT = "LIFT"
    SHIFT = "SHIFT"
    PAIR = "PAIR"
    HASTE = "HASTE"


class Seen(NamedTuple):
    """A locked sheet: of which proposal, whose, from which province (None: a ministry's), its weighted total, and how many
    minutes it took (None: not known)."""

    proposal: int
    judge: int
    province: int | None
    total: float
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What is worth a look: of which judge, by how much, over so many sheets; of LIFT the province and whether it is the
    judge's own, of PAIR the other judge. ``value``: points (LIFT, SHIFT), correlation (PAIR), minutes (HASTE)."""

    kind: Kind
    judge: int
    value: float
    sheets: int
    province: int | None = None
    is_own: bool = False
    other: int | None = None


def minutes_between(times: Sequence[datetime]) -> list[float | None]:
    """Return how long each sheet took, from the lock before it, in minutes; None of a first one and after a break."""
    gaps = [(later - earlier).total_seconds() / 60 for earlier, later in pairwise(times)]
    return [None, *(gap if gap <= LONGEST else None for gap in gaps)] if times else []


def signs_of(seen: Sequence[Seen], own: Mapping[int, int] | None = None) -> list[Sign]:
    """Return all signs in a panel's sheets, by judge.

    :param own: the province of those judges of whom it is known.
    """
    rows = sorted(seen, key=lambda one: (one.judge, one.proposal))
    if len({one.judge for one in rows}) < LEAST_JUDGES:
        return []
    habits, above = _residuals(rows)
    found = [*_lifts(rows, above, own or {}), *_shifts(rows, habits), *_pairs(rows, habits), *_hastes(rows)]
    return sorted(found, key=lambda one: (one.judge, one.kind, one.province or 0, one.other or 0))


def _residuals(rows: Sequence[Seen]) -> tuple[dict[int, float], list[float | None]]:
    """Return each judge's habit (least squares of habit + worth), and for each sheet how far it is above what its other readers
    lead to expect once habits are taken out; None where nobody else read."""
    judges, proposals = sorted({one.judge for one in rows}), sorted({one.proposal for one in rows})
    seat, place = {one: i for i, one in enumerate(judges)}, {one: i for i, one in enumerate(proposals)}
    by, of = np.array([seat[one.judge] for one in rows]), np.array([place[one.proposal] for one in rows])
    totals = np.array([one.total for one in rows], dtype=np.float64)
    loads, readers = np.bincount(by, minlength=len(judges)), np.bincount(of, minlength=len(proposals))
    habit: Floats = np.zeros(len(judges))
    for _ in range(ROUNDS):
        worth = np.bincount(of, totals - habit[by], len(proposals)) / readers
        habit = np.bincount(by, totals - worth[of], len(judges)) / loads
        habit -= habit.mean()
    plain = totals - habit[by]
    others = readers[of] - 1
    rest = np.bincount(of, plain, len(proposals))[of] - plain
    middle, pull = float(plain.mean()), _pull(plain, of, readers)
    # What the others gave says the less of a proposal's worth the fewer they are and the less the panel agrees.
    expected = middle + others / (others + pull) * (rest / np.maximum(others, 1) - middle)
    above = [float(gap) if n else None for gap, n in zip(plain - expected, others, strict=True)]
    return {judge: float(habit[seat[judge]]) for judge in judges}, above


def _pull(plain: Floats, of: NDArray[np.int64], readers: NDArray[np.int64]) -> float:
    """Return the variance of chance by that of worth, from the analysis of variance by proposal."""
    means = np.bincount(of, plain, len(readers)) / readers
    free = max(len(plain) - len(readers), 1)
    chance = float(((plain - means[of]) ** 2).sum()) / free
    between = float((readers * (means - plain.mean()) ** 2).sum()) / max(len(readers) - 1, 1)
    worth = (between - chance) / float(readers.mean())
    return min(chance / worth, 1e6) if worth > 0 else 1e6


def _lifts(rows: Sequence[Seen], above: Sequence[float | None], own: Mapping[int, int]) -> Iterable[Sign]:
    """Student's test of each judge's sheets from a province against the judge's other sheets, upwards only."""
    sheets: dict[int, list[tuple[int | None, float]]] = defaultdict(list)
    for one, value in zip(rows, above, strict=True):
        if value is not None:
            sheets[one.judge].append((one.province, value))
    tests: list[tuple[Sign, float, int]] = []
    for judge, known in sheets.items():
        for province in sorted({province for province, _value in known if province is not None}):
            inside = np.array([value for where, value in known if where == province])
            outside = np.array([value for where, value in known if where != province])
            if len(inside) < LEAST_IN or len(outside) < LEAST_OUT:
                continue
            lift = float(inside.mean() - outside.mean())
            free = len(inside) + len(outside) - 2
            spread = float(np.sqrt((inside.var() * len(inside) + outside.var() * len(outside)) / free))
            error = spread * float(np.sqrt(1 / len(inside) + 1 / len(outside)))
            sign = Sign(Kind.LIFT, judge, lift, len(inside), province, own.get(judge) == province)
            tests.append((sign, lift / error if error else 0.0, free))
    mine = [one for one in tests if one[0].is_own]
    share = OWN_SHARE if mine else 0.0
    for some, part in ((mine, share), ([one for one in tests if not one[0].is_own], 1 - share)):
        yield from _rare(some, FALSE_ALARMS * SHARES[Kind.LIFT] * part)


def _shifts(rows: Sequence[Seen], habits: Mapping[int, float]) -> Iterable[Sign]:
    loads: dict[int, int] = defaultdict(int)
    for one in rows:
        loads[one.judge] += 1
    tests = []
    for judge, (away, free) in _outliers(habits).items():
        tests.append((Sign(Kind.SHIFT, judge, habits[judge], loads[judge]), abs(away), free))
    # Both ways: half of the limit for each.
    yield from _rare(tests, FALSE_ALARMS * SHARES[Kind.SHIFT] / 2)


def _pairs(rows: Sequence[Seen], habits: Mapping[int, float]) -> Iterable[Sign]:
    """Fisher's test of each pair's correlation against that of all pairs together, upwards only."""
    marks: dict[int, dict[int, float]] = defaultdict(dict)
    for one in rows:
        marks[one.judge][one.proposal] = one.total - habits[one.judge]
    shared = {}
    for first, second in combinations(sorted(marks), 2):
        both = sorted(marks[first].keys() & marks[second].keys())
        if len(both) >= LEAST_SHARED:
            shared[first, second] = ([marks[first][one] for one in both], [marks[second][one] for one in both])
    if len(shared) < LEAST_JUDGES:
        return
    turned = {pair: _turned(*lists) for pair, lists in shared.items()}
    weights = {pair: len(lists[0]) - 3 for pair, lists in shared.items()}
    usual = sum(turned[pair] * weights[pair] for pair in shared) / sum(weights.values())
    tests = []
    for (first, second), value in turned.items():
        number = weights[first, second]
        sign = Sign(Kind.PAIR, first, float(np.tanh(value)), number + 3, other=second)
        tests.append((sign, (value - usual) * float(np.sqrt(number)), number))
    yield from _rare(tests, FALSE_ALARMS * SHARES[Kind.PAIR])


def _turned(one: Sequence[float], other: Sequence[float]) -> float:
    """Fisher's z of the correlation of two lists; 0 where one of them does not vary."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.arctanh(np.clip(np.corrcoef(one, other)[0, 1], -0.999, 0.999)))


def _hastes(rows: Sequence[Seen]) -> Iterable[Sign]:
    times: dict[int, list[float]] = defaultdict(list)
    for one in rows:
        if one.minutes is not None and one.minutes > 0:
            times[one.judge].append(one.minutes)
    typical = {judge: float(np.median(of)) for judge, of in times.items() if len(of) >= LEAST_TIMES}
    logs = {judge: float(np.log(minutes)) for judge, minutes in typical.items()}
    tests = []
    for judge, (away, free) in _outliers(logs).items():
        tests.append((Sign(Kind.HASTE, judge, typical[judge], len(times[judge])), -away, free))
    yield from _rare(tests, FALSE_ALARMS * SHARES[Kind.HASTE])


def _outliers(values: Mapping[int, float]) -> dict[int, tuple[float, int]]:
    """Return for each judge how many deviations they are from the others' mean, as Student's t with its degrees of freedom."""
    if len(values) < LEAST_JUDGES:
        return {}
    found = {}
    for judge, value in values.items():
        others = np.array([other for key, other in values.items() if key != judge])
        spread = float(others.std(ddof=1)) * float(np.sqrt(1 + 1 / len(others)))
        found[judge] = ((value - float(others.mean())) / spread if spread else 0.0, len(others) - 1)
    return found


def _rare(tests: Sequence[tuple[Sign, float, int]], limit: float) -> Iterable[Sign]:
    """Give the signs whose t, by its degrees of freedom, is rarer than the limit divided by how many tests there are."""
    from scipy.special import stdtr  # type: ignore[import-untyped]  # scipy has no types

    for sign, t, free in tests:
        if float(stdtr(free, -t)) * len(tests) <= limit:
            yield sign
