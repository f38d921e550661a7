"""Who ranks, selects, ratifies and publishes."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.editions import RoundKind
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from competition.zones import format_instant
from judging.models import Selection
from judging.policy.reopenings import not_reopening
from judging.policy.rounds import has_no_ties, not_ranked, round_is_open
from judging.queries.announcements import standing_announcement
from judging.states import SelectionState

CHAIR = AppointmentRole.CHAIR
ORGANISER = AppointmentRole.ORGANISER


def may_rank_round(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair, with no ties, once, when the round has begun."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Hanya ketua panel yang dapat membekukan peringkat."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    if at < round_.stage.opens_at:
        return round_is_open(round_, at)
    return not_ranked(round_)


def may_add_readings(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair, with no ties, as long as judges read proposals in the round and it is not ranked."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Bacaan tambahan hanya untuk ketua panel."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    if round_.kind != RoundKind.DESK:
        return no(_("Bacaan tambahan hanya ada pada babak yang menilai proposalnya saja."))
    return round_is_open(round_, at) and not_ranked(round_)


def may_select_finalists(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair, with no ties, once there is a ranking and as long as there is no selection."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Hanya ketua panel yang dapat mengusulkan daftar."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    ranking = getattr(round_, "ranking", None)
    if ranking is None:
        return no(_("Peringkat belum dibekukan."))
    if hasattr(ranking, "selection"):
        return no(_("Daftar sudah diusulkan."))
    return not_reopening(ranking)


def may_ratify_selection(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser with no ties who did not make the selection."""
    if not rights_of(person, at).holds(selection.ranking.round.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat menetapkan daftar."))
    free = has_no_ties(person, selection.ranking.round, at)
    if not free:
        return free
    if selection.state != SelectionState.PROPOSED:
        return no(_("Daftar ini sudah ditetapkan."))
    if selection.selected_by_id == person.pk:
        return no(_("Daftar harus ditetapkan oleh orang selain pengusulnya."))
    return not_reopening(selection.ranking)


def may_publish_results(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser with no ties who neither made nor ratified the selection, while no announcement of it stands that opens by
    itself. The hour is the operation's to check."""
    if not rights_of(person, at).holds(selection.ranking.round.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat mengumumkan hasil."))
    free = has_no_ties(person, selection.ranking.round, at)
    if not free:
        return free
    if selection.state == SelectionState.PUBLISHED:
        return no(_("Hasil ini sudah diumumkan."))
    if selection.state != SelectionState.RATIFIED:
        return no(_("Daftar belum ditetapkan."))
    if person.pk in (selection.ratified_by_id, selection.selected_by_id):
        return no(_("Hasil harus diumumkan oleh orang selain pengusul dan penetap daftar."))
    standing = standing_announcement(selection)
    if standing is not None:
        text = _("Pengumuman sudah disiapkan untuk %(when)s. Tunda dahulu bila waktunya berubah.")
        return no(text % {"when": format_instant(standing.publish_at)})
    return not_reopening(selection.ranking)


def may_ask_for_minutes(person: Person, round_: Round, at: datetime) -> Verdict:
    """The committee of the edition, and its auditors once the list is out: before that nobody knows it who did not make it."""
    rights = rights_of(person, at)
    if rights.holds(round_.edition_id, CHAIR, ORGANISER):
        return YES
    selection = getattr(getattr(round_, "ranking", None), "selection", None)
    is_out = selection is not None and selection.state == SelectionState.PUBLISHED
    if is_out and rights.holds(round_.edition_id, AppointmentRole.AUDITOR):
        return YES
    return no(_("Berita acara hanya untuk ketua panel, penyelenggara, dan auditor."))


def may_release_bundle(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, once the round's list is public."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat mengeluarkan paket hasil."))
    selection = getattr(getattr(round_, "ranking", None), "selection", None)
    if selection is None or selection.state != SelectionState.PUBLISHED:
        return no(_("Paket hasil dapat dikeluarkan setelah hasil babak ini diumumkan."))
    return YES
