"""All that the pages of one proposal say about where it stands, in as few queries as its state needs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from competition.queries.compiled import Objects, slot
from submissions import eligibility
from submissions.eligibility import Finding
from submissions.models import (
    Certificate,
    Endorsement,
    Outcome,
    Proposal,
    Publication,
    ReturnNote,
    Screening,
    Submission,
    Withdrawal,
)
from submissions.models.outcome import is_out
from submissions.queries.contents import (
    Item,
    Known,
    Places,
    Record,
    Twin,
    content_hash,
    findings_of,
    items_of,
    latest_submission,
    record_of,
    twin_of,
)
from submissions.queries.decided import last_withdrawal
from submissions.queries.documents import Shelf, documents_of, shelves_of
from submissions.queries.proposals import holder_of
from submissions.states import OPEN_TO_ADMINISTRATOR, SENT, ProposalState


@dataclass(frozen=True, slots=True)
class Overview:
    """A proposal's parts and files, what is in the way, the leader's yes, what came back, was sent, withdrawn or announced.

    `advice` stops nobody from writing on; `places` are the institution's, as long as this proposal has none.
    """

    proposal: Proposal
    items: list[Item]
    findings: list[Finding]
    endorsements: list[Endorsement]
    notes: list[ReturnNote]
    screening: Screening | None
    submission: Submission | None
    withdrawal: Withdrawal | None
    announced: list[Publication]
    fingerprint: str
    advice: list[Finding]
    places: Places
    shelves: list[Shelf]

    @property
    def endorsement(self) -> Endorsement | None:
        """The leader's yes to exactly the present content."""
        return next((one for one in self._standing if one.content_hash == self.fingerprint), None)

    @property
    def lapsed(self) -> Endorsement | None:
        """The last yes, if it was for other content than the present."""
        return self._standing[0] if self._standing and self.endorsement is None else None

    @property
    def taken_back(self) -> Endorsement | None:
        """The last signed letter, if it was for the present content and no longer counts, and nothing came in its place."""
        last = self.endorsements[0] if self.endorsements and self.endorsement is None else None
        return last if last is not None and last.ended_at and last.content_hash == self.fingerprint else None

    @property
    def never_sent(self) -> list[Item]:
        """The answers that are others than what was sent and stands: a correction was begun, and none came in time."""
        sent = self.submission.snapshot["content"]["answers"] if self.submission else None
        return [] if sent is None else [one for one in self.items if one.text != sent.get(one.question.code, one.text)]

    @property
    def _standing(self) -> list[Endorsement]:
        return [one for one in self.endorsements if one.ended_at is None]

    @property
    def holder(self) -> str:
        """Who has the ball, in the words of `holder_of`."""
        return holder_of(self.proposal, self.endorsement is not None)

    @property
    def since(self) -> datetime:
        """Since when they have it."""
        return self.endorsement.endorsed_at if self.holder == "ADMINISTRATOR" else self.proposal.state_since

    @property
    def is_returned(self) -> bool:
        """Whether the administrator gave it back and nobody forwarded it since."""
        return bool(self.notes)


def overview_of(proposal: Proposal, at: datetime) -> Overview:
    """Return the overview: three queries for the content, two for the rules, a few for what its state needs."""
    items = items_of(proposal)
    # A proposal that was read by its code knows whether it has files.
    documents = documents_of(proposal) if getattr(proposal, "has_documents", True) else []
    shelves = shelves_of(proposal, [item.question for item in items], documents)
    state = proposal.state
    is_open = state in OPEN_TO_ADMINISTRATOR
    twin = twin_of(proposal) if is_open else Twin()
    record = record_of(proposal) if is_open else Record()
    places = record.places if state not in SENT else Places()
    known = Known(twin, shelves, record)
    return Overview(
        proposal=proposal,
        items=items,
        findings=findings_of(proposal, items, known) if is_open else [],
        endorsements=_ENDORSEMENTS.read(proposal=proposal.pk) if is_open else [],
        notes=notes_in_force(proposal),
        screening=_LAST_SCREENING.first(proposal=proposal.pk) if state in SENT and state != ProposalState.SUBMITTED else None,
        submission=latest_submission(proposal) if state in SENT and state != ProposalState.CORRECTION else None,
        withdrawal=last_withdrawal(proposal) if state == ProposalState.WITHDRAWN else None,
        announced=announced_for(proposal, at) if state == ProposalState.ELIGIBLE else [],
        fingerprint=content_hash(proposal, items, shelves),
        advice=_advice_on(proposal, twin, places),
        places=places,
        shelves=shelves,
    )


def _advice_on(proposal: Proposal, twin: Twin, places: Places) -> list[Finding]:
    """Return what is better known before the last day: a title near another's, and places that are used up."""
    rules = getattr(proposal.edition, "eligibility", None)
    is_near = rules is not None and rules.unique_title and not twin.is_same
    near = eligibility.check_near_title(twin.nearness) if is_near else []
    return near + eligibility.check_cap(places.sent, places.maximum)


_LAST_SCREENING = Objects(lambda: Screening.objects.filter(proposal=slot("proposal"))[:1])
_ENDORSEMENTS = Objects(lambda: Endorsement.objects.filter(proposal=slot("proposal")), "endorsed_by")


def announced_for(proposal: Proposal, at: datetime) -> list[Publication]:
    """Return the lists that are public now, each with the proposal's `award` on it and the number of its `certificate`; None
    where it is not listed, or has none."""
    return _ANNOUNCED.read(edition=proposal.edition_id, proposal=proposal.pk, at=at)


def _publications() -> QuerySet[Publication]:
    award = Outcome.objects.filter(publication=OuterRef("pk"), proposal=slot("proposal")).values("award")[:1]
    issued = Certificate.objects.filter(
        outcome__publication=OuterRef("pk"), outcome__proposal=slot("proposal"), outcome__until=None, revoked_at=None
    )
    published = Publication.objects.filter(is_out(slot("at")), edition=slot("edition"))
    return published.annotate(award=Subquery(award), certificate=Subquery(issued.values("number")[:1]))


_ANNOUNCED = Objects(_publications, beside=("award", "certificate"))


def notes_in_force(proposal: Proposal) -> list[ReturnNote]:
    """Return the notes the draft came back with: those written at the moment it became a draft again."""
    if proposal.state != ProposalState.DRAFT:
        return []
    return list(proposal.return_notes.filter(written_at=proposal.state_since).select_related("question", "written_by"))
