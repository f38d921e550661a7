"""Who stands behind a proposal."""

from collections import defaultdict
from collections.abc import Iterable
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


def agencies_of(proposals: Iterable[Proposal], at: datetime) -> dict[int, list[Person]]:
    """Return, by proposal id, the people `agency_of` names; two queries for any number of proposals."""
    proposals = list(proposals)
    writers: dict[int, list[Person]] = defaultdict(list)
    heads: dict[int, list[Person]] = defaultdict(list)
    held = Membership.objects.filter(in_force(at), person__is_active=True).select_related("person").order_by("person", "pk")
    for one in held.filter(role=MembershipRole.WRITER, unit__in={proposal.unit_id for proposal in proposals}):
        writers[one.unit_id].append(one.person)
    places = {proposal.institution_id for proposal in proposals}
    for one in held.filter(role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.LEADER), institution__in=places):
        heads[one.institution_id].append(one.person)
    return {one.pk: [*writers[one.unit_id], *heads[one.institution_id]] for one in proposals}


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
