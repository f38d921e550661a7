"""From which session an act comes: told by the edge, read where the act is written down.

A session's key is as good as a password, so what is kept is a keyed hash of it: entries of one session can be told to
belong together, and to a session one holds, and nobody can get the key back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.crypto import salted_hmac

MARK_LENGTH = 32

_session: ContextVar[Callable[[], str | None] | None] = ContextVar("session_of_the_act", default=None)


@contextmanager
def acting_from(session_key: Callable[[], str | None]) -> Iterator[None]:
    """Say where acts come from meanwhile. The key is asked for when an act is written, because signing in changes it."""
    token = _session.set(session_key)
    try:
        yield
    finally:
        _session.reset(token)


def session_mark() -> str:
    """Return the mark of the session in which this act happens; empty for tasks, commands and people not signed in."""
    ask = _session.get()
    return mark_of(ask()) if ask else ""


def mark_of(session_key: str | None) -> str:
    """Return the mark under which acts of a session are kept; empty where there is no session."""
    if not session_key:
        return ""
    return salted_hmac("competition.origin", session_key, algorithm="sha256").hexdigest()[:MARK_LENGTH]
