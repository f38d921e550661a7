"""The public page of a list before it is public: for those who stand behind it, and on a path that the public server does not
serve (deploy/nginx.conf)."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.methods import method_words
from competition.models import Round
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof_to_read
from judging.access import list_to_preview
from judging.queries.announcements import announcement_time, opens_at, standing_announcement
from judging.queries.previews import fitting, list_to_be
from submissions.forms.results import ResultsForm
from submissions.queries.results import Facets, category_labels, rule_of
from submissions.views.results import PER_PAGE, list_context


@login_required
@require_safe
@needs_fresh_proof_to_read
def preview(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the list as everybody will read it, from the frozen selection: the page itself and its filters, with a mark."""
    at = instant(request)
    selection = list_to_preview(year, key, request.user, at)
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
    context |= {"lists": [], "clear_url": request.path, "reader": request.user.name, "now": at}
    # Its frame, too, is the one of everybody: nobody's name, no menu of an office.
    request.is_public = True
    response = render(request, "judging/previews/list.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def preview_url(round_: Round) -> str:
    """Return where the preview of the round's list is reached."""
    return f"{settings.PREVIEW_URL}{reverse('judging:preview', args=[round_.edition.year, round_.key])}"
