"""What happens to the leader's yes when the text it was given for changes."""

from datetime import datetime

from competition.models import Person
from competition.models.people import MembershipRole
from competition.operations.events import record_event
from competition.queries.people import members_of
from submissions.models import Proposal
from submissions.queries.contents import sending_closes_at
from submissions.states import OPEN_TO_ADMINISTRATOR, ProposalState


def tell_lapse(*, proposal: Proposal, person: Person, at: datetime) -> None:
    """Tell who endorsed the present version, and the administrators, that it changes now; not whoever changes it.

    Call it with the proposal locked and before its version rises: one version lapses once, so its letters are written once.
    """
    if proposal.state == ProposalState.DRAFT or proposal.state not in OPEN_TO_ADMINISTRATOR:
        return
    endorsement = proposal.endorsements.select_related("endorsed_by").filter(version=proposal.version, ended_at=None).first()
    if endorsement is None:
        return
    signer = [endorsement.endorsed_by] if endorsement.endorsed_by else []
    told = [*signer, *members_of(proposal.institution, at, MembershipRole.ADMINISTRATOR)]
    record_event(
        event="endorsement_lapsed",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        data={"content_hash": endorsement.content_hash},
        recipients=[one for one in told if one != person],
        context={"proposal": proposal, "sender": person, "closes_at": sending_closes_at(proposal)},
    )
