"""What was announced, for everybody: no session, no query while warm, and nothing before its hour."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.methods import method_words
from competition.models import Edition
from competition.queries.site import extended_lately, site_edition
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from competition.views.public import public_page
from competition.zones import format_instant
from submissions.forms.results import ResultsForm
from submissions.models import Publication
from submissions.policy import may_object
from submissions.queries.decrees import told_of, with_decrees
from submissions.queries.errata import with_errata
from submissions.queries.objections import tally_of, with_objections
from submissions.queries.results import (
    OutcomeFilter,
    announced_at,
    edition_of_year,
    facets_of,
    outcomes_of,
    publications_at,
    rule_of,
    with_rule,
)
from submissions.views.versions import errata_rows, is_behind

# So many rows stay below 50 KB with the longest titles and names that are met.
PER_PAGE = 50
# Until the announcement a page may be this old; it must not hide results that are out.
WAITING_SECONDS = 1
WARM_SECONDS = 30


@require_safe
@public_page(seconds=WARM_SECONDS, browser_seconds=WARM_SECONDS)
def results_index(request: HttpRequest) -> HttpResponse:
    """List the editions whose results are out, and say when the running one's come."""
    at = instant(request)
    years: dict[int, dict[str, Any]] = {}
    for one in publications_at(at):
        url = reverse("submissions:results", args=[one.edition.year])
        year = years.setdefault(one.edition.year, {"name": one.edition.name, "year": one.edition.year, "url": url, "lists": []})
        year["lists"].append({"title": one.title, "url": f"{url}?daftar={one.round_key}", "count": one.size})
    running = site_edition()
    coming = edition_of_year(running.year) if running and running.year not in years else None
    context = {"editions": list(years.values()), "coming": coming, "coming_text": _when(coming, at) if coming else ""}
    return _fresh(render(request, "submissions/results/index.html", context), is_final=coming is None)


@require_safe
@public_page(seconds=WARM_SECONDS, browser_seconds=WARM_SECONDS)
def results(request: HttpRequest, year: int) -> HttpResponse:
    """Show a published list in alphabetical order; before that, only when it comes, whatever was asked."""
    at = instant(request)
    published = list(with_errata(with_decrees(with_rule(with_objections(publications_at(at, year))))))
    if not published:
        return _waiting(request, year, at)
    shown = next((one for one in published if one.round_key == request.GET.get("daftar")), published[0])
    facets = facets_of(shown)
    form = ResultsForm(request.GET or None, facets=facets)
    page = Paginator(outcomes_of(shown, form.asked()), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    here = reverse("submissions:results", args=[year])
    context = list_context(shown, page, form, dict(facets.categories)) | {
        "lists": _lists(published, shown, here),
        **_standing(shown, at),
        "clear_url": here if shown == published[0] else f"{here}?daftar={shown.round_key}",
    }
    return render(request, "submissions/results/list.html", context)


def list_context(publication: Publication, page: Page, form: ResultsForm, categories: dict[str, str]) -> dict[str, Any]:
    """Return what the page of a list prints, whether the list is stored or only to be; what it says of how the list came about
    and what became of it is the caller's, and so are `lists` and `clear_url`."""
    return {
        "edition": publication.edition,
        "publication": publication,
        "form": form,
        "page": page,
        "rows": _rows(page, categories),
        "is_filtered": form.asked() != OutcomeFilter(),
        "open_url": f"{reverse('submissions:open_outcomes')}?year={publication.edition.year}&list={publication.round_key}",
    }


def _lists(published: list[Publication], shown: Publication, here: str) -> list[dict[str, Any]]:
    """Return a link per list, unless there is only the one that is shown."""
    return [
        {"label": one.title, "url": f"{here}?daftar={one.round_key}", "count": one.size, "current": one == shown}
        for one in published
        if len(published) > 1
    ]


def _standing(shown: Publication, at: datetime) -> dict[str, Any]:
    """Return how the list was counted and corrected, its decrees, until when it may be objected to, and how often it was; of
    objections never a word."""
    closes_at, rule = shown.objections_close_at, rule_of(shown)
    objections = {
        "closes_at": closes_at,
        "is_open": bool(may_object(shown, at)),
        "tally": tally_of(shown) if closes_at else None,
    }
    decrees = told_of(shown)
    known = {"errata": errata_rows(shown), "needs_decree": is_behind(shown, decrees)}
    return known | {"method": method_words(rule) if rule else [], "decrees": decrees, "objections": objections}


def _rows(page: Page, categories: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "title": one.title,
            "url": reverse("submissions:innovation", args=[one.innovation_code]),
            "unit": one.unit_name,
            "institution": one.institution_name,
            "province": one.province_name,
            "category": categories[one.category_name],
        }
        for one in page
    ]


def _waiting(request: HttpRequest, year: int, at: datetime) -> HttpResponse:
    edition = edition_of_year(year)
    if edition is None:
        raise Http404
    context = {"edition": edition, "announced": _when(edition, at), "extended": extended_lately(edition.pk, at)}
    return _fresh(render(request, "submissions/results/waiting.html", context), is_final=False)


def _when(edition: Edition, at: datetime) -> str:
    """Say when the results come, as the calendar has it."""
    opens_at = announced_at(edition)
    if opens_at is None:
        return _("Hasil edisi ini belum diumumkan.")
    when = {"when": format_instant(opens_at)}
    if at < opens_at:
        return _("Hasil diumumkan %(when)s.") % when
    return _("Pengumuman dijadwalkan mulai %(when)s. Hasil belum diumumkan.") % when


def _fresh(response: HttpResponse, *, is_final: bool) -> HttpResponse:
    """Keep a page that waits for an announcement only for a moment, here, in browsers and in between."""
    if not is_final:
        response.headers["Cache-Control"] = f"public, max-age={WAITING_SECONDS}"
    return response
