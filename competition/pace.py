"""How often a page that fetches by itself may ask. Counted in the cache: without one nobody is slowed, and nothing is kept."""

from datetime import datetime

from django.core.cache import cache

MINUTE = 60


def is_too_fast(kind: str, person: int, at: datetime, *, most: int) -> bool:
    """Count one more request of this kind by the person, and say whether it is beyond the `most` of one minute."""
    key = f"pace:{kind}:{person}:{int(at.timestamp()) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:
        # There is no such key: the cache is away.
        return False
