"""What comes after the announcement, as an edition file says it."""

from __future__ import annotations

from dataclasses import dataclass

from competition.presets.nodes import Record, integer, optional, text

FEEDBACK = ("none", "comments", "scores")
OBJECTIONS = {
    "days": optional(integer(0, 60), default=5),
    "answer_days": optional(integer(1, 60), default=10),
    "note": optional(text(2_000)),
}


@dataclass(frozen=True, slots=True)
class Objections:
    """How many whole days anybody may object to a published list, and in how many working days that is answered."""

    days: int
    answer_days: int


def build_objections(found: Record | None) -> Objections:
    """Return how a list is objected to; a file that says nothing about it has every default."""
    values = found.values if found else {key: one.default for key, one in OBJECTIONS.items()}
    return Objections(days=values["days"], answer_days=values["answer_days"])
