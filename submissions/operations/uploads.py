"""A file in parts, over a bad line: start, add a part, go on after a cut, finish. What is left behind is swept."""

import shutil
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.scans import tidy_file_name
from competition.storage import NotKept, drop_file, drop_unfinished, keep_file, open_file
from competition.verdict import Refused, require
from submissions.models import Document, Proposal
from submissions.operations.documents import NoRoom, file_name, look_at, refuse_size, store_and_attach
from submissions.operations.moves import lock_proposal
from submissions.policy import may_write_proposal
from submissions.purposes import Purpose
from submissions.queries.documents import limits_of, orphans
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

    Nothing belongs to the proposal yet. Without a fingerprint (an old browser) every start is a new one.

    :raises FileRefused: empty or too large.
    :raises NotAllowed: closed to this person now.
    :raises NoRoom: too many are under way.
    """
    proposal = lock_proposal(proposal)
    require(may_write_proposal(person, proposal, at))
    refuse_size(size, limits_of(proposal.edition).one)
    under_way = Document.objects.filter(proposal=proposal, state=DocumentState.UPLOADING, started_at__gt=at - KEPT_FOR)
    wanted = {"uploaded_by": person, "question_id": purpose.question, "letter": purpose.letter, "size": size}
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
    require(may_write_proposal(person, _whole(document.proposal), at))
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
    """
    document = Document.objects.select_related("proposal__edition").get(pk=document.pk)
    if document.state != DocumentState.UPLOADING:
        return document
    if document.received != document.size:
        raise WrongPart(document)
    announced, parts = document.sha256, _parts_of(document)
    with tempfile.NamedTemporaryFile(prefix="kipp-whole-") as whole:
        for name in parts:
            with open_file(name) as part:
                shutil.copyfileobj(part, whole)
        whole.flush()
        try:
            look_at(document, Path(whole.name))
            if announced and document.sha256 != announced:
                raise BrokenUpload
        except Refused:
            forget_upload(document)
            raise
        finished = store_and_attach(document, Path(whole.name), person, at)
    _drop(parts)
    if finished.pk != document.pk:
        forget_upload(document)
    return finished


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
    lost = list(orphans(at - KEPT_FOR))
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
