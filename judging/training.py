"""How somebody's marks of a training text compare with the panel's. Facts only: no database and no clock.

Of fewer than LEAST_OTHERS others nothing is said: a median of one is that judge's mark.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import fmean, median, quantiles
from typing import NamedTuple

Points = Mapping[str, Decimal]
LEAST_OTHERS = 2


class Stand(StrEnum):
    """Where a mark stands: below, within or above the middle half of the others."""

    BELOW = "BELOW"
    WITHIN = "WITHIN"
    ABOVE = "ABOVE"


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion: the own points, and of the others the median and the middle half."""

    criterion: str
    own: Decimal
    median: Decimal
    low: Decimal
    high: Decimal

    @property
    def stand(self) -> Stand:
        """Where the own points stand."""
        if self.own < self.low:
            return Stand.BELOW
        return Stand.ABOVE if self.own > self.high else Stand.WITHIN


def compare(own: Points, others: Sequence[Points]) -> list[Compared]:
    """Return the comparison of each criterion of the own sheet; nothing while fewer than LEAST_OTHERS others have one."""
    if len(others) < LEAST_OTHERS:
        return []
    found = []
    for criterion, points in own.items():
        theirs = sorted(one[criterion] for one in others if criterion in one)
        if len(theirs) >= LEAST_OTHERS:
            low, middle, high = quantiles(theirs, n=4, method="inclusive")
            found.append(Compared(criterion, points, middle, low, high))
    return found


class Trained(NamedTuple):
    """A training sheet: of which text, whose, and its weighted total."""

    anchor: int
    judge: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Distance:
    """How many points above the median of the others somebody's totals are on average, over so many texts."""

    texts: int
    points: float


def distances_of(sheets: Iterable[Trained]) -> dict[int, Distance]:
    """Return how far each judge is from the others on the training texts that enough of them scored."""
    by_anchor: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for one in sheets:
        by_anchor[one.anchor][one.judge] = one.total
    apart: dict[int, list[float]] = defaultdict(list)
    for totals in by_anchor.values():
        for judge, own in totals.items():
            others = [total for other, total in totals.items() if other != judge]
            if len(others) >= LEAST_OTHERS:
                apart[judge].append(float(own - median(others)))
    return {judge: Distance(len(of), fmean(of)) for judge, of in sorted(apart.items())}
