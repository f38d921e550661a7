"""The one clock. Deadlines and embargoes are decided by the database's time, never by this machine's.

Read it once at the edge (a view, a task, a command) and hand the instant on as `at`.

It does not go back: where the machine's clock is set back by less than ten minutes, it stands still until that has caught up,
so that what was closed stays closed (`kipp_clock()` in the database; docs/decisions/0108).
"""

import logging
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import DateTimeField, Func

logger = logging.getLogger(__name__)
MOST_SKEW = timedelta(seconds=2)


def read_clock() -> datetime:
    """Return the database's present instant, timezone-aware (UTC)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kipp_clock()")
        return cursor.fetchone()[0]


def clock_expression() -> Func:
    """Return the same instant as part of a query that is made anyhow."""
    return Func(function="kipp_clock", output_field=DateTimeField())


def watch_skew() -> timedelta:
    """Return by how much this machine's clock is ahead of the database's; more than two seconds either way is logged as an
    alarm. No deadline depends on it, but the proxy on this machine stamps requests by it."""
    before = datetime.now(UTC)
    at = read_clock()
    # Halfway between asking and hearing, so that a slow answer is not taken for a wrong clock.
    skew = before + (datetime.now(UTC) - before) / 2 - at
    if abs(skew) > MOST_SKEW:
        logger.error("this machine's clock differs from the database's by %.1f s", skew.total_seconds())
    return skew
