"""Who proposes that a frozen ranking is reopened, who confirms it, and who stops it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from competition.zones import format_instant
from judging.models import Ranking, Reopening
from judging.policy.rounds import has_no_ties
from judging.queries.announcements import standing_announcement
from judging.queries.reopenings import standing_reopening
from judging.states import STANDING_REOPENINGS, ReopeningState, SelectionState

CHAIR, ORGANISER = AppointmentRole.CHAIR, AppointmentRole.ORGANISER


def not_reopening(ranking: Ranking) -> Verdict:
    """Nothing is built on a ranking that was reopened, or that somebody asks to reopen."""
    if ranking.in_force_id is None:
        return no(_("Peringkat ini sudah dibuka kembali dan tidak berlaku lagi."))
    if standing_reopening(ranking) is not None:
        return no(_("Peringkat ini diminta dibuka kembali. Sahkan atau hentikan permintaan itu lebih dahulu."))
    return YES


def may_see_reopening(person: Person, round_: Round, at: datetime) -> Verdict:
    """Organisers and the chair, with no ties."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR, ORGANISER):
        return no(_("Pembukaan kembali hanya untuk ketua panel dan penyelenggara."))
    return has_no_ties(person, round_, at)


def may_reopen_ranking(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser with no ties, as long as no list built on the ranking is public and no announcement of one stands."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat membuka kembali peringkat."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    ranking = getattr(round_, "ranking", None)
    if ranking is None:
        return no(_("Peringkat belum dibekukan."))
    return _has_no_public_list(ranking) and not_reopening(ranking)


def may_confirm_reopening(person: Person, reopening: Reopening, at: datetime) -> Verdict:
    """Another organiser than whoever proposed it, with no ties."""
    acting = _may_act(person, reopening, at)
    if not acting:
        return acting
    if reopening.state != ReopeningState.PROPOSED:
        return no(_("Permintaan ini tidak sedang menunggu pengesahan."))
    if reopening.proposed_by_id == person.pk:
        return no(_("Anda yang meminta pembukaan kembali ini, jadi disahkan penyelenggara lain."))
    return YES


def may_carry_out_reopening(person: Person, reopening: Reopening, at: datetime) -> Verdict:
    """An organiser with no ties, once two people agreed and the delay is over."""
    acting = _may_act(person, reopening, at)
    if not acting:
        return acting
    if reopening.state != ReopeningState.CONFIRMED:
        return no(_("Permintaan ini belum disahkan orang kedua, atau sudah dihentikan."))
    if at < reopening.due_at:
        text = _("Peringkat baru dapat dibuka pada %(when)s, supaya pembukaannya masih dapat dihentikan.")
        return no(text % {"when": format_instant(reopening.due_at)})
    return YES


def may_stop_reopening(person: Person, reopening: Reopening, at: datetime) -> Verdict:
    """An organiser or the chair, with no ties, alone, until the ranking is open: to leave it frozen harms nobody."""
    seen = may_see_reopening(person, reopening.ranking.round, at)
    if seen and reopening.state not in STANDING_REOPENINGS:
        return no(_("Permintaan ini sudah dijalankan atau dihentikan."))
    return seen


def _may_act(person: Person, reopening: Reopening, at: datetime) -> Verdict:
    round_ = reopening.ranking.round
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat membuka kembali peringkat."))
    return has_no_ties(person, round_, at) and _has_no_public_list(reopening.ranking)


def _has_no_public_list(ranking: Ranking) -> Verdict:
    selection = getattr(ranking, "selection", None)
    if selection is None:
        return YES
    if selection.state == SelectionState.PUBLISHED:
        return no(_("Daftar babak ini sudah diumumkan. Perbaiki dengan ralat; peringkatnya tidak dibuka kembali."))
    if standing_announcement(selection) is not None:
        return no(_("Pengumuman daftar ini sudah disiapkan. Tunda dahulu."))
    return YES
