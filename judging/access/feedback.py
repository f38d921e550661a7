"""The door of what judges said about a proposal."""

from datetime import datetime

from django.http import Http404

from competition.models import Person
from judging import policy
from judging.queries.feedback import Said, said_about
from submissions.models import Proposal
from submissions.queries.proposals import proposal_by_code


def feedback_to_read(code: str, person: Person, at: datetime) -> tuple[Proposal, list[Said]]:
    """Return the proposal with what is said about it in the rounds whose list is out.

    :raises Http404: none of that code, not one's own, nothing is told, or nothing is out yet: these cannot be told apart.
    """
    proposal = proposal_by_code(code)
    if proposal is None or not policy.may_read_feedback(person, proposal, at):
        raise Http404
    said = said_about(proposal, at)
    if not said:
        raise Http404
    return proposal, said
