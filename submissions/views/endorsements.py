"""The leader's page: one screen, read and say yes."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.views.edge import instant
from submissions.access import proposal_to_endorse
from submissions.forms.endorsements import EndorseForm
from submissions.models import Proposal
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown, endorse_proposal
from submissions.policy import may_return_proposal
from submissions.queries.delegations import office_of
from submissions.queries.overview import overview_of
from submissions.views.kept import keeps_text, posted
from submissions.views.pages import status_of
from submissions.views.rows import obstacles
from submissions.views.steps import acts_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def endorse(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is endorsed in short, and bind the leader's yes to exactly that."""
    at = instant(request)
    proposal = proposal_to_endorse(code, request.user, at)
    form = EndorseForm(posted(request), statement=_statement(proposal))
    status = 200
    if form.is_valid():
        try:
            endorse_proposal(proposal=proposal, person=request.user, at=at, **form.cleaned_data)
        except ChangedSinceShown as refusal:
            status = 409
            form.add_error(None, refusal.reason)
        except AlreadyEndorsed as refusal:
            messages.info(request, refusal.reason)
            return redirect("submissions:proposal", code)
        else:
            messages.success(request, _("Proposal disetujui. Admin instansi sudah diberi tahu dan dapat mengirimnya."))
            return redirect("submissions:proposal", code)
    return render(request, "submissions/endorsements/endorse.html", _context(request, proposal, form, at), status=status)


def _statement(proposal: Proposal) -> str:
    text = _(
        "Saya, pimpinan %(institution)s, sudah membaca proposal ini, menyatakan isinya benar, dan menyetujui pengirimannya."
    )
    return text % {"institution": proposal.institution.name}


def _context(request: HttpRequest, proposal: Proposal, form: EndorseForm, at: datetime) -> dict:
    overview = overview_of(proposal, at)
    return {
        "form": form,
        "proposal": proposal,
        "overview": overview,
        "summary": overview.items[0] if overview.items else None,
        # Always that of the text on this page: a refused form must not bring the old one back.
        "shown_hash": overview.fingerprint,
        "office": office_of(request.user, proposal, at),
        "may_return": bool(may_return_proposal(request.user, proposal, at)),
        "obstacles": obstacles(proposal, overview.findings, may_write=False),
        "acts": acts_of(overview, request.user, at),
        **status_of(request, overview, at),
    }
