"""The released results bundle, for everybody. Before its release there is nothing here, not even its absence."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition.views.public import public_page
from submissions.queries.bundles import bundle_file as find_bundle
from submissions.queries.bundles import bundles_of
from submissions.queries.errata import corrected_lists

WARM_SECONDS = 30
# What a fingerprint names never changes.
KEPT_SECONDS = 86_400


@require_safe
@public_page(seconds=WARM_SECONDS, browser_seconds=WARM_SECONDS)
def bundle(request: HttpRequest, year: int) -> HttpResponse:
    """Show the bundles of an edition, how to check one, and what is in it."""
    bundles = bundles_of(year)
    if not bundles:
        raise Http404
    folder = f"hasil-{year}"
    command = f"python3 {folder}/verify_results.py {folder} --fingerprint {bundles[0].fingerprint}"
    corrected = corrected_lists(bundles[0].edition)
    values = {"corrected": corrected, "edition": bundles[0].edition, "bundles": bundles, "command": command}
    return render(request, "submissions/bundles/bundle.html", values)


@require_safe
def bundle_file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Hand out one bundle as it was released."""
    request.is_public = True
    found = find_bundle(year, code)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.archive), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="hasil-{year}-{found.code}.zip"'
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
    return response
