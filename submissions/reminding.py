"""When a close is reminded of, and when nobody is written to. Knows no database."""

from datetime import datetime, timedelta

from competition.night import by_day

STEPS = {"D-7": timedelta(days=7), "D-3": timedelta(days=3), "D-1": timedelta(days=1), "H-6": timedelta(hours=6)}
# A step nobody took in time is left out: the next one is near, and a close that was just moved has its own letter.
LATEST = timedelta(hours=6)


def step_due(closes_at: datetime, at: datetime) -> str:
    """Return the step whose hour has come and is not long past; empty when there is none."""
    return next((step for step, lead in STEPS.items() if timedelta(0) <= at - (closes_at - lead) < LATEST), "")


def out_of_the_night(at: datetime, zone: str, closes_at: datetime) -> datetime:
    """Return when to write to somebody in the zone: now by day, in the morning by night, and now all the same if the close
    comes before that morning."""
    morning = by_day(at, zone)
    return at if morning >= closes_at else morning
