"""Proposing the list, and confirming it as somebody else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Round
from competition.verdict import Refused
from competition.views.edge import instant
from judging import selecting
from judging.access import round_to_select, selection_to_ratify
from judging.forms.confirmations import ConfirmForm
from judging.forms.selections import SelectionForm
from judging.models import RankingEntry, Selection
from judging.operations.looks import note_list_view
from judging.operations.selections import propose, ratify_selection, select_finalists
from judging.queries.rounds import chosen_of, counts_of_quotas, moved_out_of, ranking_entries_of
from judging.views.presses import once, ratified_by, selected_by
from judging.views.words import Names, place_of, read_traits, reason_words, trait_names

BELOW_SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once("judging:round", selected_by)
def select(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the list that ranking and quotas give, try an exchange, and propose it; afterwards show what was proposed."""
    at = instant(request)
    round_ = round_to_select(year, key, request.user, at)
    note_list_view(round_=round_, person=request.user, at=at)
    if hasattr(round_.ranking, "selection"):
        return _proposed(request, round_)
    entries = list(ranking_entries_of(round_))
    result = propose(round_, entries=entries)
    form = _form(request, entries, result)
    if form.is_valid():
        try:
            result = propose(round_, form.moves(), entries)
            if request.POST.get("act") == "select":
                note = form.cleaned_data["note"]
                select_finalists(round_=round_, person=request.user, note=note, moves=form.moves(), at=at)
                messages.success(request, _("Daftar diusulkan. Penyelenggara lain menetapkannya."))
                return redirect("judging:round", year, key)
        except Refused as refusal:
            form.add_error(form.field_of(refusal), refusal.reason)
    form.say_whether_noted(bool(result.unmet or result.open_ties))
    values = {"round": round_, "form": form, "is_preview": form.is_bound and not form.errors}
    return render(request, "judging/selections/select.html", values | _list(entries, result))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once("judging:round", ratified_by)
def ratify(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the chair's list with its reasons, and confirm it."""
    at = instant(request)
    selection = selection_to_ratify(year, key, request.user, at)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ratify_selection(selection=selection, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Daftar ditetapkan. Penyelenggara lain mengumumkannya."))
            return redirect("judging:round", year, key)
    note_list_view(round_=selection.ranking.round, person=request.user, at=at)
    values = {"form": form, **stored_list(selection)}
    return render(request, "judging/selections/ratify.html", values)


def stored_list(selection: Selection) -> dict:
    """Return a stored selection ready to print: who is in and why, who lost a place, quotas, and who did what."""
    chosen, lost = list(chosen_of(selection)), list(moved_out_of(selection))
    names = trait_names(one.entry.proposal for one in (*chosen, *lost))

    def row(one) -> dict:
        reason = reason_words(one.reason_code, read_traits(one.quota), one.reason, names)
        return {"entry": one.entry, "proposal": one.entry.proposal, "is_in": one.is_in, "reason": reason}

    special = [one for one in chosen if one.reason_code != selecting.Reason.MERIT] + lost
    return {
        "selection": selection,
        "round": selection.ranking.round,
        "chosen": [row(one) for one in chosen],
        "special": [row(one) for one in sorted(special, key=lambda one: one.entry.order)],
        "quotas": [
            {"name": names.get((one.dimension, one.value), one.value), "floor": one.floor, "selected": selected}
            for one, selected in sorted(
                counts_of_quotas(selection.ranking.round, [one.entry.proposal for one in chosen]),
                key=lambda pair: place_of(names, (pair[0].dimension, pair[0].value)),
            )
        ],
    }


def _proposed(request: HttpRequest, round_: Round) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, _("Daftar sudah diusulkan."))
        return redirect(request.path)
    selection = round_.ranking.selection
    selection.ranking.round = round_
    return render(request, "judging/selections/proposed.html", stored_list(selection))


def _form(request: HttpRequest, entries: list[RankingEntry], result: selecting.Selection) -> SelectionForm:
    """Return the form; an exchange takes somebody of the list, and one of those next to it."""
    by_code = {one.proposal.code: one for one in entries}
    inside = [_choice(by_code[one.proposal]) for one in reversed(result.entries) if one.selected]
    near = [one for one in result.entries if not one.selected and one.reason not in selecting.NOT_UP]
    outside = [_choice(by_code[one.proposal]) for one in near[:BELOW_SHOWN]]
    return SelectionForm(
        request.POST if request.method == "POST" else None,
        inside=inside,
        outside=outside,
    )


def _choice(entry: RankingEntry) -> tuple[str, str]:
    proposal = entry.proposal
    return proposal.code, f"{entry.rank}. {proposal.title} ({proposal.institution})"


def _list(entries: list[RankingEntry], result: selecting.Selection) -> dict:
    """Return the computed list ready to print."""
    by_code = {one.proposal.code: one for one in entries}
    names = trait_names(one.proposal for one in entries)
    rows = [_row(one, by_code[one.proposal], names) for one in result.entries]
    below = [row for row in rows if not row["is_in"]]
    return {
        "chosen": [row for row in rows if row["is_in"]],
        "special": [row for row in rows if row["is_special"]],
        "below": below[:BELOW_SHOWN],
        "rest": max(0, len(below) - BELOW_SHOWN),
        "vacant": result.vacant,
        "quotas": [
            {"name": names.get(one.quota.trait, one.quota.value), "floor": one.quota.floor, "selected": one.selected}
            for one in sorted(result.quotas, key=lambda one: place_of(names, one.quota.trait))
        ],
        "unmet": bool(result.unmet),
        "ties": [[by_code[code] for code in group] for group in result.open_ties],
    }


def _row(one: selecting.SelectedEntry, entry: RankingEntry, names: Names) -> dict:
    reason = reason_words(one.reason, one.quotas, one.note, names)
    is_special = one.reason not in (selecting.Reason.MERIT, selecting.Reason.OUT, *selecting.NOT_UP)
    return {
        "entry": entry,
        "proposal": entry.proposal,
        "is_in": one.selected,
        "is_special": is_special,
        "reason": reason,
    }
