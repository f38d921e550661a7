"""Whether a second person of the secretariat reads a proposal before it is decided."""

from collections.abc import Collection, Iterable
from hashlib import sha256

HUNDRED = 100


def is_drawn(year: int, code: str, percent: int) -> bool:
    """Say whether a proposal of this code is among so many of a hundred. It follows from year and code alone: nobody chooses
    it, and who asks again gets the same answer. Who was drawn at a smaller share is drawn at a larger one."""
    # Eight bytes of a hash: the remainders of a hundred are even to 1 in 10^17.
    number = int.from_bytes(sha256(f"{year}:{code}".encode()).digest()[:8], "big")
    return number % HUNDRED < percent


def is_due(result: str, failed: Iterable[str], *, near_limit: Collection[str], drawn: bool) -> bool:
    """Say whether this decision, in which these lines fail, waits for a second reader: it was drawn, or is a refusal near a
    limit. A request for correction never does: the agency can mend it, and its next sending is read anew."""
    if result == "CORRECTION":
        return False
    return drawn or (result == "INELIGIBLE" and not set(near_limit).isdisjoint(failed))
