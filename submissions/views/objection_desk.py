"""The secretariat's objections: the list, one of them with its answer, its evidence, and another handler."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.inspecting import FileRefused, NotChecked
from competition.models import Person
from competition.parking import give_back, parks
from competition.storage import NotOpened
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from submissions.access import edition_to_screen
from submissions.access.announced import edition_once_held, editions_to_answer_in, objection_to_see
from submissions.forms.objections import AnswerForm, GiveForm
from submissions.models import Objection
from submissions.operations.objections import answer_objection, give_objection
from submissions.policy import may_answer_objection, may_give_objection
from submissions.queries.enclosures import EnclosureMissing
from submissions.queries.objections import (
    letter_of_answer,
    objection_counts,
    objections_of,
    secretaries_of,
)
from submissions.states import ObjectionState
from submissions.views.enclosures import hand_out_enclosure

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 25
KINDS = {
    ObjectionState.OPEN: "now",
    ObjectionState.UPHELD: "ok",
    ObjectionState.PARTLY: "ok",
    ObjectionState.DISMISSED: "quiet",
}


@login_required
@require_safe
def objections(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """List an edition's confirmed objections, of the running one if no year is said, those that wait the longest first."""
    at = instant(request)
    edition = edition_once_held(year, request.user, at) if year else edition_to_screen(request.user, at)
    state = request.GET.get("status", "")
    if state not in KINDS:
        state = ObjectionState.OPEN
    counts = objection_counts(edition, request.user, at)
    paginator = Paginator(objections_of(edition, request.user, at, state), PER_PAGE)
    paginator.count = counts[state]
    page = paginator.get_page(request.GET.get(PAGE_PARAMETER))
    tabs = [{"label": one.label, "url": f"?status={one}", "count": counts[one], "current": one == state} for one in KINDS]
    context = {"page": page, "rows": [_row(one, request.user, at) for one in page], "tabs": tabs, "edition": edition}
    context["others"] = [one for one in editions_to_answer_in(request.user, at) if one != edition]
    return render(request, "submissions/objections/list.html", context)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
@parks("reason")
def objection(request: HttpRequest, code: str) -> HttpResponse:
    """Show an objection with its evidence, and take its handler's answer."""
    at = instant(request)
    found = objection_to_see(code, request.user, at)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    give_back(request, form)
    status = 200
    if form.is_valid():
        try:
            answer_objection(objection=found, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Jawaban disimpan dan dikirim kepada pengirim keberatan."))
            return redirect("submissions:objections_of", found.publication.edition.year)
    people = _able(request, found, at)
    context = _page(found, request.user, at) | {"form": form, "give": GiveForm(people=people) if people else None}
    return render(request, "submissions/objections/one.html", context, status=status)


@login_required
@require_POST
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give an objection to another handler."""
    at = instant(request)
    found = objection_to_see(code, request.user, at)
    form = GiveForm(request.POST, people=secretaries_of(found.publication.edition, at))
    try:
        if not form.is_valid():
            raise Refused(_("Pilih penangan baru."))
        give_objection(objection=found, person=request.user, whom=form.chosen(), at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("%(name)s sekarang menangani keberatan ini.") % {"name": form.chosen().name})
    return redirect("submissions:objection", code)


@login_required
@require_safe
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the cleaned copy of the evidence as a file to keep, never as a page."""
    found = objection_to_see(code, request.user, instant(request))
    try:
        return hand_out_enclosure(found.evidence, f"bukti-{found.code}")
    except EnclosureMissing as error:
        raise Http404 from error
    except (FileRefused, NotChecked, NotOpened) as refusal:
        messages.warning(request, _("Bukti tidak dapat dibuka: %(reason)s") % {"reason": refusal.reason})
        return redirect("submissions:objection", code)


def _able(request: HttpRequest, found: Objection, at: datetime) -> list[Person]:
    """Return to whom this person may give it now."""
    if found.is_answered:
        return []
    people = secretaries_of(found.publication.edition, at)
    return [one for one in people if may_give_objection(request.user, found, one, at)]


def _row(one: Objection, person: Person, at: datetime) -> dict[str, Any]:
    return {
        "code": one.code,
        "url": reverse("submissions:objection", args=[one.code]),
        "about": one.outcome.title if one.outcome else _("Daftar secara keseluruhan"),
        "list": one.publication.title,
        "handler": one.handler.name if one.handler else "",
        "is_own": one.handler_id == person.pk,
        "confirmed_at": one.confirmed_at,
        "answer_by": one.answer_by,
        "is_late": not one.is_answered and at >= one.answer_by,
        "state": {"word": one.get_state_display(), "kind": KINDS[ObjectionState(one.state)]},
    }


def _page(found: Objection, person: Person, at: datetime) -> dict[str, Any]:
    verdict = may_answer_objection(person, found, at)
    known = {"one": found, "row": _row(found, person, at), "verdict": verdict, "now": at, "publication": found.publication}
    return known | {"letter": letter_of_answer(found) if found.is_answered else None}
