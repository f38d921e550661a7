"""Seats in a clinic: booked by an administrator for named people, given up, passed on, used, and looked back on."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.codes import new_attendance_number
from competition.freshness import renew_public_pages
from competition.letters import Addressee
from competition.models import Institution, Notice, Person
from competition.models.people import CLOSED_ADDRESS
from competition.operations.events import Occurrence, record_event, record_events
from competition.origin import acting_from
from competition.retention import Swept
from competition.verdict import Refused, require
from submissions.models import Batch, Booking, Evaluation
from submissions.policy import may_book_seat, may_cancel_seat, may_see_secretariat
from submissions.policy.clinics import administers
from submissions.queries.clinics import clinics_to_remind, is_invited
from submissions.states import ALIVE, SEAT_MOVES, SEATED, SeatState

# From so long before until so long after it the code of the room is taken.
DOORS_OPEN = timedelta(hours=1)
DOORS_CLOSE = timedelta(hours=12)
# A certificate may be asked for once more, and figures be checked against the list.
PARTICIPANTS_KEPT = timedelta(days=365)
LETTERS = ("seat_booked", "seat_cancelled", "seat_passed_on", "clinic_changed", "clinic_reminded", "clinic_called_off")
NOBODY = f"peserta{CLOSED_ADDRESS}"


class Full(Refused):
    """The last seat is taken; there is a queue for whoever wants to stand in it."""

    reason = _("Semua kursi sudah terisi. Centang daftar tunggu untuk mendapat kursi bila ada yang batal.")


class BookedTwice(Refused):
    """One seat for one person."""

    reason = _("Orang dengan alamat email ini sudah terdaftar di batch ini.")


class InstitutionFull(Refused):
    """One institution does not fill the room."""

    reason = _("Instansi ini sudah memesan sebanyak yang diperbolehkan untuk satu instansi di batch ini.")


class CalledOff(Refused):
    """There is nothing to come to, nor to plan."""

    reason = _("Klinik ini sudah dibatalkan.")


class NotNow(Refused):
    """Attendance is taken while people are there."""

    reason = _("Kehadiran dicatat mulai satu jam sebelum klinik sampai dua belas jam sesudahnya.")


class NotBegun(Refused):
    """Nobody attended what has not begun."""

    reason = _("Klinik belum dimulai, jadi kehadiran belum dapat dicatat.")


class WrongRoomCode(Refused):
    """It is shown in the room."""

    reason = _("Kode kehadiran ini tidak cocok. Lihat kode yang ditampilkan di ruang klinik.")


class NoSeat(Refused):
    """Whoever waits or has given up is not expected."""

    reason = _("Pesanan ini tidak memiliki kursi.")


class NotThere(Refused):
    """Who looks back on it was there, and does so once."""

    reason = _("Penilaian klinik diisi satu kali, oleh peserta yang hadir.")


@dataclass(frozen=True, slots=True)
class Participant:
    """Who is to sit there."""

    name: str
    email: str
    duty: str
    language: str = "id"


@dataclass(frozen=True, slots=True)
class View:
    """What somebody thought: three marks of five, and perhaps words."""

    useful: int
    clear: int
    ready: int
    text: str = ""


@transaction.atomic
def book_seat(
    *, batch: Batch, institution: Institution, person: Person, participant: Participant, waits: bool, at: datetime
) -> Booking:
    """Give a named person a seat, or with `waits` a place in the queue where there is none; they, whoever booked and the coach
    are told. Of many who ask for the last seat at once one gets it.

    :raises NotAllowed: no administrator, not invited, not booked now, or the coach is a judge of this edition.
    :raises BookedTwice: the address has a seat or waits already.
    :raises InstitutionFull: the institution has as many as one may have.
    :raises Full: no seat, and `waits` is not set.
    """
    batch = hold_batch(batch)
    require(may_book_seat(person, batch, institution, at))
    email = participant.email.strip().lower()
    if Booking.objects.filter(batch=batch, email=email, state__in=ALIVE).exists():
        raise BookedTwice
    most = batch.seats_per_institution
    if most is not None and batch.bookings.filter(institution=institution, state__in=ALIVE).count() >= most:
        raise InstitutionFull
    is_full = batch.capacity is not None and batch.seats_taken >= batch.capacity
    if is_full and not waits:
        raise Full
    booking = Booking.objects.create(
        batch=batch,
        institution=institution,
        name=participant.name.strip(),
        email=email,
        duty=participant.duty.strip(),
        language=participant.language,
        state=SeatState.WAITING if is_full else SeatState.BOOKED,
        is_guest=not is_invited(batch, institution),
        booked_by=person,
        booked_at=at,
    )
    coach = [batch.coach] if batch.coach and not is_full else []
    _record("seat_booked", booking, person, at, recipients=[*_people(booking, at), *coach])
    return booking


@transaction.atomic
def cancel_seat(*, booking: Booking, person: Person, at: datetime) -> Booking:
    """Give the seat up; whoever waits the longest has it at once, and is told.

    :raises NotAllowed: neither administrator nor secretariat, it has begun, or there is nothing to give up.
    """
    batch = hold_batch(booking.batch)
    booking = _held(booking)
    require(may_cancel_seat(person, booking, at))
    move_seat(booking, SeatState.CANCELLED)
    _record("seat_cancelled", booking, person, at, recipients=_people(booking, at))
    fill_seats(batch, person, at)
    return booking


def fill_seats(batch: Batch, person: Person, at: datetime) -> int:
    """Give free seats of a held batch to those who wait the longest; return how many. Not once it has begun, or was
    called off."""
    if batch.starts_at is None or at >= batch.starts_at or batch.called_off_at is not None:
        return 0
    batch.refresh_from_db(fields=["seats_taken", "capacity"])
    waiting = batch.bookings.filter(state=SeatState.WAITING).select_related("batch__edition", "institution", "booked_by")
    waiting = waiting.order_by("booked_at", "pk")
    moved = list(waiting if batch.capacity is None else waiting[: batch.seats_left])
    for one in moved:
        move_seat(one, SeatState.BOOKED)
        _record("seat_passed_on", one, person, at, recipients=_people(one, at))
    return len(moved)


@transaction.atomic
def attend_by_code(*, booking: Booking, person: None = None, room_code: str, at: datetime) -> Booking:
    """Count the holder of the seat as present, because they type what is shown in the room. A second time changes nothing.

    :raises CalledOff, NoSeat, NotNow, WrongRoomCode: as their names say.
    """
    batch = hold_batch(booking.batch)
    booking = _held(booking)
    if batch.called_off_at is not None:
        raise CalledOff
    if booking.state not in SEATED:
        raise NoSeat
    if batch.starts_at is None or not batch.starts_at - DOORS_OPEN <= at < batch.ends_at + DOORS_CLOSE:
        raise NotNow
    if "".join(room_code.split()).upper() != batch.room_code:
        raise WrongRoomCode
    if booking.state == SeatState.BOOKED:
        _mark(booking, at)
        _record("clinic_attended", booking, person, at, data={"by": "CODE"})
    return booking


@transaction.atomic
def mark_attendance(*, batch: Batch, person: Person, present: Collection[str], at: datetime) -> int:
    """Write down from the list who was there, by the codes of their seats, and who was not; return how many were.

    :raises NotAllowed: not the edition's secretariat.
    :raises NotBegun: it has not begun.
    :raises CalledOff: it was called off.
    """
    batch = hold_batch(batch)
    require(may_see_secretariat(person, batch.edition, at))
    if batch.called_off_at is not None:
        raise CalledOff
    if batch.starts_at is None or at < batch.starts_at:
        raise NotBegun
    for one in batch.bookings.filter(state__in=SEATED).select_related("batch__edition").order_by("pk"):
        is_there = one.code in present
        if is_there and one.state == SeatState.BOOKED:
            _mark(one, at)
            _record("clinic_attended", one, person, at, data={"by": "LIST"})
        elif not is_there and one.state == SeatState.ATTENDED:
            one.attended_at = None
            move_seat(one, SeatState.BOOKED, "attended_at")
            _record("clinic_not_attended", one, person, at)
    return batch.bookings.filter(state=SeatState.ATTENDED).count()


@transaction.atomic
def evaluate_clinic(*, booking: Booking, person: None = None, view: View, at: datetime) -> None:
    """Keep what somebody thought who was there; nothing leads from it to them, not even the audit, which does not know of a
    session either.

    :raises NotThere: they were not, or have said it already.
    """
    batch = hold_batch(booking.batch)
    booking = _held(booking)
    if booking.state != SeatState.ATTENDED or booking.has_evaluated:
        raise NotThere
    booking.has_evaluated = True
    booking.save(update_fields=["has_evaluated"])
    Evaluation.objects.create(batch=batch, useful=view.useful, clear=view.clear, ready=view.ready, text=view.text.strip())
    known = {"subject": batch, "subject_key": batch.code, "edition": batch.edition}
    with acting_from(lambda: None):
        record_event(event="clinic_evaluated", person=person, at=at, **known)


def remind_of_clinics(*, person: None = None, at: datetime) -> int:
    """Write to everybody with a seat in a clinic that begins within a day, once; return how many letters."""
    return sum(_remind(pk, person, at) for pk in clinics_to_remind(at))


@transaction.atomic
def _remind(pk: int, person: None, at: datetime) -> int:
    batch = hold_batch(Batch(pk=pk))
    is_told = batch.reminded_at is not None or batch.called_off_at is not None
    if is_told or batch.starts_at is None or batch.starts_at <= at:
        return 0
    batch.reminded_at = at
    batch.save(update_fields=["reminded_at"])
    seated = batch.bookings.filter(state=SeatState.BOOKED).select_related("institution", "booked_by").order_by("pk")
    told = [Occurrence(batch, batch.code, [_addressee(one)], {"batch": batch, "booking": one}) for one in seated]
    record_events(event="clinic_reminded", occurrences=told, person=person, at=at, edition=batch.edition)
    return len(told)


def sweep_participants(*, at: datetime) -> Iterator[Swept]:
    """Take names and addresses out of seats a year after the clinic; who came from where stays as a number."""
    over = Booking.objects.filter(batch__ends_at__lt=at - PARTICIPANTS_KEPT).exclude(name="", email="")
    number = over.update(name="", email="", duty="")
    gone = Notice.objects.filter(event__in=LETTERS, recipient=None, created_at__lt=at - PARTICIPANTS_KEPT)
    gone.exclude(address=NOBODY).update(address=NOBODY, error="")
    yield Swept("participants of clinics", number, f"{PARTICIPANTS_KEPT.days} days after the clinic")


def move_seat(booking: Booking, state: SeatState, *fields: str) -> None:
    """Move a seat whose batch is held, and save these fields with it."""
    assert (booking.state, state) in SEAT_MOVES
    booking.state = state
    booking.save(update_fields=["state", *fields])


def people_to_tell(batch: Batch) -> list[Person | Addressee]:
    """Return everybody who has a seat or waits for one, with those who booked."""
    alive = batch.bookings.filter(state__in=ALIVE).select_related("booked_by").order_by("pk")
    return [one for booking in alive for one in (booking.booked_by, *_participant(booking))]


def hold_batch(batch: Batch) -> Batch:
    """Return the batch under its lock: seats are given one after the other."""
    held = Batch.objects.select_for_update(of=("self",)).select_related("edition", "coach")
    return held.get(pk=batch.pk)


def _held(booking: Booking) -> Booking:
    return Booking.objects.select_related("batch__edition", "institution", "booked_by").get(pk=booking.pk)


def _mark(booking: Booking, at: datetime) -> None:
    booking.attended_at = at
    booking.attendance_number = booking.attendance_number or new_attendance_number(booking.batch.edition.year)
    move_seat(booking, SeatState.ATTENDED, "attended_at", "attendance_number")


def _addressee(booking: Booking) -> Addressee:
    return Addressee(booking.name, booking.email, booking.language)


def _people(booking: Booking, at: datetime) -> list[Person | Addressee]:
    """Return the participant, and whoever booked as long as they are an administrator there: the letter names people."""
    booked_by = [booking.booked_by] if administers(booking.booked_by, booking.institution, at) else []
    return [*booked_by, *_participant(booking)]


def _participant(booking: Booking) -> list[Addressee]:
    return [_addressee(booking)] if booking.email else []


def _record(
    event: str, booking: Booking, person: Person | None, at: datetime, *, recipients: Iterable = (), data: dict | None = None
) -> None:
    """Write it down under the batch: the code of a seat opens it, so the audit names its number."""
    batch = booking.batch
    record_event(
        event=event,
        subject=batch,
        subject_key=batch.code,
        person=person,
        at=at,
        edition=batch.edition,
        data={"seat": booking.pk, "institution": booking.institution_id, "state": str(booking.state)} | (data or {}),
        recipients=recipients,
        context={"batch": batch, "booking": booking},
    )
    transaction.on_commit(renew_public_pages)
