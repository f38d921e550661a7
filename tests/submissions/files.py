"""Files to upload, and what the people of the cast do with them."""

import io
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image

from competition.clock import read_clock
from competition.models import Edition, Person
from competition.storage import keep_file
from submissions.access import purpose_of
from submissions.models import Document, Proposal
from submissions.models.document import new_document_code
from submissions.operations.checks import check_document
from submissions.operations.documents import file_name, upload_file
from tests.builders import Cast


@cache
def pdf(pages: int = 1, words: str = "") -> bytes:
    """Return a small PDF; other words make another file."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    made.docinfo["/Title"] = words or "Uji"
    written = io.BytesIO()
    made.save(written, deterministic_id=True)
    return written.getvalue()


@cache
def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, {"JPG": "JPEG"}.get(kind, kind))
    return written.getvalue()


LETTER = {"code": "tim", "name": "Surat tim", "name_en": "", "help": "Bertanda tangan.", "help_en": "", "required": True}


def ask_for(
    edition: Edition, *, letters: tuple[dict, ...] = (), video: bool = False, evidence: str = "", **limits: int
) -> None:
    """Let the edition ask for these letters, a video, or evidence with an answer, within these limits."""
    edition.letters, edition.asks_video = list(letters), video
    for field, value in limits.items():
        setattr(edition, field, value)
    edition.save()
    if evidence:
        edition.questions.filter(code=evidence).update(takes_files=True)


def upload(
    cast: Cast,
    proposal: Proposal,
    content: bytes | None = None,
    *,
    key: str = "lain",
    name: str = "bukti.pdf",
    person: Person | None = None,
    replaces: Document | None = None,
    at: datetime | None = None,
) -> Document:
    """Somebody uploads a file for a purpose."""
    fresh = Proposal.objects.select_related("edition", "group").get(pk=proposal.pk)
    with tempfile.NamedTemporaryFile() as file:
        file.write(pdf() if content is None else content)
        file.flush()
        return upload_file(
            proposal=fresh,
            person=person or cast.writer,
            purpose=purpose_of(fresh, key),
            file=Path(file.name),
            name=name,
            replaces=replaces,
            at=at or read_clock(),
        )


def check(document: Document) -> Document:
    """A worker checks the file; return it as it is then."""
    check_document(code=document.code, at=read_clock())
    return Document.objects.select_related("proposal").get(pk=document.pk)


def ready(proposal: Proposal, person: Person, *, name: str = "bukti.pdf", **values: object) -> Document:
    """Return a file that was uploaded and found clean, without the work of looking at it."""
    at = read_clock()
    document = Document(
        code=new_document_code(), proposal=proposal, name=name, kind="PDF", size=len(pdf()), uploaded_by=person, **values
    )
    document.started_at = document.arrived_at = document.checked_at = at
    document.closes_at = at.replace(year=at.year + 1)
    document.sha256 = document.cleaned_sha256 = "0" * 64
    document.state, document.cleaned_size = "READY", document.size
    document.original, document.cleaned = (file_name(document, part) for part in ("original", "cleaned"))
    with tempfile.NamedTemporaryFile() as file:
        file.write(pdf())
        file.flush()
        for stored in (document.original, document.cleaned):
            keep_file(Path(file.name), stored)
    document.save()
    return document
