"""What becomes public at an instant that was agreed on, with nobody pressing anything: the first request after it opens it.

A process asks the database every ten seconds which instant is next, and how far it is by the database's clock. In between it
counts that span down by itself, so that no request costs a query and no clock of this machine decides anything.
"""

import logging
import math
import threading
import time

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from competition.clock import read_clock

logger = logging.getLogger(__name__)

SECONDS = 10
# When it is asked again while somebody else opens what is due, or the database gave no answer.
SOON = 0.5
_one_at_a_time = threading.Lock()


class _Known:
    """What this process knows, in its own seconds: when the next instant comes, when it looks again, and how often one came."""

    due = math.inf
    look_at = 0.0
    turn = 0


def open_what_is_due() -> None:
    """Open what has come due, if this process knows of it; nearly always that is a look at two numbers.

    One thread does it. The others go on and answer as a moment ago; such an answer is not kept (`turn`).
    """
    now = time.monotonic()
    if now < _Known.look_at or not _one_at_a_time.acquire(blocking=False):
        return
    # Said first: whatever goes wrong costs one request in a while, and not every one.
    _Known.look_at = now + SOON
    try:
        _look(now)
    except DatabaseError as error:
        logger.warning("cannot ask what is to be announced: %s", error)
    finally:
        _one_at_a_time.release()


def turn() -> int:
    """Return how often something was opened since this process began: what was made before the last time is of yesterday."""
    return _Known.turn


def seconds_left() -> float:
    """Return how long it is until something opens; infinite, as far as this process knows."""
    return max(0.0, _Known.due - time.monotonic())


def forget() -> None:
    """Let the next request ask anew, because what is agreed on has just changed."""
    _Known.look_at, _Known.due = 0.0, math.inf


def _look(now: float) -> None:
    has_come = now >= _Known.due
    left = _seconds_until_next()
    if left <= 0:
        import_string(settings.OPENING)(at=read_clock())
        has_come, left = True, _seconds_until_next()
    _Known.turn += has_come and left > 0
    _Known.due = now + left
    _Known.look_at = now + (SOON if left <= 0 else min(left, SECONDS))


def _seconds_until_next() -> float:
    due = import_string(settings.NEXT_OPENING)()
    return math.inf if due is None else (due - read_clock()).total_seconds()
