"""In whose stead somebody says yes to a proposal."""

from datetime import datetime

from competition.models import Membership, Person
from competition.queries.memberships import leaders_delegating_to, writers_among
from submissions.models import Proposal


def stead_of(person: Person, proposal: Proposal, at: datetime) -> Membership | None:
    """Return the delegation by which somebody who is no leader may say yes to this proposal, None if there is none."""
    found = leaders_delegating_to(person.pk, proposal.institution_id, at)
    writers = writers_among([one.given_by_id for one in found], proposal.unit_id, at) | {proposal.created_by_id}
    return next((one for one in found if one.given_by_id not in writers), None)
