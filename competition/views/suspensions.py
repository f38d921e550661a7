"""Somebody else's account, for secretariat and organisers: find it, close it for the time being, open it again."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.access import account_to_restore, account_to_suspend, door_to_accounts
from competition.codes import account_code
from competition.forms.suspensions import AccountForm, ReasonForm
from competition.models import Person
from competition.operations.suspensions import restore_account, suspend_account
from competition.queries.accounts import Standing, left_without, standing_of
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Ask whose account it is about, and lead to what can be done with it. The address stays out of every address line."""
    door_to_accounts(request.user, instant(request))
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = "suspend_account" if form.account.is_active else "restore_account"
        return redirect(f"competition:{act}", account_code(form.account.pk))
    return render(request, "competition/suspensions/find.html", {"form": form})


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def suspend(request: HttpRequest, account: str) -> HttpResponse:
    """Say what it does and to whom, ask why, then close the account."""
    at = instant(request)
    whom = account_to_suspend(account, request.user, at)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            suspend_account(account=whom, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Akun %(name)s dinonaktifkan. Semua sesinya berakhir.") % {"name": whom.name})
            return redirect("competition:restore_account", account)
    standing = standing_of(whom, at)
    about = _about(whom, standing, _("Nonaktifkan akun: %(name)s"))
    context = {"form": form, "button": _("Nonaktifkan akun"), "consequences": _consequences(whom, standing, at)}
    return render(request, "competition/suspensions/account.html", about | context)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def restore(request: HttpRequest, account: str) -> HttpResponse:
    """Say what it does and to whom, ask why, then open the account again."""
    at = instant(request)
    whom = account_to_restore(account, request.user, at)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            restore_account(account=whom, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Akun %(name)s aktif kembali.") % {"name": whom.name})
            return redirect("competition:accounts")
    about = _about(whom, standing_of(whom, at), _("Aktifkan kembali akun: %(name)s"))
    consequences = [_("Ia dapat masuk lagi, dengan peran dan tugas yang masih berlaku.")]
    context = {"form": form, "button": _("Aktifkan kembali"), "consequences": consequences}
    return render(request, "competition/suspensions/account.html", about | context)


def _about(whom: Person, standing: Standing, title: str) -> dict[str, Any]:
    held = [f"{one.get_role_display()}, {one.institution.name}" for one in standing.memberships]
    held += [f"{one.get_role_display()}, {one.edition}" for one in standing.offices]
    facts = [(_("Nama"), whom.name), (_("Alamat email"), whom.email), (_("Peran"), "; ".join(held) or _("Tidak ada"))]
    return {"title": title % {"name": whom.name}, "facts": facts, "cancel_url": reverse("competition:accounts")}


def _consequences(whom: Person, standing: Standing, at: datetime) -> list[str]:
    text = _("%(place)s tidak memiliki admin lain. Sesudah ini, undang penggantinya.")
    return [
        _("Ia keluar dari semua perangkat saat ini juga, dan tidak dapat masuk sampai akunnya diaktifkan kembali."),
        _("Peran, tulisan, dan yang sudah dilakukannya tetap tercatat dan tetap berlaku."),
        *(text % {"place": place.name} for place in left_without(whom, standing.memberships, at)),
    ]
