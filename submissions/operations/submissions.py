"""Send a proposal: freeze what it says, give a receipt."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.canonical import sha256_of
from competition.codes import new_receipt_number
from competition.models import Institution, Person
from competition.operations.events import record_event
from competition.operations.notices import tell_workers
from competition.verdict import Refused, require
from submissions.models import Document, Endorsement, Proposal, SentDocument, Submission
from submissions.operations.coachings import end_with_sending
from submissions.operations.handovers import Incomplete
from submissions.operations.moves import hold_title, hold_window, lock_proposal, move
from submissions.policy import may_submit_proposal
from submissions.queries.contents import (
    Item,
    Known,
    cap_findings,
    content_of,
    endorsement_in_force,
    findings_of,
    items_of,
    latest_submission,
    sending_closes_at,
    sent_with,
    shelves_for,
)
from submissions.queries.documents import Shelf, counting_in
from submissions.queries.people import agency_of
from submissions.states import ProposalState


class NotEndorsed(Refused):
    """No endorsement of the present content."""

    reason = _("Pimpinan belum menyetujui versi proposal yang sekarang.")


@transaction.atomic
def submit_proposal(*, proposal: Proposal, person: Person, at: datetime, key: UUID | None = None) -> Submission:
    """Freeze the proposal as it is and return its receipt; `at` is when the request arrived, `key` that of its form.

    Pressing twice gives the same receipt: a proposal that is sent already answers with its last submission, and a form that
    was used once with what it sent then, whatever became of the proposal since.

    :raises NotAllowed: not the administrator or leader, not forwarded, window shut.
    :raises Incomplete: something stands in the way, all of it named.
    :raises NotEndorsed: the leader has not endorsed exactly this content.
    """
    proposal = _hold(proposal)
    if earlier := _sent_before(proposal, person, key):
        return earlier
    require(may_submit_proposal(person, proposal, at))
    items = items_of(proposal)
    shelves = shelves_for(proposal, items)
    findings = findings_of(proposal, items, Known(shelves=shelves)) + cap_findings(proposal)
    if findings:
        raise Incomplete(findings)
    endorsement = _endorsed(proposal, items, shelves)
    submission, was = _freeze(proposal, items, endorsement, person, at, key), proposal.state
    _send_along(submission, counting_in(shelves))
    _mark_sent(proposal, person, at)
    record_event(
        event="proposal_submitted",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        data={"number": submission.number, "sha256": submission.sha256},
        before={"state": was},
        after={"state": proposal.state},
        recipients=agency_of(proposal, at),
        context={"proposal": proposal, "submission": submission},
    )
    transaction.on_commit(partial(tell_workers, "submissions.tasks.compare_text", proposal.code, "a text to compare"))
    return submission


def _mark_sent(proposal: Proposal, person: Person, at: datetime) -> None:
    """Move a locked proposal where the secretariat finds it; nobody coaches it any more."""
    proposal.submitted_at, proposal.correct_by = at, None
    proposal.save(update_fields=["submitted_at", "correct_by"])
    move(proposal, ProposalState.SUBMITTED, at)
    end_with_sending(proposal=proposal, person=person, at=at)


def _endorsed(proposal: Proposal, items: list[Item], shelves: list[Shelf]) -> Endorsement:
    endorsement = endorsement_in_force(proposal, items, shelves)
    if endorsement is None:
        raise NotEndorsed
    return endorsement


def _sent_before(proposal: Proposal, person: Person, key: UUID | None) -> Submission | None:
    """Return what the person sent with this form, or what they sent last if that is where the proposal stands."""
    if sent := sent_with(proposal, person, key):
        return sent
    # What came back without its correction was not sent by whoever presses now.
    stands = proposal.state == ProposalState.SUBMITTED and not proposal.is_back_unmended
    last = latest_submission(proposal) if stands else None
    return last if last is not None and last.submitted_by_id == person.pk else None


def _hold(proposal: Proposal) -> Proposal:
    """Hold what sending depends on until the transaction ends; every submitter takes the locks in this order.

    The institution, because caps are counted; the proposal; its title, because two agencies may send the same at once;
    its window, because that may be extended right now.
    """
    Institution.objects.select_for_update().get(pk=proposal.institution_id)
    proposal = lock_proposal(proposal)
    hold_title(proposal)
    hold_window(proposal)
    return proposal


def snapshot_of(proposal: Proposal, items: list[Item], endorsement: Endorsement, number: str, at: datetime) -> dict:
    """Return the frozen copy as plain data; docs/receipt.md describes it and how to recompute the fingerprint."""
    return {
        "format": "kipp-receipt-1",
        "number": number,
        "edition": proposal.edition.year,
        "proposal": proposal.code,
        "received_at": at.isoformat(),
        "content": content_of(proposal, items),
        "endorsement": _frozen_yes(endorsement),
    }


def _frozen_yes(endorsement: Endorsement) -> dict:
    """Return who said yes, in which office, when. What is not recorded is not there."""
    days = {"term_from": endorsement.term_from, "term_until": endorsement.term_until}
    office = {"decree": endorsement.decree} | {name: day and day.isoformat() for name, day in days.items()}
    return {
        "content_hash": endorsement.content_hash,
        "name": endorsement.name,
        "position": endorsement.position,
        "endorsed_at": endorsement.endorsed_at.isoformat(),
        **{name: value for name, value in office.items() if value},
        **({"letter": _frozen_letter(endorsement)} if endorsement.is_letter else {}),
    }


def _frozen_letter(endorsement: Endorsement) -> dict:
    """Return the signed letter that proves a yes, and who recorded it."""
    return {
        "number": endorsement.letter_number,
        "date": endorsement.letter_on.isoformat(),
        "sha256": endorsement.document.sha256,
        "recorded_by": endorsement.recorded_by.name,
    }


def _freeze(
    proposal: Proposal, items: list[Item], endorsement: Endorsement, person: Person, at: datetime, key: UUID | None
) -> Submission:
    number = new_receipt_number(proposal.edition.year)
    snapshot = snapshot_of(proposal, items, endorsement, number, at)
    return Submission.objects.create(
        proposal=proposal,
        number=number,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
        endorsement=endorsement,
        submitted_by=person,
        key=key,
        received_at=at,
        closes_at=sending_closes_at(proposal),
    )


def _send_along(submission: Submission, documents: list[Document]) -> None:
    """Write down which files were sent; the frozen copy names them by what they are."""
    SentDocument.objects.bulk_create(SentDocument(submission=submission, document=one) for one in documents)
