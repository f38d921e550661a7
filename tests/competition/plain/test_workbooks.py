"""What is read of an uploaded table, and what is refused before it can do harm."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition import workbooks
from competition.spreadsheets import csv_lines, plain_cell, safe_cell
from competition.workbooks import NotATable, read_table
from tests.workbooks import book_of

COLUMNS = {"code": ["Kode"], "level": ["Tingkat", "Level"]}
HEAD = ["Kode", "Tingkat"]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", method) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stored.getvalue()


def texts(content: bytes) -> list[tuple[int, str, str]]:
    return [(one.number, one.texts["code"], one.texts["level"]) for one in read_table(content, COLUMNS)]


def test_a_workbook_is_read_by_the_names_of_its_columns():
    rows = [["Judul", "level ", "KODE"], ["x", 3, "a1"], [], ["y", 3.5, "a2"], ["z", "", "a3"]]
    assert texts(book_of(rows)) == [(2, "a1", "3"), (4, "a2", "3.5"), (5, "a3", "")]


def test_a_formula_is_no_value():
    (one,) = read_table(book_of([HEAD, ["a1", "=1+2"]]), COLUMNS)
    assert (one.formulas, one.texts["code"]) == (frozenset({"level"}), "a1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_programs_write_it(encoding, delimiter):
    lines = [HEAD, ["a1", "Café «ya»"], ['"a2"', '"dua\nbaris"']]
    text = "\r\n".join(delimiter.join(row) for row in lines)
    assert texts(text.encode(encoding)) == [(2, "a1", "Café «ya»"), (3, "a2", "dua\nbaris")]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_what_is_written_harmless_comes_back_as_it_was(text):
    if not text.startswith("'"):
        assert plain_cell(safe_cell(text)) == text
    bare = text.replace("\x00", "").strip()
    if bare and not bare.startswith("'"):
        line = "".join(csv_lines([HEAD, ["a", bare]]))
        (one,) = read_table(line.encode("utf-8-sig"), COLUMNS)
        assert one.texts["level"] == bare


GOOD = parts_of(book_of([HEAD, ["a1", 3]]))
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LOCKED = zipped(GOOD).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
HARMFUL = {
    "nothing": (b"", "kosong"),
    "only white space": (b" \n\n ", "kosong"),
    "a document": (b"%PDF-1.7\n\x00", "XLSX atau CSV"),
    "an old workbook, or an enciphered one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kata sandi"),
    "enciphered parts": (LOCKED, "kata sandi"),
    "too big": (b"a" * (workbooks.MOST_BYTES + 1), "4 MB"),
    "cut off": (zipped(GOOD)[:-400], "rusak"),
    "an archive of something else": (zipped({"a.txt": b"x"}), "rusak"),
    "a document type": (zipped(GOOD | {SHEET: DOCTYPE + b"<worksheet/>"}), "rusak"),
    "no XML": (zipped(GOOD | {SHEET: b"<worksheet"}), "rusak"),
    "a place that is none": (zipped(GOOD | {SHEET: GOOD[SHEET].replace(b'r="2"', b'r="x"')}), "rusak"),
    "unpacks to much": (zipped(GOOD | {SHEET: GOOD[SHEET] + b" " * (workbooks.MOST_UNPACKED + 1)}), "terlalu besar"),
    "packed another way": (zipped(GOOD, zipfile.ZIP_LZMA), "rusak"),
    "many parts": (zipped(GOOD | {f"x{one}": b"" for one in range(workbooks.MOST_PARTS)}), "rusak"),
    "no such column": (b"Kode;Nilai\na;3", "Tingkat"),
    "a column twice": (b"Kode;Tingkat;Level\na;3;4", "dua kali"),
    "a cell without end": (b'Kode,Tingkat\n"' + b"a" * 200_000, "XLSX atau CSV"),
    "rows without end": (b"Kode,Tingkat\n" + b"a,3\n" * (workbooks.MOST_ROWS + 1), "20.000 baris"),
}


@pytest.mark.parametrize("what", HARMFUL)
def test_harm_is_refused_with_words(what):
    content, words = HARMFUL[what]
    with pytest.raises(NotATable) as caught:
        read_table(content, COLUMNS)
    assert words in caught.value.reason


def test_shared_texts_outside_the_table_are_none():
    strange = GOOD[SHEET].replace(b"<v>0</v>", b"<v>-1</v>").replace(b"<v>1</v>", b"<v>999</v>")
    with pytest.raises(NotATable):
        read_table(zipped(GOOD | {SHEET: strange}), COLUMNS)


def test_half_characters_and_nul_do_not_come_in():
    shared = GOOD["xl/sharedStrings.xml"].replace(b"a1", b"a_xD800_1_x0000__x005F_x0041_")
    assert texts(zipped(GOOD | {"xl/sharedStrings.xml": shared})) == [(2, "a1_x0041_", "3")]
