"""Who has a sent proposal open for screening just now. It tells the next who opens it, and stops nobody.

Kept in the cache for ten minutes: without one nobody is told, and the lock of the decision itself decides as ever.
"""

from django.core.cache import cache

OPEN_FOR = 10 * 60


def open_for_screening(code: str, person: int, name: str) -> str:
    """Note that the person of this key and name has it open, and return the name of whoever opened it before them; empty when
    nobody did."""
    mine = (person, name)
    if cache.add(_key(code), mine, OPEN_FOR):
        return ""
    holder = cache.get(_key(code), mine)
    if holder[0] != person:
        return holder[1]
    cache.set(_key(code), mine, OPEN_FOR)
    return ""


def is_open_elsewhere(code: str, person: int) -> bool:
    """Say whether somebody else has it open."""
    return cache.get(_key(code), (person, ""))[0] != person


def open_elsewhere(codes: list[str], person: int) -> set[str]:
    """Return which of these somebody else has open; one question to the cache."""
    holders = cache.get_many([_key(code) for code in codes])
    return {code for code in codes if (holder := holders.get(_key(code))) is not None and holder[0] != person}


def close_after_screening(code: str) -> None:
    """Forget who has it open: it was decided."""
    cache.delete(_key(code))


def _key(code: str) -> str:
    return f"screening:open:{code}"
