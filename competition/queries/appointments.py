"""Who holds, held and will hold an office of an edition, and what waits for a second organiser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from competition.duties import ACTS, Held
from competition.models import Appointment, AppointmentRequest, AuditEntry, Edition, Person
from competition.models.appointments import RequestState
from competition.models.people import AppointmentRole
from competition.queries.people import in_force

MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class AppointmentFilter:
    """What the list is asked for: an office, words of a name or address, and a time.

    `period` is a half-open stretch of time, such as one day: whoever held the office at any instant of it is found. Without it,
    and unless `everything` is wanted, the list is of those in office now.
    """

    role: str = ""
    search: str = ""
    period: tuple[datetime, datetime] | None = None
    everything: bool = False


def appointments_of(edition: Edition, asked: AppointmentFilter, at: datetime) -> QuerySet[Appointment]:
    """Return the appointments that fit, each with its people; by office and name, or newest first when all are wanted."""
    rows = Appointment.objects.filter(edition=edition).select_related("person", "appointed_by")
    if asked.role:
        rows = rows.filter(role=asked.role)
    for word in asked.search.split()[:MOST_WORDS]:
        rows = rows.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    if asked.period:
        return rows.filter(was_in_force(*asked.period)).order_by("role", "person__name", "pk")
    if asked.everything:
        return rows.order_by("-starts_at", "-pk")
    return rows.filter(in_force(at)).order_by("role", "person__name", "pk")


def was_in_force(opens_at: datetime, closes_at: datetime) -> Q:
    """Return the condition for periods that share an instant with this one; an empty period shares none."""
    return Q(starts_at__lt=closes_at) & (Q(ends_at=None) | (Q(ends_at__gt=opens_at) & Q(ends_at__gt=F("starts_at"))))


def appointment_by_code(code: str) -> Appointment | None:
    """Return the appointment with its people and edition."""
    related = ("person", "edition", "appointed_by", "approved_by", "ended_by")
    return Appointment.objects.filter(code=code).select_related(*related).first()


def request_by_code(code: str) -> AppointmentRequest | None:
    """Return the request with its people and edition."""
    related = ("person", "edition", "asked_by", "decided_by", "appointment")
    return AppointmentRequest.objects.filter(code=code).select_related(*related).first()


def requests_waiting(edition: Edition) -> list[AppointmentRequest]:
    """Return what waits for a second organiser, oldest first."""
    rows = AppointmentRequest.objects.filter(edition=edition, state=RequestState.ASKED)
    return list(rows.select_related("person", "asked_by").order_by("asked_at", "pk"))


def offices_of(person: Person, edition: Edition) -> list[Appointment]:
    """Return everything the person ever held in the edition, newest first."""
    rows = Appointment.objects.filter(person=person, edition=edition).select_related("person", "appointed_by")
    return list(rows.order_by("-starts_at", "-pk"))


def held_by(person: Person, edition: Edition) -> list[Held]:
    """Return the same as plain values, for `competition.duties`."""
    return [
        Held(role, starts_at, ends_at)
        for role, starts_at, ends_at in Appointment.objects.filter(person=person, edition=edition).values_list(
            "role", "starts_at", "ends_at"
        )
    ]


def offices_acted_in(person: Person, edition: Edition) -> Sequence[str]:
    """Return the offices in which the audit trail shows an act of the person in the edition, whatever they hold now."""
    entries = AuditEntry.objects.filter(person=person, edition=edition, event__in=list(ACTS))
    # A chair who has a proposal read once more gives out a task as well, and acts as chair.
    entries = entries.exclude(event="judges_assigned", roles__contains=[f"CHAIR@{edition.year}"])
    return sorted({ACTS[event] for event in entries.values_list("event", flat=True).distinct()})


def organisers_beside(appointment: Appointment, instant: datetime) -> int:
    """Return how many others, with an open account, are organisers of the edition at the instant."""
    rows = Appointment.objects.filter(in_force(instant), edition_id=appointment.edition_id, role=AppointmentRole.ORGANISER)
    return rows.filter(person__is_active=True).exclude(person_id=appointment.person_id).values("person").distinct().count()


def person_by_email(email: str) -> Person | None:
    """Return the person with an open account of this address; capitals do not matter."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).first()


def edition_of_year(year: int) -> Edition | None:
    """Return the edition of a year."""
    return Edition.objects.filter(year=year).first()
