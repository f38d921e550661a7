"""The rules of an edition, kept in the process for exactly as long as they are true.

Every page of a proposal asks for its questions, and they change once a year. The database stamps an edition with a number it
never gives twice whenever a row of its rules is written (`0002_triggers`), and a page reads the stamp with its edition anyway:
what was read under the same stamp is what the tables say now. See docs/decisions/0005-rules-are-remembered-by-their-stamp.md.
"""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from competition.models import Edition

T = TypeVar("T")
SECONDS = 10
_all: list["Remembered[Any] | Briefly[Any]"] = []


class Remembered(Generic[T]):
    """Something that follows from an edition's categories, groups, questions, screening reasons, rounds, criteria and levels
    alone.

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


class Briefly(Generic[T]):
    """Something that hardly ever changes and that pages print but nobody decides by: as it was ten seconds ago or later."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        self.kept: dict[str, tuple[float, T]] = {}
        _all.append(self)

    def get(self) -> T:
        """Return it, read now unless this process read it a moment ago. All pages share it, so nobody writes on it."""
        known = self.kept.get("it")
        if known is None or known[0] < time.monotonic():
            known = self.kept["it"] = (time.monotonic() + SECONDS, self.read())
        return known[1]

    def forget(self) -> None:
        """Let the next page read it anew."""
        self.kept.clear()


def forget_rules() -> None:
    """Let every page read all of this anew. Nothing depends on it; it is for whoever counts queries."""
    for one in _all:
        one.kept.clear()
