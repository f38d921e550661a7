"""Replicate a public innovation: ask, agree on paper, decide, begin, withdraw, confirm. Each move tells both institutions."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Institution, Person
from competition.operations.events import record_event
from competition.scans import Scan
from competition.verdict import Refused, require
from submissions.models import Innovation, Replication
from submissions.operations.enclosures import keep_enclosure
from submissions.policy import may_ask_replication, may_move_replication
from submissions.queries.replications import partners_told, replication_between
from submissions.replicating import AT_WORK, REPLICATION_MOVES, ReplicationState


class AlreadyAsked(Refused):
    """The institution replicates this innovation already, here as `replication`."""

    reason = _("Instansi Anda sudah mengajukan replikasi inovasi ini. Lanjutkan yang itu.")

    def __init__(self, replication: Replication | None = None) -> None:
        self.replication = replication
        super().__init__()


class NoPlan(Refused):
    """The original institution is told where, and what would be adapted."""

    reason = _("Isi tempat dan rencana penyesuaian")


class NoReason(Refused):
    """The other institution is told why."""

    reason = _("Isi alasan")


class ReportChanged(Refused):
    """What was read is not what is reported now."""

    reason = _("Laporan ini baru saja diubah. Baca yang baru, lalu konfirmasi.")


class NotASource(Refused):
    """Another institution's, not at work, or the source of another innovation."""

    reason = _("Pilih replikasi dari daftar")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where an innovation is to be used, and what would be adapted."""

    place: str
    plan: str


@transaction.atomic
def ask_replication(
    *, innovation: Innovation, institution: Institution, person: Person, wish: Wish, at: datetime
) -> Replication:
    """Note an institution's interest in a public innovation, and tell both institutions.

    :raises NotAllowed: not public, not one of its people, not verified, or an innovation of its own family.
    :raises NoPlan: nothing is said of where or what.
    :raises AlreadyAsked: it replicates this innovation already.
    """
    # One after the other, so that two clicks make one.
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    innovation = Innovation.objects.select_related("institution").get(pk=innovation.pk)
    require(may_ask_replication(person, innovation, institution, at))
    place, plan = " ".join(wish.place.split()), wish.plan.strip()
    if not place or not plan:
        raise NoPlan
    if there_is := replication_between(innovation, institution):
        raise AlreadyAsked(there_is)
    replication = Replication.objects.create(
        innovation=innovation,
        origin=innovation.institution,
        institution=institution,
        place=place,
        plan=plan,
        asked_by=person,
        **dict.fromkeys(("asked_at", "state_since"), at),
    )
    _tell(replication, person, at, before=None)
    return replication


@transaction.atomic
def agree_replication(*, replication: Replication, person: Person, scan: Scan, at: datetime) -> Replication:
    """Keep the signed agreement, which is checked as every upload, and give the original institution the next move. One that
    was refused when it was checked is replaced.

    :raises NotAllowed: not the replicator's administrator or leader, or not its state.
    :raises EnclosureNotStored: the storage did not take the file.
    """
    replication = hold_replication(replication)
    require(may_move_replication(person, replication, ReplicationState.AGREED, at))
    replication.agreement = keep_enclosure(scan=scan, at=at)
    if replication.state == ReplicationState.AGREED:
        replication.save(update_fields=["agreement"])
        _tell(replication, person, at, before=replication.state)
        return replication
    replication.agreed_at = at
    return move(replication, ReplicationState.AGREED, person, at, "agreement", "agreed_at")


@transaction.atomic
def approve_replication(*, replication: Replication, person: Person, at: datetime) -> Replication:
    """Say yes for the original institution.

    :raises NotAllowed: not its administrator or leader, decided already, or the agreement was not checked yet.
    """
    replication = hold_replication(replication)
    require(may_move_replication(person, replication, ReplicationState.APPROVED, at))
    replication.decided_by = person
    return move(replication, ReplicationState.APPROVED, person, at, "decided_by")


@transaction.atomic
def refuse_replication(*, replication: Replication, person: Person, reason: str, at: datetime) -> Replication:
    """Say no for the original institution, with the reason.

    :raises NotAllowed: not its administrator or leader, or decided already.
    :raises NoReason: none is given.
    """
    replication = hold_replication(replication)
    require(may_move_replication(person, replication, ReplicationState.REFUSED, at))
    replication.decided_by, replication.reason = person, _stated(reason)
    return move(replication, ReplicationState.REFUSED, person, at, "decided_by", "reason")


@transaction.atomic
def begin_replication(*, replication: Replication, person: Person, at: datetime) -> Replication:
    """Say that it is being done: from here on its eight steps are noted.

    :raises NotAllowed: not the replicator's people, or not approved.
    """
    replication = hold_replication(replication)
    require(may_move_replication(person, replication, ReplicationState.IMPLEMENTING, at))
    return move(replication, ReplicationState.IMPLEMENTING, person, at)


@transaction.atomic
def withdraw_replication(*, replication: Replication, person: Person, reason: str, at: datetime) -> Replication:
    """Give it up, with the reason; nothing of it is shown to the public any more.

    :raises NotAllowed: not the replicator's administrator or leader, or over already.
    :raises NoReason: none is given.
    """
    replication = hold_replication(replication)
    require(may_move_replication(person, replication, ReplicationState.WITHDRAWN, at))
    replication.reason = _stated(reason)
    return move(replication, ReplicationState.WITHDRAWN, person, at, "reason")


@transaction.atomic
def confirm_replication(*, replication: Replication, person: Person, seen: str, at: datetime) -> Replication:
    """Confirm for the original team that it works there, with the figures as they were read: `seen` is the mark of the report.

    :raises NotAllowed: not the original institution's people, nothing is reported, or confirmed already.
    :raises ReportChanged: another report came in meanwhile.
    """
    replication = hold_replication(replication)
    require(may_move_replication(person, replication, ReplicationState.CONFIRMED, at))
    if seen != mark_of_report(replication):
        raise ReportChanged
    replication.confirmed_by = person
    return move(replication, ReplicationState.CONFIRMED, person, at, "confirmed_by")


def adopt_replication(
    *, replication: Replication, institution: Institution, innovation: Innovation, person: Person, at: datetime
) -> None:
    """Say that the institution's own innovation came out of the replication. In the transaction of whoever starts its draft.

    :raises NotASource: another institution's, not at work, or the source of another innovation.
    """
    replication = hold_replication(replication)
    if replication.institution_id != institution.pk or replication.state not in AT_WORK:
        raise NotASource
    if replication.replica_id not in (None, innovation.pk):
        raise NotASource
    if replication.replica_id == innovation.pk:
        return
    replication.replica = innovation
    replication.save(update_fields=["replica"])
    known = {"subject": replication, "subject_key": replication.code, "data": {"innovation": innovation.code}}
    record_event(event="replication_entered", person=person, at=at, **known)
    transaction.on_commit(renew_public_pages)


def mark_of_report(replication: Replication) -> str:
    """Return what tells one report from a later one."""
    return replication.reported_at.isoformat() if replication.reported_at else ""


def hold_replication(replication: Replication) -> Replication:
    """Return the replication with its row held, as it is now."""
    held = Replication.objects.select_for_update(of=("self",))
    around = held.select_related("innovation", "origin", "institution", "agreement", "replica")
    return around.get(pk=replication.pk)


def move(replication: Replication, state: ReplicationState, person: Person, at: datetime, *fields: str) -> Replication:
    """Move a held replication, save these fields with it, and tell both institutions."""
    before = replication.state
    assert (before, state) in REPLICATION_MOVES
    replication.state, replication.state_since = state, at
    replication.save(update_fields=["state", "state_since", *fields])
    _tell(replication, person, at, before=before)
    transaction.on_commit(renew_public_pages)
    return replication


def _stated(reason: str) -> str:
    if not reason.strip():
        raise NoReason
    return reason.strip()


def _tell(replication: Replication, person: Person, at: datetime, before: str | None) -> None:
    """Write the audit entry, with none of the words, and one letter to each of those in charge on both sides."""
    data = {"innovation": replication.innovation.code, "institution": replication.institution.code}
    if replication.agreement is not None:
        data["sha256"] = replication.agreement.sha256
    record_event(
        event="replication_moved",
        subject=replication,
        subject_key=replication.code,
        person=person,
        at=at,
        data=data,
        before={"state": before} if before else None,
        after={"state": replication.state},
        recipients=partners_told(replication, at),
        context={"replication": replication, "reason": replication.reason},
    )
