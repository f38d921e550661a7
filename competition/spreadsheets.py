"""Rows for spreadsheet programs: a cell that somebody typed must never become a formula when the file is opened."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter

# A workbook takes no more in one cell.
LONGEST_CELL = 32_767
# What makes a program take a cell for a formula, at its beginning; the full-width forms count in East Asian versions.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a program skips before it looks.
_SKIPPED = " \u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"


def safe_cell(value: object) -> str:
    """Return a value as the text of a cell; text that would begin a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(_SKIPPED).startswith(_LIVE) else text


class _Line:
    """Takes what the writer writes and hands it on."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield rows as lines of RFC 4180, every cell quoted and harmless, one at a time."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as a file of `csv_lines`, with the mark by which spreadsheet programs know UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(csv_lines(rows))


def write_xlsx(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as a workbook of one sheet, the first row kept in view; one row in memory at a time.

    Every cell is a text, also one that looks like a number or an address: nothing in it is ever computed or followed.
    """
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write_string(number, place, safe_cell(value)[:LONGEST_CELL])
