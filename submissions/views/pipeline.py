"""The secretariat's desk: every proposal of the edition by where it stands, and what this person has to do now."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models import Edition, Person
from competition.models.editions import pick_language
from competition.models.people import AppointmentRole
from competition.queries.editions import stage_of
from competition.queries.people import rights_of
from competition.queries.site import bulletins_now, extended_lately
from competition.queries.ties import tied_to
from competition.templatetags.kipp import PAGE_PARAMETER, error_summary, filter_bar
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from competition.zones import day_of, format_date
from submissions.access import edition_to_screen
from submissions.forms.pipeline import Choices, PipelineForm
from submissions.queries.pipeline import EVERY, Pipeline, PipelineFilter, pipeline_of, provinces, states_of
from submissions.queries.proposals import holder_of
from submissions.queries.readings import counts_of, reads_twice
from submissions.queries.saved_views import views_of
from submissions.queries.screening import categories_of, next_to_screen
from submissions.states import SENT, ProposalState
from submissions.words import HOLDER_LABELS

PER_PAGE = 25
Given = tuple[tuple[str, str], ...]
# The states in the order of the work, with the colour that repeats the word; first those in which the secretariat has a part.
KINDS = {
    ProposalState.SUBMITTED: "now",
    ProposalState.CORRECTION: "warn",
    ProposalState.ELIGIBLE: "ok",
    ProposalState.INELIGIBLE: "quiet",
    ProposalState.DRAFT: "quiet",
    ProposalState.FORWARDED: "quiet",
    ProposalState.WITHDRAWN: "quiet",
}


@login_required
@require_safe
def secretariat(request: HttpRequest) -> HttpResponse:
    """List the edition's proposals with counts per state; lead to the one that has waited longest."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    given = given_by(request)
    filters = filters_of(get_language(), given, tuple(categories_of(edition)), provinces(), reverse("submissions:secretariat"))
    found = pipeline_of(edition, filters.asked, at, tied_to(request.user, edition, at))
    page = _page(found, request.GET.get(PAGE_PARAMETER))
    views = _views(request.user, edition, filters.query)
    context = {
        "filters": filters,
        "page": page,
        "rows": _ROWS(page, day_of(at)),
        "tabs": _tabs(request.GET, found.counts, filters.asked.state),
        "board_url": f"{reverse('submissions:board')}?{filters.query}",
        "views": views,
        "save_url": "" if any(one["current"] for one in views) else filters.save_url,
        "clear_url": reverse("submissions:secretariat"),
    }
    return render(request, "submissions/screening/list.html", context | _duty(edition, request.user, at))


def given_by(request: HttpRequest) -> Given:
    """Return what of the address is a filter."""
    return tuple((name, request.GET[name]) for name in PipelineForm.base_fields if name in request.GET)


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked of the list: what it means, how its controls and its errors are printed, how it stands
    in an address, and where it is exported, saved, or its holders are reminded."""

    asked: PipelineFilter
    controls: SafeString
    errors: SafeString
    query: str
    export_url: str
    save_url: str
    nudge_url: str


@lru_cache(maxsize=300)
def filters_of(_language: str, given: Given, categories: Choices, regions: Choices, clear_url: str) -> Filters:
    """Return the filters of a page, printed once for all who ask the same: seven controls took half of the time of a page."""
    form = PipelineForm(dict(given) or None, categories=categories, provinces=regions)
    asked = form.asked()
    controls = render_to_string("components/filter_bar.html", filter_bar(form, clear_url, _("Saring proposal")))
    errors = render_to_string("components/error_summary.html", error_summary(form))
    query = urlencode(form.set_filters())
    export_url = f"{reverse('submissions:export_list')}?{query}"
    save_url = f"{reverse('submissions:save_view')}?{query}" if query else ""
    nudge_url = f"{reverse('submissions:nudge')}?{urlencode({**form.set_filters(), 'daftar': '1'})}"
    return Filters(asked, controls, errors, query, export_url, save_url, nudge_url)


def _page(found: Pipeline, number: str | None) -> Page:
    paginator = Paginator(found.rows, PER_PAGE)
    # Counted already, with the counts per state.
    paginator.count = found.size
    return paginator.get_page(number)


def row_of(one: Any, today: date) -> dict[str, Any]:
    """Return a proposal as the list and the board print it."""
    state, since = ProposalState(one.state), day_of(one.state_since)
    holder = holder_of(one, one.endorsed_at is not None)
    days = (today - since).days
    return {
        "title": one.said_title or one.unit__name,
        "unit": one.unit__name if one.said_title else "",
        "url": reverse("submissions:screen", args=[one.code]) if state in SENT else "",
        "institution": one.institution__name,
        "province": one.province,
        "category": pick_language(one.category__name or "", one.category__name_en or ""),
        "received_at": one.submitted_at,
        "word": state.label,
        "kind": KINDS[state],
        "age": ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days} if days else _("sejak hari ini"),
        "holder": HOLDER_LABELS.get(holder, ""),
        "holder_since": _("sejak %(day)s") % {"day": format_date(one.endorsed_at or one.state_since, year=False)},
    }


_ROWS = PrintedRows("submissions/screening/row.html", row_of)


def _tabs(given: QueryDict, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    """Return a link per state that keeps the other filters."""
    others = given.copy()
    for name in (PAGE_PARAMETER, "status"):
        others.pop(name, None)
    stem = others.urlencode()

    def tab(label: str, value: str) -> dict[str, Any]:
        query = "&".join(filter(None, (stem, f"status={value}" if value else "")))
        number = sum(counts[one] for one in states_of(value))
        return {"label": label, "url": f"?{query}", "count": number, "current": state == value}

    return [tab(_("Semua terkirim"), ""), *(tab(one.label, one) for one in KINDS), tab(_("Semua proposal"), EVERY)]


def _views(person: Person, edition: Edition, query: str) -> list[dict[str, Any]]:
    """Return the person's own names for filters."""
    known = views_of(person, edition)
    return [{"name": one.name, "url": f"?{one.query}", "code": one.code, "current": one.query == query} for one in known]


def _duty(edition: Edition, person: Person, at: datetime) -> dict[str, Any]:
    """Return what this person has to do now, and until when."""
    rights = rights_of(person, at)
    stage = stage_of(edition, "screening")
    is_secretary = rights.holds(edition.pk, AppointmentRole.SECRETARIAT)
    is_open, without = bool(stage and stage.is_open(at)), tied_to(person, edition, at)
    following = next_to_screen(edition, person, without) if is_secretary and is_open else ""
    return {
        "stage": stage,
        "now": at,
        "extended": extended_lately(edition.pk, at),
        "bulletins": bulletins_now(edition.pk, at),
        "is_open": is_open,
        "is_early": bool(stage and at < stage.opens_at),
        "is_secretary": is_secretary,
        "next_url": reverse("submissions:screen", args=[following]) if following else "",
        "has_ties": bool(without),
        "second": counts_of(edition, without) if reads_twice(edition) else None,
    }
