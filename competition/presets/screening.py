"""How the secretariat screens, as an edition file says it."""

from __future__ import annotations

from dataclasses import dataclass

# The lines of the administrative check (`submissions.eligibility.CHECKS`).
CHECKS = ("complete", "limits", "age", "history", "title", "cap")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a line of the administrative check fails, as the agency reads it."""

    code: str
    order: int
    check_code: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class SecondReader:
    """What a second person reads before it is decided: so many of a hundred decisions, and every refusal in which one of
    these lines fails."""

    percent: int
    near_limit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """How the secretariat screens; `correction_days` are working days, 0: until screening closes."""

    reasons: tuple[Cause, ...]
    second_reader: SecondReader
    correction_days: int
