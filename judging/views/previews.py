"""The public pages of a list before it is public: for those who stand behind it, and on a path that the public server does not
serve (deploy/nginx.conf). Each look is written down."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.methods import method_words
from competition.models import Round
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof_to_read
from judging.access import list_to_preview
from judging.models import Selection
from judging.operations.looks import note_preview
from judging.queries.announcements import announcement_time, opens_at, standing_announcement
from judging.queries.previews import fitting, innovation_to_be, list_to_be
from submissions.forms.results import ResultsForm
from submissions.models import Outcome
from submissions.queries.results import Facets, category_labels, rule_of
from submissions.views.catalogue import innovation_context
from submissions.views.results import PER_PAGE, list_context


@login_required
@require_safe
@needs_fresh_proof_to_read
def preview(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the list as everybody will read it, from the frozen selection: the page itself and its filters, with a mark."""
    at = instant(request)
    selection = _looked_at(request, year, key, at)
    standing = standing_announcement(selection)
    since = opens_at(standing) if standing else announcement_time(selection.ranking.round)
    publication, outcomes = list_to_be(selection, since)
    labels = category_labels(publication.edition_id)
    names = sorted({one.category_name for one in outcomes})
    kinds = frozenset(one.institution_kind for one in outcomes)
    form = ResultsForm(request.GET or None, facets=Facets(kinds, tuple((name, labels.get(name, name)) for name in names)))
    page = Paginator(fitting(outcomes, form.asked()), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = list_context(publication, page, form, {name: labels.get(name, name) for name in names})
    closes_at, rule = publication.objections_close_at, rule_of(publication)
    context["method"] = method_words(rule) if rule else []
    context["objections"] = {"closes_at": closes_at, "is_open": closes_at is not None}
    context |= {"lists": [], "clear_url": request.path, "rows": _linked(context["rows"], outcomes, year, key)}
    return _marked(request, "judging/previews/list.html", context, at)


@login_required
@require_safe
@needs_fresh_proof_to_read
def preview_innovation(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show the page of a chosen innovation as everybody will read it, with the award that it is about to have."""
    at = instant(request)
    found = innovation_to_be(_looked_at(request, year, key, at), code)
    if found is None:
        raise Http404
    context = innovation_context(*found) | {"list_url": reverse("judging:preview", args=[year, key])}
    return _marked(request, "judging/previews/innovation.html", context, at)


def _looked_at(request: HttpRequest, year: int, key: str, at: datetime) -> Selection:
    """Return the list to whoever may see it before everybody does, and write down that they looked."""
    selection = list_to_preview(year, key, request.user, at)
    note_preview(round_=selection.ranking.round, person=request.user, at=at)
    return selection


def _linked(rows: list[dict[str, str]], outcomes: list[Outcome], year: int, key: str) -> list[dict[str, str]]:
    """Return the rows with links to pages that are previews, too: the public ones are not there yet."""
    here = {
        reverse("submissions:innovation", args=[one.innovation_code]): reverse(
            "judging:preview_innovation", args=[year, key, one.innovation_code]
        )
        for one in outcomes
    }
    return [row | {"url": here[row["url"]]} for row in rows]


def _marked(request: HttpRequest, template: str, context: dict[str, Any], at: datetime) -> HttpResponse:
    """Return the public page with the mark of who looks at it and when, kept by nobody."""
    # Its frame, too, is the one of everybody: nobody's name, no menu of an office.
    request.is_public = True
    response = render(request, template, context | {"reader": request.user.name, "now": at})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def preview_url(round_: Round) -> str:
    """Return where the preview of the round's list is reached."""
    return f"{settings.PREVIEW_URL}{reverse('judging:preview', args=[round_.edition.year, round_.key])}"
