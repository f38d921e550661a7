"""What was sent before signing in again: to be read, to be opened in its form, to be thrown away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competition.parking import let_go, note_addresses
from competition.queries.parking import Parked, parked_for
from competition.views.edge import instant


@login_required
@require_safe
def parked(request: HttpRequest) -> HttpResponse:
    """Show what is kept for this person alone; nothing of it is saved yet."""
    found = parked_for(request.user, instant(request))
    note_addresses(request, [one.path for one in found])
    context = {"found": [{"form": one, "texts": _texts(one)} for one in found], "parked": ()}
    return render(request, "competition/account/parked.html", context)


def _texts(one: Parked) -> list[str]:
    """Return what reads as text; numbers of versions and choices do not."""
    return [text for text in one.fields.values() if len(text.split()) > 1]


@login_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw away what is kept for one address; what is gone already needs no throwing away."""
    let_go(request, request.POST.get("path", ""))
    messages.success(request, _("Teks itu dibuang."))
    return redirect("competition:parked")
