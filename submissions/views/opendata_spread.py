"""Open data of how far innovations have spread: the figures of the page, and the replications behind them."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from submissions.opendata import REPLICATIONS, SPREAD
from submissions.queries.spread import SpreadFilter, confirmed_replications, spread_of
from submissions.views.opendata import answer, innovation_url, open_data

# What is asked, by the name under which the figures know it.
ASKED = {"year": "year", "kind": "kind", "category": "category", "province_code": "province"}
ASKED |= {"to_province_code": "to_province", "to_kind": "to_kind"}


@open_data
def spread(request: HttpRequest) -> HttpResponse:
    """Return the figures."""
    return answer(request, SPREAD, _figures, dict)


@open_data
def replications(request: HttpRequest) -> HttpResponse:
    """Return confirmed replications."""
    return answer(request, REPLICATIONS, lambda asked: confirmed_replications(_filter(asked)), _replication_row)


def _filter(asked: dict[str, Any]) -> SpreadFilter:
    return SpreadFilter(**{ASKED[name]: value for name, value in asked.items()})


def _figures(asked: dict[str, Any]) -> list[dict[str, Any]]:
    rows = spread_of(_filter(asked)).rows
    return [{"by": by, "key": key, **asdict(one)} for by in rows for key, one in sorted(rows[by].items())]


def _replication_row(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "year": one["year"],
        "innovation": one["innovation_code"],
        "title": one["title"],
        "categories": one["categories"],
        "origin": one["from_name"],
        "kind": one["from_kind"],
        "province_code": one["from_province"],
        "replicator": one["to_name"],
        "to_kind": one["to_kind"],
        "to_province_code": one["to_province"],
        "days": None if one["waited"] is None else one["waited"].days,
        "url": innovation_url(one["innovation_code"]),
    }
