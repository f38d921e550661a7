"""Read a table that a spreadsheet program saved, XLSX or CSV, with hard limits; nothing in it is computed or followed.

No library for it: what is needed of the format are the texts of one sheet, and a reader for all of it would read much that an
upload must not have (docs/decisions/0089-a-sheet-is-read-by-ourselves.md).
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from competition.scans import MEGABYTE
from competition.spreadsheets import plain_cell
from competition.zones import format_number

MOST_BYTES = 4 * MEGABYTE
# All parts that are read, unpacked.
MOST_UNPACKED = 16 * MEGABYTE
MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_CELLS = 400_000
MOST_PARTS = 500
PIECE = 65_536

_ZIP, _COMPOUND, _ENTRY = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PK\x01\x02"
_ENCRYPTED = 0x1
# How XLSX writes a character that XML cannot hold.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")

Cells = dict[int, str]


class NotATable(ValueError):
    """The file cannot be read as a table; `reason` is for whoever sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: its number in the program that saved it, its texts by column, and which of them were formulas."""

    number: int
    texts: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


def read_table(content: bytes, columns: Mapping[str, Collection[str]]) -> list[Record]:
    """Return the rows below the head, but for empty ones. `columns`: by which names in the head a column is known.

    Of a workbook the first sheet is read. Columns with other names are passed over.

    :raises NotATable: too big, encrypted, damaged, neither XLSX nor CSV, or a column is missing or stands there twice.
    """
    if len(content) > MOST_BYTES:
        limit = format_number(MOST_BYTES // MEGABYTE)
        raise NotATable(_("Berkas harus di bawah %(limit)s MB.") % {"limit": limit})
    rows = _read_workbook(content) if content.startswith(_ZIP) else _read_csv(content)
    head: dict[int, str] | None = None
    found = []
    for number, cells, formulas in rows:
        if not any(text.strip() for text in cells.values()) and not formulas:
            continue
        if head is None:
            head = _head_of(cells, columns)
            continue
        if len(found) == MOST_ROWS:
            raise NotATable(_("Berkas berisi lebih dari %(most)s baris.") % {"most": format_number(MOST_ROWS)})
        texts = {name: plain_cell(cells.get(place, "").strip()) for place, name in head.items()}
        found.append(Record(number, texts, frozenset(name for place, name in head.items() if place in formulas)))
    if head is None:
        raise NotATable(_("Berkas kosong"))
    return found


def _head_of(cells: Cells, columns: Mapping[str, Collection[str]]) -> dict[int, str]:
    known = {name.casefold(): column for column, names in columns.items() for name in names}
    head: dict[int, str] = {}
    for place, text in cells.items():
        column = known.get(text.strip().casefold())
        if column in head.values():
            raise NotATable(_("Kolom “%(column)s” ada dua kali.") % {"column": text.strip()})
        if column:
            head[place] = column
    missing = [next(iter(names)) for column, names in columns.items() if column not in head.values()]
    if missing:
        raise NotATable(_("Kolom ini tidak ada pada baris pertama: %(columns)s.") % {"columns": ", ".join(missing)})
    return head


def _read_csv(content: bytes) -> Iterator[tuple[int, Cells, set[int]]]:
    text = _decoded(content)
    first = text.lstrip().partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield number, dict(enumerate(row[:MOST_COLUMNS])), set()
    except csv.Error as error:
        raise NotATable(
            _("Berkas tidak dapat dibaca sebagai tabel. Simpan sebagai XLSX atau CSV, lalu unggah lagi.")
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith(_COMPOUND):
        raise NotATable(_("Berkas ini terkunci kata sandi atau berformat XLS lama. Simpan sebagai XLSX tanpa kata sandi."))
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
        break
    raise NotATable(_("Berkas harus XLSX atau CSV."))


def _read_workbook(content: bytes) -> Iterator[tuple[int, Cells, set[int]]]:
    if content.count(_ENTRY) > MOST_PARTS:
        raise _damaged()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Book(archive)
            path = book.first_sheet()
            strings = book.strings()
            yield from book.rows(path, strings)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError, ValueError) as error:
        if isinstance(error, NotATable):
            raise
        raise _damaged() from error


def _damaged() -> NotATable:
    return NotATable(_("Berkas XLSX ini rusak atau bukan buku kerja. Simpan ulang, lalu unggah lagi."))


class _Book:
    """The parts of a workbook that are read, and how much of it was unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.unpacked = archive, 0
        self.names = set(archive.namelist())

    def first_sheet(self) -> str:
        """Return where the first sheet of the book lies."""
        ids: list[str] = []
        targets: dict[str, str] = {}

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                ids.append(attributes.get("id", ""))

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        self._walk("xl/workbook.xml", sheet)
        self._walk("xl/_rels/workbook.xml.rels", relation)
        target = targets.get(ids[0], "") if ids else ""
        return target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def strings(self) -> list[str]:
        """Return the texts that cells share; a reading aid over a word is none of it."""
        found: list[str] = []
        if "xl/sharedStrings.xml" not in self.names:
            return found
        parts: list[str] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            inside.append(name)
            if name == "si":
                parts.clear()

        def end(name: str) -> None:
            inside.pop()
            if name == "si":
                found.append(_unescaped("".join(parts)))

        def text(data: str) -> None:
            if inside and inside[-1] == "t" and "rPh" not in inside:
                parts.append(data)

        self._walk("xl/sharedStrings.xml", start, end, text)
        return found

    def rows(self, path: str, strings: list[str]) -> Iterator[tuple[int, Cells, set[int]]]:
        """Return the rows of a sheet, in its order."""
        sheet = _Sheet(strings)
        self._walk(path, sheet.start, sheet.end, sheet.text)
        yield from sheet.rows

    def _walk(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part, a piece at a time. A document type is refused: no entity of its own, nothing from elsewhere."""
        if name not in self.names:
            raise _damaged()
        info = self.archive.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise NotATable(_("Berkas ini terkunci kata sandi atau berformat XLS lama. Simpan sebagai XLSX tanpa kata sandi."))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = lambda tag, given: start(_local(tag), {_local(one): to for one, to in given.items()})
        if end is not None:
            parser.EndElementHandler = lambda tag: end(_local(tag))
        if text is not None:
            parser.CharacterDataHandler = text
        with self.archive.open(info) as part:
            while piece := part.read(PIECE):
                self.unpacked += len(piece)
                if self.unpacked > MOST_UNPACKED:
                    raise NotATable(_("Isi berkas ini terlalu besar untuk lembar nilai."))
                parser.Parse(piece, False)
        parser.Parse(b"", True)


def _refuse_document_type(*about: object) -> None:
    raise _damaged()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    """Return the character that was written by its number; none for NUL and halves of characters, which no database keeps."""
    number = int(found[1], 16)
    return "" if number == 0 or 0xD800 <= number <= 0xDFFF else chr(number)


class _Sheet:
    """Takes a sheet's elements and keeps its rows."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.rows: list[tuple[int, Cells, set[int]]] = []
        self.cells_seen = self.row = self.place = 0
        self.kind, self.parts, self.inside = "", [], []
        self.is_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell, or something in it."""
        self.inside.append(name)
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.place = -1
            self.rows.append((self.row, {}, set()))
        elif name == "c" and self.rows:
            self._begin_cell(attributes)
        elif name == "f":
            self.is_formula = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.cells_seen += 1
        if self.cells_seen > MOST_CELLS or len(self.rows) > 2 * MOST_ROWS:
            raise NotATable(_("Isi berkas ini terlalu besar untuk lembar nilai."))
        found = _PLACE.match(attributes.get("r", ""))
        self.place = _column(found[1]) if found else self.place + 1
        self.kind, self.is_formula = attributes.get("t", "n"), False
        self.parts.clear()

    def end(self, name: str) -> None:
        """Keep a cell that is complete."""
        self.inside.pop()
        if name != "c" or not self.rows or self.place >= MOST_COLUMNS:
            return
        _number, cells, formulas = self.rows[-1]
        text = "".join(self.parts)
        if self.kind == "s" and text:
            number = int(text)
            text = self.strings[number] if 0 <= number < len(self.strings) else ""
        elif self.kind in ("str", "inlineStr"):
            text = _unescaped(text)
        if text:
            cells[self.place] = text
        if self.is_formula:
            formulas.add(self.place)

    def text(self, data: str) -> None:
        """Take what stands in a cell: its value, or a text of its own."""
        if self.inside and self.inside[-1] in ("v", "t") and "rPh" not in self.inside:
            self.parts.append(data)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
