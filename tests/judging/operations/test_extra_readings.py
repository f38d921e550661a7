"""One more reading near the line before the ranking: given out as shown, by the rules of every assignment, and waited for."""

from collections import Counter
from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Round
from competition.queries.appointments import offices_acted_in
from competition.verdict import NotAllowed
from judging.models import Assignment, Conflict
from judging.operations import extra_readings
from judging.operations.assignments import PlanChanged, accept_assignment, declare_conflict
from judging.operations.disputes import ask_third_reader, let_stand, needs_reader
from judging.operations.extra_readings import (
    NobodyFree,
    NoReason,
    ReadingGone,
    SheetsAwaited,
    add_readings,
    plan_batch,
    withdraw_reading,
)
from judging.operations.panel import replace_reader, substitutes_for
from judging.operations.rankings import NothingToRank, SheetsMissing, compute_ranking, differences, rank_round
from judging.operations.sheets import lock_sheet, save_sheet
from judging.pacing import Standing
from judging.queries.disputes import dispute_about, disputes_in
from judging.queries.invariants import assignments_are_whole
from judging.states import EXTRA_READING
from judging.weighing import CannotWeigh
from submissions.models import Proposal
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging.views.test_weighings import judged
from tests.racing import race

WHY = "Tempat terakhir belum pasti."


def more(cast, count=4, **values):
    """Give out a batch as the chair."""
    known = {"round_": builders.the_round(cast), "person": cast.chair, "seed": 7, "reason": WHY, "at": read_clock()}
    return add_readings(count=count, **known | values)


def extra():
    return Assignment.objects.filter(why=EXTRA_READING).select_related("judge", "proposal")


def locked(one):
    """Accept an extra reading and lock its sheet."""
    accept_assignment(assignment=one, person=one.judge, at=read_clock())
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(3), version=0, at=read_clock())


def rank(cast):
    return rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_a_batch_is_what_was_shown_by_the_rules_of_every_assignment_and_is_told_once(db):
    cast = builders.make_cast(builders.make_edition(), judges=6)
    round_ = judged(cast)
    before = Counter(Notice.objects.filter(event="judges_assigned").values_list("recipient", flat=True))
    had = set(Assignment.objects.values_list("proposal_id", "judge_id"))
    with nothing_changes():
        batch = plan_batch(round_, 6, 7, read_clock())
        assert plan_batch(round_, 6, 7, read_clock()).fingerprint == batch.fingerprint
    assert [one.gain for one in batch.rows] == sorted((one.gain for one in batch.rows), reverse=True)
    assert {one.readings for one in batch.rows} == {2}
    given = more(cast, 6, shown=batch.fingerprint)
    assert {(one.proposal, one.judge) for one in given} == {(one.proposal, one.judge) for one in batch.rows}
    assert not had & {(one.proposal_id, one.judge_id) for one in given}
    loads = Counter(Assignment.objects.values_list("judge_id", flat=True))
    assert max(loads.values()) - min(loads.values()) <= 2
    told = Counter(Notice.objects.filter(event="judges_assigned").values_list("recipient", flat=True)) - before
    assert told == Counter({one.judge_id for one in given})
    entry = AuditEntry.objects.get(event="readings_added")
    assert (entry.person, entry.reason, entry.data) == (cast.chair, WHY, {"seed": 7, "readings": 6})
    assert list(assignments_are_whole(read_clock())) == []
    assert offices_acted_in(cast.chair, cast.edition) == ["CHAIR"]


def test_the_ranking_waits_for_the_extra_sheets_and_counts_them(cast):
    judged(cast)
    given = more(cast)
    with refused(SheetsMissing) as caught:
        rank(cast)
    assert {one.proposal for one in caught.value.shortfalls} == {one.proposal.code for one in given}
    assert {(one.present, one.required) for one in caught.value.shortfalls} == {(2, 3)}
    with refused(SheetsAwaited):
        more(cast)
    for one in given:
        locked(one)
    again = more(cast, 2)
    assert not {one.proposal_id for one in again} & {one.proposal_id for one in given}, "all three judges have read those"
    for one in again:
        locked(one)
    ranking = rank(cast)
    sheets = dict(ranking.entries.values_list("proposal_id", "sheets"))
    assert {pk for pk, count in sheets.items() if count == 3} == {one.proposal_id for one in (*given, *again)}
    assert differences(ranking) == []


def test_a_reading_that_is_declined_holds_nothing_up(cast):
    judged(cast)
    (one,) = more(cast, 1)
    declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    assert {entry.figures.sheets for entry in compute_ranking(builders.the_round(cast), read_clock()).entries} == {2}


def withdraw(cast, one, **values):
    known = {"round_": builders.the_round(cast), "person": cast.chair, "reason": " Cukup dua. ", "at": read_clock()}
    return withdraw_reading(**{"code": one.code} | known | values)


def test_a_reading_that_is_taken_back_is_waited_for_no_more_and_its_judge_is_told(cast):
    judged(cast)
    one, begun, done = more(cast, 3)
    accept_assignment(assignment=begun, person=begun.judge, at=read_clock())
    choices = {"choices": builders.choices(2), "version": 0, "at": read_clock()}
    save_sheet(assignment=begun, person=begun.judge, **choices)
    locked(done)
    for reading in (one, begun):
        withdraw(cast, reading)
    told = Notice.objects.filter(event="reading_withdrawn").order_by("created_at")
    assert [letter.recipient for letter in told] == [one.judge, begun.judge]
    assert all("tambahan" not in letter.text and "Cukup dua" not in letter.text for letter in told)
    entry = AuditEntry.objects.filter(event="reading_withdrawn").order_by("pk").first()
    assert (entry.subject_key, entry.reason, entry.after) == (one.code, "Cukup dua.", {"state": "RELEASED"})
    assert list(assignments_are_whole(read_clock())) == []
    assert begun.judge not in [two.judge for two in substitutes_for(done, read_clock()) if not two.objection]
    sheets = dict(rank(cast).entries.values_list("proposal_id", "sheets"))
    assert (sheets[one.proposal_id], sheets[begun.proposal_id], sheets[done.proposal_id]) == (2, 2, 3)


def test_who_became_tied_is_told_nothing_and_what_is_locked_or_ordinary_is_not_taken_back(cast):
    judged(cast)
    (one,) = more(cast, 1)
    ordinary = Assignment.objects.exclude(why=EXTRA_READING).order_by("pk")[0]
    for wrong, error in (({"code": ordinary.code}, ReadingGone), ({"code": "x"}, ReadingGone), ({"reason": " "}, NoReason)):
        with nothing_changes(), refused(error):
            withdraw(cast, one, **wrong)
    closes_at = builders.the_round(cast).stage.closes_at
    for wrong in ({"person": cast.secretariat}, {"person": one.judge}, {"at": closes_at}):
        with nothing_changes(), refused(NotAllowed):
            withdraw(cast, one, **wrong)
    builders.join(one.judge, one.proposal.institution)
    withdraw(cast, one)
    assert not Notice.objects.filter(event="reading_withdrawn").exists()
    with nothing_changes(), refused(ReadingGone):
        withdraw(cast, one)
    again = more(cast, 1)[0]
    locked(again)
    with nothing_changes(), refused(ReadingGone):
        withdraw(cast, again)


def test_a_substitute_for_an_extra_reader_is_waited_for_as_well(db):
    cast = builders.make_cast(builders.make_edition(), judges=4)
    round_ = judged(cast)
    (one,) = more(cast, 1)
    other = next(two.judge for two in substitutes_for(one, read_clock()) if not two.objection)
    known = {"assignment": one, "judge_id": other.pk, "person": cast.secretariat, "reason": "Sakit."}
    new = replace_reader(round_=round_, at=read_clock(), **known)
    assert new.why == EXTRA_READING
    with refused(SheetsMissing):
        rank(cast)
    assert list(assignments_are_whole(read_clock())) == []
    locked(new)
    assert sorted(rank(cast).entries.values_list("sheets", flat=True))[-1] == 3


def test_once_the_round_is_closed_the_ranking_waits_for_no_extra_sheet_any_more(cast):
    closes_at = judged(cast).stage.closes_at
    more(cast)
    with refused(SheetsMissing):
        rank_round(round_=builders.the_round(cast), person=cast.chair, at=closes_at - timedelta(microseconds=1))
    ranking = rank_round(round_=builders.the_round(cast), person=cast.chair, at=closes_at)
    assert set(ranking.entries.values_list("sheets", flat=True)) == {2}
    assert differences(ranking) == []


def test_what_is_in_dispute_is_read_once_more_only_when_that_is_settled(cast):
    round_ = judged(cast)
    Round.objects.update(gap=25, dispute="CONSOLIDATE")
    round_ = builders.the_round(cast)
    disputed = [one.proposal for one in disputes_in(round_)]
    assert disputed
    assert {one.proposal.pk for one in plan_batch(round_, 12, 7, read_clock()).rows} & set(disputed)
    Round.objects.update(dispute_blocks=True)
    round_ = builders.the_round(cast)
    batch = plan_batch(round_, 12, 7, read_clock())
    assert batch.rows
    assert not {one.proposal.pk for one in batch.rows} & set(disputed)
    for pk in disputed:
        known = {"round_": round_, "proposal": Proposal.objects.get(pk=pk), "reason": WHY, "person": cast.chair}
        let_stand(at=read_clock(), **known)
    assert {one.proposal.pk for one in plan_batch(round_, 12, 7, read_clock()).rows} & set(disputed)


def test_an_extra_sheet_is_not_that_of_a_third_reader(db):
    cast = builders.make_cast(builders.make_edition(), judges=4)
    round_ = judged(cast)
    (one,) = more(cast, 1)
    locked(one)
    Round.objects.update(gap=1, dispute="THIRD_READER")
    round_ = builders.the_round(cast)
    judge = next(two.judge for two in substitutes_for(one, read_clock()) if not two.objection)
    known = {"round_": round_, "proposal": one.proposal, "reason": WHY, "person": cast.chair, "at": read_clock()}
    third = ask_third_reader(judge_id=judge.pk, **known)
    assert dispute_about(round_, one.proposal).standing == Standing.THIRD
    declare_conflict(assignment=third, person=judge, kind="FAMILY", explanation="", at=read_clock())
    found = dispute_about(round_, one.proposal)
    assert needs_reader(round_, one.proposal, found), "the extra reader is none who was asked about the dispute"


def test_a_round_content_with_the_sheets_there_does_not_wait(cast):
    Round.objects.update(least_sheets=1)
    judged(cast)
    given = more(cast)
    with nothing_changes(), refused(SheetsAwaited):
        more(cast)
    for one in given:
        locked(one)
    assert not {one.proposal_id for one in more(cast)} & {one.proposal_id for one in given}
    assert rank(cast).entries.count() == 12


def test_nobody_reads_what_they_are_tied_to_and_the_next_in_line_takes_its_place(cast):
    round_ = judged(cast)
    first = plan_batch(round_, 1, 7, read_clock()).rows[0]
    Conflict.objects.create(judge=first.judge, proposal=first.proposal, kind="FAMILY", declared_at=read_clock())
    batch = plan_batch(round_, 1, 7, read_clock())
    assert (batch.rows[0].proposal == first.proposal, batch.skipped) == (False, 1)
    for one in plan_batch(round_, 12, 7, read_clock()).rows:
        Conflict.objects.create(judge=one.judge, proposal=one.proposal, kind="FAMILY", declared_at=read_clock())
    with refused(NobodyFree):
        more(cast)


def test_another_batch_than_the_one_shown_is_not_given_out(cast):
    judged(cast)
    with nothing_changes(), refused(PlanChanged):
        more(cast, shown="0" * 64)
    with nothing_changes(), refused(NoReason):
        more(cast, reason=" ")


@pytest.mark.parametrize("who", ["secretariat", "writer", "leader", "admin"])
def test_nobody_but_the_chair_adds_readings(cast, who):
    judged(cast)
    with nothing_changes(), refused(NotAllowed):
        more(cast, person=getattr(cast, who, cast.secretariat2))


def test_no_reading_is_added_once_the_round_is_over_or_ranked_or_where_nothing_can_be_read(cast):
    round_ = judged(cast)
    with refused(NotAllowed):
        more(cast, at=round_.stage.closes_at)
    Round.objects.update(kind="INTERVIEW")
    with refused(NotAllowed):
        more(cast)
    Round.objects.update(kind="DESK")
    rank(cast)
    with refused(NotAllowed):
        more(cast)


def test_too_small_a_round_says_so(cast):
    builders.scored(cast, 3)
    with nothing_changes(), pytest.raises(CannotWeigh):
        more(cast)
    with pytest.raises(NothingToRank):
        compute_ranking(builders.make_round(cast.edition, key="lain"), read_clock())


@pytest.fixture
def committed(transactional_db):
    """A round that is judged, committed."""
    cast = builders.make_cast(builders.make_edition())
    judged(cast)
    return cast


@pytest.mark.django_db(transaction=True)
def test_two_presses_give_out_one_batch(committed):
    outcome = race(lambda: more(committed), lambda: more(committed))
    assert outcome.waited
    assert isinstance(outcome.error, SheetsAwaited)
    assert extra().count() == 4


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_press_would_fail_in_the_database(committed, monkeypatch):
    monkeypatch.setattr(extra_readings, "hold_round", lambda round_, *, alone: None)
    outcome = race(lambda: more(committed), lambda: more(committed))
    assert outcome.error is not None
    assert not isinstance(outcome.error, SheetsAwaited)
