"""An innovation on paper, to be handed round: made as the receipt is, of facts that are text and stay text."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from submissions.printing import printable, typeset

TEMPLATE = Path(__file__).parent.parent / "data" / "innovation.typ"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a printed innovation says: facts by their labels, awards with the title of then where it was another."""

    title: str
    facts: list[tuple[str, str]]
    awards: list[tuple[str, str]]
    address: str
    at: datetime


def print_innovation(sheet: Sheet) -> bytes:
    """Return the innovation as PDF/A; same facts, same bytes.

    :raises NotPrinted: the typesetter failed.
    """
    drawing = segno.make(sheet.address, micro=False, error="m").svg_inline(border=0, light="#fff")
    data = {
        "lang": get_language() or "id",
        "issuer": _("Katalog inovasi pelayanan publik"),
        "title": printable(sheet.title),
        "facts": [[label, printable(value)] for label, value in sheet.facts],
        "awards": [[printable(name), printable(then)] for name, then in sheet.awards],
        "address": sheet.address,
        "qr": drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        "day": {"year": sheet.at.year, "month": sheet.at.month, "day": sheet.at.day},
        "labels": _labels(),
    }
    return typeset(TEMPLATE, data, sheet.at)


def _labels() -> dict[str, str]:
    return {
        "awards": _("Penghargaan"),
        "then": _("Judul saat itu"),
        "more": _("Keadaan terakhir ada di"),
        "qr": _("Kode QR menuju halaman inovasi ini"),
    }
