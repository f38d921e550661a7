"""What the scores of a frozen round can carry: the line with its doubt, and the habits of its judges. For the chair alone."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from competition.models import Round
from competition.views.edge import instant
from competition.zones import format_number
from judging.access import round_to_weigh
from judging.models import RankingEntry
from judging.operations.looks import note_view
from judging.queries.discussions import agreed_sheets_in
from judging.queries.weighings import entries_around_the_line, names_of_judges, weighing_of
from judging.views.lines import chart_of
from judging.weighing import AllEqual, CannotWeigh, NoLine, Span, TooSmall, WeighedProposal, Weighing

WHY: dict[type[CannotWeigh], Promise] = {
    TooSmall: gettext_lazy(
        "Proposal, penilai, atau pembacaan kedua terlalu sedikit untuk memisahkan mutu proposal dari kebiasaan penilai."
    ),
    NoLine: gettext_lazy("Tempat cukup untuk semua proposal, jadi tidak ada garis batas."),
    AllEqual: gettext_lazy("Semua lembar bernilai sama, jadi tidak ada yang dapat dibedakan."),
}


@login_required
@require_safe
def weigh(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the line with intervals as a chart and the same as a table; each view is written down."""
    at = instant(request)
    round_ = round_to_weigh(year, key, request.user, at)
    note_view(round_=round_, person=request.user, at=at)
    values = {"round": round_, "places": round_.places, "decimals": round_.decimals, "agreed": agreed_sheets_in(round_)}
    try:
        values |= _figures(round_, weighing_of(round_))
    except CannotWeigh as refusal:
        values["refusal"] = refusal_words(refusal)
    return render(request, "judging/rankings/weighing.html", values)


def refusal_words(refusal: CannotWeigh) -> str | Promise:
    """Return why nothing can be said of a round's line."""
    if type(refusal) in WHY:
        return WHY[type(refusal)]
    text = _(
        "Lembar nilai terbagi menjadi %(parts)s kelompok yang tidak berbagi satu penilai pun. Kelompok yang ketat tidak dapat"
        " dibedakan dari kelompok yang lemah."
    )
    return text % {"parts": refusal.parts}


def _figures(round_: Round, weighing: Weighing) -> dict:
    """Return what the page prints."""
    names = names_of_judges(weighing)
    weighed = {one.proposal: one for one in weighing.proposals}
    rows = [_row(entry, weighed[entry.proposal.code], names) for entry in entries_around_the_line(round_)]
    judges = [{"judge": one, "name": names[one.judge], "severity": _tidy(one.severity)} for one in weighing.judges]
    return {
        "weighing": weighing,
        "rows": rows,
        "judges": judges,
        "chart": chart_of(rows, weighing.line),
        "open_places": sum(0.1 < one.chance < 0.9 for one in weighing.proposals),
    }


def _tidy(span: Span) -> Span:
    """Return the figures as they are printed, without a minus before nothing."""
    return Span(*(round(figure, 1) + 0.0 for figure in span))


def _row(entry: RankingEntry, one: WeighedProposal, names: dict[str, str]) -> dict:
    worst = ""
    # Without a judge equals are told apart by nothing, so only a rank that is surely worse is said: worse than the place, and
    # than that of the sheets as they were locked, where a sheet agreed on gave the place.
    rank = max(entry.rank, one.rank)
    if one.worst_rank > rank:
        known = {"judge": names[one.without], "rank": format_number(rank), "worst": format_number(one.worst_rank)}
        worst = _("Tanpa %(judge)s turun dari %(rank)s ke %(worst)s") % known
    return {"entry": entry, "proposal": entry.proposal, "one": one, "percent": round(100 * one.chance), "worst": worst}
