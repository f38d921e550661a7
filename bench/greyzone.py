"""The same budget of extra readings, in the grey zone and spread evenly: how many of the truly best are found (issue 7, 3).

A year is played with an agreement of 0.26, as was measured between readers of proposals: two readings each, then one more for
each proposal, or as many in four batches where they gain most. Worth has spread 1 here.
"""

import numpy as np

from judging.greyzone import Floats, gains_of

AGREEMENT = 0.26
NOISE = float(np.sqrt(1 / AGREEMENT - 1))
READINGS, BATCHES = 2, 4


def measure_greyzone() -> dict[str, dict]:
    """Return the share of the best that is found, both ways, and what the readings in the grey zone add."""
    even, targeted = found_after(rounds=200, proposals=1373, places=99)
    shares = {"agreement": AGREEMENT, "evenly": round(even, 3), "in_the_grey_zone": round(targeted, 3)}
    return {"grey_zone_share_found": {**shares, "holds": targeted > even}}


def found_after(*, rounds: int, proposals: int, places: int) -> tuple[float, float]:
    """Return the mean share of the truly best that are found, with the budget spread evenly and in the grey zone."""
    chance = np.random.default_rng(2017)
    found = [_played(chance, proposals, places) for _ in range(rounds)]
    return float(np.mean([one[0] for one in found])), float(np.mean([one[1] for one in found]))


def _played(chance: np.random.Generator, proposals: int, places: int) -> tuple[float, float]:
    worth = chance.standard_normal(proposals)
    counts = np.full(proposals, float(READINGS))
    sums = READINGS * worth + NOISE * np.sqrt(READINGS) * chance.standard_normal(proposals)
    evenly = sums + worth + NOISE * chance.standard_normal(proposals)
    for _ in range(BATCHES):
        best, sd = _estimate(sums, counts)
        line = np.partition(best, -places)[-places]
        batch = np.argsort(-gains_of(best - line, sd, NOISE), kind="stable")[: proposals // BATCHES]
        sums[batch] += worth[batch] + NOISE * chance.standard_normal(len(batch))
        counts[batch] += 1
    truly = set(np.argsort(-worth)[:places])
    return _share(evenly, truly, places), _share(_estimate(sums, counts)[0], truly, places)


def _estimate(sums: Floats, counts: Floats) -> tuple[Floats, Floats]:
    precision = 1 + counts / NOISE**2
    return sums / NOISE**2 / precision, 1 / np.sqrt(precision)


def _share(estimate: Floats, truly: set[int], places: int) -> float:
    return len(truly & set(np.argsort(-estimate)[:places])) / places
