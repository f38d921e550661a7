"""The judge's desk: offers to answer, then the own list."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from competition.models import Briefing, Person
from competition.models.editions import pick_language
from competition.queries.site import bulletins_now, extended_lately
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from judging.access import judge_at_desk
from judging.forms.assignments import AcceptForm
from judging.operations.assignments import accept_assignments
from judging.policy import round_is_open
from judging.queries.desk import DeskRound, assignments_by_code, desk_rounds, has_ties, next_to_score, rows_of
from judging.queries.ties import tasks_to_ask_about
from judging.queries.training import is_held_up
from judging.states import AssignmentState
from judging.views.words import address_of, assignment_status

PER_PAGE = 25
OFFERS, TASKS = "tawaran", "tugas"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Show the judge's own assignments; a POST accepts the offers that were ticked."""
    at = instant(request)
    judge = judge_at_desk(request.user, at)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = assignments_by_code(form.cleaned_data["codes"], judge, at)
        try:
            accepted = accept_assignments(assignments=asked, person=judge, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            _tell(request, len(accepted), len(set(form.cleaned_data["codes"])))
            return redirect(request.get_full_path())
    return render(
        request,
        "judging/desk/desk.html",
        {"form": form, "now": at, "has_ties": has_ties(judge, at), **_page(request, judge, at)},
    )


def _tell(request: HttpRequest, accepted: int, asked: int) -> None:
    if accepted:
        text = ngettext("%(count)s tugas diterima.", "%(count)s tugas diterima.", accepted)
        messages.success(request, text % {"count": accepted})
    if accepted < asked:
        text = _("%(count)s tugas tidak dapat diterima karena sudah tidak ada di daftar Anda.")
        messages.warning(request, text % {"count": asked - accepted})


def _page(request: HttpRequest, judge: Person, at: datetime) -> dict:
    """Return what the page prints about one round, and the way to the others."""
    rounds = desk_rounds(judge, at)
    if not rounds:
        return {"here": None}
    here = next((one for one in rounds if _key(one) == request.GET.get("babak")), rounds[0])
    shown = TASKS if request.GET.get("daftar") == TASKS or not here.offered else OFFERS
    page = _list(judge, here, shown, at).get_page(request.GET.get(PAGE_PARAMETER))
    is_open = round_is_open(here.round, at)
    briefing = {"has_briefing": here.round.briefing != Briefing.NONE, "is_held": is_held_up(judge, here.round)}
    return {
        "here": here,
        "per_day": here.per_day(at),
        "extended": extended_lately(here.round.edition_id, at),
        "bulletins": bulletins_now(here.round.edition_id, at),
        "closed": is_open.reason,
        "next": next_to_score(judge, here.round, at) if is_open and not briefing["is_held"] else None,
        "tabs": _tabs(here, shown) if here.offered else [],
        "offers": shown == OFFERS,
        "page": page,
        "rows": _offers(judge, page) if shown == OFFERS else _ROWS(page, here.round.stage.closes_at),
        "ticked": set(request.POST.getlist("codes")),
        "pack_url": f"{reverse('judging:pack')}?{urlencode({'babak': _key(here)})}" if here.accepted else "",
        "others": [{"name": one.round, "url": _address(one)} for one in rounds if one is not here],
    } | briefing


def _list(judge: Person, here: DeskRound, shown: str, at: datetime) -> Paginator:
    state = AssignmentState.OFFERED if shown == OFFERS else AssignmentState.ACCEPTED
    paginator = Paginator(rows_of(judge, here.round, state, at), PER_PAGE)
    # Counted already, with the figures of the round.
    paginator.count = here.offered if shown == OFFERS else here.accepted
    return paginator


def _offers(judge: Person, page: Iterable) -> list[dict]:
    """Return the offers of a page; `asks` of those whose team may be kin."""
    rows = [_row(one) for one in page]
    kin = tasks_to_ask_about(judge, [one["code"] for one in rows])
    return [one | {"asks": one["code"] in kin} for one in rows]


def _row(one: Any, closes_at: datetime | None = None) -> dict:
    word, kind = assignment_status(one.state, one.sheet__state)
    return {
        "code": one.code,
        "title": one.proposal__title,
        "url": address_of(one.code, one.state, one.sheet__state),
        "institution": one.proposal__institution__name,
        "category": pick_language(one.proposal__category__name, one.proposal__category__name_en),
        "group": pick_language(one.proposal__group__name, one.proposal__group__name_en),
        "word": word,
        "kind": kind,
        "closes_at": closes_at,
    }


_ROWS = PrintedRows("judging/desk/row.html", _row)


def _tabs(here: DeskRound, shown: str) -> list[dict]:
    lists = ((OFFERS, _("Perlu dijawab"), here.offered), (TASKS, _("Tugas Anda"), here.accepted))
    return [
        {"label": label, "count": count, "url": _address(here, daftar=key), "current": key == shown}
        for key, label, count in lists
    ]


def _key(one: DeskRound) -> str:
    return f"{one.round.edition.year}-{one.round.key}"


def _address(one: DeskRound, **more: str) -> str:
    return f"{reverse('judging:desk')}?{urlencode({'babak': _key(one), **more})}"
