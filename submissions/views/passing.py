"""Many proposals that nothing speaks against are passed at once: chosen from a list, read once more, confirmed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from competition.queries.people import rights_of
from competition.queries.ties import tied_to
from competition.verdict import Refused
from competition.views.edge import instant
from submissions.access import edition_to_screen
from submissions.openings import close_after_screening
from submissions.operations.passing import MOST, NotClean, pass_clean
from submissions.policy import UNDONE_WITHIN, may_pass_clean
from submissions.queries.clean import Looked, longest_waiting, look_through, named_ones, passed_lately

# So many of those that wait longest are looked through for one page.
LOOKED = 300
CHOSEN, ALL = "proposal", "semua"


@login_required
@require_safe
def clean(request: HttpRequest) -> HttpResponse:
    """List which of those that wait longest nothing speaks against; none is chosen unless all are asked for."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    rights = rights_of(request.user, at)
    without = tied_to(request.user, edition, at)
    waiting = longest_waiting(edition, without, LOOKED)
    found = [one for one in look_through(edition, waiting, request.user, rights) if not one.obstacle]
    context = {
        "verdict": may_pass_clean(request.user, edition, at),
        "rows": [_row(one) for one in found[:MOST]],
        "looked": len(waiting),
        "clean": len(found),
        "most": MOST,
        "all_url": f"?{ALL}=1",
        "is_all": ALL in request.GET,
        "lately": passed_lately(edition, request.user, at - UNDONE_WITHIN, without),
    }
    return render(request, "submissions/passing/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pass_all(request: HttpRequest) -> HttpResponse:
    """Show once more what was chosen, and what of it must be read by itself; then pass all that is shown, or nothing."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    refusal: Refused | None = None
    if request.method == "POST":
        shown = dict(one.split(":", 1) for one in request.POST.getlist(CHOSEN) if ":" in one)
        try:
            number = pass_clean(edition=edition, person=request.user, shown=shown, at=at)
        except Refused as refused:
            refusal = refused
        else:
            return _passed(request, list(shown), number)
    codes = request.GET.getlist(CHOSEN)[:MOST]
    rights = rights_of(request.user, at)
    hidden = tied_to(request.user, edition, at) - rights.institution_ids
    looked = look_through(edition, named_ones(edition, codes, hidden), request.user, rights) if codes else []
    context = {
        "refusal": refusal.reason if refusal else "",
        "verdict": may_pass_clean(request.user, edition, at),
        "rows": [_row(one) for one in looked if not one.obstacle],
        "left_out": [_row(one) for one in looked if one.obstacle],
    }
    return render(request, "submissions/passing/confirm.html", context, status=409 if isinstance(refusal, NotClean) else 200)


def _passed(request: HttpRequest, codes: list[str], number: int) -> HttpResponse:
    for code in codes:
        close_after_screening(code)
    text = ngettext("%(n)s proposal diloloskan.", "%(n)s proposal diloloskan.", number)
    messages.success(request, text % {"n": number})
    return redirect("submissions:clean")


def _row(one: Looked) -> dict[str, Any]:
    proposal = one.proposal
    return {
        "code": proposal.code,
        "value": f"{proposal.code}:{one.submission.number}" if one.submission else "",
        "title": proposal.title,
        "institution": proposal.institution.name,
        "received_at": proposal.submitted_at,
        "url": reverse("submissions:screen", args=[proposal.code]),
        "obstacle": one.obstacle,
    }
