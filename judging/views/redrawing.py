"""A round's timetable drawn anew: what would move is looked at first. Or called off."""

from collections import Counter, defaultdict
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Round
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import ZONES
from judging.access import round_of_interviews
from judging.forms.interviews import CancelInterviewsForm, RedrawForm
from judging.models import Timetable
from judging.operations.assignments import NotFeasible, PlanChanged
from judging.operations.interviews import EARLIEST, InterviewPlan
from judging.operations.redrawing import Move, cancel_interviews, moves_of, redraw_interviews
from judging.operations.slots import place_of, sessions_of
from judging.policy import may_redraw_interviews
from judging.queries.interviews import begun_in, coming_slots, panels_of, timetable_of
from judging.views.interviews import bound_to, plan_from, seated_judges


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redraw(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show what another timetable would move, and write the one that was shown; or call the standing one off."""
    at, act, status = instant(request), request.POST.get("act"), 200
    round_ = round_of_interviews(year, key, request.user, at)
    timetable = timetable_of(round_)
    if timetable is None:
        return redirect("judging:interviews", year, key)
    may = may_redraw_interviews(request.user, round_, at)
    if not may:
        raise PermissionDenied(may.reason)
    form = _form(request if act != "cancel" else None, round_, timetable, at)
    cancel = CancelInterviewsForm(bound_to(request) if act == "cancel" else None)
    if (form.is_valid() and act == "confirm") or cancel.is_valid():
        try:
            return _write(request, round_, form, cancel, at)
        except Refused as refusal:
            if not isinstance(refusal, NotFeasible):  # said below, line by line
                (cancel if cancel.is_bound else form).add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, PlanChanged) else 200
    values = {"round": round_, "form": form, "cancel": cancel, "begun": len(begun_in(round_, at)), "has_errors": cancel.errors}
    return render(request, "judging/interviews/redraw.html", values | _preview(form, round_, at), status=status)


def _write(
    request: HttpRequest, round_: Round, form: RedrawForm, cancel: CancelInterviewsForm, at: datetime
) -> HttpResponse:  # fmt: skip
    """Do what was filled in, and say so."""
    about = {"round_": round_, "person": request.user, "at": at}
    if cancel.is_bound:
        cancel_interviews(reason=cancel.cleaned_data["reason"], **about)
        messages.success(request, _("Jadwal dibatalkan. Penilai dan instansi diberi tahu lewat email."))
    else:
        told = {name: form.cleaned_data[name] for name in ("seed", "shown", "reason")}
        redraw_interviews(frame=form.frame(), **told, **about)
        messages.success(request, _("Jadwal disusun ulang. Yang berubah diberitahukan kepada penilai dan instansi."))
    return redirect("judging:interviews", round_.edition.year, round_.key)


def _form(request: HttpRequest | None, round_: Round, timetable: Timetable, at: datetime) -> RedrawForm:
    """Return the form, filled in with what stands and can still be."""
    judges = seated_judges(round_, at)
    data = bound_to(request) if request else None
    return RedrawForm(data, initial=_standing(timetable, judges, at) if data is None else None, judges=judges)


def _standing(timetable: Timetable, judges: list[tuple[str, int, str]], at: datetime) -> dict:
    sessions = [one for one in sessions_of(timetable) if one.starts_at >= at + EARLIEST]
    lines = (
        f"{one.starts_at.astimezone(ZONES['WIB']):%d-%m-%Y %H.%M}-{one.ends_at.astimezone(ZONES['WIB']):%H.%M}"
        for one in sessions
    )
    room_of = _rooms_of(timetable, at)
    names = ("talk_minutes", "question_minutes", "pause_minutes", "seed")
    return (
        {name: getattr(timetable, name) for name in names}
        | {"sessions": "\n".join(lines)}
        | {"rooms": "\n".join(f"{one['name']}, {one['link']}" if one["link"] else one["name"] for one in timetable.rooms)}
        | {f"judge_{code}": room_of[pk] for code, pk, _name in judges if pk in room_of}
    )


def _rooms_of(timetable: Timetable, at: datetime) -> dict[int, int]:
    """Return in which room, from 1 on, each judge sits for most of the coming turns: one moved by hand took its judges."""
    panels, turns = panels_of(timetable.round), defaultdict(Counter)
    for slot in coming_slots(timetable.round, at):
        for judge in panels.get(slot.proposal_id, ()):
            turns[judge.pk][place_of(slot, timetable).room + 1] += 1
    return {judge: counted.most_common(1)[0][0] for judge, counted in turns.items()}


def _preview(form: RedrawForm, round_: Round, at: datetime) -> dict:
    """Return the plan that the form gives, and what it moves."""
    planned = plan_from(form, round_, at)
    if planned is None:
        return {}
    moves, panels = moves_of(planned, list(coming_slots(round_, at)), at), panels_of(round_)
    rows = [_row(one, planned, panels.get((one.now or one.was).proposal_id, [])) for one in moves]
    for row, one in zip(rows, planned.placed, strict=False):
        row["judges"] = sorted(planned.judges[judge].name for judge in one.judges)
    return {"rows": rows, "shown": planned.fingerprint, "stay": sum(one.stays for one in moves)}


def _row(one: Move, planned: InterviewPlan, panel: list) -> dict:
    slot = one.now or one.was
    before = [judge.name for judge in panel]
    return {"proposal": slot.proposal, "was": one.was, "now": one.now, "stays": one.stays, "before": before, "judges": []}
