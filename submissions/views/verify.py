"""Anybody may check a receipt, certificate or results bundle; the frozen copy is for the proposal's people."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from competition.canonical import canonical_json
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from submissions.access import submission_to_read
from submissions.forms.verify import ManifestForm, VerifyForm
from submissions.manifests import MOST_BYTES
from submissions.queries.certificates import keys_in_use
from submissions.queries.verifying import found_by_fingerprint, found_by_manifest, found_by_number

METHODS = ["GET", "HEAD", "POST"]
# The manifest, and room for what a browser writes around it.
MOST_POSTED = 2 * MOST_BYTES


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Say what there is of a number or a fingerprint, and compare the two where both are given."""
    request.is_public = True
    at = instant(request)
    form = VerifyForm(request.GET if {"nomor", "sidik_jari"} & request.GET.keys() else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        number, given = form.cleaned_data["nomor"], form.cleaned_data["sidik_jari"]
        found = found_by_number(number, at) if number else found_by_fingerprint(given, at)
        context |= {
            "number": number,
            "given": given,
            "found": found,
            "is_compared": bool(number and found.fingerprint and given),
            "is_same": bool(found and given == found.fingerprint),
        }
    return _answer(request, context)


# No token is asked: a file is compared with a public one, and nothing is kept of it.
@reads_at_most(MOST_POSTED, asks_token=False)
@require_http_methods(METHODS)
def verify_bundle(request: HttpRequest) -> HttpResponse:
    """Hold the manifest of a results bundle against the released one, and name what differs."""
    request.is_public = True
    if request.method != "POST":
        return redirect("submissions:verify")
    form = ManifestForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": VerifyForm(), "upload": form, "has_errors": not form.is_valid()}
    if form.is_valid():
        manifest = form.cleaned_data["manifes"]
        found = found_by_manifest(manifest)
        context |= {"upload": ManifestForm(), "found": found, "manifest": manifest}
    return _answer(request, context)


@login_required
@require_safe
def frozen_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out what was sent, byte for byte as its fingerprint was taken (docs/receipt.md)."""
    submission = submission_to_read(code, request.user, instant(request))
    response = HttpResponse(canonical_json(submission.snapshot), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{submission.number}.json"'
    return response


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context = {"upload": ManifestForm(), "keys": keys_in_use()} | context
    response = render(request, "submissions/verify/verify.html", context)
    # Whether a number exists is nobody's to keep on the way.
    response.headers["Cache-Control"] = "no-store"
    return response
