"""A scanned letter, judged from outside as it comes in: PDF, JPG or PNG, whole, not encrypted. Its name is only a name.

Whoever reads it gets a copy that was looked into and cleaned, as of every upload (`competition.inspecting`).
"""

import hashlib
import math
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from competition.letters import one_line
from competition.verdict import Refused
from competition.zones import format_number

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
NAME_LENGTH = 120
# How a file begins, and what must stand near its end when none of it is missing.
MARKS = {
    "PDF": (b"%PDF-", b"%%EOF"),
    "JPG": (b"\xff\xd8\xff", b"\xff\xd9"),
    "PNG": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
}
CONTENT_TYPES = {"PDF": "application/pdf", "JPG": "image/jpeg", "PNG": "image/png"}
TAIL = 2048


class BadScan(Refused):
    """The file cannot be taken as a letter; `reason` says what to do."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A letter that was checked: what it is, its fingerprint, and its name as it may be shown."""

    kind: str
    name: str
    content: bytes
    sha256: str


def read_scan(name: str, content: bytes) -> Scan:
    """Return the letter.

    :raises BadScan: empty, too big, of another type, locked or cut off.
    """
    if not content:
        raise BadScan(_("Berkas kosong"))
    if len(content) > MOST_BYTES:
        raise BadScan(too_big(len(content)))
    kind = next((kind for kind, (start, _end) in MARKS.items() if content.startswith(start)), "")
    if not kind:
        raise BadScan(_("Berkas harus PDF, JPG, atau PNG"))
    if kind == "PDF" and b"/Encrypt" in content:
        raise BadScan(_("Berkas dilindungi kata sandi"))
    if MARKS[kind][1] not in content[-TAIL:]:
        raise BadScan(_("Berkas rusak atau terpotong. Simpan atau pindai ulang, lalu unggah lagi."))
    return Scan(kind, tidy_file_name(name), content, hashlib.sha256(content).hexdigest())


def too_big(size: int) -> str:
    """Return what is said of a file over the limit, with its size."""
    words = {"limit": megabytes(MOST_BYTES), "size": megabytes(size)}
    return _("Berkas harus di bawah %(limit)s MB. Berkas Anda %(size)s MB.") % words


def megabytes(size: int) -> str:
    """Return a size in megabytes, rounded up: a file just over 5 MB must not be told that it has 5,0."""
    tenths = math.ceil(size * 10 / MEGABYTE)
    return format_number(tenths // 10) if size % MEGABYTE == 0 else format_number(tenths / 10, 1)


def tidy_file_name(name: str) -> str:
    """Return the last part of a file's name on one line, without control and direction characters; its end is kept."""
    last = one_line(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "surat"
    return last if len(last) <= NAME_LENGTH else f"{last[: NAME_LENGTH - 11]}…{last[-10:]}"
