"""File locks that the system takes back when their holder dies, so that none is ever stale."""

import fcntl
import os
from pathlib import Path


def take_lock(path: Path, *, shared: bool = False) -> int | None:
    """Take the lock at once and return the descriptor that holds it; None when somebody else is in the way.

    Closing the descriptor gives the lock back. Programs started later do not inherit it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_taken(path: Path) -> bool:
    """Say whether somebody holds the lock alone."""
    if not path.exists():
        return False
    descriptor = take_lock(path, shared=True)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
