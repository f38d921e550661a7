"""What the secretariat reads: the list of sent proposals with its counts, and one proposal as it was sent."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower, Upper

from competition.codes import is_receipt_number, tidy_receipt_number
from competition.models import Category, Edition, Institution, Question
from competition.queries.compiled import Listed, Objects, Rows, has_part, part_pattern, slot
from competition.queries.people import Rights
from competition.queries.remembered import Remembered
from competition.words import count_words, normalise_title
from submissions.eligibility import CHECKS, Finding, check_cap
from submissions.models import Answer, Proposal, Screening, ScreeningLine, Submission
from submissions.queries.contents import Item, Known, findings_of, latest_submission, questions_of, record_of
from submissions.queries.documents import Shelf, sent_documents_of, shelves_of
from submissions.states import SENT, ProposalState

MOST_WORDS = 6
SORTS = {
    "terbaru": (F("submitted_at").desc(), F("pk").desc()),
    "terlama": (F("submitted_at").asc(), F("pk").asc()),
    "judul": (F("title_key").asc(), F("pk").asc()),
    "instansi": (Lower("institution__name").asc(), F("title_key").asc(), F("pk").asc()),
}
FIRST_SORT = "terbaru"
# What a row of the list prints, and no more: whole objects would cost several times as much.
SHOWN = (
    *("code", "title", "state", "submitted_at", "unit__name", "institution__name"),
    *("category__name", "category__name_en"),
)


@dataclass(frozen=True, slots=True)
class SentFilter:
    """What the secretariat asks of the list; empty means everything. `sort` is a key of SORTS."""

    search: str = ""
    state: str = ""
    category: str = ""
    kind: str = ""
    sort: str = FIRST_SORT


@dataclass(frozen=True, slots=True)
class SentList:
    """The list (rows with the fields of SHOWN), how many there are, and how many per state under the other filters."""

    rows: Listed
    size: int
    counts: dict[str, int]


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


def sent_list(edition: Edition, asked: SentFilter) -> SentList:
    """Return the edition's sent proposals that fit; the counts are one query, the rows one more when they are read."""
    number, words = tidy_receipt_number(asked.search), asked.search.split()[:MOST_WORDS]
    if is_receipt_number(number):
        words = []
    else:
        number = ""
    keys = [normalise_title(word) for word in words]
    shape = replace(asked, search="", category=bool(asked.category), kind=bool(asked.kind))
    counting, reading = _reads(shape, bool(number), tuple(map(bool, keys)))
    values = {"edition": edition.pk, "category": asked.category, "kind": asked.kind, "state": asked.state, "number": number}
    values |= {f"word{place}": part_pattern(word.upper()) for place, word in enumerate(words)}
    values |= {f"key{place}": part_pattern(key) for place, key in enumerate(keys)}
    counts = dict.fromkeys(sorted(SENT), 0) | {one.state: one.n for one in counting.read(**values)}
    size = counts[asked.state] if asked.state else sum(counts.values())
    return SentList(reading.listed(**values), size, counts)


@lru_cache(maxsize=256)
def _reads(shape: SentFilter, is_number: bool, has_key: tuple[bool, ...]) -> tuple[Rows, Rows]:
    """Return the queries, counts and rows, of all lists that ask for the same things; `has_key` says it of each word."""

    def fitting() -> QuerySet[Proposal]:
        proposals = Proposal.objects.filter(edition=slot("edition"), state__in=sorted(SENT))
        if shape.category:
            wanted = Category.objects.filter(edition=slot("edition"), code=slot("category"))
            proposals = proposals.filter(category__in=wanted)
        if shape.kind:
            proposals = proposals.filter(institution__in=Institution.objects.filter(kind=slot("kind")))
        if is_number:
            proposals = proposals.filter(pk__in=Submission.objects.filter(number=slot("number")).values("proposal"))
        for place, has in enumerate(has_key):
            proposals = proposals.filter(_holds(place, has))
        return proposals

    def rows() -> QuerySet[Proposal]:
        found = fitting().filter(state=slot("state")) if shape.state else fitting()
        return found.order_by(*SORTS.get(shape.sort, SORTS[FIRST_SORT]))

    # COUNT(*) and no column besides those of the index `proposal_counts`: PostgreSQL then counts without reading the rows.
    return Rows(lambda: fitting().order_by().values("state").annotate(n=Count("*")), "state", "n"), Rows(rows, *SHOWN)


def _holds(place: int, has_key: bool) -> Q:
    """Return the condition that a word stands in the title or in the institution's name; no join, so no row twice."""
    found = Q(institution__in=Institution.objects.filter(has_part(Upper("name"), f"word{place}")))
    return found | has_part("title_key", f"key{place}") if has_key else found


def categories_of(edition: Edition) -> list[tuple[str, str]]:
    """Return the edition's categories as choices."""
    return [(one.code, str(one)) for one in _CATEGORIES.of(edition, edition.pk)]


_READ_CATEGORIES = Objects(lambda: Category.objects.filter(edition=slot("edition")).order_by("order"))
_CATEGORIES: Remembered[list[Category]] = Remembered(lambda edition: _READ_CATEGORIES.read(edition=edition))


def next_to_screen(edition: Edition, rights: Rights) -> str:
    """Return the code of the proposal that has waited longest for the secretariat, not from an institution of this
    person's; empty when none waits."""
    waiting = Proposal.objects.filter(edition=edition, state=ProposalState.SUBMITTED)
    others = waiting.exclude(institution_id__in=rights.institution_ids)
    return others.order_by("submitted_at", "pk").values_list("code", flat=True).first() or ""


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
    return Item(question, Answer(question=question, text=text, words=count_words(text)))


def checks_of(findings: list[Finding]) -> list[Check]:
    """Return every check of the list, in order, with what was found."""
    return [Check(code, str(label), tuple(one.text for one in findings if one.check == code)) for code, label in CHECKS.items()]
