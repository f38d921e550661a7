"""The minutes of a list on paper: a PDF/A made of a committed template and of facts that stay text. Knows no database.

Same facts, same bytes, on every machine: only the fonts inside the typesetter are used, and the file's time is that of the last
act the minutes tell of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from submissions.printing import printable, typeset

TEMPLATE = Path(__file__).parent / "data" / "minutes.typ"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands below it, line by line."""

    label: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, sentences, and a table with the relative widths of its columns; either may be empty."""

    heading: str
    lines: Sequence[str] = ()
    heads: Sequence[str] = ()
    widths: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say, in words; `at` is when the last thing in them happened."""

    issuer: str
    round: str
    at: datetime
    facts: Sequence[Fact]
    parts: Sequence[Part]


def print_minutes(minutes: Minutes) -> bytes:
    """Return the minutes as PDF/A.

    :raises NotPrinted: the typesetter failed.
    """
    return typeset(TEMPLATE, _data_of(minutes), minutes.at)


def _data_of(minutes: Minutes) -> dict:
    day = minutes.at
    return {
        "lang": get_language() or "id",
        "heading": _("Berita acara seleksi"),
        "issuer": printable(minutes.issuer),
        "round": printable(minutes.round),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "facts": [{"label": one.label, "lines": _lines(one.lines)} for one in minutes.facts],
        "parts": [_part(one) for one in minutes.parts],
        "notes": [
            _("Huruf yang tidak dapat dicetak tampil sebagai □."),
            _("Daftar ini rahasia sampai diumumkan. Setiap unduhan tercatat dalam jejak audit."),
        ],
    }


def _part(one: Part) -> dict:
    return {
        "heading": one.heading,
        "lines": _lines(one.lines),
        "heads": list(one.heads),
        "widths": list(one.widths),
        "rows": [[printable(cell) for cell in row] for row in one.rows],
    }


def _lines(lines: Sequence[str]) -> list[str]:
    return [printable(one) for one in lines]
