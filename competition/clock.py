"""The one clock. Deadlines and embargoes are decided by the database's time, never by this machine's.

Read it once at the edge (a view, a task, a command) and hand the instant on as `at`.
"""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func


def read_clock() -> datetime:
    """Return the database's present instant, timezone-aware (UTC)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def clock_expression() -> Func:
    """Return the same instant as part of a query that is made anyhow."""
    return Func(function="clock_timestamp", output_field=DateTimeField())
