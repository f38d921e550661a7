"""The one place where a proposal's state changes."""

from datetime import datetime

from competition.verdict import Refused
from submissions.models import Proposal
from submissions.states import may_move


class IllegalMove(Refused):
    """The table of moves has no such move."""


def lock_proposal(proposal: Proposal) -> Proposal:
    """Return the proposal's present row, locked until the transaction ends, with what pages and checks need."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("edition", "institution", "unit", "category", "group")
        .get(pk=proposal.pk)
    )


def move(proposal: Proposal, target: str, at: datetime) -> None:
    """Move a locked proposal to another state.

    :raises IllegalMove: when the table of moves does not have this one.
    """
    if not may_move(proposal.state, target):
        raise IllegalMove(f"{proposal.state} > {target}")
    proposal.state = target
    proposal.state_since = at
    proposal.save(update_fields=["state", "state_since"])
