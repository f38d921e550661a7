"""The coach's pages: who waits and what was given, and one draft to read, to remark on and to tick."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.parking import give_back, parks
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access.coachings import (
    coaching_to_end,
    coaching_to_know,
    coaching_to_take,
    draft_to_coach,
    edition_to_coach,
)
from submissions.coaching import CoachingState, Side
from submissions.forms.coachings import CommentForm, ReadinessForm
from submissions.models import Coaching
from submissions.operations.coaching_notes import note_draft_view, tick_for_coach, write_comment
from submissions.operations.coachings import end_coaching, give_coaching
from submissions.policy import may_handle_proposal, may_read_history
from submissions.policy.coachings import is_coach_of
from submissions.queries.coachings import comments_on, given_to, readiness_of, waiting_for
from submissions.queries.contents import items_of
from submissions.queries.documents import documents_of, shelves_of
from submissions.views.rows import about_rows

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 25
KINDS = {
    CoachingState.ASKED: "warn",
    CoachingState.GIVEN: "now",
    CoachingState.REFUSED: "bad",
    CoachingState.ENDED: "quiet",
}


@login_required
@require_safe
def coachings(request: HttpRequest) -> HttpResponse:
    """List what was given to the coach, and the requests that wait for one."""
    at = instant(request)
    edition = edition_to_coach(request.user, at)
    waiting = Paginator(waiting_for(request.user, edition, at), PER_PAGE)
    page = waiting.get_page(request.GET.get(PAGE_PARAMETER))
    context = {
        "edition": edition,
        "page": page,
        "waiting": [coaching_row(one) for one in page],
        "waiting_count": waiting.count,
        "given": [coaching_row(one) for one in given_to(request.user, edition)],
    }
    return render(request, "submissions/coachings/queue.html", context)


@login_required
@require_safe
def coaching(request: HttpRequest, code: str) -> HttpResponse:
    """Lead whoever a letter told of a coaching to their own page about it."""
    at = instant(request)
    found = coaching_to_know(code, request.user, at)
    if is_coach_of(request.user, found):
        return redirect("submissions:coached_draft", found.code)
    if may_read_history(request.user, found.proposal, at):
        return redirect("submissions:proposal_coaching", found.proposal.code)
    if may_handle_proposal(request.user, found.proposal, at):
        return redirect("submissions:coaching_request", found.code)
    return redirect("submissions:coachings")


@login_required
@require_POST
def take_coaching(request: HttpRequest, code: str) -> HttpResponse:
    """Take a request; from then on the coach reads the draft."""
    at = instant(request)
    found = coaching_to_take(code, request.user, at)
    try:
        give_coaching(coaching=found, person=request.user, coach=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("submissions:coachings")
    messages.success(request, _("Draf ini sekarang Anda bimbing. Timnya diberi tahu."))
    return redirect("submissions:coached_draft", found.code)


@login_required
@require_http_methods(METHODS)
@parks("question", "text")
def coached_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Show a draft to its coach, and take a remark."""
    at = instant(request)
    found = draft_to_coach(code, request.user, at)
    note_draft_view(coaching=found, person=request.user, at=at)
    form = _comment_form(request, found)
    status = 200
    if form.is_valid():
        try:
            write_comment(coaching=found, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Catatan disimpan. Tim melihatnya di samping pertanyaannya."))
            return redirect(f"{reverse('submissions:coached_draft', args=[code])}#catatan")
    return render(request, "submissions/coachings/draft.html", _draft(found) | {"form": form}, status=status)


@login_required
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End a coaching for one's own side."""
    at = instant(request)
    found = coaching_to_end(code, request.user, at)
    try:
        end_coaching(coaching=found, person=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Bimbingan diakhiri. Kedua pihak diberi tahu."))
    if is_coach_of(request.user, found):
        return redirect("submissions:coachings")
    return redirect("submissions:proposal_coaching", found.proposal.code)


@login_required
@require_POST
def coach_readiness(request: HttpRequest, code: str) -> HttpResponse:
    """Note which points of the checklist the coach sees in the draft."""
    at = instant(request)
    found = draft_to_coach(code, request.user, at)
    form = ReadinessForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Daftar kesiapan berubah sejak halaman ini dibuka. Muat ulang halaman."))
        tick_for_coach(coaching=found, person=request.user, keys=form.keys(), at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Daftar kesiapan disimpan."))
    return redirect(f"{reverse('submissions:coached_draft', args=[code])}#kesiapan")


def coaching_row(one: Coaching) -> dict[str, Any]:
    """Return a coaching as lists print it: where the draft is from, and nothing of what is in it."""
    proposal = one.proposal
    return {
        "one": one,
        "institution": proposal.institution.name,
        "unit": proposal.unit.name,
        "category": proposal.category,
        "state": {"word": one.get_state_display(), "kind": KINDS[CoachingState(one.state)]},
        "is_given": one.state == CoachingState.GIVEN,
    }


def readiness_form(checklist: list, side: Side) -> ReadinessForm:
    """Return the checklist as one side ticked it."""
    seen = "by_team" if side == Side.TEAM else "by_coach"
    return ReadinessForm(initial={one.key: [row.point.key for row in rows if getattr(row, seen)] for one, rows in checklist})


def _comment_form(request: HttpRequest, found: Coaching) -> CommentForm:
    questions = [item.question for item in items_of(found.proposal)]
    about = {"question": request.GET.get("tentang", "")}
    form = CommentForm(request.POST if request.method == "POST" else None, questions=questions, initial=about)
    return give_back(request, form)


def _draft(found: Coaching) -> dict[str, Any]:
    proposal, remarks = found.proposal, comments_on(found.proposal)
    items, checklist = items_of(proposal), readiness_of(proposal)
    shelves = shelves_of(proposal, [item.question for item in items], documents_of(proposal))
    return {
        "one": found,
        "proposal": proposal,
        "about": about_rows(proposal),
        "items": [(item, [one for one in remarks if one.question_id == item.question.pk]) for item in items],
        "general": [one for one in remarks if one.question_id is None],
        "files": [one.name for shelf in shelves for one in shelf.counting],
        "checklist": checklist,
        "ticks": readiness_form(checklist, Side.COACH),
    }
