"""Look at what was uploaded before anybody else gets it: scan, read, clean. Safe to call twice, late, or in parallel."""

import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet

from competition.inspecting import FileRefused, Inspected, Limits, NotChecked, inspect_file, scan_file
from competition.operations.events import record_event
from competition.storage import NotKept, NotOpened, keep_file, open_file
from submissions.models import Document
from submissions.models.document import MOST_LOST_CHECKS
from submissions.operations.documents import file_name, touch
from submissions.operations.lapses import tell_lapse
from submissions.operations.letters import end_refused_letter
from submissions.operations.moves import lock_proposal, move_document
from submissions.queries.documents import is_sent, limits_of
from submissions.queries.people import team_of
from submissions.states import OPEN_TO_ADMINISTRATOR, DocumentState

# So long a file waits for its own task before the sweep takes it up, and after a try that told nothing.
PATIENCE = timedelta(minutes=1)
PAUSE = timedelta(minutes=2)
# Longer than a task may look at one file; whoever has not ended it by then is dead.
LEASE = timedelta(minutes=6)
BATCH = 50

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Copy:
    """The cleaned copy, stored."""

    name: str
    sha256: str
    size: int
    pages: int | None


def check_document(*, code: str, at: datetime, look: Callable[..., Inspected] | None = None) -> str:
    """Check a file that waits for it, and return its state then; empty when there is none of this code.

    When nobody could look (no scanner, no store, no room) it goes on waiting, and the sweep tries again. A file from which
    `MOST_LOST_CHECKS` workers in a row never came back is left alone until `manage.py check_files_again`. `look` stands in for
    `inspect_file` where the same content comes a hundred times.
    """
    document = Document.objects.select_related("proposal__edition").filter(code=code).first()
    if document is None or document.state != DocumentState.CHECKING or document.is_stuck:
        return document.state if document else ""
    # Counted before anybody looks: whoever dies over it cannot count any more.
    _still(document).update(lost_checks=F("lost_checks") + 1, check_after=at + LEASE)
    with tempfile.TemporaryDirectory(prefix="kipp-check-") as folder:
        try:
            copy = _clean(document, Path(folder), look or inspect_file)
        except FileRefused as refusal:
            return _refuse(document, refusal, at)
        except (NotChecked, NotKept, NotOpened, OSError) as trouble:
            logger.warning("file %s waits to be checked: %r", document.code, trouble)
            return _postpone(document, at)
    return _make_ready(document, copy, at)


def _clean(document: Document, folder: Path, look: Callable[..., Inspected]) -> _Copy:
    """Return the stored cleaned copy of a file.

    :raises FileRefused: the file is refused.
    :raises NotChecked: the scanner is away, or nobody could look.
    :raises NotOpened: the storage is away.
    :raises NotKept: the storage is full.
    :raises OSError: this machine's disk is.
    """
    original = folder / "original"
    with open_file(document.original) as stored, original.open("wb") as here:
        shutil.copyfileobj(stored, here)
    scan_file(original)
    found = look(original, limits=Limits(max_bytes=limits_of(document.proposal.edition).one), workdir=folder)
    _compare(document, found)
    size = found.cleaned.stat().st_size
    # Named by its content: two workers at once never put another copy under a name that a row has already.
    name = file_name(document, f"cleaned-{found.cleaned_sha256[:16]}")
    keep_file(found.cleaned, name)
    return _Copy(name, found.cleaned_sha256, size, found.pages)


def _compare(document: Document, found: Inspected) -> None:
    """Pass the file that arrived.

    :raises FileRefused: BROKEN, when what is stored is something else.
    """
    if (found.sha256, found.size) != (document.sha256, document.size):
        logger.error("file %s is not what arrived: it is stored with another content", document.code)
        raise FileRefused("BROKEN")


@transaction.atomic
def _make_ready(document: Document, copy: _Copy, at: datetime) -> str:
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state == DocumentState.CHECKING:
        move_document(document, DocumentState.READY)
        document.cleaned, document.cleaned_sha256 = copy.name, copy.sha256
        document.cleaned_size, document.pages = copy.size, copy.pages
        document.checked_at, document.check_after, document.lost_checks = at, None, 0
        document.save()
    return document.state


def _still(document: Document) -> QuerySet[Document]:
    """Return the row as long as it is not decided."""
    return Document.objects.filter(pk=document.pk, state=DocumentState.CHECKING)


def _postpone(document: Document, at: datetime) -> str:
    _still(document).update(check_after=at + PAUSE, lost_checks=0)
    return DocumentState.CHECKING


@transaction.atomic
def _refuse(document: Document, refusal: FileRefused, at: datetime) -> str:
    """Let a file not count any more, and tell its people why. What was sent with it stays as it was sent."""
    proposal = lock_proposal(document.proposal)
    document = Document.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=document.pk)
    if document.state != DocumentState.CHECKING:
        return document.state
    counted = document.counts and not document.is_proof
    if counted and proposal.state in OPEN_TO_ADMINISTRATOR:
        tell_lapse(proposal=proposal, person=document.uploaded_by, at=at)
        touch(proposal, at)
    move_document(document, DocumentState.REFUSED)
    document.refusal, document.figures = refusal.code, refusal.figures
    document.checked_at, document.check_after, document.lost_checks = at, None, 0
    document.save()
    record_event(
        event="file_refused",
        subject=proposal,
        subject_key=proposal.code,
        person=None,
        at=at,
        edition=proposal.edition,
        data={"file": document.code, "sha256": document.sha256, "refusal": refusal.code},
        recipients=[document.uploaded_by, *team_of(proposal, at)] if counted else [],
        context={"proposal": proposal, "document": document, "is_sent": is_sent(document)},
    )
    if document.is_proof:
        end_refused_letter(document=document, proposal=proposal, at=at)
    return document.state


def waiting_documents(*, at: datetime) -> list[str]:
    """Return the codes of files whose own task was lost, or whose next try is due, oldest first, at most a batch."""
    due = Q(check_after=None, arrived_at__lt=at - PATIENCE) | Q(check_after__lte=at)
    waiting = Document.objects.filter(due, state=DocumentState.CHECKING, lost_checks__lt=MOST_LOST_CHECKS)
    return list(waiting.order_by("started_at", "pk").values_list("code", flat=True)[:BATCH])


def check_again(*, at: datetime) -> list[str]:
    """Have the files that are left alone looked at once more, when what ended the workers is mended; return their codes."""
    stuck = Document.objects.filter(state=DocumentState.CHECKING, lost_checks__gte=MOST_LOST_CHECKS)
    codes = list(stuck.order_by("started_at", "pk").values_list("code", flat=True))
    stuck.update(lost_checks=0, check_after=at)
    return codes
