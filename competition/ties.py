"""How long a tie counts after its end: plain arithmetic of dates."""

from datetime import datetime


def years_before(at: datetime, years: int | None) -> datetime | None:
    """Return the same day so many years earlier, 28 February for a 29th that is not there; None stands for good."""
    if years is None:
        return None
    day = 28 if (at.month, at.day) == (2, 29) and years % 4 else at.day
    return at.replace(year=max(at.year - years, 1), day=day)
