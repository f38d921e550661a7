"""Whether the panel marks alike, goes on as it began, and shows signs of favour: for the chair alone."""

from collections import Counter
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models import Round
from competition.queries.ties import Places, tied_to
from competition.views.edge import instant
from competition.zones import format_number
from judging.access import round_to_watch
from judging.collusion import Kind, Sign, signs_of
from judging.drifting import LEAST_HALF, Drift, drifts_of
from judging.operations.looks import note_habits_view
from judging.queries.desk import criteria_of_round
from judging.queries.progress import names_of, timed_in
from judging.queries.signs import province_names, provinces_of, seen_in
from judging.queries.training import anchors_of, trained_totals_of
from judging.training import LEAST_OTHERS, Distance, distances_of
from judging.views.words import signed


@login_required
@require_safe
def drift(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show each judge's distance from the panel on the training texts, and on the first and later half of the real sheets,
    and what in these is worth a look. Each view is written down."""
    at = instant(request)
    round_ = round_to_watch(year, key, request.user, at)
    without = tied_to(request.user, round_.edition, at)
    note_habits_view(round_=round_, person=request.user, at=at)
    anchors = anchors_of(round_)
    values = {"round": round_, "rows": _rows(round_, without, bool(anchors)), "anchors": anchors, "has_ties": bool(without)}
    values["signs"] = _signs(round_, without, at)
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


def _signs(round_: Round, without: Places, at: datetime) -> list[dict]:
    """Return what is worth a look, in words; nothing is read about anybody where there is nothing."""
    seen = seen_in(round_, without)
    found = signs_of(seen, provinces_of({one.judge for one in seen}, at))
    if not found:
        return []
    names = names_of({judge for one in found for judge in (one.judge, one.other) if judge is not None})
    places = province_names({one.province for one in found if one.province is not None})
    return [{"judge": names[one.judge], "text": _said(one, names, places)} for one in found]


def _said(one: Sign, names: dict[int, str], places: dict[int, str]) -> str:
    known = {"n": format_number(one.sheets), "value": signed(one.value), "number": format_number(one.value, 1)}
    if one.kind == Kind.LIFT:
        known["place"] = places.get(one.province or 0, "")
        if one.is_own:
            text = _("Untuk %(n)s proposal dari provinsinya sendiri, %(place)s, %(value)s poin terhadap yang diharapkan.")
        else:
            text = _("Untuk %(n)s proposal dari %(place)s, %(value)s poin terhadap yang diharapkan; untuk yang lain tidak.")
    elif one.kind == Kind.SHIFT:
        text = _("Rata-rata %(value)s poin terhadap panel, lebih jauh dari beda yang biasa antarpenilai (%(n)s lembar).")
    elif one.kind == Kind.PAIR:
        known |= {"other": names[one.other or 0], "value": format_number(one.value, 2)}
        text = _(
            "Nilainya dan nilai %(other)s untuk %(n)s proposal bersama jauh lebih seiring dari biasanya (korelasi %(value)s)."
        )
    else:
        text = _("Nilai tengah %(number)s menit per proposal, jauh lebih singkat dari penilai lain (%(n)s lembar).")
    return text % known
