"""The innovations of one's institutions, and how each goes on this year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.parking import give_back, parks
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import day_of
from submissions.access.continuations import innovation_to_answer_for
from submissions.access.replications import places_to_replicate
from submissions.continuing import KINDS, Continuing
from submissions.forms.continuations import ContinuingForm
from submissions.operations.continuations import say_status
from submissions.queries.continuations import latest_status, own_innovations

PER_PAGE = 25


@login_required
@require_safe
def innovations_of_mine(request: HttpRequest) -> HttpResponse:
    """List the public innovations of the person's institutions, those without an answer for the year first."""
    at = instant(request)
    year = day_of(at).year
    found = own_innovations(places_to_replicate(request.user, at), year)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    rows = [{"one": one, "kind": KINDS[Continuing(one.status)] if one.status else ""} for one in page]
    return render(request, "submissions/continuations/list.html", {"page": page, "rows": rows, "year": year})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("evidence", "link", "reason")
def innovation_status(request: HttpRequest, code: str) -> HttpResponse:
    """Take one of three answers; looking at the page changes nothing."""
    at = instant(request)
    found = innovation_to_answer_for(code, request.user, at)
    form = give_back(request, ContinuingForm(request.POST if request.method == "POST" else None))
    if form.is_valid():
        try:
            said = say_status(innovation=found, person=request.user, answer=form.answer(), at=at)
        except Refused as refusal:
            form.add_error("reason", refusal.reason)
        else:
            told = {"title": found.title, "status": said.get_status_display(), "year": said.year}
            messages.success(request, _("“%(title)s” tahun %(year)s: %(status)s. Terima kasih.") % told)
            return redirect("submissions:innovations_of_mine")
    year = day_of(at).year
    context = {"form": form, "innovation": found, "year": year, "choices": Continuing.choices}
    context["said"] = latest_status(found, year)
    return render(request, "submissions/continuations/status.html", context)
