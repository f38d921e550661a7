"""The team's page about the coaching of its draft: ask, read and follow the remarks, tick the checklist, end it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition.models import Person
from competition.parking import give_back, parks
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import proposal_to_write, proposal_with_history
from submissions.access.coachings import comment_to_follow
from submissions.coaching import RUNNING, CoachingState, Side
from submissions.forms.coachings import ReadinessForm, WishForm
from submissions.models import Coaching, Proposal
from submissions.operations.coaching_notes import follow_comment, tick_for_team
from submissions.operations.coachings import ask_coaching
from submissions.policy import may_ask_coaching, may_end_coaching, may_write_proposal
from submissions.queries.coachings import coachings_of, comments_on, readiness_of
from submissions.views.coachings import KINDS, readiness_form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("wish")
def proposal_coaching(request: HttpRequest, code: str) -> HttpResponse:
    """Show what coaches remarked and how ready the draft is, and ask for a coach."""
    at = instant(request)
    proposal = proposal_with_history(code, request.user, at)
    form = give_back(request, WishForm(request.POST if request.method == "POST" else None))
    status = 200
    if form.is_valid():
        try:
            ask_coaching(proposal=proposal, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Permintaan dikirim. Anda diberi tahu begitu seorang pelatih mengambilnya."))
            return redirect("submissions:proposal_coaching", code)
    context = _page(proposal, request.user, at) | {"form": form}
    return render(request, "submissions/coachings/team.html", context, status=status)


@login_required
@require_POST
def team_readiness(request: HttpRequest, code: str) -> HttpResponse:
    """Note which points of the checklist the team sees in its draft."""
    at = instant(request)
    proposal = proposal_to_write(code, request.user, at)
    form = ReadinessForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Daftar kesiapan berubah sejak halaman ini dibuka. Muat ulang halaman."))
        tick_for_team(proposal=proposal, person=request.user, keys=form.keys(), at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Daftar kesiapan disimpan."))
    return redirect(f"{reverse('submissions:proposal_coaching', args=[code])}#kesiapan")


@login_required
@require_POST
def follow(request: HttpRequest, code: str, comment: str) -> HttpResponse:
    """Say that the team has seen to a remark."""
    at = instant(request)
    found, proposal = comment_to_follow(code, comment, request.user, at)
    try:
        follow_comment(comment=found, person=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Catatan ditandai sudah ditindaklanjuti."))
    return redirect(f"{reverse('submissions:proposal_coaching', args=[proposal.code])}#catatan")


def _page(proposal: Proposal, person: Person, at: datetime) -> dict[str, Any]:
    held = coachings_of(proposal)
    running = next((one for one in held if one.state in RUNNING), None)
    checklist = readiness_of(proposal)
    may_write = bool(may_write_proposal(person, proposal, at))
    return {
        "proposal": proposal,
        "running": running,
        "reads": running is not None and running.state == CoachingState.GIVEN and at < running.until,
        "earlier": [_earlier(one) for one in held if one is not running],
        "can_end": running is not None and bool(may_end_coaching(person, running, at)),
        "ask": may_ask_coaching(person, proposal, at),
        "remarks": comments_on(proposal),
        "may_write": may_write,
        "checklist": checklist,
        "ticks": readiness_form(checklist, Side.TEAM) if may_write else None,
    }


def _earlier(one: Coaching) -> dict[str, Any]:
    why = one.get_ending_display() if one.ending else one.reason
    return {"one": one, "why": why, "state": {"word": one.get_state_display(), "kind": KINDS[CoachingState(one.state)]}}
