"""Reopening a frozen ranking: asked for by one organiser, confirmed by another, stopped by anybody of the committee."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition.models import Person, Round
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from judging.access import reopening_to_decide, round_to_reopen
from judging.forms.reopenings import CONFIRM, DecideForm, ReopenForm, StopForm
from judging.operations.reopenings import (
    DELAY,
    carry_out_reopening,
    confirm_reopening,
    propose_reopening,
    stop_reopening,
)
from judging.policy import (
    may_carry_out_reopening,
    may_confirm_reopening,
    may_reopen_ranking,
    may_stop_reopening,
)
from judging.queries.reopenings import past_reopenings, standing_reopening


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def reopening(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show what waits and what was done before, or ask that the ranking is reopened."""
    at, status = instant(request), 200
    round_ = round_to_reopen(year, key, request.user, at)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            propose_reopening(round_=round_, reason=form.cleaned_data["reason"], person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Pembukaan kembali diminta. Penyelenggara lain diminta mengesahkannya."))
            return redirect("judging:reopening", year, key)
    values = {"form": form, **_about(round_, request.user, at)}
    return render(request, "judging/reopenings/reopening.html", values, status=status)


@login_required
@require_POST
@needs_fresh_proof
def decide(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Confirm what another organiser asked for, or open the ranking once the delay is over."""
    at, form = instant(request), DecideForm(request.POST)
    found = reopening_to_decide(year, key, request.user, at)
    if form.is_valid():
        known = {"reopening": found, "seen": form.cleaned_data["seen"], "person": request.user, "at": at}
        try:
            if form.cleaned_data["act"] == CONFIRM:
                confirm_reopening(**known)
                messages.success(request, _("Pembukaan kembali disahkan. Seluruh panitia diberi tahu."))
            else:
                carry_out_reopening(**known)
                messages.success(request, _("Peringkat dibuka kembali. Babak ini dapat dinilai dan diperingkat lagi."))
        except Refused as refusal:
            messages.error(request, refusal.reason)
    return redirect("judging:reopening", year, key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Leave the ranking frozen, with a reason; no second proof, because the delay may be nearly over."""
    at = instant(request)
    found = reopening_to_decide(year, key, request.user, at)
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            stop_reopening(reopening=found, reason=form.cleaned_data["reason"], person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Pembukaan kembali dihentikan. Peringkat tetap dibekukan."))
            return redirect("judging:round", year, key)
    values = {"form": form, "round": found.ranking.round, "standing": found}
    return render(request, "judging/reopenings/stop.html", values)


def _about(round_: Round, person: Person, at: datetime) -> dict:
    """Return what waits with what this person may do about it, whether they may ask, and what was done or stopped before."""
    ranking = getattr(round_, "ranking", None)
    standing = standing_reopening(ranking) if ranking else None
    values = {"round": round_, "ranking": ranking, "standing": standing, "past": past_reopenings(round_)}
    values |= {"verdict": may_reopen_ranking(person, round_, at), "minutes": int(DELAY.total_seconds() // 60)}
    if standing is None:
        return values
    return values | {
        "may_confirm": may_confirm_reopening(person, standing, at),
        "may_open": may_carry_out_reopening(person, standing, at),
        "may_stop": may_stop_reopening(person, standing, at),
    }
