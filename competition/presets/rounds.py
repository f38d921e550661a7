"""The judging rounds, as an edition file says them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from competition.presets.briefing import Briefing

# What a round's judges go by.
ROUND_KINDS = ("desk", "interview", "field")
# What `entrants` says for all eligible proposals; anything else is the key of the round whose list says who enters.
ELIGIBLE = "eligible"
# What is done where readers are far apart, and how a sheet counts that they agreed on.
CONSOLIDATE = "consolidate"
WAYS = (CONSOLIDATE, "third_reader", "none")
COUNTS = ("replaces", "beside")
# What the score of record is, what a missing sheet does, and where a figure exactly between two goes.
SCORE_RULES = ("weighted_mean",)
REFUSE, THOSE_THERE = "refuse", "those_there"
MISSING = (REFUSE, THOSE_THERE)
ROUNDINGS = ("half_even", "half_up")


@dataclass(frozen=True, slots=True)
class Dispute:
    """What happens from the round's `gap` on; whether the ranking waits for it; how a sheet that readers agreed on counts."""

    way: str = CONSOLIDATE
    blocks_ranking: bool = False
    agreed_sheet: str = "replaces"


@dataclass(frozen=True, slots=True)
class Score:
    """How sheets become a score; without `least_sheets` every required one must be there."""

    least_sheets: int | None = None
    rounding: str = "half_even"
    passing_grade: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One anchored level; points lie on 0–100."""

    value: int
    points: Decimal
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the sheet; weight 0 is asked of the writer, has no levels and stands on no sheet."""

    code: str
    name: str
    name_en: str
    order: int
    description: str
    description_en: str
    weight: Decimal
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `floor` places for this value of the dimension."""

    dimension: str
    value: str
    floor: int


@dataclass(frozen=True, slots=True)
class Round:
    """A judging round with its sheet; `chosen_in` is the key of the round whose list says who enters; empty: all."""

    key: str
    name: str
    name_en: str
    order: int
    kind: str
    chosen_in: str
    stage: str
    readers_per_proposal: int
    max_load: int
    cross_team_percent: int
    places: int
    award: str
    nominees: int | None
    gap: Decimal | None
    dispute: Dispute
    reason_min_words: int
    decimals: int
    score: Score
    tie_break: tuple[str, ...]
    briefing: Briefing | None
    criteria: tuple[Criterion, ...]
    quotas: tuple[Quota, ...]
