"""From the unit to the administrator, and back with notes."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition import parking
from competition.queries.people import rights_of
from competition.verdict import Refused
from competition.views.edge import instant
from submissions.access import proposal_to_forward, proposal_to_read, proposal_to_return
from submissions.forms.handovers import ForwardForm, ReturnForm
from submissions.operations.handovers import NoNote, forward_proposal, return_proposal
from submissions.queries.contents import Item, items_of
from submissions.queries.overview import Overview, notes_in_force, overview_of
from submissions.states import ProposalState
from submissions.views.kept import keeps_text, posted
from submissions.views.rows import count_done, obstacles, summary_sections, task_sections
from submissions.views.shelves import file_groups, files_section


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Show all answers and what is in the way; forward when nothing is."""
    at = instant(request)
    try:
        proposal = proposal_to_forward(code, request.user, at)
    except PermissionDenied as refusal:
        return _already_forwarded(request, code, at, refusal)
    form = ForwardForm(posted(request))
    if form.is_valid():
        try:
            forward_proposal(proposal=proposal, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Proposal diteruskan. Admin dan pimpinan instansi sudah diberi tahu."))
            return redirect("submissions:proposal", code)
    return render(request, "submissions/handovers/check.html", {"form": form, **_content(overview_of(proposal, at))})


def _content(overview: Overview) -> dict:
    sections = [*task_sections(overview, may_write=True), files_section(overview, may_write=True)]
    done, total = count_done(sections)
    return {
        "proposal": overview.proposal,
        "obstacles": obstacles(overview.proposal, overview.findings, may_write=True, origin="periksa"),
        "advice": obstacles(overview.proposal, overview.advice, may_write=True, origin="periksa"),
        "sections": summary_sections(overview, origin="periksa"),
        "files": file_groups(overview.proposal, overview.shelves, origin="periksa"),
        "unfinished": total - done,
    }


def _already_forwarded(request: HttpRequest, code: str, at: datetime, refusal: PermissionDenied) -> HttpResponse:
    """Lead a writer who pressed twice to the proposal; anybody else gets the refusal."""
    proposal = proposal_to_read(code, request.user, at)
    is_writer = rights_of(request.user, at).writes_for(proposal.unit_id)
    if request.method != "POST" or not is_writer or proposal.state != ProposalState.FORWARDED:
        raise refusal
    messages.info(request, _("Proposal ini sudah diteruskan."))
    return redirect("submissions:proposal", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
@parking.parks("note", "note_*")
def give_back(request: HttpRequest, code: str) -> HttpResponse:
    """Give a forwarded proposal back with a note, and notes at questions."""
    at = instant(request)
    try:
        proposal = proposal_to_return(code, request.user, at)
    except PermissionDenied as refusal:
        return _already_returned(request, code, at, refusal)
    items = items_of(proposal)
    form = parking.give_back(request, ReturnForm(posted(request), questions=[item.question for item in items]))
    if form.is_valid():
        try:
            return_proposal(proposal=proposal, person=request.user, at=at, **form.notes())
        except NoNote as refusal:
            form.add_error("note", refusal.reason)
        else:
            messages.success(request, _("Proposal dikembalikan. Penulis sudah diberi tahu."))
            return redirect("submissions:proposal", code)
    context = {"form": form, "proposal": proposal, "parts": _parts(form, items)}
    return render(request, "submissions/handovers/return.html", context)


def _parts(form: ReturnForm, items: list[Item]) -> list[dict]:
    return [
        {"label": item.question.in_language("label"), "text": item.reading, "field": form[f"note_{item.question.code}"]}
        for item in items
    ]


def _already_returned(request: HttpRequest, code: str, at: datetime, refusal: PermissionDenied) -> HttpResponse:
    """Lead whoever gave it back and pressed twice to the proposal; anybody else gets the refusal."""
    notes = notes_in_force(proposal_to_read(code, request.user, at))
    if request.method != "POST" or not any(note.written_by_id == request.user.pk for note in notes):
        raise refusal
    messages.info(request, _("Proposal ini sudah dikembalikan kepada penulis."))
    return redirect("submissions:proposal", code)
