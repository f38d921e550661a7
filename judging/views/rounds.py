"""The rounds of an edition for its chairs and organisers: how far each is, and who has to do what."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models import Person, Round
from competition.queries.site import extended_lately
from competition.queries.ties import tied_to
from competition.views.edge import instant
from judging.access import edition_of_rounds, round_to_see
from judging.policy import may_assign_judges, may_release_bundle, may_see_announcement
from judging.queries.panel import seats_of
from judging.queries.rounds import Progress, load_of_judges, progress_of, rounds_of
from judging.queries.tied import may_be_tied, tied_tasks_of
from judging.states import SelectionState
from judging.views.steps import Step, steps_of
from submissions.policy import may_keep_decrees


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the rounds; only the one that is on is counted."""
    at = instant(request)
    edition = edition_of_rounds(request.user, at)
    rounds = list(rounds_of(edition))
    current = next((one for one in rounds if not is_published(one)), None)
    without = tied_to(request.user, edition, at)
    progress = progress_of(current, without) if current else None
    rows = [_row(one, progress if one is current else None, request.user, at) for one in rounds]
    return render(request, "judging/rounds/index.html", {"edition": edition, "rows": rows, "has_ties": bool(without)})


@login_required
@require_safe
def show_round(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show one round: figures, steps, and the load of its judges."""
    at = instant(request)
    round_ = round_to_see(year, key, request.user, at)
    without = tied_to(request.user, round_.edition, at)
    progress = progress_of(round_, without)
    steps, judges = steps_of(round_, progress, request.user, at), _panel(round_, request.user, at)
    values = {
        "round": round_,
        "now": at,
        "extended": extended_lately(round_.edition_id, at),
        "steps": steps,
        "mine": next((one for one in steps if one.is_mine), None),
        "current": next((one for one in steps if one.state == "now"), None),
        "progress": progress,
        "figures": _figures(progress),
        "judges": judges,
        "tied": tied_tasks_of(round_, [one for one in judges if one.url and may_be_tied(one)], at),
        **_list_of(round_, bool(without)),
        "may_announce": _may_announce(round_, request.user, at),
        "may_decree": bool(may_keep_decrees(request.user, round_.edition, at)),
        "may_release": bool(may_release_bundle(request.user, round_, at)),
    }
    return render(request, "judging/rounds/round.html", values)


def _list_of(round_: Round, has_ties: bool) -> dict:
    """Return whether the round's list is out, and what of list and ranking is there for who sees the page. They have the
    office to look at a reopening; what is left of that rule is that they have no tie."""
    has_list = hasattr(getattr(round_, "ranking", None), "selection")
    known = {"published": is_published(round_), "has_ties": has_ties}
    return known | {"has_minutes": has_list and not has_ties, "may_reopen": round_.was_ranked and not has_ties}


def _panel(round_: Round, person: Person, at: datetime) -> list[Person]:
    """Return the judges with their figures, `seat`, `most`, the names of `fields`, and a `url` for who may change them."""
    seats = seats_of(round_.edition, at)
    may_change = may_assign_judges(person, round_, at)
    names = {one.code: str(one) for one in round_.edition.categories.all()}
    judges = list(load_of_judges(round_, at, tied_to(person, round_.edition, at)))
    for judge in judges:
        judge.seat = seats[judge.pk]
        judge.most = judge.seat.most(round_)
        judge.fields = [name for code, name in names.items() if code in judge.seat.categories]
        judge.url = reverse("judging:panelist", args=[round_.edition.year, round_.key, judge.seat.code]) if may_change else ""
    return judges


def _may_announce(round_: Round, person: Person, at: datetime) -> bool:
    """Say whether there is a list whose announcement this person may look at."""
    selection = getattr(getattr(round_, "ranking", None), "selection", None)
    return selection is not None and bool(may_see_announcement(person, selection, at))


def is_published(round_: Round) -> bool:
    """Say whether the round's results are out."""
    selection = getattr(getattr(round_, "ranking", None), "selection", None)
    return selection is not None and selection.state == SelectionState.PUBLISHED


def _row(round_: Round, progress: Progress | None, person: Person, at: datetime) -> dict:
    """Return one line of the index: a round that is over, the one that is on, or one to come."""
    row = {"round": round_, "url": reverse("judging:round", args=[round_.edition.year, round_.key]), "progress": progress}
    if progress is None:
        word = _("Diumumkan") if is_published(round_) else _("Menunggu babak sebelumnya")
        return row | {"word": word, "kind": "ok" if is_published(round_) else "soft"}
    step = next((one for one in steps_of(round_, progress, person, at) if one.state == "now"), None)
    return row | {"step": step, **_status(step)}


def _status(step: Step | None) -> dict:
    return {"word": step.status, "kind": step.kind} if step else {"word": _("Selesai"), "kind": "plain"}


def _figures(progress: Progress) -> list[dict]:
    return [
        {"value": progress.proposals, "label": _("proposal")},
        {"value": progress.assigned, "label": _("tugas diberikan")},
        {"value": progress.accepted, "label": _("tugas diterima")},
        {"value": progress.locked, "label": _("lembar terkunci")},
    ]
