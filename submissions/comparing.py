"""Two versions of a text compared word by word. Knows no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
# Comparing takes time with the product of the two lengths. A longer text is compared by its lines.
MOST_WORDS = 3000
# The space after a word goes with it; a line break stands for itself.
_WORDS = re.compile(r"\S+ ?|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, was added or was removed."""

    kind: str
    text: str


def compare_words(before: str, after: str) -> list[Piece]:
    """Return what stayed, came and went, in reading order.

    The pieces that are not ADDED, joined, are `before`; those that are not REMOVED are `after`.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = _LINES.findall(before), _LINES.findall(after)
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(new[from_:to]))
            continue
        if end > start:
            yield Piece(REMOVED, "".join(old[start:end]))
        if to > from_:
            yield Piece(ADDED, "".join(new[from_:to]))
