"""The public register of innovations."""

from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.public import public_page
from submissions.forms.catalogue import CatalogueForm
from submissions.models import Award, Innovation
from submissions.queries.catalogue import (
    CatalogueFilter,
    catalogue_awards,
    catalogue_years,
    public_innovation,
    public_innovations,
)

PER_PAGE = 25


@require_safe
@public_page(seconds=30, browser_seconds=30)
def catalogue(request: HttpRequest) -> HttpResponse:
    """List public innovations by what the reader asks."""
    form = CatalogueForm(request.GET or None, years=catalogue_years(), awards=catalogue_awards())
    asked = form.asked()
    page = Paginator(public_innovations(asked), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(one) for one in page],
        "is_filtered": asked != CatalogueFilter(),
        "clear_url": reverse("submissions:catalogue"),
    }
    return render(request, "submissions/catalogue/list.html", context)


@require_safe
@public_page(seconds=30, browser_seconds=30)
def innovation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one innovation with what it won and where that was reported."""
    found = public_innovation(code)
    if found is None:
        raise Http404
    region = found.institution.region
    province = (region.parent or region).name if region else ""
    awards = [_award(one) for one in found.awards.all()]
    context = {"innovation": found, "province": province, "awards": awards}
    return render(request, "submissions/catalogue/innovation.html", context)


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
