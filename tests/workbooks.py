"""Workbooks as tests read and write them: with the standard library and the writer, not with what is tested."""

import io
import re
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree

import xlsxwriter

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content: bytes, sheet: int = 1) -> list[list[str]]:
    """Return the texts of a sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = [
            "".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_MAIN}si")
        ]
        page = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return [[_text(cell, shared) for cell in row.iter(f"{_MAIN}c")] for row in page.iter(f"{_MAIN}row")]


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.find(f"{_MAIN}v")
    if value is None:
        return ""
    text = shared[int(value.text)] if cell.get("t") == "s" else value.text
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def book_of(rows: Iterable[Iterable[object]]) -> bytes:
    """Return a workbook of these rows: numbers as numbers, `=…` as a formula, all else as texts."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(number, place, value)
                elif value.startswith("="):
                    sheet.write_formula(number, place, value, value=3)
                elif value:
                    sheet.write_string(number, place, value)
    return stored.getvalue()
