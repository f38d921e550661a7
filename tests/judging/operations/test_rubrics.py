"""A round's sheet changes in versions with a reason, and what scores count by no more once a sheet is locked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Criterion, Level, Round
from competition.presets import find_preset, read_preset
from competition.presets import rounds as presets
from judging.models import ScoreSheet, SheetRevision
from judging.operations.assignments import accept_assignment, assign_judges
from judging.operations.panel import release_judge
from judging.operations.rankings import differences, rank_round
from judging.operations.rubrics import (
    AlreadyRanked,
    NoReason,
    OtherCriteria,
    SameSheet,
    SheetFrozen,
    TooManySheets,
    content_of,
    revise_sheet,
)
from judging.operations.sheets import ChangedRubric, lock_sheet, save_sheet
from judging.queries.rounds import locked_sheets_of
from tests import builders
from tests.evidence import nothing_changes, refused

WHY = "Uraian tingkat 3 dapat dibaca dengan dua arti."


def sheet_of(round_: Round) -> presets.Round:
    """Return the round's sheet as a file would say it."""
    known = read_preset(find_preset("2017")).rounds[0]
    criteria = []
    for one in round_.criteria.order_by("order"):
        levels = tuple(presets.Level(level.value, level.points, level.text, level.text_en) for level in one.levels.all())
        names = {name: getattr(one, name) for name in ("code", "name", "name_en", "description", "description_en", "weight")}
        criteria.append(presets.Criterion(order=one.order, levels=levels, **names))
    rule = {"decimals": round_.decimals, "tie_break": tuple(round_.tie_break), "score": presets.Score()}
    return replace(known, key=round_.key, criteria=tuple(criteria), **rule)


def changed(round_: Round, **values: object) -> presets.Round:
    """Return the sheet with something else in the third level of the first criterion."""
    sheet = sheet_of(round_)
    first = sheet.criteria[0]
    levels = tuple(replace(one, **values) if one.value == 3 else one for one in first.levels)
    return replace(sheet, criteria=(replace(first, levels=levels), *sheet.criteria[1:]))


def revise(cast, sheet, **values):
    known = {"reason": WHY, "person": None, "at": read_clock()} | values
    return revise_sheet(round_=builders.the_round(cast), sheet=sheet, **known)


@pytest.fixture
def one(cast):
    """An accepted assignment."""
    return builders.accepted(cast)[0]


def score(one, act=save_sheet, level=3, **values):
    known = {"version": 0, "at": read_clock()} | values
    return act(assignment=one, person=one.judge, choices=builders.choices(level), **known)


def test_a_change_is_a_version_with_its_reason_and_keeps_what_was_before(cast, one):
    before = content_of(one.round)
    made = revise(cast, changed(one.round, text="Ada bukti dari dua tempat."))
    assert (made.version, made.reason, made.before) == (2, WHY, before)
    assert builders.the_round(cast).sheet_version == 2
    assert Level.objects.get(criterion__code="kebaruan", value=3).text == "Ada bukti dari dua tempat."
    entry = AuditEntry.objects.get(event="sheet_revised")
    assert (entry.reason, entry.data) == (WHY, {"version": 2})
    for sql in ("UPDATE judging_sheetrevision SET reason = ''", "DELETE FROM judging_sheetrevision"):
        refuses(sql)


def refuses(sql):
    with nothing_changes(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_draft_of_the_version_before_is_shown_the_new_one_before_it_counts(cast, one):
    score(one, sheet_version=1)
    revise(cast, changed(one.round, points=Decimal(70)))
    with refused(ChangedRubric):
        score(one, lock_sheet, version=1, sheet_version=1)
    sheet = score(one, lock_sheet, version=1, sheet_version=2)
    assert (sheet.sheet_version, sheet.total) == (2, Decimal("62.5"))


def test_how_scores_count_changes_with_a_version_and_no_more_after_the_first_locked_sheet(cast, one):
    score_rule = presets.Score(least_sheets=1, rounding="half_up", passing_grade=Decimal(60))
    sheet = replace(sheet_of(one.round), score=score_rule, decimals=1, tie_break=("manfaat",))
    made = revise(cast, sheet)
    round_ = builders.the_round(cast)
    assert (round_.least_sheets, round_.rounding, round_.passing_grade) == (1, "HALF_UP", Decimal(60))
    assert (round_.decimals, round_.tie_break, round_.sheet_version) == (1, ["manfaat"], 2)
    assert made.before["score rule"]["rounding"] == "HALF_EVEN"
    score(one, lock_sheet, sheet_version=2)
    with refused(SheetFrozen):
        revise(cast, replace(sheet, decimals=2))


def test_a_file_that_asks_for_more_sheets_than_the_round_has_readers_is_refused_by_name(cast, one):
    sheet = replace(sheet_of(one.round), score=presets.Score(least_sheets=3))
    with nothing_changes(), refused(TooManySheets) as caught:
        revise(cast, sheet)
    assert "sedikitnya 3 lembar, " in caught.value.reason
    assert "dibaca 2 penilai" in caught.value.reason


def test_locked_scores_stay_with_the_version_they_were_judged_by(cast, one):
    locked = score(one, lock_sheet, sheet_version=1)
    before = ScoreSheet.objects.values().get(pk=locked.pk)
    with refused(SheetFrozen):
        revise(cast, changed(one.round, points=Decimal(70)))
    revise(cast, changed(one.round, text="Ada bukti dari dua tempat."))
    assert ScoreSheet.objects.values().get(pk=locked.pk) == before
    assert before["sheet_version"] == 1
    other = next(row for row in builders.Assignment.objects.select_related("judge") if row.pk != one.pk)
    score(other, lock_sheet, sheet_version=2)
    ranking = rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    assert differences(ranking) == []
    with refused(AlreadyRanked):
        revise(cast, changed(one.round, text="Lain lagi."))


def test_a_judge_who_withdraws_half_way_leaves_what_is_locked_by_its_version_and_nothing_else(cast):
    rows = builders.accepted(cast, 3)
    judge = rows[0].judge
    done, begun = [row for row in rows if row.judge == judge][:2]
    score(done, lock_sheet, sheet_version=1)
    score(begun, sheet_version=1)
    revise(cast, changed(done.round, text="Ada bukti dari dua tempat."))
    about = {"round_": builders.the_round(cast), "person": cast.secretariat, "at": read_clock()}
    release_judge(appointment=judge.appointments.get(), reason="Dirawat di rumah sakit.", **about)
    sheet = ScoreSheet.objects.get(assignment=done)
    assert (sheet.state, sheet.sheet_version) == ("LOCKED", 1)
    counted = {one.proposal: len(one.sheets) for one in locked_sheets_of(about["round_"], about["at"])}
    assert (counted[done.proposal.code], sum(counted.values())) == (1, 1)
    new = next(row for row in assign_judges(seed=2, **about) if row.proposal == begun.proposal)
    accept_assignment(assignment=new, person=new.judge, at=read_clock())
    assert score(new, lock_sheet, sheet_version=2).sheet_version == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE competition_level SET points = 99 WHERE value = 3",
        "UPDATE competition_level SET value = 9 WHERE value = 3",
        "DELETE FROM competition_level WHERE value = 4",
        "UPDATE competition_criterion SET weight = 40 WHERE code = 'manfaat'",
        "UPDATE competition_criterion SET code = 'lain' WHERE code = 'manfaat'",
        "UPDATE competition_round SET rounding = 'HALF_UP'",
        "UPDATE competition_round SET least_sheets = 1",
        "UPDATE competition_round SET passing_grade = 60",
        "UPDATE competition_round SET decimals = 1",
        "UPDATE competition_round SET tie_break = '{manfaat}'",
        "UPDATE competition_round SET readers_per_proposal = 1",
        "INSERT INTO competition_level (criterion_id, value, points, text, text_en)"
        " SELECT id, 9, 1, 'x', '' FROM competition_criterion",
    ],
    ids=[
        "points",
        "value",
        "level gone",
        "weight",
        "code",
        "rounding",
        "least sheets",
        "passing grade",
        "decimals",
        "tie-break",
        "readers",
        "level more",
    ],
)
def test_the_database_freezes_what_scores_count_by_with_the_first_locked_sheet(one, change):
    score(one)
    with transaction.atomic(), connection.cursor() as cursor:
        if not change.startswith("DELETE"):
            cursor.execute(change)
            assert cursor.rowcount
        transaction.set_rollback(True)
    score(one, lock_sheet, version=1)
    refuses(change)


def test_words_and_what_is_not_scored_may_change_after_it(one):
    score(one, lock_sheet)
    Level.objects.filter(value=3).update(text="Lain")
    Criterion.objects.create(round=one.round, code="ringkasan", name="Ringkasan", order=9, weight=0).delete()


def test_what_is_no_version_of_the_sheet_is_refused_by_name(cast, one):
    sheet = sheet_of(one.round)
    with refused(NoReason):
        revise(cast, sheet, reason=" ")
    with refused(SameSheet):
        revise(cast, sheet)
    with refused(OtherCriteria):
        revise(cast, replace(sheet, criteria=sheet.criteria[1:]))


def test_the_command_takes_an_edition_file(db, tmp_path):
    call_command("load_edition", "2017")
    text = find_preset("2017").read_text(encoding="utf-8")
    round_ = Round.objects.get(key="desk")
    words = Level.objects.filter(criterion__round=round_).order_by("pk")[2].text
    file = tmp_path / "berkas.yaml"
    file.write_text(text.replace(words, "Ada bukti dari dua tempat.", 1), encoding="utf-8")
    with pytest.raises(CommandError, match="sama dengan"):
        call_command("revise_sheet", "2017/desk", "2017", "--reason", WHY)
    call_command("revise_sheet", "2017/desk", str(file), "--reason", WHY)
    assert SheetRevision.objects.get().version == 2
    with pytest.raises(CommandError, match="no round"):
        call_command("revise_sheet", "2017/lain", str(file), "--reason", WHY)
