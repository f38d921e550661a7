"""Coached and not coached side by side, as the statistics and the secretariat's page print it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from competition.models import Edition
from competition.zones import format_number
from submissions.helping import FEWEST, Figures, Help, share
from submissions.queries.helped import helped_in


def helped_parts(edition: Edition, at: datetime, without: Collection[int] = ()) -> dict[str, Any]:
    """Return what `submissions/statistics/helped.html` needs."""
    return {"helped": [_row(one) for one in helped_in(edition, at, without)], "fewest": FEWEST}


def _row(one: Figures) -> dict[str, Any]:
    return {
        "label": Help(one.help).label,
        "started": one.started,
        "submitted": _part(one.submitted, one.started),
        "eligible": _part(one.eligible, one.submitted),
        "chosen": _part(one.chosen, one.submitted),
    }


def _part(number: int, whole: int) -> dict[str, Any]:
    percent = share(number, whole)
    return {"number": number, "percent": "" if percent is None else f"{format_number(percent)} %"}
