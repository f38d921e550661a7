"""The secretariat's administrative decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Screening, ScreeningLine
from submissions.models.screening import ScreeningResult
from submissions.operations.moves import lock_proposal, move
from submissions.policy import may_screen_proposal
from submissions.queries.contents import cap_findings, closing_of, findings_of, items_of, latest_submission
from submissions.queries.people import agency_of
from submissions.states import ProposalState


class Unanswered(Refused):
    """A check of the list has no answer."""

    reason = _("Jawab setiap butir pemeriksaan")


class NoSuchResult(Refused):
    """The decision is none that a screening can have."""

    reason = _("Pilih hasil pemeriksaan")


class NoReason(Refused):
    """A refusal, a request for correction, or a decision against a failed check needs a reason."""

    reason = _("Isi alasan keputusan")


class ContradictoryResult(Refused):
    """A failed check and the result do not go together without a reason."""

    reason = _("Ada butir yang tidak terpenuhi, jadi proposal tidak dapat diloloskan")


@transaction.atomic
def screen_proposal(
    *, proposal: Proposal, person: Person, result: str, checks: dict[str, bool], reason: str, at: datetime
) -> Screening:
    """Record the decision about the last submission, line by line, and tell the agency.

    :raises NotAllowed: not the secretariat, own institution, not waiting, screening shut.
    :raises NoSuchResult: not one of `ScreeningResult`.
    :raises Unanswered: a check of `eligibility.CHECKS` is missing.
    :raises ContradictoryResult: eligible although a check failed.
    :raises NoReason: not eligible without a reason.
    """
    proposal = lock_proposal(proposal)
    require(may_screen_proposal(person, proposal, at))
    reason = reason.strip()
    _check_decision(result, checks, reason)
    screening = Screening.objects.create(
        proposal=proposal,
        submission=latest_submission(proposal),
        result=result,
        reason=reason,
        screened_by=person,
        screened_at=at,
    )
    _write_lines(screening, checks)
    move(proposal, ProposalState(result), at)
    record_event(
        event="proposal_screened",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        reason=reason,
        data={"result": result},
        before={"state": ProposalState.SUBMITTED},
        after={"state": proposal.state},
        recipients=agency_of(proposal, at),
        context={"proposal": proposal, "screening": screening, "closes_at": closing_of(proposal, "screening")},
    )
    return screening


def _check_decision(result: str, checks: dict[str, bool], reason: str) -> None:
    """Refuse what no decision may be: a result there is not, an open check, a yes against one, a no without a reason."""
    if result not in ScreeningResult.values:
        raise NoSuchResult
    if set(checks) != set(CHECKS) or any(answer is None for answer in checks.values()):
        raise Unanswered
    if result == ScreeningResult.ELIGIBLE and not all(checks.values()):
        raise ContradictoryResult
    if result != ScreeningResult.ELIGIBLE and not reason:
        raise NoReason


def _write_lines(screening: Screening, checks: dict[str, bool]) -> None:
    """Write beside each answer what the machine finds of the proposal now."""
    proposal = screening.proposal
    failed = {finding.check for finding in findings_of(proposal, items_of(proposal)) + cap_findings(proposal)}
    ScreeningLine.objects.bulk_create(
        ScreeningLine(screening=screening, check_code=code, machine_passed=code not in failed, passed=passed)
        for code, passed in checks.items()
    )
