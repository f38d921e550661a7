"""Releasing the results bundle of a published round."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from judging.access import round_to_release
from judging.forms.confirmations import ConfirmForm
from judging.operations.bundles import release_bundle
from submissions.queries.bundles import bundles_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def release(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Say what the bundle holds and release it; a second press finds the same bundle."""
    at = instant(request)
    round_ = round_to_release(year, key, request.user, at)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            release_bundle(round_=round_, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Paket hasil dapat diunduh semua orang."))
            return redirect("judging:release", year, key)
    values = {"round": round_, "form": form, "bundles": bundles_of(year)}
    return render(request, "judging/bundles/release.html", values)
