"""The decree of a published list: recorded and confirmed by two organisers, its file handed out to everybody afterwards."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.inspecting import FileRefused, NotChecked
from competition.scans import MEGABYTE, MOST_BYTES
from competition.storage import NotOpened
from competition.verdict import NotAllowed, Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from submissions.access.announced import decree_to_decide, publication_once_linked, publication_to_decree
from submissions.forms.decrees import CONFIRM, DecideForm, DecreeForm
from submissions.models import Decree
from submissions.operations.decrees import confirm_decree, drop_decree, record_decree, require_seen
from submissions.policy import may_confirm_decree, may_drop_decree, may_record_decree
from submissions.queries.decrees import decrees_of, public_decree, waiting_decree
from submissions.queries.enclosures import EnclosureMissing
from submissions.queries.errata import has_changed_since
from submissions.views.enclosures import hand_out_enclosure

METHODS = ["GET", "HEAD", "POST"]
MOST_POSTED = MOST_BYTES + MEGABYTE
KEPT_SECONDS = 86_400


@reads_at_most(MOST_POSTED)
@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def decree(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the decrees of a list; record one, or see what waits to be confirmed."""
    at = instant(request)
    publication = publication_to_decree(year, key, request.user, at)
    form = DecreeForm(request.POST if request.method == "POST" else None, request.FILES or None)
    status = 200
    if form.is_valid():
        try:
            record_decree(publication=publication, person=request.user, decree=form.decree(), at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Keputusan dicatat. Penyelenggara lain diminta mengesahkannya."))
            return redirect("submissions:decree", year, key)
    waiting = waiting_decree(publication)
    context = {"form": form, "publication": publication, "confirmed": decrees_of(publication), "waiting": waiting}
    context["verdict"] = may_record_decree(request.user, publication, at)
    if waiting is not None:
        context |= _deciding(request, waiting)
    return render(request, "submissions/decrees/decree.html", context, status=status)


@login_required
@require_safe
def decree_of_old(request: HttpRequest, key: str) -> HttpResponse:
    """Lead on from an address that names no year, as letters had it."""
    found = publication_once_linked(key, request.user, instant(request))
    return redirect("submissions:decree", found.edition.year, key)


@login_required
@require_POST
@needs_fresh_proof
def decide_decree(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Confirm what another organiser recorded, or drop it."""
    at, form = instant(request), DecideForm(request.POST)
    found = decree_to_decide(year, key, request.user, at)
    act = form.cleaned_data["act"] if form.is_valid() else ""
    try:
        if act:
            require_seen(found, form.cleaned_data["code"])
        if act == CONFIRM:
            confirm_decree(decree=found, person=request.user, at=at)
            messages.success(request, _("Keputusan disahkan. Semua orang dapat membacanya pada halaman hasil."))
        elif act:
            drop_decree(decree=found, person=request.user, at=at)
            messages.success(request, _("Catatan keputusan dibatalkan."))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("submissions:decree", year, key)


@login_required
@require_safe
def waiting_file(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Hand out the file of what waits, to whoever may decide on it."""
    found = decree_to_decide(year, key, request.user, instant(request))
    try:
        return hand_out_enclosure(found.file, f"keputusan-{found.code}")
    except EnclosureMissing as error:
        raise Http404 from error
    except (FileRefused, NotChecked, NotOpened) as refusal:
        messages.warning(request, _("Berkas tidak dapat dibuka: %(reason)s") % {"reason": refusal.reason})
        return redirect("submissions:decree", year, key)


@require_safe
def decree_file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Hand out the cleaned copy of a confirmed decree, to everybody."""
    request.is_public = True
    found = public_decree(year, code)
    try:
        response = hand_out_enclosure(found.file if found else None, f"keputusan-{code}")
    except (EnclosureMissing, FileRefused, NotChecked) as error:
        raise Http404 from error
    except NotOpened:
        return render(None, "errors/503.html", status=503)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _deciding(request: HttpRequest, waiting: Decree) -> dict[str, Any]:
    at = instant(request)
    return {
        "may_confirm": may_confirm_decree(request.user, waiting, at),
        "may_drop": may_drop_decree(request.user, waiting, at),
        "is_behind": has_changed_since(waiting.publication, waiting.recorded_at),
    }
