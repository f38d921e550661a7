"""The files of a proposal: which there are, what they are for, and what they are in its content."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Sum

from competition.models import Edition, Question
from competition.models.editions import pick_language
from competition.queries.compiled import Objects, slot
from competition.scans import MEGABYTE
from competition.storage import names
from submissions.models import Document, Proposal, SentDocument, Submission
from submissions.purposes import Purpose, anything_else, evidence_for, key_of
from submissions.states import DocumentState

# Where files of proposals are kept: `documents/ab/<code>/<part>`.
FOLDER = "documents"
BATCH = 500
COUNTING = (DocumentState.CHECKING, DocumentState.READY)


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What an edition lets be uploaded with one proposal, in bytes and files."""

    one: int
    files: int
    together: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A purpose with the files that serve it, oldest first; those removed are not among them."""

    purpose: Purpose
    documents: list[Document]

    @property
    def counting(self) -> list[Document]:
        """The files that are part of what the proposal says."""
        return [one for one in self.documents if one.counts]

    @property
    def is_missing(self) -> bool:
        """Whether a file is required here and there is none."""
        return self.purpose.is_required and not self.counting


def limits_of(edition: Edition) -> FileLimits:
    """Return what the edition lets be uploaded."""
    return FileLimits(edition.file_max_mb * MEGABYTE, edition.files_max, edition.files_max_mb * MEGABYTE)


def documents_of(proposal: Proposal) -> list[Document]:
    """Return the files that were not removed, whatever their state, oldest first; no proofs of a yes. One query."""
    return _DOCUMENTS.read(proposal=proposal.pk)


_DOCUMENTS = Objects(
    lambda: Document.objects.filter(proposal=slot("proposal"), removed_at=None, is_proof=False).order_by("pk"), "uploaded_by"
)


def arrived_for(proposal: Proposal, *, question: int | None, letter: str) -> list[Document]:
    """Return the files for one purpose that are here and were not removed, oldest first. One query."""
    documents = documents_of(proposal)
    return [one for one in documents if (one.question_id, one.letter) == (question, letter) and one.arrived_at is not None]


def letters_of(edition: Edition) -> list[Purpose]:
    """Return the letters that an edition asks for, in its order and the reader's language."""
    return [
        Purpose(
            key=key_of(question="", letter=one["code"]),
            label=pick_language(one["name"], one["name_en"]),
            help=pick_language(one["help"], one["help_en"]),
            letter=one["code"],
            is_required=one["required"],
        )
        for one in edition.letters
    ]


def purposes_of(proposal: Proposal, questions: list[Question]) -> list[Purpose]:
    """Return what files may be for: answers that take evidence, in the order of `questions`, letters, anything else."""
    evidence = [
        evidence_for(question=one.pk, code=one.code, label=one.in_language("label")) for one in questions if one.takes_files
    ]
    return [*evidence, *letters_of(proposal.edition), anything_else()]


def shelves_of(proposal: Proposal, questions: list[Question], documents: list[Document]) -> list[Shelf]:
    """Return every purpose with its files. A file whose question is not asked of this group (any more) is on none."""
    found: dict[tuple[int | None, str], list[Document]] = defaultdict(list)
    for one in documents:
        found[one.question_id, one.letter].append(one)
    return [Shelf(one, found[one.question, one.letter]) for one in purposes_of(proposal, questions)]


def files_in(shelves: list[Shelf]) -> list[dict]:
    """Return the files as part of the content (docs/receipt.md): the same files give the same list, whenever they came."""
    rows = [_as_content(shelf.purpose, one) for shelf in shelves for one in shelf.counting]
    return sorted(rows, key=lambda row: sorted(map(str, row.items())))


def _as_content(purpose: Purpose, document: Document) -> dict:
    of = {"letter": purpose.letter} if purpose.letter else {}
    if purpose.question is not None:
        of = {"question": purpose.key.partition("-")[2]}
    return of | {"name": document.name, "kind": document.kind, "size": document.size, "sha256": document.sha256}


def counting_in(shelves: list[Shelf]) -> list[Document]:
    """Return the files that are part of what the proposal says, shelf by shelf."""
    return [one for shelf in shelves for one in shelf.counting]


def used_by(proposal: Proposal, without: list[Document]) -> tuple[int, int]:
    """Return how many files count, and their bytes, leaving these out."""
    counting = Document.objects.filter(proposal=proposal, state__in=COUNTING, removed_at=None, is_proof=False)
    counting = counting.exclude(pk__in=[one.pk for one in without])
    return counting.count(), counting.aggregate(size=Sum("size"))["size"] or 0


def document_by_code(proposal: Proposal, code: str) -> Document | None:
    """Return the proposal's file of this code, removed or not; None for another proposal's."""
    return Document.objects.filter(proposal=proposal, code=code).select_related("question").first()


def is_sent(document: Document) -> bool:
    """Say whether the file was ever part of a sending, or proved the yes with which the proposal was sent."""
    if document.is_proof:
        return Submission.objects.filter(endorsement__document=document).exists()
    return SentDocument.objects.filter(document=document).exists()


def sent_documents_of(submission: Submission) -> list[Document]:
    """Return the files of one sending as they are now, in the order of the form. One query, where any were sent."""
    if "files" not in submission.snapshot["content"]:
        return []
    return [one.document for one in _SENT.read(submission=submission.pk)]


def sent_document(submission: Submission, code: str) -> Document | None:
    """Return the file of this code if it was part of the sending; None for any other."""
    found = SentDocument.objects.filter(submission=submission, document__code=code).select_related("document").first()
    return found.document if found else None


_SENT = Objects(lambda: SentDocument.objects.filter(submission=slot("submission")).order_by("pk"), "document")


def past_documents(proposal: Proposal, purpose: Purpose) -> list[Document]:
    """Return what was removed or replaced for a purpose, latest first, with who did. One query."""
    past = Document.objects.filter(proposal=proposal, question_id=purpose.question, letter=purpose.letter, is_proof=False)
    return list(past.exclude(removed_at=None).select_related("uploaded_by", "removed_by").order_by("-removed_at", "-pk"))


def orphans(before: datetime) -> Iterator[str]:
    """Yield the names of what was stored before that instant and that no row names: whoever stored it died before its row."""
    for batch in batches(names(FOLDER, before=before)):
        codes = {name.split("/")[2] for name in batch if name.count("/") == 3}
        rows = {one.code: one for one in Document.objects.filter(code__in=codes)}
        yield from (name for name in batch if not _is_named(name, rows))


def _is_named(name: str, rows: dict[str, Document]) -> bool:
    row = rows.get(name.split("/")[2]) if name.count("/") == 3 else None
    return row is not None and (row.state == DocumentState.UPLOADING or name in (row.original, row.cleaned))


def batches(found: Iterator[str]) -> Iterator[list[str]]:
    """Yield the names by so many as one query asks for."""
    while batch := list(islice(found, BATCH)):
        yield batch
