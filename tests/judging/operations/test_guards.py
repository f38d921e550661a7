"""What the database itself refuses, whoever asks: the last line when code has a fault or somebody uses SQL."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from competition.clock import read_clock
from judging.models import Assignment, Conflict, Mark, Ranking, ScoreEvent, ScoreSheet, Selection
from judging.operations.sheets import lock_sheet, save_sheet
from judging.states import ASSIGNMENT_MOVES, SELECTION_MOVES, SHEET_MOVES, AssignmentState, SelectionState, SheetState
from tests import builders
from tests.evidence import nothing_changes


def refuses(sql, *values):
    """Expect the database to refuse a statement, and nothing to be different afterwards."""
    with nothing_changes(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def locked(cast):
    """A locked sheet."""
    one = builders.accepted(cast)[0]
    return lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())


@pytest.mark.parametrize(
    "change",
    [
        "state = 'DRAFT', total = NULL, locked_at = NULL",
        "total = 100",
        "locked_at = now()",
        "receipt_hash = 'x'",
        "version = version + 1",
    ],
)
def test_a_locked_sheet_does_not_change(locked, change):
    refuses(f"UPDATE judging_scoresheet SET {change} WHERE id = %s", locked.pk)


def test_a_locked_sheet_is_not_deleted(locked):
    refuses("DELETE FROM judging_scoresheet WHERE id = %s", locked.pk)


@pytest.mark.parametrize("change", ["points = 100", "level_id = NULL, points = NULL", "reason = 'lain'"])
def test_marks_of_a_locked_sheet_do_not_change(locked, change):
    refuses(f"UPDATE judging_mark SET {change} WHERE sheet_id = %s", locked.pk)


def test_marks_of_a_locked_sheet_are_neither_deleted_nor_added(locked):
    refuses("DELETE FROM judging_mark WHERE sheet_id = %s", locked.pk)
    extra = builders.Criterion.objects.create(round=locked.assignment.round, code="x", name="X", order=9, weight=0)
    refuses("INSERT INTO judging_mark (sheet_id, criterion_id, reason) VALUES (%s, %s, '')", locked.pk, extra.pk)


def test_a_mark_does_not_move_to_or_from_a_locked_sheet(locked, cast):
    one = Assignment.objects.exclude(pk=locked.assignment_id).select_related("judge").first()
    draft = save_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    refuses("UPDATE judging_mark SET sheet_id = %s WHERE sheet_id = %s", draft.pk, locked.pk)
    extra = builders.Criterion.objects.create(round=one.round, code="x", name="X", order=9, weight=0)
    Mark.objects.create(sheet=draft, criterion=extra)
    refuses("UPDATE judging_mark SET sheet_id = %s WHERE criterion_id = %s", locked.pk, extra.pk)


def test_a_sheet_has_a_total_exactly_when_it_is_locked(cast):
    one = builders.accepted(cast)[0]
    draft = save_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    for change in ("total = 50", "state = 'LOCKED'", "state = 'LOCKED', locked_at = now()", "state = 'OPEN'"):
        refuses(f"UPDATE judging_scoresheet SET {change} WHERE id = %s", draft.pk)


def test_the_trace_of_scores_is_append_only(locked):
    for table in ("judging_scoreevent",):
        refuses(f"UPDATE {table} SET at = now()")
        refuses(f"DELETE FROM {table}")
    assert ScoreEvent.objects.filter(sheet=locked).count() == 2


def test_points_are_on_the_scale_and_come_with_a_level(cast):
    one = builders.accepted(cast)[0]
    draft = save_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    for change in ("points = 100.01", "points = -1", "points = NULL", "level_id = NULL"):
        refuses(f"UPDATE judging_mark SET {change} WHERE sheet_id = %s", draft.pk)


def test_a_ranking_is_frozen(cast):
    builders.ranked(cast)
    for table, change in (("ranking", "result_hash = 'x'"), ("rankingentry", "score = 100")):
        refuses(f"UPDATE judging_{table} SET {change}")
        refuses(f"DELETE FROM judging_{table}")


def test_a_conflict_is_for_good(cast):
    one = builders.assigned(cast)[0]
    Conflict.objects.create(judge=one.judge, proposal=one.proposal, kind="FAMILY", declared_at=read_clock())
    refuses("UPDATE judging_conflict SET kind = 'OTHER'")
    refuses("DELETE FROM judging_conflict")


def test_three_people_stand_behind_a_published_list(cast):
    builders.ratified(cast)
    chair, first = cast.chair.pk, cast.secretariat.pk
    refuses("UPDATE judging_selection SET ratified_by_id = %s", chair)
    for person in (chair, first):
        refuses("UPDATE judging_selection SET state = 'PUBLISHED', published_by_id = %s, published_at = now()", person)


def move_pairs(states, moves):
    """Return every pair of different states that is no move."""
    return [(a, b) for a in states.values for b in states.values if a != b and (a, b) not in moves]


@pytest.mark.parametrize(("source", "target"), move_pairs(AssignmentState, ASSIGNMENT_MOVES))
def test_an_assignment_moves_only_by_the_table(cast, source, target):
    one = builders.assigned(cast)[0]
    copy = Assignment.objects.create(
        round=one.round,
        proposal=one.proposal,
        judge=builders.make_person(),
        state=source,
        position=1,
        why="BALANCE",
        seed=1,
        assigned_at=read_clock(),
    )
    refuses("UPDATE judging_assignment SET state = %s WHERE id = %s", target, copy.pk)


def test_a_selection_moves_only_by_the_table(cast):
    builders.selected(cast)
    refuses("UPDATE judging_selection SET state = 'PUBLISHED'")
    assert move_pairs(SheetState, SHEET_MOVES) == [("LOCKED", "DRAFT")]
    assert ("PROPOSED", "PUBLISHED") in move_pairs(SelectionState, SELECTION_MOVES)


def test_one_of_each_where_there_can_be_only_one(cast):
    ranking = builders.ranked(cast)
    one = Assignment.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            round=one.round, proposal=one.proposal, judge=one.judge, position=9, why="BALANCE", seed=1, assigned_at=read_clock()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.create(assignment=one, sheet_version=1, changed_at=read_clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        Ranking.objects.create(round=ranking.round, ranked_by=cast.chair, ranked_at=read_clock())
    Selection.objects.create(ranking=ranking, selected_by=cast.chair, selected_at=read_clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        Selection.objects.create(ranking=ranking, selected_by=cast.chair, selected_at=read_clock())
