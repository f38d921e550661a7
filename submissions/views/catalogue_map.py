"""The provinces as a map of tiles, each of which leads to its part of the catalogue: a page for those who want it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.views.public import public_page
from submissions.forms.catalogue import CatalogueForm
from submissions.queries.catalogue import MOST_HITS, catalogue_entries, understand
from submissions.queries.facets import catalogue_choices, count_facets, province_names
from submissions.tilemap import drawn, tiles_of
from submissions.views.facets import query_of


@require_safe
@public_page(seconds=30, browser_seconds=30)
def catalogue_map(request: HttpRequest) -> HttpResponse:
    """Draw how many public innovations each province has, of what the reader asks; the table says the same in words."""
    form = CatalogueForm(request.GET or None, choices=catalogue_choices())
    asked = form.asked()
    search = understand(asked)
    numbers = count_facets(catalogue_entries(asked, search), MOST_HITS if search.meant else None)["province"]
    list_url = reverse("submissions:catalogue")
    provinces = [_province(form, list_url, numbers, code, name) for code, name in province_names()]
    by_code = {one["code"]: one for one in provinces}
    tiles = [tile | (by_code.get(tile["code"], {}) if tile["shade"] else {}) for tile in tiles_of(numbers)]
    context = {
        "provinces": provinces,
        "map": drawn(tiles),
        "list_url": list_url + query_of(form).rstrip("?"),
        "search": asked.search,
    }
    return render(request, "submissions/catalogue/map.html", context)


def _province(form: CatalogueForm, list_url: str, numbers: dict[str, int], code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name, "number": numbers.get(code, 0), "url": list_url + query_of(form, provinsi=code)}
