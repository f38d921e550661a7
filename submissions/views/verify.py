"""Anybody may check a receipt, without an account; the frozen copy is for the proposal's people."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition.canonical import canonical_json
from competition.views.edge import instant
from submissions.access import submission_to_read
from submissions.forms.verify import VerifyForm
from submissions.queries.receipts import receipt_facts


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a receipt exists, when it was given and for which text, and compare fingerprints."""
    request.is_public = True
    form = VerifyForm(request.GET if "nomor" in request.GET else None)
    context = {"form": form}
    if form.is_bound and form.is_valid():
        facts = receipt_facts(form.cleaned_data["nomor"], instant(request))
        given = form.cleaned_data["sidik_jari"]
        context |= {
            "number": form.cleaned_data["nomor"],
            "facts": facts,
            "is_compared": bool(facts and given),
            "is_same": bool(facts and given == facts.fingerprint),
        }
    response = render(request, "submissions/verify/verify.html", context)
    # Whether a number exists is nobody's to keep on the way.
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def frozen_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out what was sent, byte for byte as its fingerprint was taken (docs/receipt.md)."""
    submission = submission_to_read(code, request.user, instant(request))
    response = HttpResponse(canonical_json(submission.snapshot), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{submission.number}.json"'
    return response
