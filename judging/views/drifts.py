"""Whether the panel marks alike, and goes on marking as it began: for the chair alone."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition.models import Round
from competition.queries.ties import Places, tied_to
from competition.views.edge import instant
from judging.access import round_to_watch
from judging.drifting import LEAST_HALF, Drift, drifts_of
from judging.operations.rankings import note_habits_view
from judging.queries.desk import criteria_of_round
from judging.queries.progress import names_of, timed_in
from judging.queries.training import anchors_of, trained_totals_of
from judging.training import LEAST_OTHERS, Distance, distances_of
from judging.views.words import signed


@login_required
@require_safe
def drift(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show each judge's distance from the panel on the training texts, and on the first and later half of the real sheets.
    Each view is written down."""
    at = instant(request)
    round_ = round_to_watch(year, key, request.user, at)
    without = tied_to(request.user, round_.edition, at)
    note_habits_view(round_=round_, person=request.user, at=at)
    anchors = anchors_of(round_)
    values = {"round": round_, "rows": _rows(round_, without, bool(anchors)), "anchors": anchors, "has_ties": bool(without)}
    return render(request, "judging/drifts/drift.html", values | {"half": LEAST_HALF, "others": LEAST_OTHERS})


def _rows(round_: Round, without: Places, has_anchors: bool) -> list[dict]:
    """Return a row per judge who scored a training text or locked a sheet, the one who moved most first."""
    trained = trained_totals_of(round_, criteria_of_round(round_)) if has_anchors else []
    sheets = timed_in(round_, without)
    distances, drifts = distances_of(trained), drifts_of(sheets)
    names = names_of({one.judge for one in trained} | {one.judge for one in sheets})
    texts = Counter(one.judge for one in trained)
    moved = {judge: -abs(one.change) for judge, one in drifts.items()}
    ordered = sorted(names.items(), key=lambda one: (moved.get(one[0], 1.0), one[1], one[0]))
    return [_row(name, texts[judge], distances.get(judge), drifts.get(judge)) for judge, name in ordered]


def _row(name: str, texts: int, distance: Distance | None, drift: Drift | None) -> dict:
    return {
        "name": name,
        "texts": texts,
        "distance": signed(distance and distance.points),
        "first": signed(drift and drift.first),
        "later": signed(drift and drift.later),
        "change": signed(drift and drift.change),
    }
