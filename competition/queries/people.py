"""What a person is, at an instant: memberships and appointments, each read once."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from competition.models import Appointment, Institution, Membership, Person
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.compiled import Objects, slot


@dataclass(frozen=True)
class Rights:
    """A person's memberships and appointments in force at one instant. Most acts of an agency never ask for appointments, so
    those are read when somebody does; nobody's (`person_id` is None) are none."""

    at: datetime
    memberships: tuple[Membership, ...] = ()
    person_id: int | None = None
    # The memberships that have begun, ended ones as well; and what `competition.queries.ties` made of them, by edition.
    stays: tuple[Membership, ...] = ()
    ties: dict[int, frozenset[int]] = field(default_factory=dict, compare=False)

    @cached_property
    def appointments(self) -> tuple[Appointment, ...]:
        """The offices in force. One query, the first time."""
        if self.person_id is None:
            return ()
        return tuple(one for one in _APPOINTMENTS.read(person=self.person_id) if is_in_force(one, self.at))

    def is_member(self, institution_id: int, *roles: str) -> bool:
        """Say whether the person has one of the roles (any, if none is named) in the institution."""
        return any(one.institution_id == institution_id and (not roles or one.role in roles) for one in self.memberships)

    def writes_for(self, unit_id: int) -> bool:
        """Say whether the person is a writer of the unit."""
        return any(one.role == MembershipRole.WRITER and one.unit_id == unit_id for one in self.memberships)

    def holds(self, edition_id: int, *roles: str) -> bool:
        """Say whether the person has one of the appointments in the edition."""
        return any(one.edition_id == edition_id and one.role in roles for one in self.appointments)

    def holds_any(self, *roles: str) -> bool:
        """Say whether the person has one of the appointments in some edition."""
        return any(one.role in roles for one in self.appointments)

    @property
    def institution_ids(self) -> set[int]:
        """The institutions the person belongs to."""
        return {one.institution_id for one in self.memberships}


def in_force(at: datetime) -> Q:
    """Return the condition for periods that contain the instant (half-open)."""
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))


def is_in_force(held: Membership | Appointment, at: datetime) -> bool:
    """Say of a row that was read whether its period contains the instant, as `in_force` does in a query."""
    return held.starts_at <= at and (held.ends_at is None or held.ends_at > at)


def rights_of(person: Person, at: datetime) -> Rights:
    """Return the person's rights at the instant; asked twice for the same instant, the tables are read once.

    An anonymous or deactivated person has none.
    """
    if not person.is_authenticated or not person.is_active:
        return Rights(at)
    known = getattr(person, "_rights", None)
    if known is None or known.at != at:
        # Every page asks this. Who came with a session came with whether there is anything to read (`competition/sessions.py`):
        # mostly it is memberships or appointments, not both. A person has few rows, and picking here spares half the time.
        memberships = _MEMBERSHIPS.read(person=person.pk) if getattr(person, "has_memberships", True) else []
        known = Rights(
            at,
            tuple(one for one in memberships if is_in_force(one, at)),
            person.pk if getattr(person, "has_appointments", True) else None,
            tuple(one for one in memberships if one.starts_at <= at),
        )
        person._rights = known
    return known


_MEMBERSHIPS = Objects(lambda: Membership.objects.filter(person=slot("person")), "institution", "unit")
_APPOINTMENTS = Objects(lambda: Appointment.objects.filter(person=slot("person")))


def members_of(institution: Institution, at: datetime, *roles: str) -> QuerySet[Person]:
    """Return the active people who have one of the roles in the institution now."""
    held = Membership.objects.filter(in_force(at), institution=institution, role__in=roles)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk")


def appointees_of(edition_id: int, at: datetime, *roles: str) -> QuerySet[Person]:
    """Return the active people who hold one of the appointments in the edition now."""
    held = Appointment.objects.filter(in_force(at), edition_id=edition_id, role__in=roles)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk")


STAFF_ROLES = (AppointmentRole.SECRETARIAT, AppointmentRole.ORGANISER)
