"""Add a file to a proposal, put another in its place, take it away."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.inspecting import FileRefused
from competition.models import Person
from competition.operations.events import record_event
from competition.operations.notices import tell_workers
from competition.scans import MARKS, MEGABYTE, tidy_file_name
from competition.storage import NotKept, drop_file, keep_file
from competition.verdict import Refused, require
from competition.zones import format_number
from submissions.models import Document, Proposal
from submissions.models.document import new_document_code
from submissions.operations.lapses import tell_lapse
from submissions.operations.moves import hold_window, lock_proposal, move_document
from submissions.policy import may_write_proposal
from submissions.purposes import Purpose
from submissions.queries.contents import sending_closes_at
from submissions.queries.documents import FOLDER, limits_of, used_by
from submissions.states import DocumentState


class NoRoom(Refused):
    """The proposal has as many files, or as many bytes of them, as its edition allows."""


class ReplacedMeanwhile(Refused):
    """What was to be replaced is no longer there, or a letter came meanwhile: nobody's file is pushed aside unseen."""

    reason = gettext_lazy(
        "Berkas di bagian ini sudah diganti atau dihapus sejak Anda membuka halaman. Periksa dahulu, lalu unggah lagi."
    )


def upload_file(
    *, proposal: Proposal, person: Person, purpose: Purpose, file: Path, name: str, replaces: Document | None, at: datetime
) -> Document:
    """Take a whole file, to be checked; `at` is when all of it was here. The same file once more is no second one.

    The file is stored before its row is written, so a row never names a file that is not there.

    :raises FileRefused: empty, too large, or none of the types, as far as can be seen without opening it.
    :raises NotKept: the disk is full or the storage away.
    :raises NotAllowed: closed to this person now, or the window closed before it was here.
    :raises NoRoom: the proposal's limits.
    :raises ReplacedMeanwhile: see there.
    """
    document = Document(
        proposal=proposal,
        question_id=purpose.question,
        letter=purpose.letter,
        replaces=replaces,
        name=tidy_file_name(name),
        size=file.stat().st_size,
        state=DocumentState.CHECKING,
        uploaded_by=person,
        started_at=at,
    )
    look_at(document, file)
    return store_and_attach(document, file, person, at)


def look_at(document: Document, file: Path) -> None:
    """Write down what the file is, as far as that is seen from outside: its size, its type and its fingerprint.

    :raises FileRefused: EMPTY, SIZE or TYPE.
    """
    refuse_size(document.size, limits_of(document.proposal.edition).one)
    with file.open("rb") as opened:
        start = opened.read(16)
        opened.seek(0)
        document.sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    document.kind = next((kind for kind, (mark, _end) in MARKS.items() if start.startswith(mark)), "")
    if not document.kind:
        raise FileRefused("TYPE")


def refuse_size(size: int, limit: int) -> None:
    """Pass a size that a file may have.

    :raises FileRefused: EMPTY or SIZE.
    """
    if not size:
        raise FileRefused("EMPTY")
    if size > limit:
        raise FileRefused("SIZE", size=size, limit=limit)


def store_and_attach(document: Document, file: Path, person: Person, at: datetime) -> Document:
    """Keep the original, then make the file count; what was kept for nothing goes again. Raises as `upload_file`."""
    document.code = document.code or new_document_code()
    document.original = file_name(document, "original")
    keep_file(file, document.original)
    try:
        attached = _attach(document, person, at)
    except Refused:
        drop_file(document.original)
        raise
    if attached.code != document.code:
        drop_file(document.original)
    return attached


def file_name(document: Document, part: str) -> str:
    """Return the name under which a part of a document is kept: a folder of its own, which tells nothing."""
    return f"{FOLDER}/{document.code[:2]}/{document.code}/{part}"


@transaction.atomic
def _attach(document: Document, person: Person, at: datetime) -> Document:
    """Make a stored file part of the proposal, in the place of what it replaces."""
    proposal = lock_proposal(document.proposal)
    hold_window(proposal)
    if arrived := _arrived_before(document):
        return arrived
    require(may_write_proposal(person, proposal, at))
    beside = Document.objects.filter(
        proposal=proposal, question_id=document.question_id, letter=document.letter, removed_at=None, is_proof=False
    ).exclude(state=DocumentState.UPLOADING)
    neighbours = list(beside)
    if same := _same_among(neighbours, document):
        return same
    gone = _to_remove(document, neighbours)
    _require_room(proposal, document, gone)
    tell_lapse(proposal=proposal, person=person, at=at)
    for one in gone:
        _close(one, person, at)
    document.arrived_at, document.closes_at = at, sending_closes_at(proposal)
    if document.state == DocumentState.UPLOADING:
        move_document(document, DocumentState.CHECKING)
    document.save()
    touch(proposal, at)
    told = {"file": document.code, "sha256": document.sha256, "replaces": [one.code for one in gone]}
    _record("file_added", proposal, person, at, told)
    transaction.on_commit(lambda: tell_workers("submissions.tasks.check_document", document.code, "a file to check"))
    return document


def _arrived_before(document: Document) -> Document | None:
    """Return an upload that somebody finished while this finishing waited; its file is the one that was just stored again.

    :raises NotKept: it was swept meanwhile.
    """
    if document.pk is None:
        return None
    present = Document.objects.select_for_update().filter(pk=document.pk).first()
    if present is None:
        raise NotKept
    return None if present.state == DocumentState.UPLOADING else present


def _same_among(neighbours: list[Document], document: Document) -> Document | None:
    """Return the same file at the same place: pressed twice, or sent again because the answer was lost."""
    return next((one for one in neighbours if one.counts and (one.sha256, one.name) == (document.sha256, document.name)), None)


def _to_remove(document: Document, neighbours: list[Document]) -> list[Document]:
    """Return what goes as the file comes: what it replaces, and what was refused of a letter.

    :raises ReplacedMeanwhile: that is not what the sender saw.
    """
    wanted = document.replaces_id
    if wanted is not None and wanted not in [one.pk for one in neighbours]:
        raise ReplacedMeanwhile
    if document.letter and any(one.counts and one.pk != wanted for one in neighbours):
        raise ReplacedMeanwhile
    return [one for one in neighbours if one.pk == wanted or (document.letter and not one.counts)]


def _require_room(proposal: Proposal, document: Document, gone: list[Document]) -> None:
    limits = limits_of(proposal.edition)
    number, size = used_by(proposal, gone)
    if number >= limits.files:
        text = _("Proposal ini sudah memiliki %(n)s berkas, dan tidak dapat lebih. Hapus satu berkas, lalu unggah lagi.")
        raise NoRoom(text % {"n": format_number(number)})
    if size + document.size > limits.together:
        text = _("Semua berkas proposal bersama paling besar %(limit)s MB. Dengan berkas ini menjadi %(size)s MB.")
        words = {"limit": format_number(limits.together // MEGABYTE)}
        raise NoRoom(text % (words | {"size": format_number((size + document.size) / MEGABYTE, 1)}))


@transaction.atomic
def remove_document(*, document: Document, person: Person, at: datetime) -> None:
    """Take a file away; it stays in the history. Taken away already, nothing happens.

    :raises NotAllowed: closed to this person now.
    """
    proposal = lock_proposal(document.proposal)
    require(may_write_proposal(person, proposal, at))
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.removed_at is not None or document.state == DocumentState.UPLOADING:
        return
    if document.counts:
        tell_lapse(proposal=proposal, person=person, at=at)
    _close(document, person, at)
    touch(proposal, at)
    _record("file_removed", proposal, person, at, {"file": document.code, "sha256": document.sha256})


def _close(document: Document, person: Person, at: datetime) -> None:
    document.removed_at, document.removed_by = at, person
    document.save(update_fields=["removed_at", "removed_by"])


def touch(proposal: Proposal, at: datetime) -> None:
    """Let a locked proposal say that its content changed."""
    proposal.version += 1
    proposal.changed_at = at
    proposal.save(update_fields=["version", "changed_at"])


def _record(event: str, proposal: Proposal, person: Person, at: datetime, data: dict) -> None:
    about = {"subject": proposal, "subject_key": proposal.code, "edition": proposal.edition}
    record_event(event=event, person=person, at=at, data=data, **about)
