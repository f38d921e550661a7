"""The receipt on paper: a PDF/A made of a committed template and of facts that are text and stay text. Knows no database.

Same facts, same bytes, on every machine: only the fonts inside the typesetter are used, and the file's time is the receipt's.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
import typst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from competition.verdict import Refused
from competition.zones import format_date, format_instant, format_zones

TEMPLATE = Path(__file__).parent / "data" / "receipt.typ"
STANDARDS = ["a-2a"]
# What the fonts have in every weight used; PDF/A allows no letter without a shape.
SHAPES = (
    (0x20, 0x7E),
    (0xA1, 0xAC),
    (0xAE, 0x17F),
    (0x391, 0x3A1),
    (0x3A3, 0x3C9),
    (0x410, 0x44F),
    (0x2013, 0x2014),
    (0x2018, 0x201E),
)
SINGLE = "…€’•"
NO_SHAPE = "\N{WHITE SQUARE}"


class NotPrinted(Refused):
    """The typesetter could not make the file; the receipt itself is not touched by that."""

    reason = gettext_lazy("PDF tidak dapat dibuat saat ini. Cetak halaman ini dari peramban; isinya sama.")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed receipt says, in the words of its reader's language; `withdrawn_at` if it was taken back."""

    number: str
    issuer: str
    title: str
    unit: str
    sender: str
    received_at: datetime
    sha256: str
    address: str
    withdrawn_at: datetime | None = None


def print_receipt(receipt: Printed) -> bytes:
    """Return the receipt as PDF/A.

    :raises NotPrinted: the typesetter failed.
    """
    return typeset(TEMPLATE, _data_of(receipt), receipt.received_at)


def typeset(template: Path, data: dict, at: datetime) -> bytes:
    """Return what the template makes of the facts as PDF/A, of that time.

    :raises NotPrinted: the typesetter failed.
    """
    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=STANDARDS,
            timestamp=at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise NotPrinted from error


def printable(text: str) -> str:
    """Return the text with a square for every sign that the fonts have no shape for; line breaks become spaces."""
    return "".join(one if _has_shape(one) else NO_SHAPE for one in " ".join(text.split()))


def _has_shape(sign: str) -> bool:
    return sign in SINGLE or any(first <= ord(sign) <= last for first, last in SHAPES)


def _data_of(receipt: Printed) -> dict:
    day = receipt.received_at
    people = {"title": receipt.title, "unit": receipt.unit, "sender": receipt.sender, "issuer": receipt.issuer}
    shown = {name: printable(text) for name, text in people.items()}
    return shown | {
        "lang": get_language() or "id",
        "heading": _("Tanda terima"),
        "number": receipt.number,
        "sha256": receipt.sha256,
        "address": receipt.address,
        "qr": drawing_of(receipt.address),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "received": [format_date(day, weekday=True), format_zones(day)],
        "withdrawn": _withdrawn(receipt.withdrawn_at),
        "labels": _labels(),
        "notes": _notes(is_whole=all(shown[name] == " ".join(text.split()) for name, text in people.items())),
    }


def _withdrawn(at: datetime | None) -> str:
    text = _("Kiriman ini ditarik kembali pada %(when)s. Proposal ini tidak ikut kompetisi, kecuali dikirim lagi.")
    return text % {"when": format_instant(at)} if at else ""


def _labels() -> dict[str, str]:
    return {
        "number": _("Nomor tanda terima"),
        "title": _("Proposal"),
        "unit": _("Unit dan instansi"),
        "sender": _("Dikirim oleh"),
        "received": _("Diterima"),
        "sha256": _("Sidik jari isi proposal (SHA-256)"),
        "check": _("Siapa pun dapat memeriksa tanda terima ini di"),
        "qr": _("Kode QR untuk memeriksa tanda terima ini"),
    }


def _notes(*, is_whole: bool) -> list[str]:
    notes = [
        _("Tanda terima membuktikan bahwa proposal diterima pada waktu itu, dengan isi yang sidik jarinya tercetak di sini."),
        _("Cetakan ini salinan. Keadaan terakhir selalu yang tampil di alamat pemeriksaan."),
    ]
    if not is_whole:
        notes.append(_("Huruf yang tidak dapat dicetak tampil sebagai □. Teks lengkapnya ada di halaman tanda terima."))
    return notes


def drawing_of(text: str, error: str = "m") -> str:
    """Return the text's QR code as an SVG picture.

    :raises segno.DataOverflowError: it is longer than any QR code.
    """
    drawing = segno.make(text, micro=False, error=error).svg_inline(border=0, light="#fff")
    # Inside a page a picture needs no name of its language; on its own it does.
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
