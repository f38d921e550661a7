"""Move a close: for everybody or for one institution, later, with a reason that whoever is concerned reads."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Institution, InstitutionExtension, Person, Stage, StageExtension
from competition.operations.events import record_event
from competition.queries.site import forget_site_edition
from competition.verdict import Refused, require
from submissions.policy import may_close_then, may_extend_for, may_extend_stage
from submissions.queries.extensions import own_close, people_concerned, people_of


class NoReason(Refused):
    """Whoever counted on the old close reads why it was moved."""

    reason = _("Isi alasan")


class CloseMoved(Refused):
    """Somebody else moved this close since the page was shown."""

    reason = _("Batas waktu ini sudah diubah sejak halaman ini dibuka. Periksa batas yang sekarang.")


@transaction.atomic
def extend_stage(*, stage: Stage, person: Person, closes_at: datetime, reason: str, at: datetime) -> StageExtension:
    """Let the stage close at `closes_at`, tell everybody concerned, and keep from when to when it moved.

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
    record_event(
        event="stage_extended",
        subject=stage,
        subject_key=f"{stage.edition.year}/{stage.key}",
        person=person,
        at=at,
        edition=stage.edition,
        reason=reason,
        before={"closes_at": stage.closes_at.isoformat()},
        after={"closes_at": closes_at.isoformat()},
        recipients=people_concerned(stage.edition_id, at),
        context={"stage": stage, "extension": extension},
    )
    _move_close(stage, closes_at)
    transaction.on_commit(forget_site_edition)
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


def _move_close(stage: Stage, closes_at: datetime) -> None:
    """Write the new close over the one that was shown. Last in the transaction: whoever sends now waits no longer than this,
    and not while thousands of letters are written."""
    moved = Stage.objects.filter(pk=stage.pk, closes_at=stage.closes_at).update(closes_at=closes_at)
    if not moved:
        raise CloseMoved
