"""Whether somebody's way of marking moves while a round runs: how far above the other readers they were early, and later.

Facts only: no database and no clock. Nothing here is of record. A proposal's own worth is taken out by comparing each sheet
with the other sheets of the same proposal; what is left is the judge's habit and chance.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import fmean
from typing import NamedTuple

# Of fewer sheets in each half a mean is hardly anything but single scores.
LEAST_HALF = 5


class Timed(NamedTuple):
    """A locked sheet: of which proposal, whose, its weighted total, and when it was locked."""

    proposal: int
    judge: int
    total: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Drift:
    """How many points above the other readers somebody was in the first and in the later half of so many sheets."""

    sheets: int
    first: float
    later: float

    @property
    def change(self) -> float:
        """How many points higher the later half is."""
        return self.later - self.first


def drifts_of(sheets: Iterable[Timed]) -> dict[int, Drift]:
    """Return the drift of each judge with LEAST_HALF sheets in each half that somebody else read too; of an odd number the
    middle one counts to the later half."""
    readings: dict[int, list[Timed]] = defaultdict(list)
    for one in sheets:
        readings[one.proposal].append(one)
    apart: dict[int, list[tuple[datetime, int, float]]] = defaultdict(list)
    for read in readings.values():
        for one in read:
            others = [float(other.total) for other in read if other is not one]
            if others:
                apart[one.judge].append((one.at, one.proposal, float(one.total) - fmean(others)))
    found = {}
    for judge, rows in sorted(apart.items()):
        points = [above for _at, _proposal, above in sorted(rows)]
        half = len(points) // 2
        if half >= LEAST_HALF:
            found[judge] = Drift(len(points), fmean(points[:half]), fmean(points[half:]))
    return found
