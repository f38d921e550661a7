"""The chair's page of the ranking: before, what is missing; after, the whole of it with its line, in words."""

from decimal import Decimal

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry
from judging.models import Assignment, Ranking
from judging.operations.rankings import rank_round
from judging.operations.sheets import lock_sheet
from tests import builders
from tests.evidence import nothing_changes

ROUND = (2017, "desk")


@pytest.fixture
def chair(cast, visit):
    """The chair, signed in."""
    return visit(cast.chair)


def test_before_the_freeze_each_proposal_short_of_sheets_is_named(cast, chair):
    rows = builders.accepted(cast, 3)
    for one in rows[1:]:
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    page = chair.get("rank", *ROUND)
    assert "1 dari 3 proposal belum memiliki semua lembar nilai." in page.text
    assert rows[0].proposal.title in page.text
    assert rows[0].proposal.code in page.text
    assert "1 dari 2" in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]


def test_freezing_with_a_sheet_missing_is_refused(cast, chair):
    builders.accepted(cast, 2)
    with nothing_changes():
        page = chair.post("rank", *ROUND)
    assert page.status_code == 200
    assert "2 proposal belum memiliki semua lembar nilai yang diwajibkan." in page.text
    assert "<title>Kesalahan: " in page.text


def test_freezing_while_a_proposal_waits_for_the_secretariat_is_refused(cast, chair):
    builders.scored(cast, 2)
    builders.open_the_stage(cast.edition, "registration")
    builders.submitted(cast)
    builders.open_the_stage(cast.edition, "judging")
    assert "menunggu seleksi administrasi" in chair.get("rank", *ROUND).text
    with nothing_changes():
        assert "menunggu seleksi administrasi" in chair.post("rank", *ROUND).text


def test_freezing_shows_the_rule_first_and_the_ranking_afterwards(cast, chair):
    builders.Round.objects.update(tie_break=["manfaat", "kebaruan"])
    builders.scored(cast, 3)
    page = chair.get("rank", *ROUND)
    assert "Bobot: Kebaruan 25, Produktif 25, Manfaat 25, Keberlanjutan 25." in page.text
    assert "rata-rata Manfaat, lalu Kebaruan" in page.text
    assert "dibulatkan satu kali ke 2 desimal" in page.text
    answer = chair.post("rank", *ROUND)
    assert answer["Location"] == reverse("judging:rank", args=ROUND)
    page = chair.get("rank", *ROUND)
    assert "— Garis batas: 80,00 (2 proposal di atas) —" in page.text
    ranking = Ranking.objects.get()
    assert ranking.inputs_hash in page.text
    assert ranking.result_hash in page.text
    assert [row["entry"].rank for row in page.context["rows"]] == [1, 2, 3]
    assert page.text.index("100,00") < page.text.index("Garis batas") < page.text.index("60,00")


def test_a_round_that_is_content_with_fewer_sheets_says_so_and_ranks_by_those_there(cast, chair):
    builders.Round.objects.update(least_sheets=1, rounding="HALF_UP", passing_grade=Decimal("62.5"))
    rows = builders.accepted(cast, 3)
    for one in rows[1:]:
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    page = chair.get("rank", *ROUND)
    assert "1 proposal belum memiliki semua lembarnya dan akan dihitung dari lembar yang ada" in page.text
    assert "sedikitnya 1 lembar, dibulatkan satu kali ke 2 desimal; tepat di tengah dibulatkan ke atas." in page.text
    assert "proposal dengan sedikitnya 1 dari 2 lembar dihitung dari lembar yang ada." in page.text
    assert "Proposal dengan nilai di bawah 62,5 tidak mendapat tempat" in page.text
    chair.post("rank", *ROUND)
    assert sorted(Ranking.objects.get().entries.values_list("sheets", flat=True)) == [1, 2, 2]
    assert chair.get("rank", *ROUND).text.count("<small>kurang 1</small>") == 1


def test_the_line_stands_on_its_own_page_only(cast, chair, monkeypatch):
    builders.ranked(cast, 3)
    monkeypatch.setattr("judging.views.rankings.PER_PAGE", 1)
    shown = ["Garis batas:" in chair.get("rank", *ROUND, halaman=number).text for number in (1, 2, 3)]
    assert shown == [False, True, False]


def test_no_line_when_there_are_places_for_all(cast, chair):
    builders.ranked(cast, 2)
    page = chair.get("rank", *ROUND)
    assert "Tidak ada garis batas: 2 proposal untuk 2 tempat." in page.text


def test_ties_are_marked_and_a_tie_at_the_line_is_told(cast, chair):
    for one in builders.accepted(cast, 3):
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(4), version=0, at=read_clock())
    rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    page = chair.get("rank", *ROUND)
    assert page.text.count("<td>Seri</td>") == 3
    assert "Nilai sama di garis batas" in page.text


def test_a_look_at_the_ranking_is_written_down(cast, chair):
    builders.ranked(cast, 3)
    chair.get("rank", *ROUND)
    chair.get("rank", *ROUND)
    views = AuditEntry.objects.filter(event="ranking_viewed")
    assert [one.person for one in views] == [cast.chair]


def test_freezing_again_changes_nothing_and_says_so(cast, chair):
    builders.ranked(cast, 3)
    with nothing_changes():
        answer = chair.post("rank", *ROUND)
    assert answer.status_code == 302
    assert "sudah dibekukan" in chair.get("rank", *ROUND).text


def test_nobody_but_the_chair_sees_the_ranking(cast, visit):
    builders.ranked(cast, 3)
    for person in (cast.secretariat, cast.secretariat2):
        page = visit(person).get("rank", *ROUND)
        assert page.status_code == 403
        assert "80,00" not in page.text
    for person in (*cast.judges, cast.writer, cast.leader, cast.stranger):
        assert visit(person).get("rank", *ROUND).status_code == 404


def test_an_empty_round_has_nothing_to_freeze(cast, chair):
    builders.open_the_stage(cast.edition, "judging")
    assert "Belum ada proposal pada babak ini" in chair.get("rank", *ROUND).text
    with nothing_changes():
        assert "Belum ada proposal yang dinilai" in chair.post("rank", *ROUND).text
    assert not Assignment.objects.exists()
