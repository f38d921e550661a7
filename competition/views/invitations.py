"""Inviting, taking an invitation back, and accepting one; naming a delegate; calling in an administrator."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from competition import policy, signing
from competition.access import door_to_calling_in, institution_to_delegate, institution_to_staff, invitation_to_revoke
from competition.forms.people import CallInForm, DelegateForm, InviteForm, JoinForm
from competition.models import Invitation
from competition.models.people import MembershipRole
from competition.operations.invitations import (
    AccountExists,
    invite_person,
    join_by_invitation,
    redeem_invitation,
    revoke_invitation,
    why_closed,
)
from competition.operations.memberships import delegate_endorsement
from competition.queries.memberships import (
    has_account,
    institutions_to_call_in,
    invitation_by_token_hash,
    units_of,
)
from competition.tokens import hash_of
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.people import METHODS, givable
from competition.views.proof import needs_fresh_proof


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def invite(request: HttpRequest, institution: str) -> HttpResponse:
    """Send somebody a link that gives them a role."""
    at = instant(request)
    place = institution_to_staff(institution, request.user, at)
    roles = givable(request.user, place, at)
    if not roles:
        raise PermissionDenied(policy.may_give_role(request.user, place, MembershipRole.WRITER, at).reason)
    outside = policy.acts_from_outside(request.user, place, at)
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, roles=roles, units=units_of(place), is_from_outside=outside)
    if form.is_valid():
        given = {"email": form.cleaned_data["email"], "reason": form.cleaned_data.get("reason", "")}
        try:
            invitation = invite_person(institution=place, person=request.user, offer=form.offer(), at=at, **given)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _sent(invitation))
            return redirect(reverse("competition:people", args=[place.code]) + "?tampil=undangan")
    return render(request, "competition/people/invite.html", {"form": form, "institution": place})


def _sent(invitation: Invitation) -> str:
    """Return the same words whether or not the address has an account."""
    return _("Undangan dikirim ke %(address)s. Tautannya berlaku tujuh hari.") % {"address": invitation.email}


@login_required
@require_http_methods(METHODS)
def revoke(request: HttpRequest, institution: str, invitation: str) -> HttpResponse:
    """Ask once more, then take an invitation back."""
    at = instant(request)
    sent = invitation_to_revoke(institution, invitation, request.user, at)
    back = reverse("competition:people", args=[sent.institution.code]) + "?tampil=undangan"
    if request.method == "POST":
        try:
            revoke_invitation(invitation=sent, person=request.user, at=at)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("Undangan untuk %(address)s dicabut.") % {"address": sent.email})
        return redirect(back)
    context = {
        "title": _("Cabut undangan untuk %(address)s") % {"address": sent.email},
        "consequences": [_("Tautan dalam suratnya tidak dapat dipakai lagi. Anda dapat mengundangnya kembali.")],
        "button": _("Cabut undangan"),
        "cancel_url": back,
    }
    return render(request, "components/confirm_page.html", context)


@sensitive_post_parameters("password")
@require_http_methods(METHODS)
def invitation(request: HttpRequest, link: str) -> HttpResponse:
    """Show what is offered to whoever holds the link, and accept it by POST. Opening the page changes nothing."""
    at = instant(request)
    found = invitation_by_token_hash(hash_of(link))
    if found is None:
        return _said(request, {"title": _("Tautan ini tidak kami kenali"), "is_unknown": True}, 404)
    if request.user.is_authenticated and request.user.email != found.email:
        return _said(request, {"title": _("Undangan ini untuk alamat lain"), "is_foreign": True}, 403)
    reason = why_closed(found, at)
    if reason:
        is_mine = request.user.is_authenticated and found.redeemed_by_id == request.user.pk
        context = {"title": _("Undangan ini tidak dapat dipakai"), "reason": reason, "is_mine": is_mine, "found": found}
        return _said(request, context, 410)
    if request.user.is_authenticated:
        return _accept(request, found, at)
    if has_account(found.email):
        return render(request, "competition/people/invitation.html", {"found": found, "sign_in": _way_in(request)})
    return _join(request, found, at)


def _said(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "competition/people/no_invitation.html", context, status=status)


def _way_in(request: HttpRequest) -> str:
    return f"{reverse('competition:sign_in')}?next={request.path}"


def _accept(request: HttpRequest, found: Invitation, at: datetime) -> HttpResponse:
    """Let somebody who signed in with the invited address say yes."""
    if request.method == "POST":
        try:
            redeem_invitation(invitation=found, person=request.user, at=at)
        except Refused as refusal:
            return _said(request, {"title": _("Undangan ini tidak dapat dipakai"), "reason": refusal.reason}, 410)
        messages.success(request, _welcome(found))
        return redirect("competition:home")
    return render(request, "competition/people/invitation.html", {"found": found, "accepts": True})


def _join(request: HttpRequest, found: Invitation, at: datetime) -> HttpResponse:
    """Let somebody without an account choose a name and a password; they are signed in at once."""
    words = (found.institution.name, found.email.split("@")[0])
    form = JoinForm(request.POST if request.method == "POST" else None, words=words)
    if form.is_valid():
        try:
            person = join_by_invitation(invitation=found, at=at, **form.account())
        except AccountExists:
            return redirect(_way_in(request))
        except Refused as refusal:
            return _said(request, {"title": _("Undangan ini tidak dapat dipakai"), "reason": refusal.reason}, 410)
        messages.success(request, _welcome(found))
        return signing.let_in(request, person, reverse("competition:home"))
    return render(request, "competition/people/invitation.html", {"found": found, "form": form})


def _welcome(found: Invitation) -> str:
    values = {"role": found.get_role_display(), "place": found.institution.name}
    return _("Selamat datang. Anda kini %(role)s di %(place)s.") % values


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def delegate(request: HttpRequest, institution: str) -> HttpResponse:
    """Let the leader name who says yes in their stead, and until when."""
    at = instant(request)
    place = institution_to_delegate(institution, request.user, at)
    form = DelegateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = delegate_endorsement(institution=place, person=request.user, at=at, **form.delegation())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            named = _("Pelaksana atas nama Anda sudah ditunjuk dan diberi tahu.")
            messages.success(request, _sent(made) if isinstance(made, Invitation) else named)
            return redirect("competition:people", place.code)
    return render(request, "competition/people/delegate.html", {"form": form, "institution": place})


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def call_in(request: HttpRequest) -> HttpResponse:
    """Let the secretariat invite an administrator or leader of any institution, by its signed letter."""
    at = instant(request)
    door_to_calling_in(request.user, at)
    form = CallInForm(request.POST if request.method == "POST" else None, institutions=institutions_to_call_in())
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("institution", "email", "reason")}
        try:
            sent = invite_person(person=request.user, offer=form.offer(), at=at, **given)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _sent(sent))
            return redirect("competition:call_in")
    return render(request, "competition/people/call_in.html", {"form": form})
