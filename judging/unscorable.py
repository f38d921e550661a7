"""Why sheets give no score: what `judging.scoring` refuses, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ScoringError(ValueError):
    """Any refusal of the scoring rules."""


class BadRubric(ScoringError):
    """A rubric that cannot score: weights off 100, a code twice, a tie-break nobody is asked for."""


class MissingMark(ScoringError):
    """A criterion that carries weight has no points on a sheet."""

    def __init__(self, criterion: str) -> None:
        super().__init__(f"criterion {criterion} has no points")
        self.criterion = criterion


class UnknownMark(ScoringError):
    """A sheet has points for a criterion the rubric does not have: it was filled in for another rubric."""

    def __init__(self, criterion: str) -> None:
        super().__init__(f"criterion {criterion} is not in the rubric")
        self.criterion = criterion


class OffScale(ScoringError):
    """Points that are not a Decimal from 0 to 100 with few enough decimals."""

    def __init__(self, criterion: str, points: object) -> None:
        super().__init__(f"criterion {criterion}: {points!r} is not a decimal of the scale 0 to 100")
        self.criterion = criterion
        self.points = points


class Doubled(ScoringError):
    """A proposal stands twice in the input, or has two sheets of one judge."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A proposal with fewer sheets than it must have."""

    proposal: str
    present: int
    required: int


class MissingSheet(ScoringError):
    """One or more proposals lack a required sheet. ``shortfalls`` names every one of them, in order of their codes."""

    def __init__(self, shortfalls: Sequence[Shortfall]) -> None:
        first = shortfalls[0]
        text = f"proposal {first.proposal} has {first.present} of {first.required} required sheets"
        super().__init__(text if len(shortfalls) == 1 else f"{text}, and {len(shortfalls) - 1} more are short")
        self.shortfalls = tuple(shortfalls)
