"""The way from the unit to the agency's administrator, and back with notes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person, Question
from competition.models.people import MembershipRole
from competition.operations.events import record_event
from competition.queries.people import members_of
from competition.verdict import Refused, require
from submissions.eligibility import Finding
from submissions.models import Proposal, ReturnNote
from submissions.operations.links import close_links, write_links
from submissions.operations.moves import lock_proposal, move
from submissions.policy import may_forward_proposal, may_return_proposal
from submissions.queries.contents import closing_of, findings_of, items_of
from submissions.queries.people import team_of
from submissions.states import ProposalState


class Incomplete(Refused):
    """Something stands in the way; all of it is named in `findings`."""

    reason = _("Masih ada yang perlu diperbaiki sebelum proposal dapat dilanjutkan.")

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__()


class NoNote(Refused):
    """Returning needs a note: the writer must know what to change."""

    reason = _("Isi catatan agar penulis tahu apa yang perlu diubah")


@transaction.atomic
def forward_proposal(*, proposal: Proposal, person: Person, at: datetime) -> Proposal:
    """Hand a complete draft to the agency's administrator, and ask those who can endorse it, each by a link of their own.

    :raises NotAllowed: not a writer of the unit, not a draft, registration shut.
    :raises Incomplete: with every finding.
    """
    proposal = lock_proposal(proposal)
    require(may_forward_proposal(person, proposal, at))
    findings = findings_of(proposal, items_of(proposal))
    if findings:
        raise Incomplete(findings)
    move(proposal, ProposalState.FORWARDED, at)
    administrators = members_of(proposal.institution, at, MembershipRole.ADMINISTRATOR)
    record_event(
        event="proposal_forwarded",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        before={"state": ProposalState.DRAFT},
        after={"state": proposal.state},
        recipients=administrators,
        context={"proposal": proposal, "sender": person, "closes_at": closing_of(proposal, "registration")},
    )
    leaders = members_of(proposal.institution, at, MembershipRole.LEADER, MembershipRole.DELEGATE)
    write_links(proposal=proposal, people=leaders, person=person, at=at)
    return proposal


@transaction.atomic
def return_proposal(
    *, proposal: Proposal, person: Person, note: str, question_notes: dict[Question, str] | None = None, at: datetime
) -> Proposal:
    """Give a forwarded proposal back to its writers with a note, and notes per question.

    The writers are told, and the administrators other than who gave it back.

    :raises NotAllowed: neither the administrator nor who could endorse it, or not forwarded.
    :raises NoNote: neither a general note nor one about a question.
    """
    proposal = lock_proposal(proposal)
    require(may_return_proposal(person, proposal, at))
    notes = {None: note, **(question_notes or {})}
    rows = _write_notes(proposal, notes, person, at)
    close_links(proposal=proposal, person=person, at=at)
    administrators = members_of(proposal.institution, at, MembershipRole.ADMINISTRATOR)
    told = [one for one in administrators if one != person]
    move(proposal, ProposalState.DRAFT, at)
    record_event(
        event="proposal_returned",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        before={"state": ProposalState.FORWARDED},
        after={"state": proposal.state},
        recipients=[*team_of(proposal, at), *told],
        context={
            "proposal": proposal,
            "sender": person,
            "notes": rows,
            "closes_at": closing_of(proposal, "registration"),
        },
    )
    return proposal


def _write_notes(proposal: Proposal, notes: dict[Question | None, str], person: Person, at: datetime) -> list[ReturnNote]:
    rows = [
        ReturnNote(proposal=proposal, question=question, text=text.strip(), written_by=person, written_at=at)
        for question, text in notes.items()
        if text.strip()
    ]
    if not rows:
        raise NoNote
    return ReturnNote.objects.bulk_create(rows)
