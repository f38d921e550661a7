"""An announcement that opens by itself: prepared by one person, agreed to by another, put off by any organiser."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.queries.site import extended_lately
from competition.verdict import Refused
from competition.views import embargo
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from competition.zones import ZONES
from judging.access import announcement_to_approve, announcement_to_postpone, list_to_announce
from judging.forms.announcements import AnnouncementForm, ApproveForm, PostponeForm
from judging.models import Announcement, Selection
from judging.operations.announcements import approve_announcement, postpone_announcement, prepare_announcement
from judging.policy import may_approve_announcement, may_postpone_announcement, may_prepare_announcement
from judging.queries.announcements import announcement_time, opens_at, past_announcements, standing_announcement
from judging.states import SelectionState
from judging.views.presses import approved_by, once, postponed_by, prepared_by
from judging.views.previews import preview_url
from submissions.operations.site import retire_site

KINDS = {"PREPARED": "warn", "APPROVED": "now", "OPENED": "ok"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
@once("judging:announcement", prepared_by)
def announcement(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show when the list opens and who agreed on that; whoever may publish it says here when."""
    at = instant(request)
    selection = list_to_announce(year, key, request.user, at)
    verdict = may_prepare_announcement(request.user, selection, at)
    if request.method == "POST" and not verdict:
        raise PermissionDenied(verdict.reason)
    form = AnnouncementForm(request.POST if request.method == "POST" else None, initial=_proposed(selection, at))
    if form.is_valid():
        try:
            prepare_announcement(selection=selection, publish_at=form.instant(), person=request.user, at=at)
        except Refused as refusal:
            form.add_error("opens_time", refusal.reason)
        else:
            messages.success(request, _("Pengumuman disiapkan. Penyelenggara lain diminta menyetujuinya."))
            return redirect("judging:announcement", year, key)
    values = {"form": form, "verdict": verdict, "past": past_announcements(selection)}
    values |= {"earliest": announcement_time(selection.ranking.round), **_about(selection, request, at)}
    return render(request, "judging/announcements/announcement.html", values)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
@once("judging:announcement", approved_by)
def approve(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the instant on three clocks, and agree to it as the second person."""
    at = instant(request)
    standing = announcement_to_approve(year, key, request.user, at)
    form = ApproveForm(request.POST if request.method == "POST" else None, initial={"seen": standing.pk})
    if form.is_valid():
        try:
            approve_announcement(announcement=standing, seen=form.cleaned_data["seen"], person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            embargo.forget()
            retire_site()
            messages.success(request, _("Pengumuman disetujui. Hasil terbuka sendiri pada waktunya."))
            return redirect("judging:announcement", year, key)
    return render(request, "judging/announcements/approve.html", {"form": form, **_shown(standing, at)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once("judging:announcement", postponed_by)
def postpone(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Put the announcement off, with a reason; no second proof, because the last second may be short."""
    at = instant(request)
    standing = announcement_to_postpone(year, key, request.user, at)
    form = PostponeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            postpone_announcement(announcement=standing, reason=reason, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            embargo.forget()
            messages.success(request, _("Pengumuman ditunda. Hasil tetap rahasia."))
            return redirect("judging:announcement", year, key)
    return render(request, "judging/announcements/postpone.html", {"form": form, **_shown(standing, at)})


def _proposed(selection: Selection, at: datetime) -> dict:
    """Return the calendar's instant to begin with, while it is still ahead."""
    earliest = announcement_time(selection.ranking.round).astimezone(ZONES["WIB"])
    return {"opens_on": earliest.date(), "opens_time": f"{earliest:%H.%M}"} if earliest > at else {}


def _about(selection: Selection, request: HttpRequest, at: datetime) -> dict:
    standing, person = standing_announcement(selection), request.user
    values = {"round": selection.ranking.round, "selection": selection, "now": at}
    values["preview_url"] = preview_url(selection.ranking.round) if selection.state == SelectionState.RATIFIED else ""
    values["extended"] = extended_lately(selection.ranking.round.edition_id, at)
    if standing is None:
        return values
    values |= _shown(standing, at)
    values["may_approve"] = may_approve_announcement(person, standing, at)
    values["may_postpone"] = may_postpone_announcement(person, standing, at)
    return values


def _shown(standing: Announcement, at: datetime) -> dict:
    """Return an announcement ready to print; `is_later`: the calendar was moved behind what was agreed on."""
    when = opens_at(standing)
    known = {"standing": standing, "round": standing.selection.ranking.round, "selection": standing.selection, "now": at}
    return known | {"opens_at": when, "is_later": when > standing.publish_at, "kind": KINDS[standing.state]}
