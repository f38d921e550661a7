"""Who stands behind a proposal."""

from datetime import datetime

from competition.models import Membership, Person, Unit
from competition.models.people import MembershipRole
from competition.queries.people import Rights, in_force, members_of
from submissions.models import Proposal


def team_of(proposal: Proposal, at: datetime) -> list[Person]:
    """Return the unit's writers now."""
    held = Membership.objects.filter(in_force(at), unit_id=proposal.unit_id, role=MembershipRole.WRITER)
    return list(Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk"))


def agency_of(proposal: Proposal, at: datetime) -> list[Person]:
    """Return the unit's writers, and the administrators and leaders of the institution."""
    roles = (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER)
    return [*team_of(proposal, at), *members_of(proposal.institution, at, *roles)]


def units_written_for(rights: Rights) -> list[Unit]:
    """Return the units a person writes for, each with its institution; no query."""
    units = []
    for membership in rights.memberships:
        if membership.role == MembershipRole.WRITER:
            membership.unit.institution = membership.institution
            units.append(membership.unit)
    return units


def names_of_members(proposal: Proposal, at: datetime, *roles: str) -> list[str]:
    """Return the names of those who have one of the roles in the proposal's institution now."""
    return [person.name for person in members_of(proposal.institution, at, *roles)]
