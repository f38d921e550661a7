"""Why a file is not taken, in words for whoever chose it."""

import math
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.scans import megabytes
from competition.verdict import Refused
from competition.zones import format_number

MILLION = 1_000_000


class FileRefused(Refused):
    """The file cannot be taken. `code` and `figures` may be stored; `refusal_text` says them again in any language."""

    def __init__(self, code: str, **figures: int) -> None:
        self.code = code
        self.figures = figures
        super().__init__(refusal_text(code, figures))


class NotChecked(Refused):
    """Nobody could look at the file just now, by no fault of its own; nothing is known about it. Try again later."""

    reason = gettext_lazy("Berkas belum dapat diperiksa. Kami coba lagi sendiri.")


class ScannerAway(NotChecked):
    """The virus scanner is set and did not give an answer."""


def refusal_text(code: str, figures: Mapping[str, int] | None = None) -> str:
    """Return the words for one of EMPTY, TYPE, SIZE, LOCKED, BROKEN, INFECTED, PAGES, PIXELS, TIME, in today's language.

    :raises KeyError: for another code.
    """
    return _TEXTS[code](figures or {})


def _size(figures: Mapping[str, int]) -> str:
    words = {"limit": megabytes(figures["limit"]), "size": megabytes(figures["size"])}
    return _("Berkas harus di bawah %(limit)s MB. Berkas Anda %(size)s MB.") % words


def _pages(figures: Mapping[str, int]) -> str:
    words = {"limit": format_number(figures["limit"]), "pages": format_number(figures["pages"])}
    return _("Berkas paling banyak %(limit)s halaman. Berkas Anda %(pages)s halaman.") % words


def _pixels(figures: Mapping[str, int]) -> str:
    words = {name: format_number(math.ceil(figures[name] / MILLION)) for name in ("limit", "pixels")}
    return _("Gambar paling besar %(limit)s juta piksel. Gambar Anda %(pixels)s juta. Perkecil, lalu unggah lagi.") % words


_TEXTS = {
    "EMPTY": lambda _figures: _("Berkas kosong"),
    "TYPE": lambda _figures: _("Berkas harus PDF, JPG, atau PNG"),
    "SIZE": _size,
    "LOCKED": lambda _figures: _("Berkas dilindungi kata sandi"),
    "BROKEN": lambda _figures: _("Berkas rusak atau terpotong. Simpan atau pindai ulang, lalu unggah lagi."),
    "INFECTED": lambda _figures: _("Berkas mengandung virus"),
    "PAGES": _pages,
    "PIXELS": _pixels,
    "TIME": lambda _figures: _("Berkas terlalu rumit untuk dibuka. Cetak ke PDF atau pindai ulang, lalu unggah lagi."),
}
