"""How many took part in an announced edition, for everybody: from draft to list, and by kind, category and province."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models.institutions import InstitutionKind
from competition.views.edge import instant
from competition.views.public import public_page
from competition.zones import format_number
from submissions.queries.opendata import participation
from submissions.queries.results import category_labels, edition_of_year
from submissions.queries.statistics import province_codes
from submissions.tilemap import drawn, tiles_of
from submissions.views.helped import helped_parts

WARM_SECONDS = 30
Row = Mapping[str, Any]


@require_safe
@public_page(seconds=WARM_SECONDS, browser_seconds=WARM_SECONDS)
def statistics(request: HttpRequest, year: int) -> HttpResponse:
    """Show the figures of an edition whose list is out. Before that there is nothing here, not even its absence."""
    rows = participation({"year": year}, instant(request))
    if not rows:
        raise Http404
    edition = edition_of_year(year)
    context = {
        "edition": edition,
        "funnel": _funnel(rows[0]),
        "tables": [
            _table(_("Jenis instansi"), rows, "kind", dict(InstitutionKind.choices)),
            _table(_("Kategori"), rows, "category", category_labels(edition.pk)),
            _table(_("Provinsi"), rows, "province", {}),
        ],
        "map": _map(rows),
        **helped_parts(edition, instant(request)),
        "open_url": f"{reverse('submissions:open_statistics')}?year={year}",
    }
    return render(request, "submissions/statistics/statistics.html", context)


def _map(rows: Sequence[Row]) -> dict[str, Any]:
    codes = province_codes()
    sent = {codes[row["key"]]: row["submitted"] for row in rows if row["by"] == "province" and row["key"] in codes}
    return drawn(tiles_of(sent), "img")


def _funnel(whole: Row) -> list[dict[str, Any]]:
    """Return the steps from the first draft to the list, each with its share of the first in percent."""
    steps = (
        (_("Dimulai"), whole["started"]),
        (_("Terkirim"), whole["submitted"]),
        (_("Lolos administrasi"), whole["eligible"]),
        (_("Diumumkan"), whole["chosen"]),
    )
    shares = [_share(number, whole["started"]) for _label, number in steps]
    return [
        {"label": label, "number": number, "share": share, "percent": f"{format_number(share)} %"}
        for (label, number), share in zip(steps, shares, strict=True)
    ]


def _table(caption: str, rows: Sequence[Row], by: str, labels: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of one way of counting with the most numerous first; its bars are shares of that one."""
    ordered = sorted((row for row in rows if row["by"] == by), key=lambda row: (-row["submitted"], row["key"]))
    most = max((row["submitted"] for row in ordered), default=0)
    lines = [
        {
            "label": labels.get(row["key"], row["key"]),
            "submitted": row["submitted"],
            "chosen": row["chosen"],
            "share": _share(row["submitted"], most),
        }
        for row in ordered
    ]
    return {"caption": caption, "rows": lines}


def _share(number: int, whole: int) -> int:
    return round(100 * number / whole) if whole else 0
