"""Read a list of award winners as people keep it: a CSV file with some rows that are wrong. Knows no database.

Good rows come out as values, bad ones as a line number and a reason; one bad row never costs another.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from competition.words import normalise_title

COLUMNS = ("year", "rank_or_group", "title", "institution", "institution_type", "region", "source")
KINDS = {
    "kementerian": "MINISTRY",
    "lembaga": "AGENCY",
    "provinsi": "PROVINCE",
    "kabupaten": "REGENCY",
    "kota": "CITY",
    "bumn": "BUMN",
    "bumd": "BUMD",
}
# What stands in the column of prizes without being one: the innovation took part, and won nothing by it.
NOT_AWARDS = {"diajukan", "peserta", "unpsa participant"}
INFERRED = "(inferred)"
LONGEST = {"title": 300, "rank_or_group": 60, "unit": 200, "source": 500}
LARGEST = 20_000_000  # bytes


class ListUnreadable(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One prize, or one participation when `award` is empty."""

    line: int
    year: int
    award: str
    title: str
    institution: str
    unit: str
    kind: str
    region: str
    source: str
    is_inferred: bool


@dataclass
class AwardList:
    """What the file holds."""

    rows: list[AwardRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class BadRow(Exception):
    """One row cannot be used; the text is the reason."""


def read_award_list(raw: bytes) -> AwardList:
    """Return the rows of a CSV file, comma or semicolon, UTF-8 with or without a byte order mark.

    :raises ListUnreadable: another encoding, no header, a column missing, too large.
    """
    lines = decode(raw).splitlines(keepends=True)
    if not lines:
        raise ListUnreadable(f"the file is empty; its first line names the columns: {','.join(COLUMNS)}")
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    found = AwardList()
    header: list[str] | None = None
    for line, cells, fault in read_records(lines, delimiter):
        if header is None:
            header = read_header(cells, fault)
        elif fault:
            found.faults.append(Fault(line, fault))
        elif any(cell.strip() for cell in cells):
            try:
                found.rows.append(read_row(line, header, cells))
            except BadRow as error:
                found.faults.append(Fault(line, str(error)))
    return found


def decode(raw: bytes) -> str:
    """Return the text of the file.

    :raises ListUnreadable: it is not UTF-8, or too large.
    """
    if len(raw) > LARGEST:
        raise ListUnreadable(f"the file is larger than {LARGEST // 1_000_000} MB; split it")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        advice = "save the list as CSV in UTF-8 (in a spreadsheet: 'CSV UTF-8') and try again"
        raise ListUnreadable(f"line {line}: the file is not UTF-8; {advice}") from error


def read_records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield each record with its first line, and a reason instead of cells where its quotation marks are broken.

    After a broken record reading goes on with the next line, so an open quotation mark swallows only its own line.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                yield start + done + 1, cells, ""
                done = reader.line_num
            return
        except csv.Error:
            reason = "quotation marks do not pair up; put the text in quotation marks and double those inside it"
            yield start + done + 1, [], reason
            start += done + 1


def read_header(cells: list[str], fault: str) -> list[str]:
    """Return the names of the columns.

    :raises ListUnreadable: one that is needed is missing.
    """
    header = [cell.strip().casefold() for cell in cells]
    missing = [name for name in COLUMNS if name not in header]
    if fault or missing:
        raise ListUnreadable(f"line 1: the columns {', '.join(missing)} are missing; needed: {','.join(COLUMNS)}")
    return header


def read_row(line: int, header: list[str], cells: list[str]) -> AwardRow:
    """Return one row.

    :raises BadRow: with the reason.
    """
    if len(cells) != len(header):
        raise BadRow(f"{len(cells)} columns, {len(header)} expected; a text with a comma needs quotation marks")
    if any("\x00" in cell for cell in cells):
        raise BadRow("holds a NUL character; remove it")
    row = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
    kind = KINDS.get(row["institution_type"].casefold())
    if not kind:
        raise BadRow(f"unknown institution type '{row['institution_type']}'; known: {', '.join(KINDS)}")
    for name in ("title", "institution", "rank_or_group"):
        if not row[name]:
            raise BadRow(f"no {name}")
    if not normalise_title(row["title"]):
        raise BadRow(f"the title '{row['title']}' has no letter and no digit")
    is_inferred = row["institution"].endswith(INFERRED)
    institution, _, unit = row["institution"].removesuffix(INFERRED).strip().partition(" - ")
    award = "" if row["rank_or_group"].casefold() in NOT_AWARDS else row["rank_or_group"]
    for name, text in (*row.items(), ("unit", unit)):
        if len(text) > LONGEST.get(name, len(text)):
            raise BadRow(f"{name} has {len(text)} characters, at most {LONGEST[name]}")
    return AwardRow(
        line=line,
        year=read_year(row["year"]),
        award=award,
        title=row["title"],
        institution=institution.strip(),
        unit=unit.strip(),
        kind=kind,
        region=row["region"],
        source=row["source"],
        is_inferred=is_inferred,
    )


def read_year(text: str) -> int:
    """Return the year.

    :raises BadRow: there is none, or it is none.
    """
    if not text:
        raise BadRow("no year")
    if not (len(text) == 4 and text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
        raise BadRow(f"'{text}' is not a year; write four digits")
    return int(text)
