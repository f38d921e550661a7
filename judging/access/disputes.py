"""The doors of what readers differ in."""

from datetime import datetime

from django.http import Http404

from competition.models import Person, Round
from competition.queries.ties import is_tied
from judging import policy
from judging.access.doors import allow
from judging.access.rounds import round_to_see
from judging.models import Assignment, Discussion
from judging.queries.discussions import discussion_by_code, reading_of
from judging.queries.disputes import dispute_about, proposal_in
from submissions.models import Proposal


def discussion_to_see(code: str, person: Person, at: datetime) -> tuple[Assignment, Discussion]:
    """Return the judge's own reading and the discussion of its proposal, to a reader of it whose sheet is locked.

    :raises Http404: no such discussion, or none of its readers.
    """
    discussion = discussion_by_code(code)
    own = reading_of(discussion, person) if discussion else None
    if own is None or not policy.may_see_discussion(person, own, discussion, at):
        raise Http404
    return own, discussion


def round_in_dispute(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair; an organiser is told why not."""
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_see_disputes(person, round_, at))
    return round_


def dispute_to_settle(year: int, key: str, code: str, person: Person, at: datetime) -> tuple[Round, Proposal]:
    """Return a round and a proposal of it whose readers are far apart, to a chair without a tie to it.

    :raises Http404: no such round or proposal, not in dispute, or of an institution the chair is tied to.
    :raises PermissionDenied: not the chair, or the round is ranked.
    """
    round_ = round_in_dispute(year, key, person, at)
    proposal = proposal_in(round_, code)
    if proposal is None or is_tied(person, round_.edition, proposal.institution_id, at):
        raise Http404
    if dispute_about(round_, proposal) is None:
        raise Http404
    allow(policy.may_settle_dispute(person, round_, proposal, at))
    return round_, proposal
