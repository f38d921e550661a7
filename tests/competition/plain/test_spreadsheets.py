"""A cell that somebody typed is never a formula (SEC-13)."""

import csv
import io

import pytest

from competition.spreadsheets import csv_lines, safe_cell

LIVE = [
    *("=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM", " =1"),
    *("\u3000＝1", "\ufeff=1"),
]


@pytest.mark.parametrize("text", LIVE)
def test_what_would_begin_a_formula_is_made_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Puskesmas 24 jam", "a=b", "1-2", "'=1", '{"a": 1}'])
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_nothing_and_numbers_become_text():
    assert (safe_cell(None), safe_cell(7), safe_cell(-7)) == ("", "7", "'-7")


def test_lines_are_read_back_as_they_were():
    rows = [["Judul", 'Rumah "Tunggu", baru\r\nbaris dua'], ["=1", None]]
    text = "".join(csv_lines(rows))
    assert text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [rows[0], ["'=1", ""]]
