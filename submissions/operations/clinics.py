"""Plan clinics, change them, invite to them, and hand out what was shown there."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Edition, Person, Region
from competition.operations.events import record_event
from competition.presets.clinics import Clinic
from competition.scans import Scan
from competition.verdict import Refused, require
from submissions.models import Batch, ClinicMaterial
from submissions.operations.enclosures import keep_enclosure
from submissions.operations.seats import CalledOff, fill_seats, hold_batch, people_to_tell
from submissions.policy import may_coach_clinic, may_see_secretariat
from submissions.queries.clinics import administrators_of, institutions_to_invite
from submissions.videos import Video

# What people who have a seat are told when it changes.
TOLD = ("starts_at", "ends_at", "place", "address")


class TooFewSeats(Refused):
    """Nobody loses a seat because there are fewer."""

    reason = _("Kursi yang sudah terisi lebih banyak daripada itu. Batalkan pesanan dahulu, atau sediakan lebih banyak kursi.")


class OverAlready(Refused):
    """What is over is not planned anew."""

    reason = _("Klinik ini sudah selesai, jadi jadwalnya tidak dapat diubah.")


class InvitedAlready(Refused):
    """Letters are written once to each institution."""

    reason = _("Semua instansi yang diundang sudah menerima undangan batch ini.")


class NobodyToInvite(Refused):
    """There is no administrator yet."""

    reason = _("Belum ada admin instansi di provinsi dan jenis instansi yang diundang.")


class NoReason(Refused):
    """Whoever had a seat is told why there is none."""

    reason = _("Isi alasan pembatalan.")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a batch is planned with. Times are instants; who is invited are codes of provinces and kinds."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    address: str
    capacity: int | None
    kinds: tuple[str, ...]
    takes_guests: bool
    agenda: str
    books_from: datetime
    books_until: datetime
    provinces: tuple[str, ...] = ()
    coach: Person | None = None
    seats_per_institution: int | None = None

    def columns(self) -> dict:
        """Return it as the batch keeps it, without the provinces."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "provinces"}
        return values | {"kinds": list(self.kinds), "is_whole_day": False}


@transaction.atomic
def plan_clinic(*, edition: Edition, person: Person, plan: Plan, at: datetime) -> Batch:
    """Add a batch to the programme, with the next number of the edition.

    :raises NotAllowed: not the edition's secretariat, or the coach is none, or a judge of this edition.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require(may_see_secretariat(person, edition, at))
    if plan.coach:
        require(may_coach_clinic(plan.coach, edition, at))
    last = Batch.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0
    batch = Batch.objects.create(edition=edition, number=last + 1, **plan.columns())
    batch.provinces.set(_provinces(plan.provinces))
    _record("clinic_planned", batch, person, at)
    return batch


@transaction.atomic
def change_clinic(*, batch: Batch, person: Person, plan: Plan, at: datetime) -> Batch:
    """Plan it anew; whoever waits gets what seats there are more, and who has one is told of another time or place.

    :raises NotAllowed: as for `plan_clinic`.
    :raises OverAlready, CalledOff, TooFewSeats: as their names say.
    """
    batch = hold_batch(batch)
    require(may_see_secretariat(person, batch.edition, at))
    if batch.called_off_at is not None:
        raise CalledOff
    if batch.is_over(at):
        raise OverAlready
    if plan.coach:
        require(may_coach_clinic(plan.coach, batch.edition, at))
    if plan.capacity is not None and plan.capacity < batch.seats_taken:
        raise TooFewSeats
    columns = plan.columns()
    is_told = any(getattr(batch, name) != columns[name] for name in TOLD)
    if batch.starts_at != plan.starts_at:
        columns["reminded_at"] = None
    for name, value in columns.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(columns))
    batch.provinces.set(_provinces(plan.provinces))
    _record("clinic_changed", batch, person, at, recipients=people_to_tell(batch) if is_told else ())
    fill_seats(batch, person, at)
    return batch


@transaction.atomic
def invite_to_clinic(*, batch: Batch, person: Person, at: datetime) -> int:
    """Write to the administrators of those invited institutions that were not written to; return to how many people.

    :raises NotAllowed: not the edition's secretariat.
    :raises InvitedAlready, OverAlready, CalledOff, NobodyToInvite: as their names say.
    """
    batch = hold_batch(batch)
    require(may_see_secretariat(person, batch.edition, at))
    if batch.called_off_at is not None:
        raise CalledOff
    if batch.books_until is None or at >= batch.books_until:
        raise OverAlready
    institutions = institutions_to_invite(batch, at)
    if not institutions:
        raise InvitedAlready if batch.invited_at else NobodyToInvite
    people = administrators_of(institutions, at)
    batch.invited.add(*institutions)
    batch.invited_at = at
    batch.save(update_fields=["invited_at"])
    _record("clinic_invited", batch, person, at, recipients=people, data={"invited": len(people)})
    return len(people)


@transaction.atomic
def call_off_clinic(*, batch: Batch, person: Person, reason: str, at: datetime) -> Batch:
    """Say that it will not be: nobody books, waits or is reminded any more. Whoever has a seat or waits is told, and the coach.

    :raises NotAllowed: not the edition's secretariat.
    :raises CalledOff, OverAlready, NoReason: as their names say.
    """
    batch = hold_batch(batch)
    require(may_see_secretariat(person, batch.edition, at))
    if batch.called_off_at is not None:
        raise CalledOff
    if batch.is_over(at):
        raise OverAlready
    if not reason.strip():
        raise NoReason
    batch.called_off_at, batch.call_off_reason = at, reason.strip()
    batch.save(update_fields=["called_off_at", "call_off_reason"])
    coach = [batch.coach] if batch.coach else []
    _record("clinic_called_off", batch, person, at, recipients=[*people_to_tell(batch), *coach])
    return batch


@transaction.atomic
def add_clinic_material(*, batch: Batch, person: Person, title: str, thing: Scan | Video, at: datetime) -> ClinicMaterial:
    """Hand out a file, once it was looked at, or a recording.

    :raises NotAllowed: not the edition's secretariat.
    :raises EnclosureNotStored: the storage did not take the file.
    """
    batch = hold_batch(batch)
    require(may_see_secretariat(person, batch.edition, at))
    kept = {"video_key": thing.key} if isinstance(thing, Video) else {"file": keep_enclosure(scan=thing, at=at)}
    material = ClinicMaterial.objects.create(batch=batch, title=title.strip(), added_at=at, **kept)
    _record("clinic_material_added", batch, person, at, data={"material": material.code})
    return material


@transaction.atomic
def remove_clinic_material(*, material: ClinicMaterial, person: Person, at: datetime) -> None:
    """Hand it out no longer. A second press changes nothing.

    :raises NotAllowed: not the edition's secretariat.
    """
    batch = hold_batch(material.batch)
    require(may_see_secretariat(person, batch.edition, at))
    material = ClinicMaterial.objects.get(pk=material.pk)
    if material.removed_at is None:
        material.removed_at = at
        material.save(update_fields=["removed_at"])
        _record("clinic_material_removed", batch, person, at, data={"material": material.code})


@transaction.atomic
def load_clinics(
    *, edition: Edition, person: Person | None, clinics: Iterable[Clinic], moved_by: timedelta, at: datetime
) -> None:
    """Write the batches of an edition's file, moved with its calendar; nobody is invited by that."""
    del person, at
    for one in clinics:
        values = asdict(one)
        codes = values.pop("provinces")
        hours = {
            name: values[name] and values[name] + moved_by for name in ("starts_at", "ends_at", "books_from", "books_until")
        }
        batch = Batch.objects.create(edition=edition, **values | hours | {"kinds": list(one.kinds)})
        batch.provinces.set(_provinces(codes))


@transaction.atomic
def shift_clinics(*, edition: Edition, person: None = None, span: timedelta, at: None = None) -> None:
    """Move every clinic with the calendar of a made-up year."""
    del person, at
    hours = ("starts_at", "ends_at", "books_from", "books_until")
    Batch.objects.filter(edition=edition).update(**{name: F(name) + span for name in hours})


def _provinces(codes: Iterable[str]) -> list[Region]:
    return list(Region.objects.filter(kind="PROVINCE", valid_until=None, code__in=list(codes)))


def _record(
    event: str, batch: Batch, person: Person, at: datetime, *, recipients: Iterable = (), data: dict | None = None
) -> None:
    record_event(
        event=event,
        subject=batch,
        subject_key=batch.code,
        person=person,
        at=at,
        edition=batch.edition,
        data=data or {},
        recipients=recipients,
        context={"batch": batch},
    )
    transaction.on_commit(renew_public_pages)
