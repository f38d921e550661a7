"""The timetable of a round of interviews for its organisers: drawn up, looked at, and changed slot by slot."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Person, Round
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import format_date, format_time, format_zones
from judging.access import round_of_interviews, slot_to_change
from judging.forms.interviews import ChangeSlotForm, FrameForm
from judging.models import Slot, Timetable
from judging.operations.assignments import NotFeasible, PlanChanged
from judging.operations.interviews import InterviewPlan, confirm_interviews, plan_interviews
from judging.operations.slots import Place, free_places, move_slot, room_names, swap_slots, swaps_for
from judging.policy import may_change_slot, may_plan_interviews, may_redraw_interviews
from judging.queries.interviews import confirmed_in, panels_of, slots_of, timetable_of
from judging.queries.panel import seats_of
from judging.queries.rounds import judges_of

PER_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interviews(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the round's timetable; while there is none, the plan that the form gives, and write the one that was shown."""
    at = instant(request)
    round_ = round_of_interviews(year, key, request.user, at)
    timetable = timetable_of(round_)
    if timetable is not None:
        return _planned(request, round_, timetable, at)
    may = may_plan_interviews(request.user, round_, at)
    if not may:
        return render(request, "judging/interviews/plan.html", {"round": round_, "closed": may.reason})
    initial = {"seed": round_.edition.year * 100 + round_.order}
    form, status = FrameForm(bound_to(request), initial=initial, judges=seated_judges(round_, at)), 200
    if form.is_valid() and form.cleaned_data["shown"] and request.POST.get("act") == "confirm":
        told = {"seed": form.cleaned_data["seed"], "shown": form.cleaned_data["shown"], "at": at}
        try:
            confirm_interviews(round_=round_, frame=form.frame(), person=request.user, **told)
        except Refused as refusal:
            if not isinstance(refusal, NotFeasible):  # said below, line by line
                form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, PlanChanged) else 200
        else:
            messages.success(request, _("Jadwal ditetapkan. Penilai dan instansi diberi tahu lewat email."))
            return redirect("judging:interviews", year, key)
    return render(request, "judging/interviews/plan.html", _plan_page(form, round_, at), status=status)


def bound_to(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, if anything was."""
    return request.POST if request.method == "POST" else None


def seated_judges(round_: Round, at: datetime) -> list[tuple[str, int, str]]:
    """Return who can sit in a room, by name: the seat's code, the person's id and name."""
    seats = seats_of(round_.edition, at)
    judges = [(seats[one.pk].code, one.pk, one.name) for one in judges_of(round_, at) if not seats[one.pk].is_away]
    return sorted(judges, key=lambda one: (one[2], one[0]))


def _plan_page(form: FrameForm, round_: Round, at: datetime) -> dict:
    """Return the page's values, with the plan where the form gives one."""
    values, planned = {"round": round_, "form": form}, plan_from(form, round_, at)
    if planned is None:
        return values
    return values | {"rows": _rows(planned), "shown": planned.fingerprint, "spare": _spare(planned)}


def plan_from(form: FrameForm, round_: Round, at: datetime) -> InterviewPlan | None:
    """Return the plan that the form gives; where it gives none, the form says why."""
    if not form.is_bound or not hasattr(form, "cleaned_data") or not {"sessions", "rooms", "seed"} <= form.cleaned_data.keys():
        return None
    if form.errors.keys() - {"__all__"}:
        return None
    try:
        return plan_interviews(round_, form.frame(), form.cleaned_data["seed"], at)
    except Refused as refusal:
        known = form.errors.get("__all__", ())
        for line in getattr(refusal, "lines", [refusal.reason]):
            if line not in known:
                form.add_error(None, line)
        return None


def _rows(planned: InterviewPlan) -> list[dict]:
    return [
        {
            "turn": planned.turns[one.time],
            "proposal": planned.proposals[one.talk],
            "room": planned.frame.rooms[one.room].name,
            "judges": [planned.judges[judge].name for judge in one.judges],
        }
        for one in planned.placed
    ]


def _spare(planned: InterviewPlan) -> int:
    """Return how many turns stay empty."""
    return len(planned.turns) * len(planned.frame.rooms) - len(planned.placed)


def _planned(request: HttpRequest, round_: Round, timetable: Timetable, at: datetime) -> HttpResponse:
    page = Paginator(slots_of(round_), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    panels = panels_of(round_)
    for one in page:
        one.judges = [judge.name for judge in panels.get(one.proposal_id, ())]
    may_change = bool(page.object_list) and _may_change_any(page, request.user, at)
    values = {"round": round_, "timetable": timetable, "page": page, "may_change": may_change, "now": at}
    values |= {"confirmed": confirmed_in(round_), "may_redraw": may_redraw_interviews(request.user, round_, at)}
    return render(request, "judging/interviews/planned.html", values)


def _may_change_any(page: list[Slot], person: Person, at: datetime) -> bool:
    """Say whether the person may change the last slot of the page; one that has begun is no link."""
    return bool(may_change_slot(person, page[len(page) - 1], at))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slot(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show where a slot could go, and put it there or let it change places with another."""
    at = instant(request)
    found = slot_to_change(year, key, code, request.user, at)
    slots, panels = list(slots_of(found.timetable.round)), panels_of(found.timetable.round)
    places = {_value(one): one for one in free_places(found, slots, panels, at)}
    swaps = {one.code: one for one in swaps_for(found, slots, panels, at)}
    form = ChangeSlotForm(
        request.POST if request.method == "POST" else None,
        initial={"version": found.version},
        free=[(value, _place_text(one, found.timetable)) for value, one in places.items()],
        swaps=[(one.code, _slot_text(one)) for one in swaps.values()],
    )
    if form.is_valid():
        target, told = form.cleaned_data["target"], {"slot": found, "person": request.user, "at": at}
        told |= {"version": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        try:
            swap_slots(other=target, **told) if target in swaps else move_slot(place=places[target], **told)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Jadwal diubah. Instansi dan penilai diberi tahu lewat email."))
            return redirect("judging:interviews", year, key)
    values = {"round": found.timetable.round, "slot": found, "form": form, "judges": panels.get(found.proposal_id, ())}
    return render(request, "judging/interviews/slot.html", values | {"can_move": bool(places or swaps)})


def _value(place: Place) -> str:
    return f"{place.room}@{place.span.starts_at.isoformat()}"


def _place_text(place: Place, timetable: Timetable) -> str:
    starts_at = place.span.starts_at
    return f"{room_names(timetable)[place.room]}: {format_date(starts_at, short=True)}, {format_zones(starts_at)}"


def _slot_text(one: Slot) -> str:
    when = f"{format_date(one.starts_at, short=True)} {format_time(one.starts_at)}"
    return f"{when} WIB, {one.room}: {one.proposal.title}"
