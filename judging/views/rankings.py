"""Freezing the ranking, and looking at it. Nobody but the chair sees this page."""

from datetime import datetime
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.methods import method_of, method_words
from competition.models import Criterion, Round
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import round_to_rank
from judging.forms.confirmations import ConfirmForm
from judging.models import RankingEntry
from judging.operations.looks import note_view
from judging.operations.rankings import rank_round
from judging.policy import may_add_readings
from judging.queries.disputes import unsettled_in
from judging.queries.reopenings import changes_since
from judging.queries.rounds import (
    at_the_line,
    await_screening,
    fewer_than_required,
    open_extra_readings,
    progress_of,
    ranking_entries_of,
    short_of_sheets,
    weighted_criteria_of,
)
from judging.views.presses import once, ranked_by

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once("judging:rank", ranked_by)
def rank(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Before: name what is missing, or freeze. After: show the ranking."""
    at = instant(request)
    round_ = round_to_rank(year, key, request.user, at)
    if hasattr(round_, "ranking"):
        return _frozen(request, round_, at)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            rank_round(round_=round_, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Peringkat dibekukan. Nilai pada babak ini tidak dapat diubah lagi."))
            return redirect("judging:rank", year, key)
    page = _page(request, short_of_sheets(round_, at))
    values = {"round": round_, "form": form, "page": page, "missing": page.paginator.count}
    values |= {"screening": await_screening(round_), "progress": progress_of(round_), "rules": _rules(round_)}
    values |= _extra(request, round_, at)
    if not page.paginator.count:
        values |= {"disputed": unsettled_in(round_), "fewer": fewer_than_required(round_) if round_.least_sheets else 0}
    return render(request, "judging/rankings/before.html", values)


def _extra(request: HttpRequest, round_: Round, at: datetime) -> dict:
    """Return how many extra readings are open, or are waited for no more, and where the chair may give some out or take one
    back."""
    number, may_add = open_extra_readings(round_).count(), may_add_readings(request.user, round_, at)
    where = [round_.edition.year, round_.key]
    return {
        "unread": number if at >= round_.stage.closes_at else 0,
        "more_url": reverse("judging:more_readings", args=where) if may_add else "",
        "withdraw_url": reverse("judging:withdraw_reading", args=where) if may_add and number else "",
    }


def _frozen(request: HttpRequest, round_: Round, at: datetime) -> HttpResponse:
    """Show the frozen ranking; each view is written down."""
    if request.method == "POST":
        messages.info(request, _("Peringkat babak ini sudah dibekukan."))
        return redirect(request.path)
    note_view(round_=round_, person=request.user, at=at)
    rules = _rules(round_)
    page = _page(request, ranking_entries_of(round_))
    line = at_the_line(round_)
    values = {
        "round": round_,
        "ranking": round_.ranking,
        "changes": changes_since(round_.ranking),
        "page": page,
        "rows": [_row(one, rules["criteria"], round_.readers_per_proposal) for one in page],
        "total": page.paginator.count,
        "line": line[0].score if len(line) == 2 else None,
        "tie_at_line": len(line) == 2 and line[0].rank == line[1].rank,
        "columns": 6 + len(rules["criteria"]),
        "decimals": round_.decimals,
        "rules": rules,
    }
    return render(request, "judging/rankings/frozen.html", values)


def _page(request: HttpRequest, rows) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))


def _row(entry: RankingEntry, criteria: list[Criterion], wanted: int) -> dict:
    means = [Decimal(entry.criterion_means[one.code]) for one in criteria if one.code in entry.criterion_means]
    return {"entry": entry, "proposal": entry.proposal, "means": means, "missing": max(0, wanted - entry.sheets)}


def _rules(round_: Round) -> dict:
    """Return what the page says about how the ranking is made."""
    criteria = weighted_criteria_of(round_)
    return {"criteria": criteria, "method": method_words(method_of(round_, criteria))}
