"""Sending."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from competition.queries.editions import stage_of
from competition.verdict import Refused
from competition.views.edge import arrival, instant
from submissions.access import proposal_to_read, proposal_to_submit
from submissions.forms.submissions import SubmitForm
from submissions.models import Proposal
from submissions.operations.submissions import NotEndorsed, submit_proposal
from submissions.policy import may_write_proposal
from submissions.queries.contents import cap_findings, sent_with
from submissions.queries.overview import overview_of
from submissions.states import SENT, ProposalState
from submissions.views.kept import posted
from submissions.views.pages import status_of
from submissions.views.rows import obstacles, summary_sections
from submissions.views.shelves import file_groups


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what will be sent and what happens then; one button, and pressed twice it gives the same receipt."""
    at = arrival(request) if request.method == "POST" else instant(request)
    try:
        proposal = proposal_to_submit(code, request.user, at)
    except PermissionDenied as refusal:
        return _already_sent(request, code, at, refusal)
    form = SubmitForm(posted(request))
    if form.is_valid():
        try:
            submit_proposal(proposal=proposal, person=request.user, at=at, key=form.cleaned_data["key"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("submissions:receipt", code)
    return render(request, "submissions/submissions/submit.html", {"form": form, **_content(request, proposal, at)})


def _content(request: HttpRequest, proposal: Proposal, at: datetime) -> dict:
    overview = overview_of(proposal, at)
    may_write = bool(may_write_proposal(request.user, proposal, at))
    findings = overview.findings + cap_findings(proposal)
    return {
        "proposal": proposal,
        "overview": overview,
        "not_endorsed": NotEndorsed.reason,
        "is_ready": overview.endorsement is not None and not findings,
        "obstacles": obstacles(proposal, findings, may_write=may_write, origin="kirim"),
        "sections": summary_sections(overview, origin="kirim" if may_write else ""),
        "files": file_groups(proposal, overview.shelves, origin="kirim" if may_write else None),
        "screening": stage_of(proposal.edition, "screening"),
        "can_withdraw": proposal.state == ProposalState.FORWARDED,
        **status_of(request, overview, at),
    }


def _already_sent(request: HttpRequest, code: str, at: datetime, refusal: PermissionDenied) -> HttpResponse:
    """Lead to the receipt of what was sent; whoever was refused for another reason hears that reason."""
    proposal = proposal_to_read(code, request.user, at)
    form = SubmitForm(posted(request))
    is_pressed_again = form.is_valid() and sent_with(proposal, request.user, form.cleaned_data["key"]) is not None
    if not is_pressed_again and (proposal.state not in SENT or proposal.state == ProposalState.CORRECTION):
        raise refusal
    return redirect("submissions:receipt", proposal.code)
