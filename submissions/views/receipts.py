"""The receipt as pages show it, and as a file to keep."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.views.edge import instant
from submissions.access import submission_to_read
from submissions.models import Submission
from submissions.policy import may_withdraw_proposal
from submissions.printing import NotPrinted, Printed, print_receipt
from submissions.queries.contents import sending_closes_at
from submissions.queries.decided import withdrawal_of
from submissions.states import ProposalState
from submissions.views.pages import coming_stages


@login_required
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the receipt of the last sending, for years, complete without anything but the database."""
    at = instant(request)
    submission = submission_to_read(code, request.user, at)
    proposal = submission.proposal
    context = {
        "submission": submission,
        "proposal": proposal,
        "title": submission.snapshot["content"]["title"],
        "check_address": _check_address(submission),
        "stages": coming_stages(proposal, at),
        "was_returned": proposal.state == ProposalState.CORRECTION,
        "withdrawal": withdrawal_of(submission),
        "withdraw_until": _withdraw_until(request, submission, at),
    }
    return render(request, "submissions/submissions/receipt.html", context)


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the receipt as a file; if it cannot be made, the page is as good on paper."""
    submission = submission_to_read(code, request.user, instant(request))
    try:
        printed = print_receipt(_printed(submission))
    except NotPrinted as refusal:
        messages.warning(request, refusal.reason)
        return redirect("submissions:receipt", code)
    response = HttpResponse(printed, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{submission.number}.pdf"'
    return response


def _check_address(submission: Submission) -> str:
    return f"{settings.SITE_URL}{reverse('submissions:verify')}?nomor={submission.number}"


def _withdraw_until(request: HttpRequest, submission: Submission, at: datetime) -> datetime | None:
    """Return until when this person may take the sending back; None if they may not."""
    proposal = submission.proposal
    return sending_closes_at(proposal) if may_withdraw_proposal(request.user, proposal, at) else None


def _printed(submission: Submission) -> Printed:
    content, withdrawal = submission.snapshot["content"], withdrawal_of(submission)
    return Printed(
        number=submission.number,
        issuer=submission.proposal.edition.name,
        title=content["title"],
        unit=f"{content['unit']}, {content['institution']}",
        sender=submission.submitted_by.name,
        received_at=submission.received_at,
        sha256=submission.sha256,
        address=_check_address(submission),
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
    )
