"""Who prepares an announcement ahead, who agrees to it, and who puts it off."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from judging.models import Announcement, Selection
from judging.policy.lists import may_publish_results
from judging.policy.rounds import has_no_ties
from judging.states import AnnouncementState, SelectionState

CHAIR, ORGANISER = AppointmentRole.CHAIR, AppointmentRole.ORGANISER


def may_see_announcement(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser with no ties, once the list is ratified: when it opens, and who agreed on that."""
    round_ = selection.ranking.round
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Jadwal pengumuman hanya untuk penyelenggara."))
    if selection.state == SelectionState.PROPOSED:
        return no(_("Daftar belum ditetapkan."))
    return has_no_ties(person, round_, at)


def may_preview_list(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser or the chair, with no ties, from when the list is ratified until everybody reads it."""
    round_ = selection.ranking.round
    if not rights_of(person, at).holds(round_.edition_id, CHAIR, ORGANISER):
        return no(_("Pratinjau hanya untuk ketua panel dan penyelenggara."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    if selection.state == SelectionState.PROPOSED:
        return no(_("Daftar belum ditetapkan."))
    return no(_("Hasil ini sudah diumumkan.")) if selection.state == SelectionState.PUBLISHED else YES


def may_prepare_announcement(person: Person, selection: Selection, at: datetime) -> Verdict:
    """Whoever may publish the list, while no announcement of it stands."""
    return may_publish_results(person, selection, at)


def may_approve_announcement(person: Person, announcement: Announcement, at: datetime) -> Verdict:
    """An organiser with no ties who neither prepared the announcement nor proposed its list; whoever ratified the list may."""
    seen = may_see_announcement(person, announcement.selection, at)
    if not seen:
        return seen
    if announcement.state != AnnouncementState.PREPARED:
        return no(_("Pengumuman ini tidak sedang menunggu persetujuan."))
    if person.pk in (announcement.prepared_by_id, announcement.selection.selected_by_id):
        return no(_("Pengumuman harus disetujui oleh orang selain yang menyiapkannya."))
    return YES


def may_postpone_announcement(person: Person, announcement: Announcement, at: datetime) -> Verdict:
    """An organiser with no ties, alone, until the list is open: to wait harms nobody."""
    seen = may_see_announcement(person, announcement.selection, at)
    if not seen:
        return seen
    if announcement.state == AnnouncementState.OPENED:
        return no(_("Hasil ini sudah diumumkan, jadi tidak dapat ditunda lagi."))
    if announcement.state == AnnouncementState.POSTPONED:
        return no(_("Pengumuman ini sudah ditunda."))
    return YES
