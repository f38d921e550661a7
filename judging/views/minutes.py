"""The minutes of a list: who is in and why, what people moved, what quotas cost, and who stands behind it."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.methods import method_of, method_words
from competition.models import Round
from competition.views.edge import instant
from competition.zones import format_instant, format_number
from judging import selecting
from judging.access import selection_to_minute
from judging.minutes import Fact, Minutes, Part, print_minutes
from judging.models import Selection, SelectionEntry
from judging.operations.looks import note_minutes
from judging.operations.selections import propose
from judging.queries.bundles import entries_of
from judging.queries.errata import publication_of
from judging.queries.rounds import traits_of, weighted_criteria_of
from judging.views.words import Names, place_of, read_traits, reason_words, trait_names
from submissions.printing import NotPrinted
from submissions.queries.errata import errata_of
from submissions.views.versions import changes_of

LANGUAGE = "id"


@login_required
@require_safe
def minutes(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Hand out the minutes of a proposed list to the committee and the auditors; each time is written down."""
    at = instant(request)
    selection = selection_to_minute(year, key, request.user, at)
    note_minutes(round_=selection.ranking.round, person=request.user, at=at)
    # Minutes are one document, whoever reads them.
    try:
        with translation.override(LANGUAGE):
            printed = print_minutes(_minutes(selection))
    except NotPrinted as refusal:
        messages.warning(request, refusal.reason)
        return redirect("competition:landing")
    response = HttpResponse(printed, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="berita-acara-{year}-{key}.pdf"'
    return response


def _minutes(selection: Selection) -> Minutes:
    round_, decided = selection.ranking.round, list(entries_of(selection))
    names = trait_names(one.entry.proposal for one in decided)
    moved = [one for one in decided if one.reason_code in selecting.BY_HAND]
    lost = [one for one in decided if one.reason_code == selecting.Reason.OUT_WITHOUT_QUOTA]
    last = selection.published_at or selection.ratified_at or selection.selected_at
    parts = [
        Part(_("Cara nilai dihitung"), method_words(method_of(round_, weighted_criteria_of(round_)))),
        _quotas(round_, decided, names),
        _table(_("Pemindahan dengan alasan"), moved, round_, names),
        _table(_("Dalam daftar"), [one for one in decided if one.is_in], round_, names),
        _table(_("Di atas garis batas, tetapi tidak dalam daftar"), lost, round_, names),
        Part(_("Selebihnya"), [_rest(decided)]),
        Part(_("Ralat sesudah diumumkan"), _corrections(round_)),
    ]
    title = _("%(round)s, %(places)s tempat %(award)s")
    told = {"round": round_.name, "places": format_number(round_.places), "award": round_.award}
    shown = [one for one in parts if one.lines or one.rows]
    return Minutes(round_.edition.name, title % told, last, _facts(selection), shown)


def _corrections(round_: Round) -> list[str]:
    """Return each correction of the list that is out, the first one first: what, why, by whom and when."""
    publication = publication_of(round_)
    text = _("Versi %(version)s, %(when)s: %(changes)s Alasan: %(reason)s Diusulkan %(first)s, disahkan %(second)s.")
    return [
        text
        % {
            "version": format_number(one.version),
            "when": format_instant(one.decided_at),
            "changes": " ".join(changes_of(one)),
            "reason": one.reason,
            "first": one.proposed_by.name,
            "second": one.decided_by.name,
        }
        for one in reversed(errata_of(publication) if publication else [])
    ]


def _facts(selection: Selection) -> list[Fact]:
    """Return who did what, and the fingerprints that tie the minutes to the frozen ranking."""
    ranking = selection.ranking
    acts = [
        (_("Peringkat dibekukan"), ranking.ranked_by, ranking.ranked_at),
        (_("Daftar diusulkan"), selection.selected_by, selection.selected_at),
        (_("Daftar ditetapkan"), selection.ratified_by, selection.ratified_at),
        (_("Hasil diumumkan"), selection.published_by, selection.published_at),
    ]
    facts = [Fact(label, [person.name, format_instant(when)]) for label, person, when in acts if person and when]
    if selection.ratified_by is None:
        facts.append(Fact(_("Daftar ditetapkan"), [_("Belum ditetapkan.")]))
    if selection.note:
        facts.append(Fact(_("Catatan untuk berita acara"), selection.note.splitlines()))
    return [*facts, Fact(_("Sidik jari masukan dan peringkat (SHA-256)"), [ranking.inputs_hash, ranking.result_hash])]


def _quotas(round_: Round, decided: list[SelectionEntry], names: Names) -> Part:
    """Return each floor with what the list gives it and what it cost, and what all floors and moves cost together."""
    computed = propose(round_, entries=[one.entry for one in decided])
    chosen = Counter(trait for one in decided if one.is_in for trait in traits_of(one.entry.proposal).items())
    rows = [
        (names.get(trait, trait[1]), *map(format_number, (one.quota.floor, chosen[trait], one.cost)))
        for one in sorted(computed.quotas, key=lambda one: place_of(names, one.quota.trait))
        for trait in [one.quota.trait]
    ]
    ranks = [one.entry.rank for one in decided if one.is_in]
    cost = sum(ranks) - sum(sorted(one.entry.rank for one in decided)[: len(ranks)])
    text = _("Biaya: sebesar itu jumlah peringkat daftar bertambah karena kuotanya. Semua kuota dan pemindahan: %(cost)s.")
    heads = (_("Kuota"), _("Paling sedikit"), _("Dalam daftar"), _("Biaya"))
    lines = [text % {"cost": format_number(cost)}] if rows or cost else []
    return Part(_("Kuota dan biayanya"), lines, heads if rows else (), (4, 2, 2, 1) if rows else (), rows)


def _table(heading: str, entries: list[SelectionEntry], round_: Round, names: Names) -> Part:
    """Return entries with the reason of each; without any a part that is not printed."""
    rows = [
        (
            format_number(one.entry.rank),
            f"{one.entry.proposal.title} ({one.entry.proposal.institution})",
            format_number(one.entry.score, round_.decimals),
            reason_words(one.reason_code, read_traits(one.quota), one.reason, names),
        )
        for one in entries
    ]
    heads = (_("Peringkat"), _("Proposal"), _("Nilai"), _("Alasan"))
    return Part(heading, (), heads, (2, 8, 2, 5), rows)


def _rest(decided: list[SelectionEntry]) -> str:
    """Return how many are out for the two plain reasons."""
    counts = Counter(one.reason_code for one in decided)
    text = _("%(out)s proposal di bawah garis batas, %(failed)s di bawah nilai ambang lulus, %(others)s di luar nominasi.")
    told = {
        "out": selecting.Reason.OUT,
        "failed": selecting.Reason.BELOW_GRADE,
        "others": selecting.Reason.NOT_NOMINATED,
    }
    return text % {name: format_number(counts[code]) for name, code in told.items()}
