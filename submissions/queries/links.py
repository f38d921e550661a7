"""Reads about the links that ask for a yes."""

from dataclasses import dataclass
from datetime import datetime

from competition.models import Edition, Institution, Membership
from competition.models.people import MembershipRole
from competition.queries.people import in_force
from submissions.models import EndorsementLink, Proposal
from submissions.queries.proposals import with_signs
from submissions.states import ProposalState


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who can say yes: in which role and office, and the last link they were sent, if any."""

    membership: Membership
    link: EndorsementLink | None


def link_by_token_hash(token_hash: str) -> EndorsementLink | None:
    """Return the link of a token with its person and proposal, None for a made-up one."""
    known = ("person", "endorsement", *(f"proposal__{one}" for one in ("edition", "institution", "unit", "category", "group")))
    return EndorsementLink.objects.select_related(*known).filter(token_hash=token_hash).first()


def endorsers_of(proposal: Proposal, at: datetime) -> list[Membership]:
    """Return the leaders and delegates of the institution now, by name, each person once and as leader before as delegate."""
    held = Membership.objects.filter(
        in_force(at),
        institution=proposal.institution_id,
        role__in=(MembershipRole.LEADER, MembershipRole.DELEGATE),
        person__is_active=True,
    ).select_related("person", "given_by")
    found: dict[int, Membership] = {}
    for one in sorted(held, key=lambda one: (one.role != MembershipRole.LEADER, one.person.name, one.pk)):
        found.setdefault(one.person_id, one)
    return list(found.values())


def waiting_in(edition: Edition, institution: Institution) -> list[Proposal]:
    """Return the institution's proposals whose present version nobody endorsed, oldest first, as far as one can be: forwarded,
    or to be corrected. One query."""
    states = (ProposalState.FORWARDED, ProposalState.CORRECTION)
    waiting = Proposal.objects.filter(edition=edition, institution=institution, state__in=states)
    known = ("edition", "institution", "unit", "category", "group")
    return list(with_signs(waiting).filter(endorsed_at=None).select_related(*known).order_by("state_since", "pk"))


def asked_of(proposal: Proposal, at: datetime) -> list[Asked]:
    """Return who can be asked about the proposal, each with the last link they were sent. Two queries."""
    latest: dict[int, EndorsementLink] = {}
    for one in EndorsementLink.objects.filter(proposal=proposal):
        latest.setdefault(one.person_id, one)
    return [Asked(one, latest.get(one.person_id)) for one in endorsers_of(proposal, at)]
