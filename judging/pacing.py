"""How a panel gets on: who will be through in time, how each judge marks, and about which proposals two readers are far apart.

Facts only, no database and no clock. Nothing here is of record, and nothing is corrected for who read what: that takes a whole
round (`judging/weighing.py`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import fmean, stdev
from typing import NamedTuple

DAY = timedelta(days=1)
# Of fewer sheets a mean is told to nobody: it would be hardly anything but the scores of single proposals.
LEAST_SHEETS = 5


class Outlook(StrEnum):
    """Whether a judge will be through in time. EARLY: a day has not passed yet, so nothing can be said."""

    IDLE = "IDLE"
    DONE = "DONE"
    EARLY = "EARLY"
    IN_TIME = "IN_TIME"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a judge has left, how many sheets a day they locked so far, and how many a day it takes from now on."""

    outlook: Outlook
    left: int
    pace: float
    needed: float


def forecast(total: int, locked: int, since: datetime, at: datetime, closes_at: datetime) -> Forecast:
    """Say how a judge with `total` tasks, to be worked on since an instant, gets on. The pace is that of the whole time since
    then: late are those whose pace, kept to the close, leaves something over. After the close it is who left something over."""
    left, ahead = total - locked, max((closes_at - at) / DAY, 0.0)
    passed = max((min(at, closes_at) - since) / DAY, 0.0)
    pace = locked / passed if passed >= 1 else 0.0
    needed = left / max(ahead, 1.0)
    if not left:
        return Forecast(Outlook.DONE if total else Outlook.IDLE, 0, pace, 0.0)
    if not ahead:
        return Forecast(Outlook.LATE, left, pace, needed)
    if passed < 1:
        return Forecast(Outlook.EARLY, left, pace, needed)
    return Forecast(Outlook.IN_TIME if pace * ahead >= left else Outlook.LATE, left, pace, needed)


class Standing(StrEnum):
    """What became of a dispute. NEW: nothing was decided; THIRD: one more reads; READ: that one has locked a sheet."""

    NEW = "NEW"
    OPEN = "OPEN"
    THIRD = "THIRD"
    READ = "READ"
    SEALED = "SEALED"
    ENDED = "ENDED"


UNSETTLED = frozenset({Standing.NEW, Standing.OPEN, Standing.THIRD})


def standing_of(decided: str | None, sheets: int, readers: int) -> Standing:
    """Say where a dispute stands: what was decided (None: nothing yet), how many sheets are locked, how many are required.
    Sheets of readings near the line are none of these."""
    standing = Standing(decided or Standing.NEW)
    return Standing.READ if standing == Standing.THIRD and sheets > readers else standing


class Given(NamedTuple):
    """A locked sheet: of which proposal, whose, and its weighted total."""

    proposal: int
    judge: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Habit:
    """The mean of somebody's totals, and their standard deviation, over so many sheets."""

    sheets: int
    mean: float
    spread: float


def habits_of(given: Iterable[Given]) -> dict[int, Habit]:
    """Return how each judge marks who has locked at least LEAST_SHEETS."""
    totals: dict[int, list[float]] = defaultdict(list)
    for one in given:
        totals[one.judge].append(float(one.total))
    found = {judge: habit_of(of_judge) for judge, of_judge in totals.items()}
    return {judge: habit for judge, habit in found.items() if habit is not None}


def habit_of(totals: list[float]) -> Habit | None:
    """Return mean and standard deviation; None of fewer than LEAST_SHEETS."""
    return Habit(len(totals), fmean(totals), stdev(totals)) if len(totals) >= LEAST_SHEETS else None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A proposal whose readers are so many points apart, and who gave the most and the least."""

    proposal: int
    gap: Decimal
    highest: int
    lowest: int


def disputes_of(given: Iterable[Given], gap: Decimal | None, readers: int = 2) -> list[Dispute]:
    """Return the proposals that have sheets of so many `readers` and two totals at least `gap` apart, the widest first. None
    where the round names no gap."""
    if gap is None:
        return []
    readings: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        readings[one.proposal].append(one)
    found = []
    for proposal, read in readings.items():
        ordered = sorted(read, key=lambda one: (one.total, one.judge))
        low, high = ordered[0], ordered[-1]
        if len(read) >= max(readers, 2) and high.total - low.total >= gap:
            found.append(Dispute(proposal, high.total - low.total, high.judge, low.judge))
    return sorted(found, key=lambda one: (-one.gap, one.proposal))
