"""Two connections at once: the second begins while the first has not committed yet."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any

from django.db import connection, transaction

PATIENCE = 2.0


@dataclass
class Race:
    """What became of the second: its result or its error, and whether it had to wait for the first."""

    result: Any = None
    error: Exception | None = None
    waited: bool = False


def race(first: Callable[[], Any], second: Callable[[], Any]) -> Race:
    """Run `first`, start `second` on another connection, and commit the first once the second waits or is through.

    Only for tests that really commit (`@pytest.mark.django_db(transaction=True)`).
    """
    outcome = Race()

    def run() -> None:
        try:
            outcome.result = second()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            outcome.error = error
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        until = time.monotonic() + PATIENCE
        while thread.is_alive() and not outcome.waited and time.monotonic() < until:
            outcome.waited = somebody_waits()
            time.sleep(0.01)
    thread.join(timeout=10)
    assert not thread.is_alive()
    return outcome


def somebody_waits() -> bool:
    """Say whether another connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        # Within a transaction the view would keep showing what it showed the first time.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0
