"""Files of a proposal: what they are for, uploading one, taking one away, getting one."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.scans import CONTENT_TYPES
from competition.storage import FileMissing, open_file
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import (
    document_to_change,
    document_to_read,
    proposal_to_read,
    proposal_to_write,
    purpose_of,
)
from submissions.forms.documents import RemoveForm, UploadForm, VideoForm
from submissions.models import Document, Proposal
from submissions.operations.documents import remove_document
from submissions.operations.videos import save_video
from submissions.policy import may_read_history, may_write_proposal
from submissions.purposes import Purpose, key_of
from submissions.queries.contents import items_of, shelves_for
from submissions.queries.documents import arrived_for, past_documents
from submissions.views.attaching import reads_no_more_than_a_file, take_file
from submissions.views.kept import posted
from submissions.views.shelves import (
    file_rows,
    is_any_open,
    limits_text,
    past_rows,
    purpose_sections,
    upload_url,
)
from submissions.views.steps import ORIGINS, origin_of

METHODS = ["GET", "HEAD", "POST"]
# Whatever is in it, a browser that shows it after all runs nothing of it.
SANDBOX = "sandbox; default-src 'none'"


@login_required
@require_safe
def files(request: HttpRequest, code: str) -> HttpResponse:
    """List everything that can be uploaded with the proposal, with what is there."""
    proposal = proposal_to_read(code, request.user, instant(request))
    context = _sections(request, proposal) | {"limits": limits_text(proposal.edition, is_letter=False)}
    return render(request, "submissions/documents/files.html", context)


def _sections(request: HttpRequest, proposal: Proposal) -> dict:
    """Return every purpose with what is there, and whether any of it is still being checked."""
    shelves = shelves_for(proposal, items_of(proposal))
    may_write = bool(may_write_proposal(request.user, proposal, instant(request)))
    return {
        "proposal": proposal,
        "sections": purpose_sections(proposal, shelves, may_write=may_write),
        "is_open": is_any_open(one for shelf in shelves for one in shelf.documents),
        "may_write": may_write,
    }


@login_required
@require_safe
def files_now(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the files are now, for a page of `files` that stays open: its lists and nothing around them."""
    proposal = proposal_to_read(code, request.user, instant(request))
    return render(request, "submissions/documents/sections.html", _sections(request, proposal))


@require_http_methods(METHODS)
@reads_no_more_than_a_file
@login_required
def upload(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Show the files for one purpose, and take another."""
    # All of the body is here once the token was looked for, so the instant is that of its arrival.
    at = instant(request)
    proposal = proposal_to_read(code, request.user, at)
    wanted = purpose_of(proposal, purpose)
    form = UploadForm(posted(request), request.FILES or None, hint=limits_text(proposal.edition, is_letter=wanted.is_letter))
    status = 200
    if request.method == "POST":
        proposal = proposal_to_write(code, request.user, at)
    if form.is_valid():
        try:
            take_file(request, proposal, wanted, form)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
            status = 403 if isinstance(refusal, NotAllowed) else 200
        else:
            return redirect(upload_url(proposal, purpose, request.GET.get("dari")))
    return render(request, "submissions/documents/upload.html", _page(request, proposal, wanted, form), status=status)


@login_required
@require_safe
def purpose_now(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Say how the files for one purpose are now: the list that a page which stays open puts in the place of its own.

    `ringkas` asks for the list that stands beside an answer, where nothing leads away from what is being typed.
    """
    proposal = proposal_to_read(code, request.user, instant(request))
    is_short = "ringkas" in request.GET
    may_write = not is_short and may_write_proposal(request.user, proposal, instant(request))
    context = _rows(request, proposal, purpose_of(proposal, purpose)) | {"may_write": may_write, "is_short": is_short}
    return render(request, "submissions/documents/rows.html", context)


def _page(request: HttpRequest, proposal: Proposal, purpose: Purpose, form: UploadForm) -> dict:
    """Return what the page of one purpose prints; in a letter's place, and after "Ganti", the form puts a file over another."""
    at = instant(request)
    may_write = may_write_proposal(request.user, proposal, at)
    past = past_documents(proposal, purpose) if may_read_history(request.user, proposal, at) else []
    return _rows(request, proposal, purpose) | {
        "form": form,
        "past": past_rows(proposal, past),
        "may_write": may_write,
        "here": upload_url(proposal, purpose.key, request.GET.get("dari")),
        "back": _back(request, proposal, purpose),
    }


def _rows(request: HttpRequest, proposal: Proposal, purpose: Purpose) -> dict:
    """Return the files that are here for a purpose, and which of them the next one replaces."""
    here = arrived_for(proposal, question=purpose.question, letter=purpose.letter)
    return {
        "proposal": proposal,
        "purpose": purpose,
        "rows": file_rows(proposal, here),
        "replaced": _to_replace(request, purpose, here),
        "is_open": is_any_open(here),
        "origin": request.GET.get("dari", ""),
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
