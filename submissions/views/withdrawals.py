"""Taking back what was sent, and taking it up again: each says first what that means."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition import parking
from competition.queries.site import extended_lately
from competition.verdict import Refused
from competition.views.edge import instant
from submissions.access import proposal_to_read, proposal_to_revive, proposal_to_withdraw
from submissions.forms.withdrawals import ReviveForm, WithdrawForm
from submissions.operations.withdrawals import revive_proposal, withdraw_proposal
from submissions.queries.contents import latest_submission, sending_closes_at
from submissions.queries.decided import last_withdrawal
from submissions.states import ProposalState
from submissions.views.kept import keeps_text, posted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
@parking.parks("reason")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Say what taking back means, ask why, do it."""
    at = instant(request)
    try:
        proposal = proposal_to_withdraw(code, request.user, at)
    except PermissionDenied as refusal:
        return _already_withdrawn(request, code, at, refusal)
    form = parking.give_back(request, WithdrawForm(posted(request)))
    if form.is_valid():
        try:
            withdraw_proposal(proposal=proposal, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Proposal ditarik kembali. Semua yang terkait diberi tahu lewat email."))
            return redirect("submissions:proposal", code)
    context = {"form": form, "proposal": proposal, "submission": latest_submission(proposal)}
    context["closes_at"] = sending_closes_at(proposal)
    return render(request, "submissions/withdrawals/withdraw.html", context)


def _already_withdrawn(request: HttpRequest, code: str, at: datetime, refusal: PermissionDenied) -> HttpResponse:
    """Lead whoever took it back and pressed twice to the proposal; anybody else gets the refusal."""
    proposal = proposal_to_read(code, request.user, at)
    withdrawal = last_withdrawal(proposal) if proposal.state == ProposalState.WITHDRAWN else None
    if request.method != "POST" or withdrawal is None or withdrawal.withdrawn_by_id != request.user.pk:
        raise refusal
    messages.info(request, _("Proposal ini sudah ditarik kembali."))
    return redirect("submissions:proposal", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revive(request: HttpRequest, code: str) -> HttpResponse:
    """Say what taking up again means, and do it."""
    at = instant(request)
    proposal = proposal_to_revive(code, request.user, at)
    form = ReviveForm(posted(request))
    if form.is_valid():
        try:
            revive_proposal(proposal=proposal, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Proposal dibuka kembali. Proposal belum terkirim sampai Anda mengirimnya lagi."))
            return redirect("submissions:proposal", code)
    context = {"form": form, "proposal": proposal, "withdrawal": last_withdrawal(proposal)}
    context |= {"closes_at": sending_closes_at(proposal), "extended": extended_lately(proposal.edition_id, at)}
    return render(request, "submissions/withdrawals/revive.html", context)
