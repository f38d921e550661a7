"""Files for the demo: a handful, made here, the same bytes every time. However many have one, it is looked at once."""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile

import pikepdf
from PIL import Image, ImageDraw

from competition.inspecting import Inspected, inspect_file
from competition.models import Person
from submissions.models import Proposal
from submissions.operations.checks import check_document
from submissions.operations.documents import upload_file
from submissions.purposes import Purpose
from submissions.queries.contents import items_of
from submissions.queries.documents import purposes_of

# Every so many proposals have one: a letter of the leader, or a chart beside an answer.
EVERY = 4
LETTER_AT, CHART_AT = 2, 0
LOOKED_AT_AFTER = timedelta(minutes=1)
_LETTER = (
    "SURAT PERNYATAAN PIMPINAN INSTANSI",
    "(contoh untuk peragaan)",
    "",
    "Inovasi ini berjalan, dan akan diteruskan dengan anggaran",
    "dan petugas yang sudah ditetapkan.",
)


def attach(*, proposal: Proposal, person: Person, place: int, at: datetime) -> str:
    """Upload the file of the proposal at this place, and return its code; empty where it has none."""
    purposes = purposes_of(proposal, [item.question for item in items_of(proposal)])
    letter = next((one for one in purposes if one.is_letter), None)
    answers = [one for one in purposes if one.question is not None]
    if place % EVERY == LETTER_AT and letter:
        return _upload(proposal, person, letter, "surat pernyataan.pdf", make_letter(), at)
    if place % EVERY == CHART_AT and answers:
        return _upload(proposal, person, answers[-1], "sebelum dan sesudah.png", make_chart(place // EVERY % 3), at)
    return ""


def _upload(proposal: Proposal, person: Person, purpose: Purpose, name: str, content: bytes, at: datetime) -> str:
    with tempfile.NamedTemporaryFile(prefix="kipp-demo-") as file:
        file.write(content)
        file.flush()
        known = {"proposal": proposal, "person": person, "purpose": purpose, "replaces": None}
        return upload_file(**known, file=Path(file.name), name=name, at=at).code


@contextmanager
def checking() -> Iterator[Callable[[str, datetime], str]]:
    """Give what checks the file of a code a minute after that instant; a content that was looked at is not looked at again."""
    with tempfile.TemporaryDirectory(prefix="kipp-demo-") as folder:
        found: dict[bytes, Inspected] = {}

        def look(path: Path, *, workdir: Path, **known: object) -> Inspected:
            content = path.read_bytes()
            if content not in found:
                seen = inspect_file(path, workdir=workdir, **known)
                found[content] = replace(seen, cleaned=Path(copyfile(seen.cleaned, Path(folder, seen.cleaned.name))))
            return found[content]

        yield lambda code, at: check_document(code=code, at=at + LOOKED_AT_AFTER, look=look)


@cache
def make_letter() -> bytes:
    """Return a letter of one page as PDF."""
    document, written = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    lines = "".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T* " for line in _LETTER)
    page.obj.Contents = document.make_stream(f"BT /F1 15 Tf 24 TL 72 740 Td {lines}ET".encode("ascii"))
    document.save(written, deterministic_id=True)
    return written.getvalue()


@cache
def make_chart(number: int) -> bytes:
    """Return two bars, before and after, as PNG; the numbers 0 to 2 make three of them."""
    picture, written = Image.new("RGB", (480, 320), "white"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    for left, height, colour in ((110, 220 - 20 * number, "#8a8778"), (270, 90 - 20 * number, "#0b4f6c")):
        pen.rectangle((left, 280 - height, left + 100, 280), fill=colour)
    pen.line((60, 280, 430, 280), fill="black", width=2)
    picture.save(written, "PNG")
    return written.getvalue()
