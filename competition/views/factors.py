"""What a person signs in with: the page about it, and putting factors on and off."""

import json

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.forms.signing import PasskeyForm, TotpForm
from competition.operations.signing import add_passkey, add_totp, remove_factor, renew_recovery_codes
from competition.policy import may_work_without_factor, must_hold_factor
from competition.queries.signing import factors_of
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof_to_read

# Set in the session while its owner may read the recovery codes: from their making until "saved".
CODES_SHOWN = "recovery_codes_shown"


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """List what lets this person in."""
    at = instant(request)
    context = {
        "factors": factors_of(request.user),
        "is_required": must_hold_factor(request.user, at),
        "is_missing": not may_work_without_factor(request.user, at),
    }
    return render(request, "competition/signing/security.html", context)


def _picture(secret: str, request: HttpRequest) -> SafeString:
    """Return the secret as a QR code; made of numbers by us, so nothing in it needs escaping."""
    address = get_adapter().build_totp_url(request.user, secret)
    return mark_safe(segno.make(address).svg_inline(scale=4, light="#fff", title=_("Kode QR untuk aplikasi autentikator")))


def _enrolled(request: HttpRequest, has_new_codes: bool) -> HttpResponse:
    messages.success(request, _("Langkah kedua terpasang. Mulai sekarang ia ditanyakan setiap kali Anda masuk."))
    if has_new_codes:
        request.session[CODES_SHOWN] = True
        return redirect("competition:recovery_codes")
    return redirect("competition:security")


@login_required
@needs_fresh_proof_to_read
@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator app by the code it shows."""
    secret = get_totp_secret()
    form = TotpForm(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        try:
            has_new_codes = add_totp(person=request.user, secret=secret, at=instant(request))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            clear_totp_secret(request)
            return _enrolled(request, has_new_codes)
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    context = {"form": form, "picture": _picture(secret, request), "secret": " ".join(groups)}
    return render(request, "competition/signing/add_app.html", context)


@login_required
@needs_fresh_proof_to_read
@require_http_methods(["GET", "HEAD", "POST"])
def add_key(request: HttpRequest) -> HttpResponse:
    """Enrol a passkey by what the browser answers."""
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _enrolled(
            request,
            add_passkey(person=request.user, name=given["name"], credential=given["credential"], at=instant(request)),
        )
    asked = json.dumps(dict(webauthn.begin_registration(request.user, True)))
    return render(request, "competition/signing/add_key.html", {"form": form, "question": asked})


@login_required
@needs_fresh_proof_to_read
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove one of the person's own factors."""
    factors = factors_of(request.user)
    factor = next((one for one in factors.every if one.pk == pk), None)
    if factor is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            remove_factor(person=request.user, factor=factor.row, at=instant(request))
        except Refused as refusal:
            refused = refusal.reason
        else:
            messages.success(request, _("Langkah kedua dilepas."))
            return redirect("competition:security")
    return render(request, "components/confirm_page.html", _removal(factor.name, factors.number, refused))


def _removal(factor: str, number: int, refused: str) -> dict[str, object]:
    """Return the words of the question."""
    consequences = [_("Setelah ini Anda tidak dapat masuk dengannya.")]
    if number == 1:
        consequences.append(_("Ini yang terakhir: kode cadangan ikut terhapus, dan Anda masuk dengan kata sandi saja."))
    return {
        "title": _("Lepas %(factor)s?") % {"factor": factor},
        "consequences": [refused] if refused else consequences,
        "button": _("Lepas"),
        "cancel_url": reverse("competition:security"),
        "has_errors": bool(refused),
    }


@login_required
@needs_fresh_proof_to_read
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new codes until their owner says they are saved; afterwards only how many are left, and a way to renew them."""
    factors = factors_of(request.user)
    if factors.codes is None:
        raise Http404
    if request.method == "POST":
        if request.session.pop(CODES_SHOWN, False):
            return redirect("competition:security")
        renew_recovery_codes(person=request.user, at=instant(request))
        request.session[CODES_SHOWN] = True
        return redirect("competition:recovery_codes")
    left = factors.unused_codes
    context = {"codes": left if request.session.get(CODES_SHOWN) else (), "left": len(left)}
    return render(request, "competition/signing/recovery_codes.html", context)
