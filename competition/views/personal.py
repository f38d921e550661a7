"""What is held about me: the page, the file, correcting, agreeing to the privacy notice, closing the account."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.forms.personal import NameForm
from competition.operations.consents import accept_privacy
from competition.operations.personal import change_name, close_account
from competition.policy import may_close_account
from competition.privacy import latest_notice, privacy_notices
from competition.queries.personal import has_accepted, holdings_of
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof, needs_fresh_proof_to_read
from competition.views.public import public_page


@login_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """Show everything that is held about this person, why and for how long."""
    notice, holdings = latest_notice(), holdings_of(request.user, instant(request))
    context = {
        "holdings": [one for one in holdings if one.number],
        "nothing": [one.title for one in holdings if not one.number],
        "version": notice.version,
        "has_accepted": has_accepted(request.user, notice.version),
    }
    return render(request, "competition/personal/data.html", context)


@login_required
@require_safe
@needs_fresh_proof_to_read
def personal_file(request: HttpRequest) -> HttpResponse:
    """Hand out the same, and all of it, as a JSON file."""
    holdings = holdings_of(request.user, instant(request), most=None)
    text = json.dumps({one.key: one.to_data() for one in holdings}, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="data-saya.json"', "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request: HttpRequest) -> HttpResponse:
    """Let a person correct their own name."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if form.is_valid():
        try:
            change_name(person=request.user, name=form.cleaned_data["name"], at=instant(request))
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, _("Nama Anda diperbaiki."))
            return redirect("competition:personal_data")
    return render(request, "competition/personal/name.html", {"form": form})


@login_required
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Take a person's yes to the privacy notice they were shown."""
    accept_privacy(person=request.user, version=request.POST.get("version", ""), at=instant(request))
    return redirect("competition:personal_data")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def close(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then close the account."""
    at, refused = instant(request), ""
    if request.method == "POST":
        try:
            close_account(person=request.user, at=at)
        except Refused as refusal:
            refused = refusal.reason
        else:
            logout(request)
            messages.success(request, _("Akun Anda ditutup. Surat terakhir sudah dikirim ke alamat Anda."))
            return redirect("competition:sign_in")
    verdict = may_close_account(request.user, at)
    records = [one for one in holdings_of(request.user, at, 0) if one.is_record and one.number]
    context = {"refused": refused or verdict.reason, "records": records, "has_errors": bool(refused)}
    return render(request, "competition/personal/close.html", context | {"cancel_url": reverse("competition:personal_data")})


@require_safe
@public_page(seconds=60)
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice, the latest version or the one asked for."""
    notices = privacy_notices()
    asked = next((one for one in notices if one.version == request.GET.get("versi")), notices[0])
    context = {
        "version": asked.version,
        "paragraphs": asked.paragraphs(get_language()),
        "others": [one.version for one in notices if one is not asked],
    }
    return render(request, "competition/personal/privacy.html", context)
