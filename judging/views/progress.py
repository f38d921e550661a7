"""How the panel of a round gets on: pace and forecast for its chair and organisers, how it marks for the chair alone."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models import Person, Round
from competition.queries.ties import Places, tied_to
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from judging.access import round_to_see
from judging.forms.sheets import in_words
from judging.operations.looks import note_habits_view
from judging.pacing import LEAST_SHEETS, Dispute, Given, Outlook, disputes_of, forecast, habit_of, habits_of
from judging.policy import may_see_habits
from judging.queries.panel import seats_of
from judging.queries.progress import given_in, names_of, proposals_named
from judging.queries.rounds import load_of_judges
from judging.weighing import CannotWeigh, Reading, agreement_of

PER_PAGE = 25
# Those to look after first, first.
ORDER = (Outlook.LATE, Outlook.EARLY, Outlook.IN_TIME, Outlook.DONE, Outlook.IDLE)


@login_required
@require_safe
def progress(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show how far each judge is and will get; to the chair also how each marks, each view of which is written down."""
    at = instant(request)
    round_ = round_to_see(year, key, request.user, at)
    without, sees_habits = tied_to(request.user, round_.edition, at), bool(may_see_habits(request.user, round_, at))
    given = given_in(round_, without) if sees_habits else []
    rows = _rows(round_, given, without, at)
    late = [one for one in rows if one["outlook"] == Outlook.LATE]
    values = {"round": round_, "now": at, "rows": rows, "late": late, "sees_habits": sees_habits, "has_ties": bool(without)}
    values["least"] = LEAST_SHEETS
    values["is_over"] = at >= round_.stage.closes_at
    if sees_habits:
        note_habits_view(round_=round_, person=request.user, at=at)
        values |= _habits(round_, given, request.GET.get(PAGE_PARAMETER))
    return render(request, "judging/progress/progress.html", values)


def _rows(round_: Round, given: list[Given], without: Places, at: datetime) -> list[dict]:
    """Return a row per judge of the panel, those who will be late first."""
    seats, habits = seats_of(round_.edition, at), habits_of(given)
    judges = load_of_judges(round_, at, without)
    rows = [_row(one, round_, at) | {"habit": habits.get(one.pk), "is_away": seats[one.pk].is_away} for one in judges]
    return sorted(rows, key=lambda one: (ORDER.index(one["outlook"]), -one["left"], one["name"]))


def _row(judge: Person, round_: Round, at: datetime) -> dict:
    stage = round_.stage
    said = forecast(judge.load, judge.locked, max(stage.opens_at, judge.since or stage.opens_at), at, stage.closes_at)
    word, kind = {
        Outlook.IDLE: (_("Tidak ada tugas"), "quiet"),
        Outlook.DONE: (_("Selesai"), "ok"),
        Outlook.EARLY: (_("Belum dapat diperkirakan"), "soft"),
        Outlook.IN_TIME: (_("Selesai tepat waktu"), "plain"),
        Outlook.LATE: (_("Tidak selesai") if at >= stage.closes_at else _("Diperkirakan tidak selesai"), "warn"),
    }[said.outlook]
    known = {"name": judge.name, "total": judge.load, "locked": judge.locked, "left": said.left}
    return known | {"pace": said.pace, "needed": said.needed, "outlook": said.outlook, "word": word, "kind": kind}


def _habits(round_: Round, given: list[Given], number: str | None) -> dict:
    """Return what the chair alone sees: the panel's own mean, its agreement, and where readers are far apart."""
    page = Paginator(disputes_of(given, round_.gap, round_.readers_per_proposal), PER_PAGE).get_page(number)
    return {
        "far": None if round_.gap is None else in_words(round_.gap),
        "panel": habit_of([float(one.total) for one in given]),
        "agreement": _agreement(given),
        "page": page,
        "disputed": page.paginator.count,
        "disputes": _disputes(list(page)),
    }


def _agreement(given: list[Given]) -> object:
    """Return the agreement with its interval; None while too little was locked to tell."""
    try:
        return agreement_of([Reading(str(one.proposal), str(one.judge), float(one.total)) for one in given])
    except CannotWeigh:
        return None


def _disputes(found: list[Dispute]) -> list[dict]:
    proposals = proposals_named(one.proposal for one in found)
    names = names_of({judge for one in found for judge in (one.highest, one.lowest)})
    return [
        {
            "title": proposals[one.proposal].title,
            "institution": proposals[one.proposal].institution,
            "gap": one.gap,
            "highest": names[one.highest],
            "lowest": names[one.lowest],
        }
        for one in found
    ]
