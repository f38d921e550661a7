"""Sending."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.queries.editions import stage_of
from competition.verdict import Refused
from competition.views.edge import arrival, instant
from competition.zones import format_instant
from submissions.access import proposal_to_read, proposal_to_submit
from submissions.forms.submissions import SubmitForm
from submissions.models import Proposal, Submission
from submissions.operations.submissions import NotEndorsed, submit_proposal
from submissions.policy import may_write_proposal
from submissions.queries.contents import cap_findings, latest_submission, sent_with
from submissions.queries.letters import letter_shown_by
from submissions.queries.overview import Overview, overview_of
from submissions.states import SENT, ProposalState
from submissions.views.kept import posted
from submissions.views.letters import letter_facts
from submissions.views.pages import status_of
from submissions.views.rows import obstacles, summary_sections
from submissions.views.shelves import file_groups

# A page without scripts asks again this often, so many seconds apart: ten in all.
ASKED_AGAIN, PAUSE = ("1", "2", "3", "4", "5"), 2


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, code: str, sending_key: UUID | None = None) -> HttpResponse:
    """Show what will be sent and what happens then; one button, and pressed twice it gives the same receipt.

    The form posts to the address of its own key, so that what became of it can be asked there.
    """
    at = arrival(request) if request.method == "POST" else instant(request)
    form = SubmitForm({"key": sending_key} if sending_key else posted(request))
    try:
        proposal = proposal_to_submit(code, request.user, at)
    except PermissionDenied as refusal:
        return _already_sent(request, form, code, at, refusal)
    if form.is_valid():
        try:
            submit_proposal(proposal=proposal, person=request.user, at=at, key=form.cleaned_data["key"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("submissions:receipt", code)
    return render(request, "submissions/submissions/submit.html", {"form": form, **_content(request, form, proposal, at)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, code: str, sending_key: UUID) -> HttpResponse:
    """Send by the form of this key; asked instead (GET), say what became of it, for whom the answer got lost on the way.

    It is looked for during ten seconds, because a request may still be under way. After them pressing again is safe: the form
    keeps its key, and one key sends once.
    """
    if request.method == "POST":
        return submit(request, code, sending_key)
    proposal = proposal_to_read(code, request.user, instant(request))
    sent = sent_with(proposal, request.user, sending_key)
    if sent is None and _stands_sent(proposal):
        sent = latest_submission(proposal)
    told = {"is_sent": sent is not None, "message": _what_became_of(sent)}
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(told | {"url": reverse("submissions:receipt", args=[code]) if sent else ""})
    tries = request.GET.get("ke", "")
    tries = int(tries) if tries in ASKED_AGAIN else 0
    form = SubmitForm(initial={"key": sending_key})
    context = told | {"proposal": proposal, "form": form, "next": tries + 1, "action": request.path}
    is_sure = sent is not None or tries >= len(ASKED_AGAIN)
    context |= {"is_sure": is_sure, "address": request.path, "pause": PAUSE}
    return render(request, "submissions/submissions/sending.html", context)


def _stands_sent(proposal: Proposal) -> bool:
    """Say whether the last sending is where it stands: no correction is asked for, and none was missed."""
    return proposal.state in SENT and proposal.state != ProposalState.CORRECTION and not proposal.is_back_unmended


def _what_became_of(sent: Submission | None) -> str:
    if sent is None:
        return _("Belum terkirim, tekan Kirim lagi.")
    return _("Terkirim pada %(when)s.") % {"when": format_instant(sent.received_at)}


def _address_of(form: SubmitForm, proposal: Proposal) -> str:
    """Return the address of the form's own key; without a key that is one, that of the page."""
    key = form.cleaned_data.get("key") if form.is_bound else form["key"].value()
    if key is None:
        return reverse("submissions:submit", args=[proposal.code])
    return reverse("submissions:sending", args=[proposal.code, key])


def _content(request: HttpRequest, form: SubmitForm, proposal: Proposal, at: datetime) -> dict:
    overview = overview_of(proposal, at)
    may_write = bool(may_write_proposal(request.user, proposal, at))
    findings = overview.findings + cap_findings(proposal)
    return {
        "proposal": proposal,
        "action": _address_of(form, proposal),
        "overview": overview,
        "not_endorsed": NotEndorsed.reason,
        "is_ready": overview.endorsement is not None and not findings,
        "obstacles": obstacles(proposal, findings, may_write=may_write, origin="kirim"),
        "sections": summary_sections(overview, origin="kirim" if may_write else ""),
        "files": file_groups(proposal, overview.shelves, origin="kirim" if may_write else None),
        "letter": _letter(overview),
        "screening": stage_of(proposal.edition, "screening"),
        "can_withdraw": proposal.state == ProposalState.FORWARDED,
        **status_of(request, overview, at),
    }


def _letter(overview: Overview) -> dict | None:
    """Return the signed letter by which the present text is endorsed."""
    letter = letter_shown_by(overview.endorsement) if overview.endorsement else None
    if letter is None:
        return None
    letter.proposal = overview.proposal
    return letter_facts(letter)


def _already_sent(request: HttpRequest, form: SubmitForm, code: str, at: datetime, refusal: PermissionDenied) -> HttpResponse:
    """Lead to the receipt of what was sent; whoever was refused for another reason hears that reason."""
    proposal = proposal_to_read(code, request.user, at)
    is_pressed_again = form.is_valid() and sent_with(proposal, request.user, form.cleaned_data["key"]) is not None
    if not is_pressed_again and not _stands_sent(proposal):
        raise refusal
    return redirect("submissions:receipt", proposal.code)
