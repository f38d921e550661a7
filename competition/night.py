"""When nobody is written to, and when the letter of a day is due. Knows no database."""

from datetime import datetime, time, timedelta

from competition.zones import ZONES

EVENING, MORNING = time(21), time(6)
# When the letters of a day are gathered, on the reader's clock.
DAILY_AT = time(7)


def by_day(at: datetime, zone: str) -> datetime:
    """Return when to write to somebody in the zone: now by day, at 6 in the morning by night (21.00 to 06.00)."""
    local = at.astimezone(ZONES[zone])
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + timedelta(days=1) if local.time() >= EVENING else local.date()
    return datetime.combine(day, MORNING, ZONES[zone])


def is_for_today(written_at: datetime, zone: str, at: datetime) -> bool:
    """Say whether what was written then belongs in a letter of a day that is due: 07.00 in the zone came in between."""
    local = at.astimezone(ZONES[zone])
    due = datetime.combine(local.date(), DAILY_AT, ZONES[zone])
    return written_at < (due if due <= at else due - timedelta(days=1))
