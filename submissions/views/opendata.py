"""Open data for programs: announced facts as JSON and CSV, without a key, and how to ask for them."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from competition.spreadsheets import csv_lines
from competition.views.edge import instant
from competition.views.public import public_page
from submissions.forms.opendata import OpenDataForm
from submissions.models import Innovation, Outcome, Publication
from submissions.opendata import EDITIONS, INNOVATIONS, OUTCOMES, STATISTICS, Listing, describe
from submissions.queries.opendata import announced_lists, announced_outcomes, open_innovations, participation

# At the hour of an announcement no answer may be older than this, here, in browsers and in between.
KEPT_SECONDS = 1
Rows = Sequence[Any]


def open_data(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve a view to everybody, pages of other hosts included, with an ETag, kept for a moment."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any) -> HttpResponse:
        response = view(request, *args)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return require_safe(conditional_page(public_page(seconds=KEPT_SECONDS, browser_seconds=KEPT_SECONDS)(serve)))


@open_data
def description(request: HttpRequest) -> HttpResponse:
    """Describe the lists, as OpenAPI has it."""
    return JsonResponse(describe(settings.SITE_URL))


@open_data
def editions(request: HttpRequest) -> HttpResponse:
    """Return announced lists."""
    return answer(request, EDITIONS, lambda asked: announced_lists(asked, instant(request)), _list_row)


@open_data
def outcomes(request: HttpRequest) -> HttpResponse:
    """Return the entries of announced lists."""
    return answer(request, OUTCOMES, lambda asked: announced_outcomes(asked, instant(request)), _outcome_row)


@open_data
def innovations(request: HttpRequest) -> HttpResponse:
    """Return public innovations."""
    return answer(request, INNOVATIONS, open_innovations, _innovation_row)


@open_data
def statistics(request: HttpRequest) -> HttpResponse:
    """Return how many took part in announced editions."""
    return answer(request, STATISTICS, lambda asked: participation(asked, instant(request)), _as_it_is)


def answer(request: HttpRequest, listing: Listing, find: Callable[[dict], Rows], write: Callable[[Any], dict]) -> HttpResponse:
    """Return the page of a list that is asked, or what about the question makes no sense."""
    form = OpenDataForm(request.GET, listing=listing)
    if not form.is_valid():
        return _problem(form)
    number, size, as_csv = form.turn()
    page = Paginator(find(form.asked()), size).get_page(number)
    rows = [write(one) for one in page] if number == page.number else []
    turns = _turns(request, page)
    response = _csv(listing, rows) if as_csv else JsonResponse(_body(page, number, turns, listing, rows))
    links = [f'<{address}>; rel="{rel}"' for rel, address in turns.items() if address]
    if links:
        response.headers["Link"] = ", ".join(links)
    return response


def _body(page: Page, number: int, turns: dict, listing: Listing, rows: list[dict]) -> dict[str, Any]:
    ordered = [{name: row[name] for name in listing.columns()} for row in rows]
    return {"count": page.paginator.count, "page": number, "pages": page.paginator.num_pages, **turns, "results": ordered}


def _csv(listing: Listing, rows: list[dict]) -> HttpResponse:
    columns = listing.columns()
    lines = csv_lines([columns, *([_cell(row[name]) for name in columns] for row in rows)])
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="kipp-{listing.name}.csv"'
    return response


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def _turns(request: HttpRequest, page: Page) -> dict[str, str | None]:
    """Return the addresses of the neighbouring pages."""

    def address(number: int) -> str:
        asked = {name: value for name, value in request.GET.items() if name != "page"}
        return f"{settings.SITE_URL}{request.path}?{urlencode({**asked, 'page': number})}"

    return {
        "next": address(page.next_page_number()) if page.has_next() else None,
        "previous": address(page.previous_page_number()) if page.has_previous() else None,
    }


def _problem(form: Form) -> HttpResponse:
    errors = [
        {"name": "" if name == "__all__" else name, "message": one} for name, found in form.errors.items() for one in found
    ]
    body = {"type": "about:blank", "title": _("Ada yang perlu diperbaiki"), "status": 400, "errors": errors}
    return JsonResponse(body, status=400, content_type="application/problem+json")


def _list_row(one: Publication) -> dict[str, Any]:
    return {
        "year": one.edition.year,
        "edition": one.edition.name,
        "list": one.round_key,
        "title": one.title,
        "published_at": one.published_at.isoformat(),
        "size": one.size,
        "version": one.version,
        "fingerprint": one.fingerprint,
        "url": f"{settings.SITE_URL}{reverse('submissions:results', args=[one.edition.year])}?daftar={one.round_key}",
    }


def _outcome_row(one: Outcome) -> dict[str, Any]:
    return {
        "year": one.year,
        "list": one.list_key,
        "award": one.award,
        "title": one.title,
        "institution": one.institution_name,
        "kind": one.institution_kind,
        "unit": one.unit_name,
        "province": one.province_name,
        "category": one.category_name,
        "innovation": one.innovation_code,
        "url": innovation_url(one.innovation_code),
    }


def _innovation_row(one: Innovation) -> dict[str, Any]:
    region = one.institution.region
    return {
        "code": one.code,
        "title": one.title,
        "institution": one.institution.name,
        "kind": one.institution.kind,
        "unit": one.unit_name,
        "province": (region.parent or region).name if region else "",
        "awards": [str(award) for award in one.awards.all()],
        "url": innovation_url(one.code),
    }


def innovation_url(code: str) -> str:
    """Return the address of an innovation's page."""
    return settings.SITE_URL + reverse("submissions:innovation", args=[code])


def _as_it_is(row: dict[str, Any]) -> dict[str, Any]:
    return row
