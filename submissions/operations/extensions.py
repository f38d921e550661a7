"""Move a close, for everybody or for one institution, or a stage that has not opened: with a reason that whoever is concerned
reads."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Institution, InstitutionExtension, Person, Stage, StageExtension
from competition.operations.events import record_event
from competition.queries.editions import has_round
from competition.queries.site import forget_site_edition
from competition.verdict import Refused, require
from submissions.policy import may_close_then, may_extend_for, may_extend_stage, may_move_stage, may_open_then
from submissions.queries.extensions import concerned_by, own_close, people_of


class NoReason(Refused):
    """Whoever counted on the old close reads why it was moved."""

    reason = _("Isi alasan")


class CloseMoved(Refused):
    """Somebody else moved this close since the page was shown."""

    reason = _("Batas waktu ini sudah diubah sejak halaman ini dibuka. Periksa batas yang sekarang.")


class SameDates(Refused):
    """Nothing would change."""

    reason = _("Jadwal ini sama dengan yang berlaku sekarang")


@transaction.atomic
def extend_stage(*, stage: Stage, person: Person, closes_at: datetime, reason: str, at: datetime) -> StageExtension:
    """Let the stage close at `closes_at`, tell everybody concerned, and keep from when to when it moved. Of a round it is the
    judges and the chair who are told.

    Whatever counts back from the close, such as an innovation's age, follows, because it is computed when it is asked for.

    :raises NotAllowed: no office, a stage that is not extended or not open, not later, or later than the next stage's close.
    :raises NoReason: no reason.
    :raises CloseMoved: the stage's close is not the one that was shown.
    """
    require(may_extend_stage(person, stage, at))
    require(may_close_then(stage, closes_at))
    reason = reason.strip()
    if not reason:
        raise NoReason
    known = {"old_closes_at": stage.closes_at, "new_closes_at": closes_at}
    extension = StageExtension.objects.create(stage=stage, **known, reason=reason, extended_by=person, extended_at=at)
    before, after = {"closes_at": stage.closes_at.isoformat()}, {"closes_at": closes_at.isoformat()}
    _tell("stage_extended", extension, before=before, after=after)
    _write(stage, closes_at=closes_at)
    return extension


@transaction.atomic
def move_stage(
    *, stage: Stage, person: Person, opens_at: datetime, closes_at: datetime, reason: str, at: datetime
) -> StageExtension:
    """Let a stage that has not opened open and close at other times, tell everybody concerned, and keep what it was before:
    so an announcement is planned, or put off.

    :raises NotAllowed: no office, open already, not still to come, before the stage before it is over, closing before it opens,
        or after the next stage closes (a round: opens).
    :raises NoReason: no reason.
    :raises SameDates: both times are those that hold.
    :raises CloseMoved: the stage's times are not those that were shown.
    """
    require(may_move_stage(person, stage, at))
    if (opens_at, closes_at) == (stage.opens_at, stage.closes_at):
        raise SameDates
    require(may_open_then(stage, opens_at, at))
    require(may_close_then(stage, closes_at, opens_at))
    reason = reason.strip()
    if not reason:
        raise NoReason
    known = {"old_opens_at": stage.opens_at, "new_opens_at": opens_at}
    known |= {"old_closes_at": stage.closes_at, "new_closes_at": closes_at}
    extension = StageExtension.objects.create(stage=stage, **known, reason=reason, extended_by=person, extended_at=at)
    before = {"opens_at": stage.opens_at.isoformat(), "closes_at": stage.closes_at.isoformat()}
    _tell("stage_moved", extension, before=before, after={"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()})
    _write(stage, opens_at=opens_at, closes_at=closes_at)
    return extension


@transaction.atomic
def extend_for_institution(
    *, stage: Stage, institution: Institution, person: Person, closes_at: datetime, reason: str, at: datetime
) -> InstitutionExtension:
    """Let the stage close at `closes_at` for the proposals that this institution has, also if it closed for everybody, and
    tell its people.

    Nobody else is let in, no new proposal is begun, and how long an innovation has to have run goes by everybody's close.

    :raises NotAllowed: no office, one's own institution, a stage that is not extended, no longer of help, not later than now
        and the close so far, or later than the next stage's close.
    :raises NoReason: no reason.
    """
    # The same row that sending holds first: a sending under way is measured by the close it began with.
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    require(may_extend_for(person, stage, institution, at))
    present = own_close(stage, institution)
    require(may_close_then(stage, closes_at, max(present, at)))
    reason = reason.strip()
    if not reason:
        raise NoReason
    known = {"old_closes_at": present, "new_closes_at": closes_at, "extended_by": person, "extended_at": at}
    extension = InstitutionExtension.objects.create(stage=stage, institution=institution, reason=reason, **known)
    record_event(
        event="institution_extended",
        subject=extension,
        subject_key=f"{stage.edition.year}/{stage.key}/{institution.code}",
        person=person,
        at=at,
        edition=stage.edition,
        reason=reason,
        before={"closes_at": present.isoformat()},
        after={"closes_at": closes_at.isoformat()},
        recipients=people_of(institution, at),
        context={"stage": stage, "extension": extension, "institution": institution},
    )
    return extension


def _tell(event: str, extension: StageExtension, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Write the audit entry and the letters; those about a round go to its judges and the chair."""
    stage, at = extension.stage, extension.extended_at
    record_event(
        event="round_moved" if has_round(stage) else event,
        subject=stage,
        subject_key=f"{stage.edition.year}/{stage.key}",
        person=extension.extended_by,
        at=at,
        edition=stage.edition,
        reason=extension.reason,
        before=before,
        after=after,
        recipients=concerned_by(stage, at),
        context={"stage": stage, "extension": extension},
    )


def _write(stage: Stage, **times: datetime) -> None:
    """Write the new times over those that were shown. Last in the transaction: whoever sends now waits no longer than this,
    and not while thousands of letters are written."""
    shown = {"opens_at": stage.opens_at, "closes_at": stage.closes_at}
    if not Stage.objects.filter(pk=stage.pk, **shown).update(**times):
        raise CloseMoved
    transaction.on_commit(forget_site_edition)
