"""What happens to the leader's yes when the text it was given for changes."""

from datetime import datetime

from competition.models import Person
from competition.models.people import MembershipRole
from competition.operations.events import Occurrence, record_events
from competition.queries.people import members_of
from competition.tokens import mark_of
from submissions.models import Proposal
from submissions.operations.links import links_that_wait
from submissions.policy import may_endorse_proposal
from submissions.queries.contents import sending_closes_at
from submissions.states import OPEN_TO_ADMINISTRATOR, ProposalState


def tell_lapse(*, proposal: Proposal, person: Person, at: datetime) -> None:
    """Tell who endorsed the present version, by a letter with a link of their own, and the administrators, that it changes now;
    not whoever changes it.

    Call it with the proposal locked and before its version rises: one version lapses once, so its letters are written once.
    """
    if proposal.state == ProposalState.DRAFT or proposal.state not in OPEN_TO_ADMINISTRATOR:
        return
    endorsement = proposal.endorsements.select_related("endorsed_by").filter(version=proposal.version, ended_at=None).first()
    if endorsement is None:
        return
    signer = [endorsement.endorsed_by] if endorsement.endorsed_by else []
    told = [*signer, *members_of(proposal.institution, at, MembershipRole.ADMINISTRATOR)]
    told = [one for one in dict.fromkeys(told) if one != person]
    asked = [one for one in signer if one in told and may_endorse_proposal(one, proposal, at)]
    links = links_that_wait(pairs=[(proposal, one) for one in asked], person=None, at=at)
    others = [one for one in told if one not in asked]
    groups = [([one], mark_of(links[proposal.pk, one.pk].nonce)) for one in asked]
    groups += [(others, "")] if others or not asked else []
    known = {"proposal": proposal, "sender": person, "closes_at": sending_closes_at(proposal)}
    occurrences = [
        Occurrence(proposal, proposal.code, people, known | {"token": token}, data={"content_hash": endorsement.content_hash})
        for people, token in groups
    ]
    record_events(event="endorsement_lapsed", occurrences=occurrences, person=person, at=at, edition=proposal.edition)
