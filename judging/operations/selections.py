"""From a ranking to a public list: proposed by one person, ratified by a second, published by a third."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from judging import selecting
from judging.models import RankingEntry, Selection, SelectionEntry
from judging.policy import may_ratify_selection, may_select_finalists
from judging.queries.rounds import ranking_entries_of, traits_of
from judging.states import SELECTION_MOVES, SelectionState


class ReasonNeeded(Refused):
    """A quota cannot be met, or a tie lies across the border: the minutes need a reason."""

    reason = _("Isi alasan: ada kuota yang tidak terpenuhi atau nilai sama tepat di garis batas")


class MoveRefused(Refused):
    """A manual move without a reason, of an unknown proposal, or beyond the places."""

    reason = _("Pemindahan memerlukan satu proposal masuk, satu proposal keluar, dan alasannya")


class SelectionMoved(Refused):
    """The selection is no longer in the state this act begins from."""

    reason = _("Daftar ini sudah berubah. Muat ulang halaman.")


def propose(
    round_: Round, moves: tuple[selecting.Move, ...] = (), entries: Iterable[RankingEntry] | None = None
) -> selecting.Selection:
    """Compute the list from the frozen ranking and the round's quotas; writes nothing.

    `entries` are the ranking's entries where the caller has read them already.

    :raises MoveRefused: a move that the rules do not allow.
    """
    candidates = [
        selecting.Candidate(entry.proposal.code, entry.rank, traits_of(entry.proposal), not_up_for(round_, entry))
        for entry in (ranking_entries_of(round_) if entries is None else entries)
    ]
    quotas = tuple(selecting.Quota(one.dimension, one.value, one.floor) for one in round_.quotas.all())
    selection = selecting.select(candidates, round_.places, quotas)
    try:
        return selecting.apply_moves(selection, moves) if moves else selection
    except selecting.SelectingError as error:
        raise MoveRefused(_refusal(error)) from error


def not_up_for(round_: Round, entry: RankingEntry) -> selecting.Reason | None:
    """Return why an entry is not up for the round's places, None when it is. Whoever shares the last nominee's rank is."""
    if round_.passing_grade is not None and entry.score < round_.passing_grade:
        return selecting.Reason.BELOW_GRADE
    if round_.nominees is not None and entry.rank > round_.nominees:
        return selecting.Reason.NOT_NOMINATED
    return None


def _refusal(error: selecting.SelectingError) -> str:
    """Say what is wrong with a move in words; any other fault keeps the general text."""
    if isinstance(error, selecting.MoveWithoutReason):
        return _("Isi alasan pertukaran")
    if isinstance(error, selecting.NotUp):
        return _("Proposal itu di bawah nilai ambang lulus atau di luar nominasi. Pilih proposal lain.")
    if isinstance(error, selecting.TooManySelected):
        return _("Jumlah proposal melebihi tempat yang ada. Pilih juga proposal yang dikeluarkan.")
    if isinstance(error, selecting.NothingMoved):
        return _("Proposal itu sudah berada di sana. Pilih proposal lain.")
    return ""


@transaction.atomic
def select_finalists(
    *, round_: Round, person: Person, note: str, moves: tuple[selecting.Move, ...] = (), at: datetime
) -> Selection:
    """Propose the list with a reason per entry.

    :raises NotAllowed: not the chair, no ranking, or proposed already.
    :raises ReasonNeeded: an unmet quota or a tie across the border, and no note.
    :raises MoveRefused: a manual move without reason or beyond the places.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("stage", "edition", "ranking").get(pk=round_.pk)
    require(may_select_finalists(person, round_, at))
    result = propose(round_, moves)
    note = note.strip()
    if (result.unmet or result.open_ties) and not note:
        raise ReasonNeeded
    selection = Selection.objects.create(ranking=round_.ranking, note=note, selected_by=person, selected_at=at)
    ids = dict(round_.ranking.entries.values_list("proposal__code", "pk"))
    SelectionEntry.objects.bulk_create(
        (
            SelectionEntry(
                selection=selection,
                entry_id=ids[one.proposal],
                is_in=one.selected,
                reason_code=one.reason,
                quota=", ".join(f"{dimension}:{value}" for dimension, value in one.quotas),
                reason=one.note,
            )
            for one in result.entries
        ),
        batch_size=1000,
    )
    _tell_organisers(selection, round_, "finalists_selected", person, at, reason=note)
    return selection


@transaction.atomic
def ratify_selection(*, selection: Selection, person: Person, at: datetime) -> Selection:
    """Confirm the list as a second person.

    :raises NotAllowed: not an organiser, the selector themself, or ratified already.
    """
    selection = lock_selection(selection)
    require(may_ratify_selection(person, selection, at))
    selection.ratified_by, selection.ratified_at = person, at
    move(selection, SelectionState.RATIFIED, "ratified_by", "ratified_at")
    _tell_organisers(selection, selection.ranking.round, "selection_ratified", person, at)
    return selection


def lock_selection(selection: Selection) -> Selection:
    """Return the selection as it stands now, locked until the transaction ends. First the lock, then the read: its ranking may
    have been reopened while this waited."""
    Selection.objects.select_for_update().values_list("pk").get(pk=selection.pk)
    known = ("ranking__round__edition", "ranking__round__stage", "selected_by")
    return Selection.objects.select_related(*known).get(pk=selection.pk)


def move(selection: Selection, target: str, *fields: str) -> None:
    """Move a locked selection to its next state, with the fields that belong to the move."""
    if (selection.state, target) not in SELECTION_MOVES:
        raise SelectionMoved
    selection.state = target
    selection.save(update_fields=["state", *fields])


def _tell_organisers(selection: Selection, round_: Round, event: str, person: Person, at: datetime, reason: str = "") -> None:
    edition = round_.edition
    recipients = list(appointees_of(edition.pk, at, AppointmentRole.ORGANISER))
    record_event(
        event=event,
        subject=selection,
        subject_key=f"{edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=edition,
        reason=reason,
        after={"state": selection.state},
        recipients=[*recipients, selection.selected_by],
        context={"round": round_, "sender": person},
    )
