"""Files of a proposal: what they are for, uploading one, taking one away, getting one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from competition.scans import CONTENT_TYPES, MEGABYTE
from competition.storage import FileMissing, open_file
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import (
    document_of,
    document_to_change,
    document_to_read,
    proposal_to_read,
    proposal_to_write,
    purpose_of,
)
from submissions.forms.documents import RemoveForm, UploadForm, VideoForm
from submissions.models import Document, Proposal
from submissions.operations.documents import remove_document, upload_file
from submissions.operations.videos import save_video
from submissions.policy import may_read_history, may_write_proposal
from submissions.purposes import Purpose, key_of
from submissions.queries.contents import items_of, shelves_for
from submissions.queries.documents import documents_of, past_documents
from submissions.views.kept import posted
from submissions.views.shelves import (
    file_rows,
    limits_text,
    past_rows,
    purpose_sections,
    upload_url,
)
from submissions.views.steps import ORIGINS, origin_of

METHODS = ["GET", "HEAD", "POST"]
# The largest file an edition may allow, and room for the form around it. What is larger is not even read.
MOST_POSTED = 21 * MEGABYTE
# Whatever is in it, a browser that shows it after all runs nothing of it.
SANDBOX = "sandbox; default-src 'none'"


@login_required
@require_safe
def files(request: HttpRequest, code: str) -> HttpResponse:
    """List everything that can be uploaded with the proposal, with what is there."""
    at = instant(request)
    proposal = proposal_to_read(code, request.user, at)
    may_write = bool(may_write_proposal(request.user, proposal, at))
    context = {
        "proposal": proposal,
        "sections": purpose_sections(proposal, shelves_for(proposal, items_of(proposal)), may_write=may_write),
        "limits": limits_text(proposal.edition, is_letter=False),
        "may_write": may_write,
    }
    return render(request, "submissions/documents/files.html", context)


@csrf_exempt
@require_http_methods(METHODS)
def upload(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Show the files for one purpose, and take another. A body over any limit is refused before its token is looked for."""
    if is_too_large(request):
        return render(request, "errors/413.html", status=413)
    return _upload(request, code, purpose)


def is_too_large(request: HttpRequest) -> bool:
    """Say whether a body cannot be a file that some edition takes, or does not say how long it is."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > MOST_POSTED


@csrf_protect
@login_required
def _upload(request: HttpRequest, code: str, key: str) -> HttpResponse:
    # All of the body is here once the token was looked for, so the instant is that of its arrival.
    at = instant(request)
    proposal = proposal_to_read(code, request.user, at)
    purpose = purpose_of(proposal, key)
    form = UploadForm(posted(request), request.FILES or None, hint=limits_text(proposal.edition, is_letter=purpose.is_letter))
    status = 200
    if request.method == "POST":
        proposal = proposal_to_write(code, request.user, at)
    if form.is_valid():
        try:
            _take(request, proposal, purpose, form)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
            status = 403 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Berkas sudah diterima dan sedang diperiksa."))
            return redirect(upload_url(proposal, key, request.GET.get("dari")))
    return render(request, "submissions/documents/upload.html", _page(request, proposal, purpose, form), status=status)


def _take(request: HttpRequest, proposal: Proposal, purpose: Purpose, form: UploadForm) -> None:
    code = form.cleaned_data["replaces"]
    replaces = document_of(proposal, code) if code else None
    given: UploadedFile = form.cleaned_data["file"]
    with as_path(given) as path:
        upload_file(
            proposal=proposal,
            person=request.user,
            purpose=purpose,
            file=path,
            name=given.name,
            replaces=replaces,
            at=instant(request),
        )


@contextmanager
def as_path(given: UploadedFile) -> Iterator[Path]:
    """Give a posted file a place on the disk for a moment."""
    with tempfile.NamedTemporaryFile(prefix="kipp-upload-") as file:
        for piece in given.chunks():
            file.write(piece)
        file.flush()
        yield Path(file.name)


def _page(request: HttpRequest, proposal: Proposal, purpose: Purpose, form: UploadForm) -> dict:
    """Return what the page of one purpose prints; in a letter's place, and after "Ganti", the form puts a file over another."""
    at = instant(request)
    documents = [one for one in documents_of(proposal) if (one.question_id, one.letter) == (purpose.question, purpose.letter)]
    here = [one for one in documents if one.arrived_at is not None]
    may_write = may_write_proposal(request.user, proposal, at)
    replaced = _to_replace(request, purpose, here)
    past = past_documents(proposal, purpose) if may_read_history(request.user, proposal, at) else []
    return {
        "form": form,
        "proposal": proposal,
        "purpose": purpose,
        "rows": file_rows(proposal, here),
        "replaced": replaced,
        "past": past_rows(proposal, past),
        "may_write": may_write,
        "origin": request.GET.get("dari", ""),
        "back": _back(request, proposal, purpose),
    }


def _to_replace(request: HttpRequest, purpose: Purpose, here: list[Document]) -> Document | None:
    wanted = request.GET.get("ganti", "")
    counting = [one for one in here if one.counts]
    if purpose.is_letter:
        return counting[0] if counting else None
    return next((one for one in here if one.code == wanted), None)


def _back(request: HttpRequest, proposal: Proposal, purpose: Purpose) -> dict[str, str]:
    """Return where the reader came from: a page that lists everything, the question, or the list of files."""
    origin = origin_of(request)
    if origin:
        return {"url": reverse(ORIGINS[origin], args=[proposal.code]), "label": _("Kembali ke pemeriksaan")}
    may_write = may_write_proposal(request.user, proposal, instant(request))
    if purpose.question is not None and may_write:
        code = purpose.key.partition("-")[2]
        return {"url": reverse("submissions:answer", args=[proposal.code, code]), "label": _("Kembali ke jawaban")}
    return {"url": reverse("submissions:files", args=[proposal.code]), "label": _("Kembali ke daftar berkas")}


@login_required
@require_http_methods(METHODS)
def remove_file(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """Ask once more, then take a file away."""
    at = instant(request)
    found = document_to_change(code, document, request.user, at)
    question = found.question.code if found.question else ""
    back = upload_url(found.proposal, key_of(question=question, letter=found.letter))
    form = RemoveForm(posted(request))
    if form.is_valid():
        try:
            remove_document(document=found, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Berkas dihapus."))
            return redirect(back)
    context = {"form": form, "proposal": found.proposal, "intro": found.name, "cancel_url": back, **_removal()}
    return render(request, "components/confirm_page.html", context)


def _removal() -> dict:
    return {
        "title": _("Hapus berkas ini?"),
        "consequences": [
            _("Berkas tidak lagi menjadi bagian proposal."),
            _("Bila proposal sudah disetujui pimpinan, persetujuan itu gugur."),
            _("Tim Anda tetap dapat melihatnya di riwayat berkas."),
        ],
        "button": _("Hapus berkas"),
    }


@login_required
@require_http_methods(METHODS)
def video(request: HttpRequest, code: str) -> HttpResponse:
    """Write down the link to the proposal's video; it is never fetched."""
    at = instant(request)
    proposal = proposal_to_write(code, request.user, at)
    if not proposal.edition.asks_video:
        raise Http404
    form = VideoForm(posted(request), initial={"video": proposal.video})
    if form.is_valid():
        try:
            save_video(proposal=proposal, person=request.user, address=form.cleaned_data["video"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("submissions:files", code)
    return render(request, "submissions/documents/video.html", {"form": form, "proposal": proposal})


@login_required
@require_safe
def download(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """Hand out the cleaned copy to whoever may read the proposal, as a file to keep and never as a page."""
    return hand_out(document_to_read(code, document, request.user, instant(request)))


def hand_out(document: Document) -> FileResponse:
    """Return the cleaned copy of a file that the reader may have.

    :raises Http404: nothing is stored under its name; the invariants tell of it.
    """
    try:
        content = open_file(document.cleaned)
    except FileMissing as error:
        raise Http404 from error
    response = FileResponse(content, content_type=CONTENT_TYPES[document.kind])
    response.headers["Content-Length"] = document.cleaned_size
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name_to_save(document))}"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def name_to_save(document: Document) -> str:
    """Return the file's name with the ending of what it is: `surat.pdf.html` is saved as `surat.pdf.html.pdf`."""
    ending = f".{document.kind.lower()}"
    known = {".jpg": (".jpg", ".jpeg")}.get(ending, (ending,))
    return document.name if document.name.lower().endswith(known) else f"{document.name}{ending}"
