"""The lists behind the figures of spreading: each as a page, as CSV and as a workbook."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from competition.models import Institution
from competition.models.institutions import InstitutionKind
from competition.spreadsheets import csv_lines, write_xlsx
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.public import public_page
from submissions.models import Innovation
from submissions.queries.spread import (
    SpreadFilter,
    confirmed_replications,
    institutions_with_innovations,
    replicated_innovations,
    spread_of,
)
from submissions.views.facets import query_of
from submissions.views.spread import Words, list_form

PER_PAGE = 50
# A file holds so many rows; whoever needs more reads the open data page by page.
MOST_IN_FILE = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SpreadList:
    """A list: its title, its heads, how its rows are found, and how one is printed: cells, and where the first one leads."""

    title: Any
    heads: tuple[Any, ...]
    find: Callable[[SpreadFilter, Words], Sequence[Any]]
    write: Callable[[Any, Words], tuple[Cells, str]]


@require_safe
@public_page(seconds=30, browser_seconds=30)
def spread_list(request: HttpRequest, listing: str) -> HttpResponse:
    """Show the list behind a figure."""
    shown, asked, words = _asked(request, listing)
    page = Paginator(shown.find(asked.asked(), words), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    query = query_of(asked).rstrip("?")
    context = {
        "title": shown.title,
        "form": asked,
        "page": page,
        "heads": shown.heads,
        "rows": [_row(shown, one, words) for one in page],
        "clear_url": reverse("submissions:spread_list", args=[listing]),
        "files": [
            (label, reverse("submissions:spread_file", args=[listing, kind]) + query)
            for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))
        ],
    }
    return render(request, "submissions/spread/list.html", context)


@require_safe
def spread_file(request: HttpRequest, listing: str, form: str) -> HttpResponse:
    """Hand out the list as a file. It is the same for everybody, and kept by nobody here: a file is larger than a page."""
    request.is_public = True
    shown, asked, words = _asked(request, listing)
    rows = chain([shown.heads], _cells(shown, asked.asked(), words))
    if form == "csv":
        response = HttpResponse("\ufeff" + "".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sebaran.xlsx"
            write_xlsx(path, rows)
            response = HttpResponse(path.read_bytes(), content_type=XLSX)
    else:
        raise Http404
    response.headers["Content-Disposition"] = f'attachment; filename="{listing}.{form}"'
    response.headers["Cache-Control"] = "public, max-age=30"
    return response


def _asked(request: HttpRequest, name: str) -> tuple[SpreadList, Any, Words]:
    listing = LISTS.get(name)
    if listing is None:
        raise Http404
    form, words = list_form(request)
    form.asked()
    return listing, form, words


def _cells(listing: SpreadList, asked: SpreadFilter, words: Words) -> Iterator[Cells]:
    return (listing.write(one, words)[0] for one in listing.find(asked, words)[:MOST_IN_FILE])


def _row(listing: SpreadList, one: Any, words: Words) -> dict[str, Any]:
    cells, url = listing.write(one, words)
    return {"first": cells[0], "url": url, "cells": list(zip(listing.heads[1:], cells[1:], strict=True))}


def _innovation_url(code: str) -> str:
    return reverse("submissions:innovation", args=[code])


def _write_replication(one: dict[str, Any], words: Words) -> tuple[Cells, str]:
    categories = "; ".join(words.say("category", key) for key in one["categories"])
    origin = (one["from_name"], words.say("kind", one["from_kind"]), words.say("province", one["from_province"]))
    taker = (one["to_name"] or _("Tidak ditampilkan"), words.say("kind", one["to_kind"]))
    waited = one["waited"].days if one["waited"] is not None else ""
    cells = (one["title"], one["year"], categories, *origin, *taker, words.say("province", one["to_province"]), waited)
    return cells, _innovation_url(one["innovation_code"])


def _write_innovation(one: Innovation, words: Words) -> tuple[Cells, str]:
    return (one.title, one.institution.name, *_place(one.institution), one.copies), _innovation_url(one.code)


def _write_institution(one: Institution, words: Words) -> tuple[Cells, str]:
    return (one.name, *_place(one), one.number), ""


def _place(one: Institution) -> tuple[str, str]:
    region = one.region
    return str(InstitutionKind(one.kind).label), (region.parent or region).name if region else ""


def _write_missing(one: tuple[str, str], words: Words) -> tuple[Cells, str]:
    return (one[1], one[0]), ""


def _write_figures(one: tuple[str, str, Any], words: Words) -> tuple[Cells, str]:
    facet, key, numbers = one
    told = (numbers.innovations, numbers.institutions, numbers.replicated, numbers.replications, numbers.received)
    return (words.say(facet, key), words.facet(facet), key, *told), ""


def _missing(name: str) -> Callable[[SpreadFilter, Words], Sequence[Any]]:
    return lambda asked, words: spread_of(asked).missing[name]


def _figures(asked: SpreadFilter, words: Words) -> Sequence[Any]:
    rows = spread_of(asked).rows
    return [(facet, key, rows[facet][key]) for facet in rows for key in sorted(rows[facet])]


KIND, PROVINCE, CODE = gettext_lazy("Jenis instansi"), gettext_lazy("Provinsi"), gettext_lazy("Kode")
INNOVATION, INSTITUTION = gettext_lazy("Inovasi"), gettext_lazy("Instansi")
CONFIRMED = gettext_lazy("Replikasi dikonfirmasi")
LISTS = {
    "replikasi": SpreadList(
        CONFIRMED,
        (
            *(INNOVATION, gettext_lazy("Tahun dikonfirmasi"), gettext_lazy("Kategori")),
            *(gettext_lazy("Instansi asal"), gettext_lazy("Jenis asal"), gettext_lazy("Provinsi asal")),
            *(gettext_lazy("Instansi penerap"), gettext_lazy("Jenis penerap"), gettext_lazy("Provinsi penerap")),
            gettext_lazy("Hari sampai dikonfirmasi"),
        ),
        lambda asked, words: confirmed_replications(asked),
        _write_replication,
    ),
    "direplikasi": SpreadList(
        gettext_lazy("Inovasi yang pernah direplikasi"),
        (INNOVATION, INSTITUTION, KIND, PROVINCE, CONFIRMED),
        lambda asked, words: replicated_innovations(asked),
        _write_innovation,
    ),
    "instansi": SpreadList(
        gettext_lazy("Instansi yang punya inovasi"),
        (INSTITUTION, KIND, PROVINCE, INNOVATION),
        lambda asked, words: institutions_with_innovations(asked),
        _write_institution,
    ),
    "angka": SpreadList(
        gettext_lazy("Semua angka sebaran"),
        (
            *(gettext_lazy("Apa"), gettext_lazy("Menurut"), CODE, INNOVATION, INSTITUTION),
            *(gettext_lazy("Pernah direplikasi"), CONFIRMED, gettext_lazy("Replikasi diterima")),
        ),
        _figures,
        _write_figures,
    ),
    "provinsi-tanpa-inovasi": SpreadList(
        gettext_lazy("Provinsi tanpa inovasi"), (PROVINCE, CODE), _missing("province_without_innovation"), _write_missing
    ),
    "jenis-tanpa-inovasi": SpreadList(
        gettext_lazy("Jenis instansi tanpa inovasi"), (KIND, CODE), _missing("kind_without_innovation"), _write_missing
    ),
    "provinsi-tanpa-replikasi": SpreadList(
        gettext_lazy("Provinsi tanpa replikasi yang ditampilkan"),
        (PROVINCE, CODE),
        _missing("province_without_replication"),
        _write_missing,
    ),
    "jenis-tanpa-replikasi": SpreadList(
        gettext_lazy("Jenis instansi tanpa replikasi yang ditampilkan"),
        (KIND, CODE),
        _missing("kind_without_replication"),
        _write_missing,
    ),
}
