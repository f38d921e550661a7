"""Give somebody an office, ask a second organiser to, and end it. Nothing here is ever taken out of the history."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.duties import WITH_A_SECOND, Held
from competition.models import Appointment, AppointmentRequest, Edition, Person
from competition.models.appointments import REQUEST_MOVES, RequestState
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.operations.sessions import renew_sessions
from competition.policy import may_answer_request, may_appoint_person, may_end_appointment, may_hold_office
from competition.queries.appointments import organisers_beside
from competition.queries.people import appointees_of
from competition.verdict import NotAllowed, Refused, require

# A two-person act needs two people who can act.
FEWEST_ORGANISERS = 2


class NoReason(Refused):
    """Appointing, ending and refusing are explained."""

    reason = _("Isi alasan")


class PeriodRefused(Refused):
    """The period begins before now, or ends before it begins."""

    reason = _("Masa tugas dimulai hari ini atau sesudahnya, dan berakhir sesudah dimulai.")


class UnknownOffice(Refused):
    """There is no such office."""

    reason = _("Pilih tugas")


class AlreadyAsked(Refused):
    """The same request waits for its answer."""

    reason = _("Usulan yang sama masih menunggu persetujuan.")


class TooFewOrganisers(Refused):
    """Two organisers must remain, or nobody could agree to anything any more."""

    reason = _("Sekurangnya dua penyelenggara lain harus tetap bertugas. Angkat penggantinya lebih dahulu.")


class HasOrganisers(Refused):
    """The installation appoints the first ones only."""

    reason = _("Edisi ini sudah memiliki dua penyelenggara. Petugas berikutnya diangkat oleh mereka.")


def hold_offices(edition: Edition) -> Edition:
    """Hold the edition's offices until the transaction ends: nobody else appoints or ends meanwhile.

    Weak enough that a row pointing at the edition can be written beside it.
    """
    return Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)


@transaction.atomic
def appoint_person(
    *,
    person: Person,
    edition: Edition,
    whom: Person,
    role: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str,
    at: datetime,
) -> Appointment | AppointmentRequest:
    """Give the office from `starts_at` (now, if none) until `ends_at`, or ask a second organiser where one has to agree.

    :raises NotAllowed: not an organiser, oneself, or an office that another of this person excludes; it says which.
    :raises NoReason: no reason.
    :raises UnknownOffice: not one of `AppointmentRole`.
    :raises PeriodRefused: begins in the past or ends before it begins.
    :raises AlreadyAsked: the same request waits.
    """
    edition = hold_offices(edition)
    require(may_appoint_person(person, edition, whom, at))
    reason = reason.strip()
    if role not in AppointmentRole.values:
        raise UnknownOffice
    if not reason:
        raise NoReason
    wanted = _wanted(role, starts_at or at, ends_at, at)
    require(may_hold_office(whom, edition, wanted, at))
    if role in WITH_A_SECOND:
        return _ask(person, edition, whom, wanted, reason, at)
    return _appoint(person, None, edition, whom, wanted, reason, at)


@transaction.atomic
def answer_request(
    *, request: AppointmentRequest, person: Person, grant: bool, answer: str = "", at: datetime
) -> Appointment | None:
    """Grant or refuse as the second organiser; granted, the office begins when it was meant to, or now if that has passed.

    :raises NotAllowed: not an organiser, asked it oneself, about oneself, answered, or excluded by now.
    :raises NoReason: refused without saying why.
    :raises PeriodRefused: its end has passed meanwhile.
    """
    hold_offices(request.edition)
    related = ("edition", "person", "asked_by")
    request = AppointmentRequest.objects.select_for_update(of=("self",)).select_related(*related).get(pk=request.pk)
    require(may_answer_request(person, request, at))
    request.decided_by, request.decided_at, request.answer = person, at, answer.strip()
    if not grant and not request.answer:
        raise NoReason
    if grant:
        wanted = _wanted(request.role, max(request.starts_at, at), request.ends_at, at)
        require(may_hold_office(request.person, request.edition, wanted, at))
        request.appointment = _appoint(request.asked_by, person, request.edition, request.person, wanted, request.reason, at)
    move_request(request, RequestState.GRANTED if grant else RequestState.REFUSED)
    record_event(
        event="appointment_answered",
        subject=request,
        subject_key=request.code,
        person=person,
        at=at,
        edition=request.edition,
        reason=request.answer,
        data={"role": request.role, "person": request.person_id, "state": request.state},
        recipients=[request.asked_by],
        context={"asked": request, "sender": person, "is_granted": grant},
    )
    return request.appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, person: Person, ends_at: datetime | None = None, reason: str, at: datetime
) -> Appointment:
    """End the office now or at a later instant; one that has not begun is taken back whole. Its rights are gone with it.

    :raises NotAllowed: not an organiser, or over already.
    :raises NoReason: no reason.
    :raises PeriodRefused: an end in the past, or later than the one it has.
    :raises TooFewOrganisers: fewer than two others would be left.
    """
    hold_offices(appointment.edition)
    appointment = Appointment.objects.select_related("edition", "person").get(pk=appointment.pk)
    require(may_end_appointment(person, appointment, at))
    reason = reason.strip()
    if not reason:
        raise NoReason
    ends_at = max(ends_at or at, appointment.starts_at)
    if ends_at < at or (appointment.ends_at is not None and ends_at >= appointment.ends_at):
        raise PeriodRefused
    if appointment.role == AppointmentRole.ORGANISER and organisers_beside(appointment, ends_at) < FEWEST_ORGANISERS:
        raise TooFewOrganisers
    appointment.ends_at, appointment.ended_by, appointment.end_reason = ends_at, person, reason
    appointment.save(update_fields=["ends_at", "ended_by", "end_reason"])
    _tell(appointment, "appointment_ended", person, reason, at)
    return appointment


@transaction.atomic
def open_offices(*, edition: Edition, people: Sequence[Person], reason: str, at: datetime) -> list[Appointment]:
    """Give an edition its first organisers, as the installation's own act: from then on they appoint everybody else.

    :raises HasOrganisers: two are in office already.
    :raises TooFewOrganisers: fewer than two would be.
    :raises NotAllowed: one of them may not, and why.
    :raises NoReason: no reason.
    """
    edition = hold_offices(edition)
    there = set(appointees_of(edition.pk, at, AppointmentRole.ORGANISER))
    if len(there) >= FEWEST_ORGANISERS:
        raise HasOrganisers
    if len(there | set(people)) < FEWEST_ORGANISERS:
        raise TooFewOrganisers
    if not reason.strip():
        raise NoReason
    given = []
    for whom in (one for one in dict.fromkeys(people) if one not in there):
        wanted = Held(AppointmentRole.ORGANISER, at)
        require(may_hold_office(whom, edition, wanted, at))
        given.append(_appoint(None, None, edition, whom, wanted, reason.strip(), at))
    return given


def move_request(request: AppointmentRequest, target: str) -> None:
    """Move a locked request to its next state, with the answer that belongs to it.

    :raises NotAllowed: no such move.
    """
    if (request.state, target) not in REQUEST_MOVES:
        raise NotAllowed(_("Usulan ini sudah dijawab."))
    request.state = target
    request.save(update_fields=["state", "decided_by", "decided_at", "answer", "appointment"])


def _wanted(role: str, starts_at: datetime, ends_at: datetime | None, at: datetime) -> Held:
    if starts_at < at or (ends_at is not None and ends_at <= starts_at):
        raise PeriodRefused
    return Held(role, starts_at, ends_at)


def _ask(person: Person, edition: Edition, whom: Person, wanted: Held, reason: str, at: datetime) -> AppointmentRequest:
    known = {"person": whom, "edition": edition, "role": wanted.role}
    if AppointmentRequest.objects.filter(**known, state=RequestState.ASKED).exists():
        raise AlreadyAsked
    request = AppointmentRequest.objects.create(
        **known, starts_at=wanted.starts_at, ends_at=wanted.ends_at, reason=reason, asked_by=person, asked_at=at
    )
    record_event(
        event="appointment_asked",
        subject=request,
        subject_key=request.code,
        person=person,
        at=at,
        edition=edition,
        reason=reason,
        data={"role": wanted.role, "person": whom.pk},
        recipients=appointees_of(edition.pk, at, AppointmentRole.ORGANISER).exclude(pk__in=[person.pk, whom.pk]),
        context={"asked": request, "sender": person},
    )
    return request


def _appoint(
    person: Person | None, second: Person | None, edition: Edition, whom: Person, wanted: Held, reason: str, at: datetime
) -> Appointment:
    appointment = Appointment.objects.create(
        person=whom,
        edition=edition,
        role=wanted.role,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        appointed_by=person,
        approved_by=second,
        reason=reason,
    )
    _tell(appointment, "person_appointed", second or person, reason, at)
    return appointment


def _tell(appointment: Appointment, event: str, person: Person | None, reason: str, at: datetime) -> None:
    """Write the entry, and a letter to whom it is about; their sessions are renewed."""
    renew_sessions(person=appointment.person)
    ends_at = appointment.ends_at
    record_event(
        event=event,
        subject=appointment,
        subject_key=appointment.code,
        person=person,
        at=at,
        edition=appointment.edition,
        reason=reason,
        data={
            "role": appointment.role,
            "person": appointment.person_id,
            "starts_at": appointment.starts_at.isoformat(),
            "ends_at": ends_at.isoformat() if ends_at else None,
        },
        recipients=[appointment.person],
        context={"appointment": appointment, "sender": person},
    )
