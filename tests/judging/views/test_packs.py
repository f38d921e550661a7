"""The offline pack: what is in it and for whom, and a filled sheet that comes back, all of it or nothing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import AuditEntry, Round
from competition.spreadsheets import csv_lines
from judging.models import Assignment, Mark, ScoreEvent, ScoreSheet
from judging.operations.assignments import declare_conflict
from judging.operations.sheets import lock_sheet, save_sheet
from judging.packing import HEADS
from submissions.models import Proposal
from tests import builders
from tests.briefings import brief, train
from tests.evidence import nothing_changes
from tests.workbooks import book_of, rows_of

COLUMNS = list(HEADS)
LEVEL, REASON, VERSION, RUBRIC, ROUND = (COLUMNS.index(name) for name in ("level", "reason", "version", "rubric", "round"))
NUMBER = 4


@pytest.fixture
def tasks(cast):
    """What the first judge accepted, in the own order."""
    return [one for one in builders.accepted(cast, NUMBER) if one.judge == cast.judges[0]]


@pytest.fixture
def judge(cast, tasks, visit):
    """The first judge, signed in."""
    return visit(cast.judges[0])


def sheet_of(judge):
    """Return the rows of the sheet as the judge takes it, the head first; a level is a number."""
    answer = judge.get("pack_sheet")
    assert answer["Content-Disposition"] == 'attachment; filename="lembar-2017-desk.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    return rows_of(answer.content)


def filled(rows, *codes, level=4, reason=builders.REASON):
    """Fill the rows of these tasks in."""
    for row in rows[1:]:
        if row[0] in codes:
            row[LEVEL], row[REASON] = str(level), reason
    return rows


def send(judge, content, name="lembar.xlsx"):
    """Upload a file, or rows as a workbook."""
    content = content if isinstance(content, bytes) else book_of(content)
    return judge.client.post("/penilaian/paket/", {"file": SimpleUploadedFile(name, content)})


def confirm(judge, page):
    """Say yes to what a page shows."""
    carried = re.search(r'name="rows" value="([^"]+)"', page.text)
    return judge.post("pack", act="apply", rows=carried[1])


def drafts(one):
    """Return levels and reasons that are saved of a task."""
    marks = Mark.objects.filter(sheet__assignment=one).select_related("criterion", "level")
    return {mark.criterion.code: (mark.level.value if mark.level else None, mark.reason) for mark in marks}


def test_the_desk_leads_to_the_pack_of_its_round(judge):
    assert "/penilaian/paket/?babak=2017-desk" in judge.get("desk").text
    page = judge.get("pack", babak="2017-desk").text
    assert f"{len(sheet_of(judge)) // 4} proposal yang sudah Anda terima" in page


def test_the_reading_has_the_answers_in_the_own_order_and_needs_no_host(judge, tasks):
    answer = judge.get("pack_reading")
    assert answer["Content-Disposition"] == 'attachment; filename="paket-2017-desk.html"'
    page = answer.text
    places = [page.index(f'<article id="{one.code}"') for one in tasks]
    assert places == sorted(places)
    assert page.count(builders.TEXT.split(".")[0]) == len(tasks) * 2
    assert page.count("Tingkat 3 manfaat") == 1
    assert not re.search(r"https?://|<script|src=", page)
    assert all(one.startswith(("#", "data:text/css;")) for one in re.findall(r'href="([^"]+)"', page))


def test_what_was_not_accepted_declined_locked_or_is_tied_is_in_neither_file(cast, judge, tasks):
    declined, locked, tied, kept = tasks[0], tasks[1], tasks[2], tasks[3:]
    declare_conflict(assignment=declined, person=declined.judge, kind="FAMILY", explanation="", at=read_clock())
    lock_sheet(assignment=locked, person=locked.judge, choices=builders.choices(), version=0, at=read_clock())
    Proposal.objects.filter(pk=tied.proposal_id).update(institution=cast.other_institution)
    builders.join(tied.judge, cast.other_institution)
    Assignment.objects.filter(pk__in=[one.pk for one in kept[1:]]).update(state="OFFERED")
    left = {one.code for one in kept[:1]}
    assert {row[0] for row in sheet_of(judge)[1:]} == left
    page = judge.get("pack_reading").text
    for one in tasks:
        assert (one.code in page) == (one.proposal.title in page) == (one.code in left)


def test_a_pack_is_written_down_without_what_is_in_it(judge, tasks):
    judge.get("pack_reading")
    sheet_of(judge)
    said = AuditEntry.objects.filter(event="pack_taken").order_by("pk").values_list("data", "subject_key")
    assert list(said) == [({"form": form, "assignments": len(tasks)}, "2017/desk") for form in ("HTML", "XLSX")]


def test_nobody_but_a_judge_gets_a_pack(cast, visit, tasks):
    for person in (cast.chair, cast.secretariat, cast.writer, cast.leader):
        for name in ("pack", "pack_reading", "pack_sheet"):
            assert visit(person).get(name).status_code == 404
    other = visit(cast.judges[1])
    assert not {row[0] for row in sheet_of(other)[1:]} & {one.code for one in tasks}


def test_the_sheet_carries_what_is_saved_and_stays_harmless(judge, tasks):
    reasons = ("=cmd|'/C calc'!A0", "+1 -1", "@SUM(A1)", "＝1")
    Proposal.objects.filter(pk=tasks[0].proposal_id).update(title="=1+1")
    choices = {code: builders.Choice(2, reason) for code, reason in zip(builders.choices(), reasons, strict=True)}
    save_sheet(assignment=tasks[0], person=tasks[0].judge, choices=choices, version=0, at=read_clock())
    rows = sheet_of(judge)
    mine = [row for row in rows if row[0] == tasks[0].code]
    assert [(row[LEVEL], row[REASON], row[VERSION]) for row in mine] == [("2", f"'{reason}", "1") for reason in reasons]
    assert {row[1] for row in mine} == {"'=1+1"}
    # Unchanged it comes back as nothing to do: the apostrophe is no part of the reason.
    page = send(judge, rows)
    assert "Tidak ada yang perlu disimpan" in page.text


def test_a_filled_sheet_is_shown_and_then_saved_as_drafts(judge, tasks):
    rows = filled(sheet_of(judge), tasks[0].code, tasks[1].code)
    with nothing_changes():
        page = send(judge, rows)
    assert "8 baris pada 2 proposal" in page.text
    answer = confirm(judge, page)
    assert (answer.status_code, answer["Location"]) == (302, "/penilaian/paket/?babak=2017-desk")
    for one in tasks[:2]:
        assert drafts(one) == dict.fromkeys(builders.choices(), (4, builders.REASON))
    assert set(ScoreSheet.objects.values_list("state", "version", "assignment__code")) == {
        ("DRAFT", 1, one.code) for one in tasks[:2]
    }
    assert AuditEntry.objects.get(event="pack_applied").data == {"assignments": 2}
    # Pressed twice, or from a second tab: nothing more happens, and nothing is refused.
    with nothing_changes():
        assert confirm(judge, page).status_code == 302


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_the_same_columns_come_back_as_csv(judge, tasks, encoding):
    rows = filled(sheet_of(judge), tasks[0].code, reason="Ada bukti: “café” – baik; rapi")
    text = "".join(csv_lines(rows)).replace('","', '";"')
    page = send(judge, text.encode(encoding), "lembar.csv")
    assert confirm(judge, page).status_code == 302
    assert drafts(tasks[0])["manfaat"] == (4, "Ada bukti: “café” – baik; rapi")


def test_a_level_may_be_written_with_a_comma_and_a_row_left_blank(judge, tasks):
    rows = filled(sheet_of(judge), tasks[0].code)
    rows[1][LEVEL], rows[2][LEVEL], rows[2][REASON] = "3,0", "", ""
    page = send(judge, rows)
    assert page.text.count("Belum cukup untuk dikunci.") == 0, "a blank row beside filled ones changes nothing by itself"
    confirm(judge, page)
    assert drafts(tasks[0])[rows[1][2]] == (3, builders.REASON)
    assert drafts(tasks[0])[rows[2][2]] == (None, "")


def change(place, text):
    def act(rows):
        rows[2][place] = text

    return act


def twice(rows):
    rows.insert(3, list(rows[2]))


def gone(rows):
    del rows[2]


WRONG = {
    "unknown code": (change(0, "tidakada"), "Kode ini tidak ada pada daftar tugas Anda"),
    "another criterion": (change(2, "lain"), "Kriteria ini tidak ada"),
    "off the scale": (change(LEVEL, "6"), "Tingkat 6 tidak ada. Tulis salah satu: 1, 2, 3, 4, 5."),
    "below the scale": (change(LEVEL, "0"), "Tingkat 0 tidak ada"),
    "negative": (change(LEVEL, "-1"), "Tingkat -1 tidak ada"),
    "a part of a level": (change(LEVEL, "3,5"), "Tingkat 3,5 tidak ada"),
    "points": (change(LEVEL, "80"), "Tingkat 80 tidak ada"),
    "words": (change(LEVEL, "baik"), "Tingkat baik tidak ada"),
    "a formula": (change(LEVEL, "=1+2"), "Ada rumus pada baris ini"),
    "a formula as a reason": (change(REASON, '="a"&"b"'), "Ada rumus pada baris ini"),
    "a long reason": (change(REASON, "a" * 4001), "Alasan lebih dari 4.000 karakter"),
    "another round": (change(ROUND, "2017-lain"), "babak lain"),
    "other criteria": (change(RUBRIC, "7"), "Dibuat untuk kriteria versi 7; kini versi 1"),
    "a version that is none": (change(VERSION, "x"), "Versi lembar pada baris ini diubah"),
    "a row twice": (twice, "Baris ini sama dengan baris 3"),
    "a deleted row": (gone, "hilang. Kembalikan barisnya"),
}


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_row_is_named_and_nothing_is_saved(judge, tasks, what):
    rows = filled(sheet_of(judge), *(one.code for one in tasks))
    act, text = WRONG[what]
    act(rows)
    with nothing_changes():
        page = send(judge, rows)
    assert text in page.text
    assert "<title>Kesalahan: " in page.text
    assert 'name="rows"' not in page.text, "nothing can be confirmed"


def test_a_foreign_code_says_the_same_as_one_that_does_not_exist(judge, tasks, cast):
    foreign = Assignment.objects.exclude(judge=cast.judges[0]).first().code
    told = []
    for code in (foreign, "x" * len(foreign)):
        rows = filled(sheet_of(judge), tasks[0].code)
        for row in rows[1:]:
            row[0] = code if row[0] == tasks[0].code else row[0]
        told.append(send(judge, rows).text.replace(code, ""))
    first, second = (re.sub(r'name="csrf[^>]+>|written_by[^>]+>|datetime="[^"]+"', "", one) for one in told)
    assert first == second


def lock(one):
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(2), version=0, at=read_clock())


def save(one):
    save_sheet(assignment=one, person=one.judge, choices=builders.choices(2), version=0, at=read_clock())


def recuse(one):
    declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())


def join(one):
    place = builders.make_institution("CITY")
    Proposal.objects.filter(pk=one.proposal_id).update(institution=place)
    builders.join(one.judge, place)


def release(one):
    Assignment.objects.filter(pk=one.pk).update(state="RELEASED")


def rubric(one):
    Round.objects.filter(pk=one.round_id).update(sheet_version=F("sheet_version") + 1)


def shut(one):
    builders.open_the_stage(one.round.edition, "interview")


MEANWHILE = {
    "locked": (lock, "sudah dikunci"),
    "saved in another tab": (save, "disimpan lagi sejak paket dibuat (versi 0, kini 1)"),
    "declared a conflict": (recuse, "tidak ada pada daftar tugas Anda"),
    "joined the institution": (join, "tidak ada pada daftar tugas Anda"),
    "taken back": (release, "tidak ada pada daftar tugas Anda"),
    "other criteria": (rubric, "Dibuat untuk kriteria versi 1; kini versi 2"),
    "round over": (shut, "sudah ditutup"),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_changed_meanwhile_stops_the_whole_sheet(judge, tasks, what):
    """Before the file was uploaded, and between its page and the yes."""
    act, text = MEANWHILE[what]
    rows = filled(sheet_of(judge), *(one.code for one in tasks))
    shown = send(judge, rows)
    act(tasks[1])
    with nothing_changes():
        late = confirm(judge, shown)
        page = send(judge, rows)
    assert late.status_code == 409
    assert text in late.text
    assert text in page.text
    assert not ScoreSheet.objects.exclude(assignment=tasks[1]).exists()
    assert not ScoreEvent.objects.exclude(sheet__assignment=tasks[1]).exists()


def test_rows_that_were_left_blank_are_in_nobodys_way(judge, tasks):
    rows = filled(sheet_of(judge), tasks[0].code)
    recuse(tasks[1])
    lock(tasks[2])
    page = send(judge, rows)
    assert confirm(judge, page).status_code == 302
    assert drafts(tasks[0])["manfaat"] == (4, builders.REASON)


def test_what_is_carried_to_the_yes_is_for_one_person_and_unchanged(judge, tasks, cast, visit):
    page = send(judge, filled(sheet_of(judge), tasks[0].code))
    carried = re.search(r'name="rows" value="([^"]+)"', page.text)[1]
    other = visit(cast.judges[1])
    with nothing_changes():
        for visitor, rows in ((other, carried), (judge, carried[:-2]), (judge, ""), (judge, "[]")):
            answer = visitor.post("pack", act="apply", rows=rows)
            assert "Unggah berkasnya sekali lagi." in answer.text


def test_the_briefing_comes_before_the_pack(judge, tasks, cast):
    rows = filled(sheet_of(judge), tasks[0].code)
    shown = send(judge, rows)
    texts = brief(builders.the_round(cast), required=True)
    with nothing_changes():
        assert {judge.get(name).status_code for name in ("pack_reading", "pack_sheet")} == {403}
        assert "Unduh lembar nilai" not in judge.get("pack").text
        assert "Nilai dahulu semua naskah latihan" in send(judge, rows).text
        assert confirm(judge, shown).status_code == 409
    for one in texts:
        train(one, cast.judges[0])
    assert confirm(judge, shown).status_code == 302


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Kode tugas;Judul\n1;2"])
def test_a_file_that_is_no_sheet_is_refused_beside_its_field(judge, tasks, content):
    with nothing_changes():
        page = send(judge, content)
        assert "Pilih berkas" in judge.post("pack").text
    assert "<title>Kesalahan: " in page.text


@pytest.mark.parametrize("number", [1, 5])
def test_the_pack_asks_for_little_however_much_is_in_it(cast, visit, number):
    builders.accepted(cast, number)
    judge = visit(cast.judges[0])
    counted = {}
    for name in ("pack", "pack_reading", "pack_sheet"):
        judge.get(name)
        with CaptureQueriesContext(connection) as caught:
            assert judge.get(name).status_code == 200
        counted[name] = len(caught)
    rows = filled(sheet_of(judge), *{row[0] for row in sheet_of(judge)[1:]})
    with CaptureQueriesContext(connection) as caught:
        assert "Yang akan berubah" in send(judge, rows).text
    counted["preview"] = len(caught)
    assert counted == {"pack": 5, "pack_reading": 7, "pack_sheet": 7, "preview": 7}
