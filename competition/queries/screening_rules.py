"""The rules of an edition's administrative check: which hold, and how they came about."""

from datetime import datetime
from typing import TypedDict

from competition.models import Edition, Person, ScreeningReason, ScreeningRules
from competition.models.people import AppointmentRole
from competition.queries.editions import stages_of
from competition.queries.people import appointees_of


class Reason(TypedDict):
    """Why a line of the check may fail; without a code while it is new."""

    code: str
    check: str
    text: str
    text_en: str
    is_offered: bool


class Rules(TypedDict):
    """How the secretariat screens: what two people read, how long a correction may take, for which reasons a line fails."""

    second_percent: int
    second_checks: list[str]
    correction_days: int
    reasons: list[Reason]


def rules_of(edition: Edition) -> Rules:
    """Return the rules that hold. One query."""
    reasons = ScreeningReason.objects.filter(edition=edition).order_by("order", "pk")
    return {
        "second_percent": edition.second_percent,
        "second_checks": list(edition.second_checks),
        "correction_days": edition.correction_days,
        "reasons": [reason_in(one) for one in reasons],
    }


def reason_in(one: ScreeningReason) -> Reason:
    """Return a reason as the rules hold it."""
    texts = {"text": one.text, "text_en": one.text_en}
    return {"code": one.code, "check": one.check_code, **texts, "is_offered": one.is_offered}


def versions_of(edition: Edition) -> list[ScreeningRules]:
    """Return every change, the last one first. One query."""
    return list(edition.screening_rules.select_related("changed_by").order_by("-number", "pk"))


def has_opened(edition: Edition, at: datetime) -> bool:
    """Say whether anybody can have acted under the edition's rules: a stage has opened."""
    return any(one.opens_at <= at for one in stages_of(edition))


def readers_in(edition: Edition, at: datetime) -> list[Person]:
    """Return who may read as first or second: the edition's secretariat. One query."""
    return list(appointees_of(edition.pk, at, AppointmentRole.SECRETARIAT).order_by("name", "pk"))
