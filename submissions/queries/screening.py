"""What the secretariat reads of one proposal as it was sent, and which is next."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet

from competition.models import Category, Edition, Person, Question
from competition.queries.compiled import Objects, slot
from competition.queries.remembered import Remembered
from competition.queries.ties import Places
from competition.words import count_words
from submissions.eligibility import CHECKS, Finding, check_cap
from submissions.models import Proposal, Screening, ScreeningLine, Submission
from submissions.openings import is_open_elsewhere
from submissions.queries.contents import (
    FrozenAnswer,
    Item,
    Known,
    findings_of,
    latest_submission,
    questions_of,
    record_of,
)
from submissions.queries.documents import Shelf, sent_documents_of, shelves_of
from submissions.queries.readings import passed_by, reads_twice
from submissions.states import ProposalState


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the administrative check with what the machine found."""

    code: str
    label: str
    findings: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the machine found nothing."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the secretariat with the checks that were answered no."""

    screening: Screening
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentProposal:
    """A sent proposal as the secretariat reads it: machine results, the frozen text, who stands behind it."""

    proposal: Proposal
    submission: Submission
    items: list[Item]
    checks: list[Check]
    decisions: list[Decision]
    shelves: list[Shelf]

    @property
    def is_clean(self) -> bool:
        """Whether the machine found nothing against it."""
        return all(one.passed for one in self.checks)


def categories_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the edition's categories as choices."""
    return [(one.code, str(one)) for one in _CATEGORIES.of(edition, edition.pk)]


_READ_CATEGORIES = Objects(lambda: Category.objects.filter(edition=slot("edition")).order_by("order"))
_CATEGORIES: Remembered[list[Category]] = Remembered(lambda edition: _READ_CATEGORIES.read(edition=edition))


# Among how many of the longest waiting one is looked for that nobody else has open: more than a secretariat has people.
AHEAD = 20


def next_to_screen(edition: Edition, person: Person, without: Places, after: str = "") -> str:
    """Return the code of the proposal that has waited longest for the secretariat, from none of the institutions `without`, to
    which this person is tied, and rather one that nobody else has open; empty when none waits. `after` names one that is passed
    over: those that arrived later come first, and itself last. What this person or two others have read already is not among
    them."""
    waiting = Proposal.objects.filter(edition=edition, state=ProposalState.SUBMITTED)
    others = waiting.exclude(institution__in=without)
    if reads_twice(edition):
        others = others.exclude(pk__in=passed_by(person).values("proposal"))
    codes = _codes_after(others, after)
    return next((code for code in codes if not is_open_elsewhere(code, person.pk)), codes[0] if codes else "")


def _codes_after(waiting: QuerySet[Proposal], after: str) -> list[str]:
    """Return the codes of the first that wait; of those that arrived after this one while there are any."""
    ordered = waiting.order_by("submitted_at", "pk")
    passed = waiting.filter(code=after).values_list("submitted_at", "pk").first() if after else None
    if passed is not None:
        later = ordered.filter(Q(submitted_at__gt=passed[0]) | Q(submitted_at=passed[0], pk__gt=passed[1]))
        ordered = later if later.exists() else ordered.exclude(code=after)
    return list(ordered.values_list("code", flat=True)[:AHEAD]) or ([after] if passed else [])


def sent_proposal(proposal: Proposal) -> SentProposal | None:
    """Return the last sending of a proposal with what the machine finds in it; None when it was never sent."""
    submission = latest_submission(proposal)
    if submission is None:
        return None
    items = frozen_items(proposal, submission)
    record = record_of(proposal)
    findings = findings_of(proposal, items, Known(record=record))
    checks = checks_of(findings + check_cap(record.places.sent, record.places.maximum))
    documents = sent_documents_of(submission)
    shelves = shelves_of(proposal, [item.question for item in items], documents) if documents else []
    return SentProposal(proposal, submission, items, checks, decisions_about(proposal), shelves)


def decisions_about(proposal: Proposal) -> list[Decision]:
    """Return what the secretariat decided so far, latest first; one query, because every decision has its lines."""
    failed: dict[Screening, list[str]] = {}
    for line in _LINES.read(proposal=proposal.pk):
        found = failed.setdefault(line.screening, [])
        if not line.passed:
            found.append(str(CHECKS.get(line.check_code, line.check_code)))
    return [Decision(screening, tuple(labels)) for screening, labels in failed.items()]


_LINES = Objects(
    lambda: ScreeningLine.objects.filter(screening__proposal=slot("proposal")).order_by("-screening__screened_at", "pk"),
    *("screening", "screening__screened_by"),
)


def frozen_items(proposal: Proposal, submission: Submission) -> list[Item]:
    """Return the questions with the answers as they were sent."""
    texts: dict[str, str] = submission.snapshot["content"]["answers"]
    return [_frozen(one, texts[one.code]) for one in questions_of(proposal.edition) if one.code in texts]


def _frozen(question: Question, text: str) -> Item:
    return Item(question, FrozenAnswer(text, _count_words(text)))


# What was sent is counted once for all who read it.
_count_words = lru_cache(maxsize=1000)(count_words)


def checks_of(findings: list[Finding]) -> list[Check]:
    """Return every check of the list, in order, with what was found."""
    return [Check(code, str(label), tuple(one.text for one in findings if one.check == code)) for code, label in CHECKS.items()]
