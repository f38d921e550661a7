"""The rules of an edition, kept in the process for exactly as long as they are true.

Every page of a proposal asks for its questions, and they change once a year. The database stamps an edition with a number it
never gives twice whenever a row of its rules is written (migration 0015), and a page reads the stamp with its edition anyway:
what was read under the same stamp is what the tables say now. See docs/decisions/0005-rules-are-remembered-by-their-stamp.md.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from competition.models import Edition

T = TypeVar("T")
_all: list["Remembered[Any]"] = []


class Remembered(Generic[T]):
    """Something that follows from an edition's categories, groups, questions, rounds, criteria and levels alone.

    All pages of the process share what `of` returns, so nobody writes on it. `read` is given the key.
    """

    def __init__(self, read: Callable[[int], T]) -> None:
        self.read = read
        self.kept: dict[int, tuple[int, T]] = {}
        _all.append(self)

    def of(self, edition: Edition, key: int) -> T:
        """Return it for the key of the edition itself or of one of its rounds: read now unless this stamp's is known."""
        known = self.kept.get(key)
        if known is None or known[0] != edition.rules_stamp:
            known = self.kept[key] = (edition.rules_stamp, self.read(key))
        return known[1]


def forget_rules() -> None:
    """Let every page read the rules anew. Nothing depends on it; it is for whoever counts queries."""
    for one in _all:
        one.kept.clear()
