"""What a page sends by itself while it uploads a file: in parts, so that a cut costs one of them.

Each answer is JSON. 401 asks to sign in again, 403 and 409 say what stands in the way, 404 is what a stranger gets.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import (
    document_of,
    proposal_to_read,
    proposal_to_record_letter,
    proposal_to_write,
    purpose_of,
    upload_to_continue,
)
from submissions.forms.documents import PartForm, StartUploadForm
from submissions.models import Document
from submissions.operations.uploads import CHUNK, WrongPart, add_part, finish_upload, start_upload
from submissions.purposes import proof_of_a_yes

View = Callable[..., HttpResponse]


def answers_pages(view: View) -> View:
    """Say every refusal as JSON; how much is here goes with it, so that the page can go on from there."""

    @wraps(view)
    def serve(request: HttpRequest, **names: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return _refusal(401, _("Sesi Anda sudah berakhir. Masuk lagi, lalu pilih berkas yang sama untuk melanjutkan."))
        try:
            return view(request, **names)
        except WrongPart as refusal:
            return JsonResponse({"message": refusal.reason, "received": refusal.document.received}, status=409)
        except (PermissionDenied, NotAllowed) as refusal:
            return _refusal(403, str(refusal))
        except Refused as refusal:
            return _refusal(422, refusal.reason)

    return serve


@require_POST
@answers_pages
def start(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Announce a file and say where its parts go, and how much of it is here from an earlier try."""
    at = instant(request)
    proposal = proposal_to_read(code, request.user, at)
    wanted = purpose_of(proposal, purpose)
    form = StartUploadForm(request.POST)
    if not form.is_valid():
        proposal_to_write(code, request.user, at)
        return _refusal(400, _("Muat ulang halaman ini, lalu pilih berkas lagi."))
    given = form.cleaned_data
    replaced = given.pop("replaces")
    replaces = document_of(proposal, replaced) if replaced else None
    document = start_upload(proposal=proposal, person=request.user, purpose=wanted, replaces=replaces, at=at, **given)
    return JsonResponse(
        _state(document) | {"address": _url("upload_part", document), "finish": _url("finish_upload", document)}
    )


@require_POST
@answers_pages
def start_letter(request: HttpRequest, code: str) -> HttpResponse:
    """The same for a signed letter of endorsement. It is finished by its form, which names it as `kept`."""
    at = instant(request)
    proposal = proposal_to_record_letter(code, request.user, at)
    form = StartUploadForm(request.POST)
    if not form.is_valid():
        return _refusal(400, _("Muat ulang halaman ini, lalu pilih berkas lagi."))
    given = form.cleaned_data | {"replaces": None}
    document = start_upload(proposal=proposal, person=request.user, purpose=proof_of_a_yes(), at=at, **given)
    return JsonResponse(_state(document) | {"address": _url("upload_part", document), "kept": document.code})


@require_http_methods(["GET", "HEAD", "POST"])
@answers_pages
def part(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """Say how much is here, or take the next part."""
    # The whole part is here before the clock is read.
    content = request.body if request.method == "POST" else b""
    at = instant(request)
    found = upload_to_continue(code, document, request.user, at)
    if request.method == "POST":
        form = PartForm(request.GET)
        if not form.is_valid():
            return _refusal(400, _("Muat ulang halaman ini, lalu pilih berkas lagi."))
        found = add_part(document=found, person=request.user, content=content, at=at, **form.cleaned_data)
    return JsonResponse(_state(found))


@require_POST
@answers_pages
def finish(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """Put the parts together; from then on the file counts."""
    at = instant(request)
    found = finish_upload(document=upload_to_continue(code, document, request.user, at), person=request.user, at=at)
    return JsonResponse(_state(found) | {"message": _("Berkas sudah diterima dan sedang diperiksa.")})


def _state(document: Document) -> dict:
    return {"state": document.state, "received": document.received, "part": CHUNK}


def _url(page: str, document: Document) -> str:
    return reverse(f"submissions:{page}", args=[document.proposal.code, document.code])


def _refusal(status: int, message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
