"""The link to a proposal's video."""

from datetime import datetime

from django.db import transaction

from competition.models import Person
from competition.verdict import require
from submissions.models import Proposal
from submissions.operations.documents import touch
from submissions.operations.lapses import tell_lapse
from submissions.operations.moves import lock_proposal
from submissions.policy import may_write_proposal


@transaction.atomic
def save_video(*, proposal: Proposal, person: Person, address: str, at: datetime) -> Proposal:
    """Save the address of the video, or that there is none; the same again changes nothing.

    :raises NotAllowed: closed to this person now.
    """
    proposal = lock_proposal(proposal)
    require(may_write_proposal(person, proposal, at))
    if proposal.video == address:
        return proposal
    tell_lapse(proposal=proposal, person=person, at=at)
    proposal.video = address
    proposal.save(update_fields=["video"])
    touch(proposal, at)
    return proposal
