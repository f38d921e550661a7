"""An announcement prepared ahead: one person says when, another agrees, and at that instant it opens by itself.

Until then nothing is written where the public can read. From then on whoever comes first writes it, the first request of
anybody or the sweep, so no task is needed. The letters follow by the sweep.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from competition.zones import format_instant
from judging.models import Announcement, Selection
from judging.operations.publications import BeforeItsTime, make_public, tell_teams
from judging.operations.selections import lock_selection
from judging.policy import (
    may_approve_announcement,
    may_postpone_announcement,
    may_prepare_announcement,
    may_see_announcement,
)
from judging.queries.announcements import announcement_time, approved_announcements, untold_announcements
from judging.states import ANNOUNCEMENT_MOVES, AnnouncementState, SelectionState
from submissions.models import Publication

logger = logging.getLogger(__name__)

# Every process learns of an approved instant within ten seconds, and public pages of before are gone a minute later.
LEAD = timedelta(minutes=2)


class TooSoon(Refused):
    """The instant is over, or so near that not every page would know of it."""


class AnnouncementMoved(Refused):
    """The announcement is no longer the one that was on the page."""

    reason = gettext_lazy("Jadwal pengumuman ini sudah berubah. Muat ulang halaman dan periksa lagi.")


@transaction.atomic
def prepare_announcement(*, selection: Selection, publish_at: datetime, person: Person, at: datetime) -> Announcement:
    """Say when the list is to open, as its third person; a fourth step, another person's yes, is still needed.

    :raises NotAllowed: not an organiser, one of the two before, or an announcement stands already.
    :raises BeforeItsTime: earlier than the calendar's announcement.
    :raises TooSoon: not two minutes ahead.
    """
    selection = lock_selection(selection)
    require(may_prepare_announcement(person, selection, at))
    earliest = announcement_time(selection.ranking.round)
    if publish_at < earliest:
        raise BeforeItsTime(_("Pengumuman baru dapat dilakukan pada %(when)s.") % {"when": format_instant(earliest)})
    _is_ahead(publish_at, at)
    announcement = Announcement.objects.create(selection=selection, publish_at=publish_at, prepared_by=person, prepared_at=at)
    _tell(announcement, "announcement_prepared", person, at)
    return announcement


@transaction.atomic
def approve_announcement(*, announcement: Announcement, seen: int, person: Person, at: datetime) -> Announcement:
    """Agree, as another person, that the list opens at that instant; from here on nobody has to do anything. `seen` is the id
    of the announcement that was read.

    :raises NotAllowed: not an organiser, the same person, or it does not wait for a yes.
    :raises AnnouncementMoved: it is not the one that was read.
    :raises TooSoon: not two minutes ahead any more.
    """
    announcement = _locked(announcement)
    if announcement.pk != seen:
        raise AnnouncementMoved
    require(may_approve_announcement(person, announcement, at))
    _is_ahead(announcement.publish_at, at)
    announcement.approved_by, announcement.approved_at = person, at
    move_announcement(announcement, AnnouncementState.APPROVED, "approved_by", "approved_at")
    _tell(announcement, "announcement_approved", person, at)
    return announcement


@transaction.atomic
def postpone_announcement(*, announcement: Announcement, reason: str, person: Person, at: datetime) -> Announcement:
    """Put the announcement off, until its last instant; another one may then be prepared.

    :raises NotAllowed: not an organiser, or it is open.
    """
    announcement = _locked(announcement)
    require(may_postpone_announcement(person, announcement, at))
    announcement.postponed_by, announcement.postponed_at, announcement.reason = person, at, reason.strip()
    move_announcement(announcement, AnnouncementState.POSTPONED, "postponed_by", "postponed_at", "reason")
    _tell(announcement, "announcement_postponed", person, at)
    return announcement


def open_announcements(*, person: None = None, at: datetime) -> int:
    """Make every list public whose instant has come; return of how many. The frame names this by a string
    (settings.OPENING). The letters are not written here: the first reader after the instant does not wait for a thousand."""
    return _each(_open, list(approved_announcements().filter(due_at__lte=at).values_list("pk", flat=True)), at)


def tell_announced(*, person: None = None, at: datetime) -> int:
    """Write the letters about the lists that opened by themselves, each list's in one transaction; return of how many lists."""
    return _each(_tell_teams, untold_announcements(), at)


def move_announcement(announcement: Announcement, target: str, *fields: str) -> None:
    """Move a locked announcement to its next state, with the fields that belong to the move."""
    if (announcement.state, target) not in ANNOUNCEMENT_MOVES:
        raise AnnouncementMoved
    announcement.state = target
    announcement.save(update_fields=["state", *fields])


def _each(act: Callable[[int, datetime], bool], announcements: list[int], at: datetime) -> int:
    """Do it to each, and return for how many something was done. One that fails comes again soon, and keeps no other back."""
    done = 0
    for pk in announcements:
        try:
            done += act(pk, at)
        except (DatabaseError, Refused):
            logger.exception("announcement %s: not now", pk)
    return done


@transaction.atomic
def _open(pk: int, at: datetime) -> bool:
    """Open one, unless somebody else is at it or at its list, or it was put off, or the calendar moved.

    Everybody waits for this, so it asks ten times (LOAD-06): one statement locks both rows and reads them as they stand.
    Nothing is waited for, so what is joined to them is not older than the lock.
    """
    due = approved_announcements().filter(pk=pk, due_at__lte=at, selection__state=SelectionState.RATIFIED)
    announcement = due.select_for_update(of=("self", "selection"), skip_locked=True).first()
    if announcement is None:
        return False
    make_public(announcement.selection, by=announcement.prepared_by, since=announcement.due_at, person=None, at=at)
    announcement.opened_at = at
    move_announcement(announcement, AnnouncementState.OPENED, "opened_at")
    return True


@transaction.atomic
def _tell_teams(pk: int, at: datetime) -> bool:
    if not Announcement.objects.select_for_update().filter(pk=pk, told_at=None).values_list("pk").first():
        return False
    announcement = Announcement.objects.select_related("selection__ranking__round__edition").get(pk=pk)
    round_ = announcement.selection.ranking.round
    publication = Publication.objects.get(edition=round_.edition, round_key=round_.key)
    tell_teams(publication, announcement.selection, at)
    announcement.told_at = at
    announcement.save(update_fields=["told_at"])
    return True


def _locked(announcement: Announcement) -> Announcement:
    """Return the announcement as it stands now, held until the transaction ends. First the lock, then the read."""
    Announcement.objects.select_for_update().values_list("pk").get(pk=announcement.pk)
    round_ = "selection__ranking__round"
    return Announcement.objects.select_related(f"{round_}__edition", f"{round_}__stage").get(pk=announcement.pk)


def _is_ahead(publish_at: datetime, at: datetime) -> None:
    if publish_at < at + LEAD:
        text = _("Pilih waktu paling cepat dua menit dari sekarang, jadi sesudah %(when)s.")
        raise TooSoon(text % {"when": format_instant(at + LEAD)})


def _tell(announcement: Announcement, event: str, person: Person, at: datetime) -> None:
    round_ = announcement.selection.ranking.round
    edition = round_.edition
    organisers = appointees_of(edition.pk, at, AppointmentRole.ORGANISER)
    record_event(
        event=event,
        subject=announcement,
        subject_key=f"{edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=edition,
        reason=announcement.reason,
        data={"publish_at": announcement.publish_at.isoformat()},
        after={"state": announcement.state},
        recipients=[one for one in organisers if may_see_announcement(one, announcement.selection, at)],
        context={"round": round_, "sender": person, "announcement": announcement},
    )
