"""Everybody's own letters on the site: the list, one letter, and where it leads."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.access import letter_to_read
from competition.letters import place_of
from competition.operations.inbox import mark_all_read, mark_read
from competition.queries.inbox import letters_of
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.tokens import without_tokens
from competition.views.edge import instant

PER_PAGE = 50
METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def inbox(request: HttpRequest) -> HttpResponse:
    """List one's letters; sent, it marks all of them as read."""
    at = instant(request)
    if request.method == "POST":
        mark_all_read(person=request.user, at=at)
        messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
        return redirect("competition:inbox")
    page = Paginator(letters_of(request.user, at), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    return render(request, "competition/inbox/list.html", {"page": page})


@login_required
@require_http_methods(METHODS)
def inbox_letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Show a letter; sent, it marks it as read and leads to what it is about."""
    at = instant(request)
    found = letter_to_read(letter, request.user, at)
    place = place_of(found.text)
    if request.method == "POST":
        mark_read(letter=found, person=request.user, at=at)
        return redirect(place or "competition:inbox")
    context = {"one": found, "text": without_tokens(found.text), "place": place}
    return render(request, "competition/inbox/letter.html", context)
