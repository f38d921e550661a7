"""Rows for spreadsheet programs: a cell that somebody typed must never become a formula when the file is opened."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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


def plain_cell(text: str) -> str:
    """Return what `safe_cell` was given, from a cell that came back: its apostrophe is no part of the text."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet to fill in: its head and width, and whether whoever has the sheet may write in it."""

    head: str
    width: int
    is_open: bool = False


def fillable_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    choices: Mapping[int, Sequence[Sequence[int]]],
    name: str,
    key: tuple[str, Iterable[Sequence[object]]],
    made_at: datetime,
) -> bytes:
    """Return a workbook whose first sheet is to be filled in: only open columns may be written in.

    `choices`: for a column the whole numbers offered in each row; there a number is written as a number, everything else is a
    text. `key` is the name and the rows of a second sheet that explains the first. The protection has no password: it keeps
    from slips, and who uploads the file is told what they changed all the same.
    """
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        fixed = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#444444"})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "bg_color": "#FFF8DC", "border": 1})
        sheet = book.add_worksheet(name)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.head, bold)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                style = free if columns[place].is_open else fixed
                if value is None or value == "":
                    sheet.write_blank(number, place, None, style)
                elif place in choices and isinstance(value, int):
                    sheet.write_number(number, place, value, style)
                else:
                    sheet.write_string(number, place, safe_cell(value)[:LONGEST_CELL], style)
            for place, offered in choices.items():
                sheet.data_validation(number, place, number, place, {"validate": "list", "source": list(offered[number - 1])})
        _explain(book.add_worksheet(key[0]), key[1], bold, fixed)
    return stored.getvalue()


def _explain(sheet: object, rows: Iterable[Sequence[object]], bold: object, fixed: object) -> None:
    sheet.protect()
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.set_column(place, place, 60 if place == len(row) - 1 else 22)
            sheet.write_string(number, place, safe_cell(value)[:LONGEST_CELL], fixed if number else bold)
