"""Lists as people keep them: good rows are read, bad ones named by line and reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.award_lists import AwardList, ListUnreadable, read_award_list

HEADER = "year,rank_or_group,title,institution,institution_type,region,source\n"
GOOD = (
    "2031,Top 99,Rumah Tunggu,Pemerintah Kabupaten Sinjai - Dinas Kesehatan,kabupaten,Sulawesi Selatan,https://contoh.test/a\n"
)


def read(*rows: str) -> AwardList:
    """Return what a file with these rows holds."""
    return read_award_list((HEADER + "".join(rows)).encode())


def test_read_award_list_splits_institution_and_unit():
    row = read(GOOD).rows[0]
    assert (row.line, row.year, row.award, row.title) == (2, 2031, "Top 99", "Rumah Tunggu")
    assert (row.institution, row.unit, row.kind) == ("Pemerintah Kabupaten Sinjai", "Dinas Kesehatan", "REGENCY")
    assert not row.is_inferred


def test_read_award_list_splits_at_the_first_dash_with_spaces_only():
    row = read("2031,Top 99,A1,Pemerintah Kota Toli-Toli - UPT A - Seksi B,KOTA,x,y\n").rows[0]
    assert (row.institution, row.unit) == ("Pemerintah Kota Toli-Toli", "UPT A - Seksi B")


def test_read_award_list_takes_inferred_institutions():
    row = read("2031,Top 99,Hemat 60 %,Kementerian Energi (inferred),kementerian,Nasional,buku\n").rows[0]
    assert (row.institution, row.unit, row.is_inferred) == ("Kementerian Energi", "", True)


def test_read_award_list_reads_quotation_marks_commas_and_lines_inside_a_text():
    found = read('2031,Top 99,"MLM ""Bebas, Pasung""\nbaris dua",PAM Jaya,BUMD,x,y\n', GOOD)
    assert found.rows[0].title == 'MLM "Bebas, Pasung" baris dua'
    assert [row.line for row in found.rows] == [2, 4]


@pytest.mark.parametrize("group", ["diajukan", "Diajukan", "peserta", "UNPSA participant"])
def test_read_award_list_knows_what_is_no_prize(group: str):
    assert read(GOOD.replace("Top 99", group)).rows[0].award == ""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace("2031", ""), "no year"),
        (GOOD.replace("2031", "dua ribu"), "'dua ribu' is not a year; write four digits"),
        (GOOD.replace("2031", "1900"), "'1900' is not a year"),
        (GOOD.replace("2031", "²⁰¹⁷"), "'²⁰¹⁷' is not a year"),
        (GOOD.replace("Rumah Tunggu", " "), "no title"),
        (GOOD.replace("Rumah Tunggu", "???"), "the title '???' has no letter and no digit"),
        (GOOD.replace("Top 99", ""), "no rank_or_group"),
        (GOOD.replace(",kabupaten,", ",desa,"), "unknown institution type 'desa'; known: kementerian, lembaga"),
        (GOOD.replace(",kabupaten,", ",,"), "unknown institution type ''"),
        ("2031,Top 99,Rumah Tunggu\n", "3 columns, 7 expected"),
        (GOOD.replace("\n", ",lebih\n"), "8 columns, 7 expected; a text with a comma needs quotation marks"),
        (GOOD.replace("Rumah Tunggu", "R" * 301), "title has 301 characters, at most 300"),
        (GOOD.replace("Dinas Kesehatan", "D" * 201), "unit has 201 characters, at most 200"),
        (GOOD.replace("Rumah Tunggu", "Rumah\x00"), "holds a NUL character"),
        (GOOD.replace("Rumah Tunggu", 'Ru"mah'), ""),
        (GOOD.replace("Rumah Tunggu", '"Rumah" Tunggu'), "quotation marks do not pair up"),
        (GOOD.replace("Rumah Tunggu", '"Rumah Tunggu'), "quotation marks do not pair up"),
    ],
)
def test_read_award_list_names_bad_rows_and_keeps_the_good(row: str, reason: str):
    found = read(GOOD, row, GOOD, GOOD)
    if not reason:
        assert [fault.line for fault in found.faults] == []
        return
    assert [fault.line for fault in found.faults] == [3]
    assert found.faults[0].reason.startswith(reason)
    assert [kept.line for kept in found.rows] == [2, 4, 5]


def test_read_award_list_skips_empty_lines():
    assert [row.line for row in read("\n", ",,,,,,\n", GOOD).rows] == [4]


def test_read_award_list_takes_semicolons_a_mark_and_another_order_of_columns():
    header = "title;year;institution;institution_type;rank_or_group;region;source;catatan\r\n"
    raw = b"\xef\xbb\xbf" + f"{header}A1;2031;PAM Jaya;BUMD;Top 99;x;y;z\r\n".encode()
    row = read_award_list(raw).rows[0]
    assert (row.title, row.year, row.award, row.source) == ("A1", 2031, "Top 99", "y")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (b"judul,tahun\n", "line 1: the columns year, rank_or_group, title, institution"),
        (HEADER.replace(",source", "").encode(), "line 1: the columns source are missing"),
        ((HEADER + GOOD + GOOD.replace("Rumah", "Rumé")).encode("latin-1"), "line 3: the file is not UTF-8"),
        ((HEADER + GOOD).encode("utf-16"), "line 1: the file is not UTF-8; save the list as CSV in UTF-8"),
    ],
)
def test_read_award_list_refuses_files_it_cannot_read(raw: bytes, reason: str):
    with pytest.raises(ListUnreadable) as caught:
        read_award_list(raw)
    assert str(caught.value).startswith(reason)


@given(st.text(max_size=200))
def test_read_award_list_answers_any_text(text: str):
    found = read_award_list((HEADER + text).encode("utf-8", "ignore"))
    assert all(fault.line >= 2 and fault.reason for fault in found.faults)
