"""Anybody objects to a published list: without an account, held from public view, confirmed by a link and followed there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from competition.operations.limits import allow, allow_stranger
from competition.scans import MEGABYTE, MOST_BYTES
from competition.signed_in import network
from competition.verdict import Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from submissions.forms.objections import ObjectionForm
from submissions.models import Objection, Publication
from submissions.operations.objections import confirm_objection, file_objection
from submissions.policy import may_object
from submissions.queries.objections import entries_of, objection_by_token, publication_out
from submissions.states import ObjectionState

METHODS = ["GET", "HEAD", "POST"]
# The evidence, and room for the other fields. What is larger is not even read.
MOST_POSTED = MOST_BYTES + MEGABYTE


# No token is asked: nothing is done in anybody's name, and a page that lay open for a day must not cost the text.
@reads_at_most(MOST_POSTED, asks_token=False)
@require_http_methods(METHODS)
def object_to_list(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Take an objection to a list that is out; the same for everybody. What was typed stays on the page whatever is refused."""
    request.is_public = True
    at = instant(request)
    publication = publication_out(year, key, at)
    if publication is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    first = {"entry": request.GET.get("entri", "")}
    form = ObjectionForm(posted, request.FILES or None, entries=entries_of(publication), initial=first)
    verdict = may_object(publication, at)
    context = {"form": form, "publication": publication, "edition": publication.edition, "now": at, "verdict": verdict}
    if form.is_valid():
        try:
            _file(request, publication, form)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            sent = {"publication": publication, "edition": publication.edition, "email": form.cleaned_data["email"]}
            return render(request, "submissions/objections/sent.html", sent)
    return render(request, "submissions/objections/object.html", context)


@reads_at_most(MEGABYTE, asks_token=False)
@require_http_methods(METHODS)
def objection_link(request: HttpRequest, link: str) -> HttpResponse:
    """Show whoever holds the link what became of their objection; a press confirms the address. Opening alone does nothing,
    because programs that look after letters open links too."""
    request.is_public = True
    at = instant(request)
    objection = objection_by_token(link)
    if objection is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            objection = confirm_objection(objection=objection, at=at)
        except Refused as refusal:
            refused = refusal.reason
    context = _standing(objection) | {"refused": refused, "now": at, "is_late": at >= objection.confirm_by}
    response = render(request, "submissions/objections/link.html", context, status=409 if refused else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file(request: HttpRequest, publication: Publication, form: ObjectionForm) -> None:
    at, given = instant(request), form.cleaned_data
    allow(kind="objection", account=given["email"], network=network(request), at=at)
    allow_stranger(kind="objections", network=network(request), at=at)
    file_objection(
        publication=publication,
        outcome=form.outcome(),
        objector=form.objector(get_language() or "id"),
        text=given["text"],
        evidence=given["evidence"],
        at=at,
    )


def _standing(objection: Objection) -> dict[str, Any]:
    return {
        "one": objection,
        "publication": objection.publication,
        "edition": objection.publication.edition,
        "is_filed": objection.state == ObjectionState.FILED,
        "word": objection.get_state_display(),
    }
