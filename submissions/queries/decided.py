"""What has been decided about what was sent."""

from competition.queries.compiled import Objects, Rows, slot
from submissions.models import Proposal, Screening, Submission, Withdrawal
from submissions.states import ProposalState


def is_screened(proposal: Proposal) -> bool:
    """Say whether the secretariat has decided on any sending of the proposal. One query."""
    return bool(_SCREENED.read(proposal=proposal.pk))


def last_withdrawal(proposal: Proposal) -> Withdrawal | None:
    """Return how the proposal was taken back last, with who did it and what had been sent."""
    return _LAST_WITHDRAWAL.first(proposal=proposal.pk)


def has_corrections(edition_id: int, institution_id: int) -> bool:
    """Say whether the secretariat waits for a correction of the institution."""
    waiting = Proposal.objects.filter(edition=edition_id, institution=institution_id, state=ProposalState.CORRECTION)
    return waiting.exists()


def withdrawal_of(submission: Submission) -> Withdrawal | None:
    """Return how this sending was taken back; None when it was not."""
    return _WITHDRAWAL_OF.first(submission=submission.pk)


_SCREENED = Rows(lambda: Screening.objects.filter(proposal=slot("proposal"))[:1], "pk")
_LAST_WITHDRAWAL = Objects(
    lambda: Withdrawal.objects.filter(submission__proposal=slot("proposal")).order_by("-pk")[:1],
    *("submission", "withdrawn_by"),
)
_WITHDRAWAL_OF = Objects(lambda: Withdrawal.objects.filter(submission=slot("submission")), "withdrawn_by")
