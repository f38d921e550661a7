"""The public register of innovations."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from competition.views.public import public_page
from competition.zones import day_of
from submissions.forms.catalogue import CatalogueForm
from submissions.models import Award, Innovation
from submissions.queries.catalogue import (
    MOST_HITS,
    CatalogueFilter,
    Understood,
    catalogue_entries,
    public_innovation,
    public_innovations,
    understand,
)
from submissions.queries.continuations import years_of
from submissions.queries.facets import Numbers, catalogue_choices, count_facets
from submissions.queries.neighbours import innovations_beside
from submissions.queries.replications import lineage_of
from submissions.queries.shared_materials import shown_materials_of
from submissions.views.facets import facet_links, query_of
from submissions.views.shared_materials import material_row
from submissions.views.sharing import head_of

PER_PAGE = 25


@require_safe
@public_page(seconds=30, browser_seconds=30)
def catalogue(request: HttpRequest) -> HttpResponse:
    """List public innovations by what the reader asks."""
    choices = catalogue_choices()
    form = CatalogueForm(request.GET or None, choices=choices)
    asked = form.asked()
    search = understand(asked)
    page, numbers, is_cut = _page(asked, search, request.GET.get(PAGE_PARAMETER))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(one) for one in page],
        "is_cut": is_cut,
        "guesses": ", ".join(search.guesses),
        "facets": facet_links(form, choices, numbers, counted=not is_cut),
        "is_filtered": asked != CatalogueFilter(),
        "clear_url": reverse("submissions:catalogue"),
        "map_url": reverse("submissions:catalogue_map") + query_of(form).rstrip("?"),
    }
    return render(request, "submissions/catalogue/list.html", context)


def _page(asked: CatalogueFilter, search: Understood, number: str | None) -> tuple[Page, Numbers, bool]:
    """Return a page of the list, the numbers of all it has, and whether a search found more than it shows; nothing is counted
    twice."""
    most = MOST_HITS if search.meant else None
    numbers = count_facets(catalogue_entries(asked, search), most and most + 1)
    whole = numbers["all"][""]
    paginator = Paginator(public_innovations(asked, search), PER_PAGE)
    paginator.count = min(whole, most) if most else whole
    return paginator.get_page(number), numbers, bool(most and whole > most)


@require_safe
@public_page(seconds=30, browser_seconds=30)
def innovation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one innovation with what it won and where that was reported."""
    found = public_innovation(code)
    if found is None:
        raise Http404
    context = innovation_context(found, found.awards.all()) | {"head": head_of(found), "beside": innovations_beside(found)}
    context["years"] = years_of(found, before=day_of(instant(request)).year)
    return render(request, "submissions/catalogue/innovation.html", context)


def innovation_context(found: Innovation, awards: Iterable[Award]) -> dict[str, Any]:
    """Return what the page of an innovation prints, whether it is public or only to be."""
    region = found.institution.region
    province = (region.parent or region).name if region else ""
    told = {"innovation": found, "province": province, "awards": [_award(one) for one in awards]}
    return told | {"lineage": lineage_of(found), "materials": [material_row(one) for one in shown_materials_of(found)]}


def _row(one: Innovation) -> dict[str, Any]:
    return {
        "title": one.title,
        "url": reverse("submissions:innovation", args=[one.code]),
        "institution": one.institution.name,
        "unit": one.unit_name,
        "awards": ", ".join(str(award) for award in one.awards.all()),
    }


def _award(one: Award) -> dict[str, Any]:
    """Return an award as its page prints it; only a web address becomes a link, and it shows where it leads."""
    address = urlsplit(one.source)
    is_link = address.scheme in ("http", "https") and bool(address.hostname)
    return {
        "year": one.year,
        "name": one.name,
        "title_then": one.title_then,
        "link": one.source if is_link else "",
        "source": (address.hostname or "").removeprefix("www.") if is_link else one.source,
    }
