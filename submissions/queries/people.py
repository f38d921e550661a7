"""Who stands behind a proposal."""

from datetime import datetime

from competition.models import Membership, Person
from competition.models.people import MembershipRole
from competition.queries.people import in_force, members_of
from submissions.models import Proposal


def team_of(proposal: Proposal, at: datetime) -> list[Person]:
    """Return the unit's writers now."""
    held = Membership.objects.filter(in_force(at), unit_id=proposal.unit_id, role=MembershipRole.WRITER)
    return list(Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk"))


def agency_of(proposal: Proposal, at: datetime) -> list[Person]:
    """Return the unit's writers, and the administrators and leaders of the institution."""
    roles = (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER)
    return [*team_of(proposal, at), *members_of(proposal.institution, at, *roles)]
