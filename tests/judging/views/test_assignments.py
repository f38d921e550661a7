"""The declaration page of a judge, and the organiser's plan."""

import csv
import io
import re

import pytest
from django.urls import reverse

from competition.clock import read_clock
from judging.models import Assignment, Conflict, Panelist
from judging.operations.assignments import declare_conflict, plan_round
from judging.operations.sheets import lock_sheet
from submissions.models import Proposal
from tests import builders
from tests.evidence import nothing_changes

ROUND = (2017, "desk")


@pytest.fixture
def one(cast):
    """An offer of the first judge."""
    builders.assigned(cast, 2)
    return Assignment.objects.filter(judge=cast.judges[0]).select_related("judge", "proposal").first()


@pytest.fixture
def judge(one, visit):
    """The assignment's judge, signed in."""
    return visit(one.judge)


def test_the_declaration_shows_title_and_institution_and_no_content(one, judge, cast):
    page = judge.get("assignment", one.code)
    assert one.proposal.title in page.text
    assert cast.institution.name in page.text
    assert builders.TEXT not in page.text
    assert "Nyatakan dan terima" in page.text
    assert "checked" not in page.text


def test_accepting_opens_the_sheet_and_twice_does_no_harm(one, judge):
    for _time in range(2):
        answer = judge.post("assignment", one.code, act="accept")
        assert answer["Location"] == reverse("judging:sheet", args=[one.code])
    one.refresh_from_db()
    assert one.state == "ACCEPTED"
    assert "Buka lembar nilai" in judge.get("assignment", one.code).text


def test_declaring_a_conflict_takes_it_away(one, judge):
    answer = judge.post("assignment", one.code, act="conflict", kind="FAMILY", explanation="")
    assert answer["Location"] == reverse("judging:desk")
    assert Conflict.objects.filter(judge=one.judge, proposal=one.proposal).exists()
    assert judge.get("assignment", one.code).status_code == 404
    assert judge.get("sheet", one.code).status_code == 404


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Pilih benturan kepentingan"),
        ({"kind": "BUKAN"}, "Pilih benturan kepentingan"),
        ({"kind": "OTHER", "explanation": "  "}, "Isi penjelasan"),
        ({"kind": "OTHER", "explanation": "k" * 2001}, "paling banyak 2000 huruf"),
    ],
)
def test_a_conflict_without_its_words_is_named(one, judge, values, text):
    with nothing_changes():
        page = judge.post("assignment", one.code, act="conflict", **values)
    assert page.status_code == 200
    assert "<title>Kesalahan: " in page.text
    assert page.text.count(text) == 2


def test_a_post_without_an_act_changes_nothing(one, judge):
    with nothing_changes():
        assert judge.post("assignment", one.code, act="lain").status_code == 200


def test_a_refusal_is_told_on_the_page(one, judge, cast):
    builders.open_the_stage(cast.edition, "announcement")
    with nothing_changes():
        page = judge.post("assignment", one.code, act="accept")
    assert page.status_code == 200
    assert "sudah ditutup pada" in page.text
    assert "<title>Kesalahan: " in page.text


def test_after_locking_the_page_says_whom_to_ask(one, judge):
    judge.post("assignment", one.code, act="accept")
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    page = judge.get("assignment", one.code)
    assert "Hubungi penyelenggara" in page.text
    assert 'value="conflict"' not in page.text


@pytest.fixture
def organiser(cast, visit):
    """The first organiser, signed in, with three eligible proposals."""
    builders.eligible(cast, 3)
    return visit(cast.secretariat)


def hidden(page):
    """Return the hidden fields of the plan that is shown."""
    return {name: re.search(f'name="{name}" value="([^"]*)"', page.text)[1] for name in ("seed", "shown")}


def test_a_plan_is_shown_before_anything_is_written(organiser):
    with nothing_changes():
        page = organiser.get("assign", *ROUND)
        assert "Berikan tugas ini" not in page.text
        page = organiser.get("assign", *ROUND, seed=7)
    assert "2 proposal masing-masing" in page.text
    assert "Semua penilai terhubung" in page.text
    assert [one["new"] for one in page.context["loads"]] == [2, 2, 2]


def test_the_plan_that_was_shown_is_written(organiser, cast):
    page = organiser.get("assign", *ROUND, seed=7)
    answer = organiser.post("assign", *ROUND, **hidden(page))
    assert answer["Location"] == reverse("judging:round", args=ROUND)
    assert {one.seed for one in Assignment.objects.all()} == {7}
    assert Assignment.objects.count() == 6


def test_writing_it_twice_is_refused(organiser):
    values = hidden(organiser.get("assign", *ROUND, seed=7))
    organiser.post("assign", *ROUND, **values)
    with nothing_changes():
        page = organiser.post("assign", *ROUND, **values)
    assert page.status_code == 409
    assert "berubah sejak rencana ini ditampilkan" in page.text
    assert "Setiap proposal sudah memiliki penilai" in page.text


def test_a_plan_overtaken_by_a_conflict_is_not_written(organiser, cast):
    values = hidden(organiser.get("assign", *ROUND, seed=7))
    pair = plan_round(builders.the_round(cast), 7, read_clock()).plan.added[0]
    proposal = builders.Proposal.objects.get(code=pair.proposal)
    Conflict.objects.create(judge_id=int(pair.judge), proposal=proposal, kind="FAMILY", declared_at=read_clock())
    with nothing_changes():
        page = organiser.post("assign", *ROUND, **values)
    assert page.status_code == 409
    assert organiser.post("assign", *ROUND, **hidden(page)).status_code == 302


def test_an_impossible_plan_says_what_to_relax(organiser, cast):
    builders.Round.objects.update(max_load=1)
    with nothing_changes():
        page = organiser.get("assign", *ROUND, seed=7)
    assert "Naikkan beban paling banyak menjadi 2 atau tambah 3 penilai." in page.text
    assert "<title>Kesalahan: " in page.text
    assert "Berikan tugas ini" not in page.text


def test_a_post_of_an_impossible_plan_says_it_once(organiser, cast):
    values = hidden(organiser.get("assign", *ROUND, seed=7))
    builders.Round.objects.update(max_load=1)
    with nothing_changes():
        page = organiser.post("assign", *ROUND, **values)
    assert page.text.count("Naikkan beban paling banyak") == 1


@pytest.mark.parametrize("seed", ["", "abc", "-1", "1000000000", "9" * 40])
def test_a_number_off_the_range_is_named(organiser, seed):
    with nothing_changes():
        page = organiser.get("assign", *ROUND, seed=seed)
    assert page.status_code == 200
    assert "<title>Kesalahan: " in page.text


def test_a_post_with_a_spoilt_number_shows_the_field_again(organiser):
    with nothing_changes():
        page = organiser.post("assign", *ROUND, seed="x", shown="y" * 64)
    assert page.status_code == 200
    assert re.search(r'<input type="number" name="seed"', page.text)


def test_the_rerun_adds_only_what_a_conflict_left_open(organiser, cast):
    organiser.post("assign", *ROUND, **hidden(organiser.get("assign", *ROUND, seed=7)))
    one = Assignment.objects.select_related("judge").first()
    declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    page = organiser.get("assign", *ROUND, seed=8)
    assert page.context["added"] == 1
    organiser.post("assign", *ROUND, **hidden(page))
    assert Assignment.objects.filter(proposal=one.proposal, state="OFFERED").count() == 2


def test_without_a_proposal_there_is_nothing_to_plan(cast, visit):
    builders.open_the_stage(cast.edition, "judging")
    page = visit(cast.secretariat).get("assign", *ROUND, seed=7)
    assert "Tidak ada proposal yang masih membutuhkan penilai." in page.text


def test_the_chair_is_told_and_others_find_nothing(organiser, cast, visit):
    page = visit(cast.chair).get("assign", *ROUND)
    assert page.status_code == 403
    assert "Hanya penyelenggara" in page.text
    for person in (cast.judges[0], cast.writer, cast.leader):
        assert visit(person).get("assign", *ROUND).status_code == 404


def test_a_writers_family_name_is_a_question_and_no_finding(one, judge, cast):
    assert "berkeluarga dengan tim ini" not in judge.get("assignment", one.code).text
    cast.judges[0].name, cast.colleague.name = "Rina Siregar", "Budi Siregar, S.E."
    for person in (cast.judges[0], cast.colleague):
        person.save(update_fields=["name"])
    for page in (judge.get("assignment", one.code), judge.get("desk")):
        assert "nama belakang" in page.text.lower()
        assert "Budi" not in page.text
    assert judge.post("assignment", one.code, act="accept").status_code == 302


def test_the_plan_says_how_much_is_read_across_teams_before_anything_is_written(organiser, cast):
    page = organiser.get("assign", *ROUND, seed=7)
    assert "100%, paling sedikit 30%" in page.text
    assert "Belum tercapai" not in page.text
    for judge in cast.judges:
        Panelist.objects.create(appointment=judge.appointments.get(), categories=["kategori-1"], changed_at=read_clock())
    page = organiser.get("assign", *ROUND, seed=7)
    assert "0%, paling sedikit 30%" in page.text
    assert "Belum tercapai" in page.text


def rows_of(answer):
    """Return a handed out file as rows."""
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_pair_is_handed_out_with_its_reason_and_no_formula(organiser, cast):
    proposal = Proposal.objects.order_by("pk")[0]
    Proposal.objects.filter(pk=proposal.pk).update(title="=HYPERLINK(A1)")
    head, *planned = rows_of(organiser.get("readings", *ROUND, seed=7))
    assert (head[0], head[6]) == ("Kode", "Alasan")
    assert len(planned) == 3 * 2
    assert {row[1] for row in planned if row[0] == proposal.code} == {"'=HYPERLINK(A1)"}
    assert all(row[6] in {"Pemerataan beban", "Hanya penilai ini yang bebas konflik"} for row in planned)
    assert rows_of(organiser.get("readings", *ROUND))[1:] == []
    organiser.post("assign", *ROUND, **hidden(organiser.get("assign", *ROUND, seed=7)))
    stands = rows_of(organiser.get("readings", *ROUND))[1:]
    assert {(row[0], row[4], row[5]) for row in stands} == {(row[0], row[4], row[5]) for row in planned}
    for judge in cast.judges[:2]:
        judge.appointments.update(ends_at=read_clock())
    assert organiser.get("readings", *ROUND, seed=7).status_code == 403
