"""A file in parts, over a bad line: start, add a part, go on after a cut, finish. What is left behind is swept."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.scans import tidy_file_name
from competition.storage import NotKept, drop_file, drop_unfinished, keep_file, open_file
from competition.verdict import NotAllowed, Refused, Verdict, require
from submissions.models import Document, Proposal
from submissions.operations.documents import NoRoom, file_name, look_at, refuse_size, store_and_attach
from submissions.operations.moves import lock_proposal
from submissions.policy import may_record_letter, may_write_proposal
from submissions.purposes import Purpose
from submissions.queries.documents import limits_of, orphans
from submissions.queries.enclosures import lost_enclosures
from submissions.states import DocumentState

CHUNK = 256 * 1024
KEPT_FOR = timedelta(hours=24)
# So many uploads of one proposal may be under way at once; more are not needed, and each may fill the disk.
MOST_UNDER_WAY = 20


class WrongPart(Refused):
    """The part does not follow what is here; `document` says how much that is."""

    reason = _("Bagian berkas tidak urut. Unggahan dilanjutkan dari yang sudah diterima.")

    def __init__(self, document: Document) -> None:
        self.document = document
        super().__init__()


class BrokenUpload(Refused):
    """What came together is not the file that was announced; its parts are gone."""

    reason = _("Berkas gagal diunggah. Coba lagi.")


@transaction.atomic
def start_upload(
    *,
    proposal: Proposal,
    person: Person,
    purpose: Purpose,
    name: str,
    size: int,
    sha256: str,
    replaces: Document | None,
    at: datetime,
) -> Document:
    """Announce a file, or go on with the same one: of this person, for this purpose, with this fingerprint, of the last day.

    Nothing belongs to the proposal yet. Without a fingerprint (an old browser) every start is a new one. The letter that proves
    a yes is its administrator's to send; every other file belongs to whoever may write.

    :raises FileRefused: empty or too large.
    :raises NotAllowed: closed to this person now.
    :raises NoRoom: too many are under way.
    """
    proposal = lock_proposal(proposal)
    require(_may_send(person, proposal, at, is_proof=purpose.is_proof))
    refuse_size(size, limits_of(proposal.edition).one)
    under_way = Document.objects.filter(proposal=proposal, state=DocumentState.UPLOADING, started_at__gt=at - KEPT_FOR)
    wanted = {"uploaded_by": person, "question_id": purpose.question, "letter": purpose.letter, "size": size}
    wanted["is_proof"] = purpose.is_proof
    if sha256 and (earlier := under_way.filter(sha256=sha256, replaces=replaces, **wanted).first()):
        return earlier
    if under_way.count() >= MOST_UNDER_WAY:
        raise NoRoom(_("Terlalu banyak berkas yang sedang diunggah. Tunggu sampai ada yang selesai."))
    known = {"name": tidy_file_name(name), "sha256": sha256, "replaces": replaces, "started_at": at}
    return Document.objects.create(proposal=proposal, **wanted, **known)


@transaction.atomic
def add_part(*, document: Document, person: Person, offset: int, content: bytes, at: datetime) -> Document:
    """Take the next part; one that is here already is taken again without a word, so a retry never harms.

    The part is stored before its row counts it.

    :raises NotAllowed: closed to this person now.
    :raises WrongPart: it leaves a gap, overlaps, is not of CHUNK bytes before the end, or goes beyond the announced size.
    :raises NotKept: the disk is full or the storage away.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("proposal__edition").get(pk=document.pk)
    require(_may_send(person, _whole(document.proposal), at, is_proof=document.is_proof))
    end = offset + len(content)
    if document.state != DocumentState.UPLOADING or end <= document.received:
        return document
    is_part = len(content) == CHUNK or (0 < len(content) < CHUNK and end == document.size)
    if offset != document.received or not is_part or end > document.size:
        raise WrongPart(document)
    with tempfile.NamedTemporaryFile(prefix="kipp-part-") as file:
        file.write(content)
        file.flush()
        keep_file(Path(file.name), _part_name(document, offset))
    document.received = end
    document.save(update_fields=["received"])
    return document


def finish_upload(*, document: Document, person: Person, at: datetime) -> Document:
    """Put the parts together and let the file count, as `upload_file` does; finished already, nothing happens.

    :raises WrongPart: not all of it is here.
    :raises BrokenUpload: it is not the file that was announced.
    :raises FileRefused: as far as can be seen without opening it; its parts are gone.
    :raises NotAllowed, NoRoom, ReplacedMeanwhile, NotKept, NotOpened: as `upload_file`; the parts stay for another try.
    :raises NotAllowed: also of a letter that proves a yes, which counts with its form (`record_uploaded_letter`).
    """
    document = Document.objects.select_related("proposal__edition").get(pk=document.pk)
    if document.is_proof:
        raise NotAllowed(_("Surat persetujuan dicatat dengan formulirnya."))
    if document.state != DocumentState.UPLOADING:
        return document
    parts = _parts_of(document)
    with put_together(document) as whole:
        try:
            look_at(document, whole)
        except Refused:
            forget_upload(document)
            raise
        finished = store_and_attach(document, whole, person, at)
    _drop(parts)
    if finished.pk != document.pk:
        forget_upload(document)
    return finished


@contextmanager
def put_together(document: Document) -> Iterator[Path]:
    """Give an upload of which all parts are here a place on the disk for a moment.

    :raises WrongPart: not all of it is here.
    :raises BrokenUpload: see there.
    :raises NotKept, NotOpened: the storage is away.
    """
    if document.received != document.size:
        raise WrongPart(document)
    with tempfile.NamedTemporaryFile(prefix="kipp-whole-") as whole:
        for name in _parts_of(document):
            with open_file(name) as part:
                shutil.copyfileobj(part, whole)
        whole.flush()
        if document.sha256 and document.sha256 != _fingerprint(Path(whole.name)):
            forget_upload(document)
            raise BrokenUpload
        yield Path(whole.name)


def keep_upload(*, proposal: Proposal, person: Person, purpose: Purpose, file: Path, name: str, at: datetime) -> Document:
    """Keep a whole file as an upload of which every part is here, so that a form in want of something else costs nobody the
    sending of it. Raises as `start_upload` and `add_part`.
    """
    known = {"proposal": proposal, "person": person, "at": at}
    size, sha256 = file.stat().st_size, _fingerprint(file)
    document = start_upload(**known, purpose=purpose, name=name, size=size, sha256=sha256, replaces=None)
    with file.open("rb") as opened:
        for offset in range(0, size, CHUNK):
            document = add_part(document=document, person=person, offset=offset, content=opened.read(CHUNK), at=at)
    return document


def _fingerprint(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _may_send(person: Person, proposal: Proposal, at: datetime, *, is_proof: bool) -> Verdict:
    ask = may_record_letter if is_proof else may_write_proposal
    return ask(person, proposal, at)


def forget_upload(document: Document) -> None:
    """Remove an upload that came to nothing, with its parts; one that arrived meanwhile stays."""
    parts = _parts_of(document)
    gone, _rows = Document.objects.filter(pk=document.pk, state=DocumentState.UPLOADING).delete()
    if gone:
        _drop(parts)


def sweep_uploads(*, at: datetime) -> int:
    """Remove uploads nobody went on with for a day, and what was stored and never named; return how many of both."""
    old = list(Document.objects.filter(state=DocumentState.UPLOADING, started_at__lte=at - KEPT_FOR))
    for document in old:
        forget_upload(document)
    lost = [*orphans(at - KEPT_FOR), *lost_enclosures(at - KEPT_FOR)]
    _drop(lost)
    return len(old) + len(lost) + drop_unfinished(at - KEPT_FOR)


def _whole(proposal: Proposal) -> Proposal:
    """Return the proposal with what its policy asks for."""
    return Proposal.objects.select_related("edition", "institution", "unit").get(pk=proposal.pk)


def _parts_of(document: Document) -> list[str]:
    return [_part_name(document, offset) for offset in range(0, document.received, CHUNK)]


def _part_name(document: Document, offset: int) -> str:
    return file_name(document, f"part-{offset:010d}")


def _drop(names: list[str]) -> None:
    """Remove what is stored; what cannot be removed now is swept another day."""
    for name in names:
        with suppress(NotKept):
            drop_file(name)
