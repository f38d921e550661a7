"""Training texts are scored once, opened before the own proposals where the round says so, and counted nowhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Round
from competition.verdict import NotAllowed
from judging import access
from judging.models import TrainingMark, TrainingSheet
from judging.operations.rankings import rank_round
from judging.operations.sheets import ChangedRubric, OffTheScale
from judging.operations.training import AlreadyTrained, lock_training
from judging.queries.invariants import assignments_are_whole
from judging.queries.progress import given_in, timed_in
from judging.queries.rounds import locked_sheets_of, progress_of
from judging.queries.training import is_briefed
from tests import builders
from tests.briefings import brief, train
from tests.evidence import nothing_changes, refused


def test_a_training_text_is_scored_once_and_stays(cast):
    anchor, _other = brief(builders.the_round(cast))
    judge = cast.judges[0]
    sheet = train(anchor, judge, 4, manfaat=2)
    points = dict(TrainingMark.objects.filter(sheet=sheet).values_list("criterion__code", "points"))
    assert points == {"kebaruan": 80, "produktif": 80, "manfaat": 40, "keberlanjutan": 80}
    entry = AuditEntry.objects.get(event="training_locked")
    assert (entry.person, entry.subject_key) == (judge, f"2017/desk/{anchor.code}")
    assert "80" not in str(entry.data)
    with refused(AlreadyTrained):
        train(anchor, judge, 5)
    for rows in (TrainingMark.objects.filter(sheet=sheet), TrainingSheet.objects.filter(pk=sheet.pk)):
        for change in (rows.delete, lambda rows=rows: rows.update(id=9)):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()
    train(anchor, cast.judges[1], 1)


def test_a_rubric_that_changed_begins_anew(cast):
    anchor, other = brief(builders.the_round(cast))
    judge = cast.judges[0]
    train(anchor, judge)
    train(other, judge)
    assert is_briefed(judge, builders.the_round(cast))
    Round.objects.update(sheet_version=2)
    assert not is_briefed(judge, builders.the_round(cast))
    train(anchor, judge, 5)
    assert TrainingSheet.objects.filter(anchor=anchor, judge=judge).count() == 2


def test_what_is_refused(cast):
    anchor, _other = brief(builders.the_round(cast))
    judge, closes_at = cast.judges[0], builders.the_round(cast).stage.closes_at
    known = {"anchor": anchor, "person": judge, "sheet_version": 1, "at": read_clock()}
    whole = dict.fromkeys(builders.choices(), 3)
    for levels in (whole | {"manfaat": 6}, whole | {"lain": 3}, {"manfaat": 3}):
        with refused(OffTheScale):
            lock_training(**known, levels=levels)
    with refused(ChangedRubric):
        lock_training(**known | {"sheet_version": 2}, levels=whole)
    for person in (cast.writer, cast.chair, cast.secretariat):
        with refused(NotAllowed):
            train(anchor, person)
    with refused(NotAllowed):
        train(anchor, judge, at=closes_at)
    train(anchor, judge, at=closes_at - timedelta(seconds=1))


def test_after_the_ranking_nothing_is_trained(cast):
    anchor, _other = brief(builders.the_round(cast))
    builders.ranked(cast, 1)
    with refused(NotAllowed):
        train(anchor, cast.judges[0])


def test_training_sheets_meet_nothing_that_counts(cast):
    """The ranking, its inputs, the progress and the invariants are the same with them as without them."""
    round_ = builders.scored(cast, 3)

    def known():
        return (
            locked_sheets_of(round_, read_clock()),
            progress_of(round_),
            given_in(round_, frozenset()),
            timed_in(round_, frozenset()),
            list(assignments_are_whole(read_clock())),
        )

    before = known()
    with transaction.atomic():
        plain = rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
        fingerprint = [(one.proposal_id, one.score, one.rank) for one in plain.entries.order_by("order")], plain.inputs_hash
        transaction.set_rollback(True)
    for anchor in brief(round_):
        for judge in cast.judges:
            train(anchor, judge, 1)
    assert known() == before
    ranking = rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    assert (
        [(one.proposal_id, one.score, one.rank) for one in ranking.entries.order_by("order")],
        ranking.inputs_hash,
    ) == fingerprint


def test_where_the_round_requires_it_the_own_proposals_open_after_the_last_text(cast):
    anchors = brief(builders.the_round(cast), required=True)
    one = builders.accepted(cast)[0]
    for anchor in anchors:
        with nothing_changes(), pytest.raises(PermissionDenied) as caught:
            access.assignment_to_read(one.code, one.judge, read_clock())
        assert "naskah latihan" in str(caught.value)
        train(anchor, one.judge)
    assert access.assignment_to_read(one.code, one.judge, read_clock()) == one


def test_where_it_is_offered_nothing_waits(cast):
    brief(builders.the_round(cast))
    one = builders.accepted(cast)[0]
    assert access.assignment_to_read(one.code, one.judge, read_clock()) == one
