"""In which office somebody says yes to a proposal: their own as its leader, or in a leader's stead."""

from datetime import datetime

from competition.models import Membership, Person
from competition.models.people import MembershipRole
from competition.queries.memberships import leaders_delegating_to, terms_of_leaders, writers_among
from competition.queries.people import rights_of
from submissions.models import Proposal


def office_of(person: Person, proposal: Proposal, at: datetime) -> Membership | None:
    """Return the office in which a person may say yes: their own in its term before another's that they stand in for."""
    own = [one for one in led_by(person, proposal, at) if not one.term.objection(at)]
    return own[0] if own else stead_of(person, proposal, at)


def leader_behind(office: Membership) -> Person | None:
    """Return the leader for whom a delegate acts; None in an office of one's own."""
    return office.given_by if office.role == MembershipRole.DELEGATE else None


def led_by(person: Person, proposal: Proposal, at: datetime) -> list[Membership]:
    """Return the person's roles as leader of the proposal's institution, whatever their term; no query of its own."""
    held = rights_of(person, at).memberships
    return [one for one in held if one.institution_id == proposal.institution_id and one.role == MembershipRole.LEADER]


def stead_of(person: Person, proposal: Proposal, at: datetime) -> Membership | None:
    """Return the delegation by which somebody who is no leader may say yes to this proposal, None if there is none."""
    found = leaders_delegating_to(person.pk, proposal.institution_id, at)
    leaders = [one.given_by_id for one in found]
    barred = writers_among(leaders, proposal.unit_id, at) | {proposal.created_by_id}
    barred |= _out_of_term(leaders, proposal.institution_id, at)
    return next((one for one in found if one.given_by_id not in barred), None)


def _out_of_term(leaders: list[int], institution_id: int, at: datetime) -> set[int]:
    """Return which of the leaders could not say yes themselves now, because their term has not begun or is over."""
    terms = terms_of_leaders(leaders, institution_id, at) if leaders else []
    return {person for person, term in terms if term.objection(at)}
