"""Somebody's account as those see it who may suspend it: whose it is, where they belong, what they hold."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from competition.models import Appointment, Institution, Membership, Person
from competition.models.people import CLOSED_ADDRESS, MembershipRole
from competition.queries.memberships import heads_of
from competition.queries.people import in_force


@dataclass(frozen=True)
class Standing:
    """What somebody is now, open account or not."""

    memberships: list[Membership]
    offices: list[Appointment]


def account_of(email: str) -> Person | None:
    """Return whose address it is, open account or not; capitals do not matter. An account that its owner closed has none."""
    return _accounts().filter(email=email.strip().lower()).first()


def account_by_pk(pk: int) -> Person | None:
    """Return the person; nobody whose owner closed the account."""
    return _accounts().filter(pk=pk).first()


def is_suspended(pk: int) -> bool:
    """Say whether somebody else closed this account."""
    return _accounts().filter(pk=pk, is_active=False).exists()


def standing_of(person: Person, at: datetime) -> Standing:
    """Return what the person is now. Two queries."""
    memberships = Membership.objects.filter(in_force(at), person=person).select_related("institution").order_by("pk")
    offices = Appointment.objects.filter(in_force(at), person=person).select_related("edition").order_by("pk")
    return Standing(list(memberships), list(offices))


def left_without(person: Person, memberships: list[Membership], at: datetime) -> list[Institution]:
    """Return the institutions that nobody else administers now."""
    mine = {one.institution_id: one.institution for one in memberships if one.role == MembershipRole.ADMINISTRATOR}
    others = Membership.objects.filter(
        in_force(at), ~Q(person=person), institution__in=mine, role=MembershipRole.ADMINISTRATOR, person__is_active=True
    )
    cared_for = set(others.values_list("institution", flat=True))
    return [place for pk, place in mine.items() if pk not in cared_for]


def heads_beside(person: Person, memberships: list[Membership], at: datetime) -> list[Person]:
    """Return the administrators and leaders of these institutions, but not the person."""
    places = {one.institution_id: one.institution for one in memberships}
    return [head for place in places.values() for head in heads_of(place, at) if head.pk != person.pk]


def _accounts() -> QuerySet[Person]:
    return Person.objects.exclude(email__endswith=CLOSED_ADDRESS)
