"""What is like a title, while it is typed and after."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from competition.models import Edition
from competition.pace import is_too_fast
from competition.views.edge import instant
from submissions.access import edition_to_enter
from submissions.forms.drafts import LikeForm
from submissions.queries.titles import titles_like

# A page asks when the typing rests; twice in three seconds is more than anybody does for a minute.
MOST_A_MINUTE = 40


@login_required
@require_safe
def similar_titles(request: HttpRequest) -> HttpResponse:
    """Return the part of a page that lists what is like the title; nothing for what is no title."""
    at = instant(request)
    edition = edition_to_enter(request.user, at)
    if is_too_fast("titles", request.user.pk, at, most=MOST_A_MINUTE):
        return HttpResponse(status=429)
    form = LikeForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"title": "", "own": ""}
    likenesses = titles_like(asked["title"], request.user, edition, at, own=asked["own"])
    return render(request, "submissions/parts/similar.html", {"similar": likenesses})


def similar_to(request: HttpRequest, edition: Edition, title: str, own: str = "") -> dict:
    """Return what a page with a title field says about the title it opens with, and where its script asks for the next."""
    query = f"?{urlencode({'own': own})}" if own else ""
    return {
        "similar": titles_like(title, request.user, edition, instant(request), own=own),
        "similar_url": reverse("submissions:similar_titles") + query,
    }
