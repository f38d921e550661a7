"""The judge's desk: own offers first, then the own list, and not a word about anybody else."""

import re
from datetime import timedelta

from django.urls import reverse

from competition.clock import read_clock
from competition.models import Stage
from judging.models import Assignment
from judging.operations.assignments import declare_conflict
from judging.operations.sheets import lock_sheet, save_sheet
from judging.queries.desk import DeskRound, desk_rounds
from tests import builders
from tests.evidence import nothing_changes


def mine(judge):
    """Return the judge's assignments in their own order."""
    return list(Assignment.objects.filter(judge=judge).select_related("proposal", "judge").order_by("position"))


def test_the_desk_without_an_assignment_says_what_will_be_here(cast, visit):
    page = visit(cast.judges[0]).get("desk")
    assert page.status_code == 200
    assert "Belum ada tugas menilai" in page.text


def test_an_offer_shows_title_and_institution_and_no_content(cast, visit):
    builders.assigned(cast, 3)
    judge = cast.judges[0]
    page = visit(judge).get("desk")
    for one in mine(judge):
        assert one.proposal.title in page.text
        assert reverse("judging:assignment", args=[one.code]) in page.text
        assert reverse("judging:sheet", args=[one.code]) not in page.text
    assert cast.institution.name in page.text
    assert builders.TEXT not in page.text
    assert "checked" not in page.text


def test_several_offers_are_accepted_at_once(cast, visit):
    builders.assigned(cast, 4)
    judge = cast.judges[0]
    _first, *rest = mine(judge)
    visitor = visit(judge)
    answer = visitor.post("desk", codes=[one.code for one in rest])
    assert answer.status_code == 302
    assert [one.state for one in mine(judge)] == ["OFFERED", *["ACCEPTED"] * len(rest)]
    assert f"{len(rest)} tugas diterima." in visitor.get("desk").text


def test_accepting_nothing_says_so_and_keeps_the_list(cast, visit):
    builders.assigned(cast, 2)
    visitor = visit(cast.judges[0])
    with nothing_changes():
        page = visitor.post("desk")
    assert page.status_code == 200
    assert "<title>Kesalahan: " in page.text
    assert page.text.count("Centang sedikitnya satu proposal yang bebas dari benturan kepentingan") == 2
    assert 'href="#id_codes_0"' in page.text


def test_somebody_elses_code_finds_nothing(cast, visit):
    builders.assigned(cast, 2)
    stranger = mine(cast.judges[1])[0]
    visitor = visit(cast.judges[0])
    visitor.post("desk", codes=[stranger.code, "TIDAKADA"])
    stranger.refresh_from_db()
    assert stranger.state == "OFFERED"
    assert "2 tugas tidak dapat diterima" in visitor.get("desk").text


def test_accepting_after_the_round_is_refused_with_the_ticks_kept(cast, visit):
    builders.assigned(cast, 2)
    one = mine(cast.judges[0])[0]
    builders.open_the_stage(cast.edition, "announcement")
    page = visit(cast.judges[0]).post("desk", codes=[one.code])
    assert page.status_code == 200
    assert "sudah ditutup pada" in page.text
    assert "checked" in page.text


def test_the_list_names_each_state_and_goes_on_with_the_next(cast, visit):
    builders.accepted(cast, 6)
    judge = cast.judges[0]
    locked, draft, untouched, *_rest = mine(judge)
    lock_sheet(assignment=locked, person=judge, choices=builders.choices(), version=0, at=read_clock())
    save_sheet(assignment=draft, person=judge, choices=builders.choices(), version=0, at=read_clock())
    page = visit(judge).get("desk")
    words = [re.search(r'<span class="tag \w+">([^<]+)</span>', row).group(1) for row in page.context["rows"]]
    assert words == ["Terkunci", "Draf", "Belum", "Belum"]
    assert page.context["next"] == draft
    assert "1 dari 4 terkunci; perlu ±1 per hari" in page.text
    assert reverse("judging:locked", args=[locked.code]) in page.text
    assert untouched.proposal.title in page.text


def test_a_declared_conflict_is_gone_from_the_desk_at_once(cast, visit):
    builders.accepted(cast, 3)
    judge = cast.judges[0]
    one = mine(judge)[0]
    declare_conflict(assignment=one, person=judge, kind="FAMILY", explanation="", at=read_clock())
    assert one.proposal.title not in visit(judge).get("desk").text


def test_the_desk_shows_nothing_of_other_judges(cast, visit):
    builders.accepted(cast, 3)
    judge, other, third = cast.judges
    for one in mine(other):
        lock_sheet(assignment=one, person=other, choices=builders.choices(5), version=0, at=read_clock())
    page = visit(judge).get("desk")
    assert other.name not in page.text
    assert third.name not in page.text
    assert "0 dari 2 terkunci" in page.text


def test_the_desk_is_for_judges(cast, visit):
    for person in (cast.writer, cast.leader, cast.chair, cast.secretariat, cast.stranger):
        assert visit(person).get("desk").status_code == 404


def test_when_the_round_is_closed_there_is_nothing_to_go_on_with(cast, visit):
    builders.accepted(cast, 2)
    builders.open_the_stage(cast.edition, "announcement")
    page = visit(cast.judges[0]).get("desk")
    assert "sudah ditutup pada" in page.text
    assert "Lanjutkan" not in page.text


def test_desk_rounds_puts_the_open_round_first(cast, at):
    builders.accepted(cast, 2)
    later = builders.make_round(cast.edition, key="akhir", stage="interview")
    one = Assignment.objects.filter(judge=cast.judges[0]).first()
    Assignment.objects.create(
        round=later, proposal=one.proposal, judge=one.judge, position=1, why="BALANCE", seed=1, assigned_at=at
    )
    assert [row.round.key for row in desk_rounds(one.judge, at)] == ["desk", "akhir"]
    builders.open_the_stage(cast.edition, "interview")
    assert [row.round.key for row in desk_rounds(one.judge, at)] == ["akhir", "desk"]


def test_per_day_is_rounded_up_and_counts_only_the_days_of_the_round(cast, at):
    round_ = builders.the_round(cast)
    stage = Stage(opens_at=at, closes_at=at + timedelta(days=3, hours=1))
    round_.stage = stage
    row = DeskRound(round_, total=84, offered=0, locked=12)
    assert row.per_day(at) == 18
    assert row.per_day(at - timedelta(days=30)) == 18
    assert row.per_day(stage.closes_at - timedelta(seconds=1)) == 72
    assert row.per_day(stage.closes_at) == 0
