"""Take back what was sent, and take it up again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Institution, Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.models import Proposal, Withdrawal
from submissions.operations.moves import hold_window, lock_proposal, move
from submissions.policy import may_revive_proposal, may_withdraw_proposal
from submissions.queries.contents import latest_submission, sending_closes_at
from submissions.queries.people import agency_of
from submissions.states import ProposalState


class NoReason(Refused):
    """Everybody behind the proposal reads why it no longer takes part."""

    reason = _("Isi alasan")


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, person: Person, reason: str, at: datetime) -> Withdrawal:
    """Take back what was sent and tell its people. The sending stays with its receipt; the institution's place becomes free.

    :raises NotAllowed: not the administrator or leader, not sent, decided on, window shut.
    :raises NoReason: no reason.
    """
    proposal = _hold(proposal)
    require(may_withdraw_proposal(person, proposal, at))
    reason = reason.strip()
    if not reason:
        raise NoReason
    submission = latest_submission(proposal)
    known = {"withdrawn_by": person, "withdrawn_at": at, "closes_at": sending_closes_at(proposal)}
    withdrawal = Withdrawal.objects.create(submission=submission, reason=reason, **known)
    move(proposal, ProposalState.WITHDRAWN, at)
    proposal.submitted_at = None
    proposal.save(update_fields=["submitted_at"])
    record_event(
        event="proposal_withdrawn",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        reason=reason,
        data={"number": submission.number},
        before={"state": ProposalState.SUBMITTED},
        after={"state": proposal.state},
        recipients=agency_of(proposal, at),
        context={"proposal": proposal, "submission": submission, "withdrawal": withdrawal, "sender": person},
    )
    return withdrawal


@transaction.atomic
def revive_proposal(*, proposal: Proposal, person: Person, at: datetime) -> Proposal:
    """Lay a withdrawn proposal before its administrator again, as it was; it takes part once it is sent anew.

    It has no place meanwhile: cap, title, every finding and the leader's yes are checked when it is sent.

    :raises NotAllowed: not the administrator or leader, not withdrawn, window shut.
    """
    proposal = _hold(proposal)
    require(may_revive_proposal(person, proposal, at))
    move(proposal, ProposalState.FORWARDED, at)
    record_event(
        event="proposal_revived",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        before={"state": ProposalState.WITHDRAWN},
        after={"state": proposal.state},
    )
    return proposal


def _hold(proposal: Proposal) -> Proposal:
    """Hold what both depend on until the transaction ends, in the order in which sending takes its locks: the institution,
    because its places are counted; the proposal; its window, because that may be extended right now."""
    Institution.objects.select_for_update().get(pk=proposal.institution_id)
    proposal = lock_proposal(proposal)
    hold_window(proposal)
    return proposal
