"""What the chair does about readers who are far apart: nothing happens by itself, and nothing without a tie-free chair."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.holidays import end_of_working_days
from competition.models import AuditEntry, Notice, Round
from competition.verdict import NotAllowed
from judging.models import Assignment, Discussion
from judging.operations.assignments import NothingToAssign, assign_judges, declare_conflict
from judging.operations.disputes import (
    AlreadyDecided,
    NoDispute,
    NoLead,
    NotTheWay,
    ask_third_reader,
    let_stand,
    third_readers,
)
from judging.operations.panel import NotFree
from judging.operations.rankings import DisputesOpen, differences, rank_round
from judging.pacing import Standing
from judging.queries.disputes import disputes_in, unsettled_in
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging.disputes import REASON, agree, apart, discuss, holds, lock, propose


def third(cast, one, judge, **values):
    """Ask one more judge, as the chair."""
    known = {"person": cast.chair, "reason": REASON, "at": read_clock()} | values
    return ask_third_reader(round_=builders.the_round(cast), proposal=one.proposal, judge_id=judge.pk, **known)


def stand(cast, one, **values):
    """Let the sheets stand, as the chair."""
    known = {"person": cast.chair, "reason": REASON, "at": read_clock()} | values
    return let_stand(round_=builders.the_round(cast), proposal=one.proposal, **known)


def rank(cast):
    return rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def standings(cast):
    return [one.standing for one in disputes_in(builders.the_round(cast))]


def free_judge(cast, one):
    """Return the judge who does not read the proposal."""
    return next(judge for judge in cast.judges if not one.proposal.assignments.filter(judge=judge).exists())


def test_a_proposal_is_in_dispute_from_the_gap_on_and_once_all_its_sheets_are_locked(cast):
    one, other = (sheet for sheet in builders.accepted(cast))
    Round.objects.update(gap=40)
    lock(one, 5)
    assert standings(cast) == []
    lock(other, 3)
    assert standings(cast) == [Standing.NEW]
    Round.objects.update(gap=41)
    assert standings(cast) == []
    Round.objects.update(gap=None)
    assert standings(cast) == []
    assert not Discussion.objects.exists(), "nothing happens by itself"


def test_open_discussion_tells_each_reader_with_the_deadline_and_writes_no_score_down(cast):
    one, other = apart(cast, 5, 1)
    at = read_clock()
    found = discuss(cast, one, days=2, note="Perhatikan bukti.", at=at)
    assert (found.state, found.lead, found.due_at) == ("OPEN", one, end_of_working_days(at, 2))
    assert standings(cast) == [Standing.OPEN]
    letters = Notice.objects.filter(event="discussion_opened")
    assert {letter.recipient for letter in letters} == {one.judge, other.judge}
    for letter in letters:
        assert f"/penilaian/bahasan/{found.code}/" in letter.text
        assert one.proposal.title not in letter.subject + letter.text
        assert not [word for word in ("100", "20,", "poin") if word in letter.text]
    entries = AuditEntry.objects.filter(event="discussion_opened")
    assert {entry.subject_key for entry in entries} == {one.code, other.code}
    assert all((entry.data, entry.before, entry.after) == ({}, None, None) for entry in entries)


def test_what_does_not_fit_is_refused_by_name_and_nothing_is_written(cast):
    one, other = apart(cast, 5, 1)
    with refused(NotTheWay):
        third(cast, one, free_judge(cast, one))
    with refused(NoLead):
        discuss(cast, one, lead="222222222222")
    discuss(cast, one)
    with refused(AlreadyDecided):
        discuss(cast, other)
    Round.objects.update(gap=99)
    with refused(NoDispute):
        stand(cast, one)


@pytest.mark.parametrize("who", ["secretariat", "secretariat2", "writer", "stranger", "judge", "tied chair", "ranked"])
def test_nobody_but_a_chair_without_a_tie_decides_and_not_after_the_ranking(cast, who):
    one, _other = apart(cast, 5, 1)
    person = {"judge": one.judge, "tied chair": cast.chair, "ranked": cast.chair}.get(who) or getattr(cast, who)
    if who == "tied chair":
        builders.join(cast.chair, cast.institution, until=read_clock() - timedelta(days=1))
    if who == "ranked":
        rank(cast)
    with nothing_changes():
        for act in (discuss, stand):
            with refused(NotAllowed):
                act(cast, one, person=person)


def test_a_third_reader_is_asked_by_the_rules_of_assignment_and_both_sheets_stay(cast):
    one, other = apart(cast, 5, 1, dispute="THIRD_READER")
    judge = free_judge(cast, one)
    for taken in (one.judge, other.judge, cast.writer):
        with refused(NotFree):
            third(cast, one, taken)
    new = third(cast, one, judge)
    assert (new.judge, new.why, new.state) == (judge, "THIRD", "OFFERED")
    entry = AuditEntry.objects.get(event="third_reader_asked")
    assert (entry.subject_key, entry.reason, entry.data) == (new.code, REASON, {})
    letter = Notice.objects.get(event="judges_assigned", recipient=judge)
    assert "berbeda" not in letter.text, "who reads third does not know it"
    assert standings(cast) == [Standing.THIRD]
    holds()
    with refused(AlreadyDecided):
        third(cast, one, judge)
    with refused(NothingToAssign):
        assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    builders.accept_assignment(assignment=new, person=judge, at=read_clock())
    lock(new, 3)
    assert standings(cast) == [Standing.READ]
    assert unsettled_in(builders.the_round(cast)) == 0
    ranking = rank(cast)
    entry = ranking.entries.get()
    assert (entry.sheets, entry.score) == (3, 60)
    assert differences(ranking) == []
    holds()


def test_a_third_reader_is_nobody_with_a_tie(cast):
    one, _other = apart(cast, 5, 1, dispute="THIRD_READER")
    judge = free_judge(cast, one)
    builders.join(judge, cast.institution)
    with refused(NotFree) as caught:
        third(cast, one, judge)
    assert "Anggota instansi" in caught.value.reason


def test_a_third_reader_who_declines_is_followed_by_another(cast):
    builders.appoint(builders.make_person("Penilai Keempat"), cast.edition, "JUDGE")
    one, _other = apart(cast, 5, 1, dispute="THIRD_READER")
    judges = [found.judge for found in third_readers(one, read_clock()) if not found.objection]
    assert len(judges) == 2
    new = third(cast, one, judges[0])
    declare_conflict(assignment=new, person=judges[0], kind="FAMILY", explanation="", at=read_clock())
    holds()
    assert third(cast, one, judges[1]).judge == judges[1]
    assert Discussion.objects.get().state == "THIRD"


def test_let_stand_needs_its_reason_and_settles_it(cast):
    one, _other = apart(cast, 5, 1, dispute_blocks=True)
    with refused(DisputesOpen) as caught:
        rank(cast)
    assert "1 perbedaan pendapat" in caught.value.reason
    found = stand(cast, one)
    assert (found.state, found.ending, found.ended_by) == ("ENDED", REASON, cast.chair)
    assert not Notice.objects.filter(event="discussion_ended").exists()
    assert AuditEntry.objects.get(event="discussion_ended").reason == REASON
    assert rank(cast).entries.get().score == 60
    assert standings(cast) == [Standing.ENDED]


def test_let_stand_ends_a_discussion_and_tells_its_readers(cast):
    one, other = apart(cast, 5, 1)
    discuss(cast, one)
    propose(one, 4)
    stand(cast, one)
    assert Notice.objects.filter(event="discussion_ended").count() == 2
    with refused(NotAllowed):
        agree(other)
    with refused(AlreadyDecided):
        stand(cast, one)


@pytest.mark.parametrize(("rule", "blocks", "count"), [("CONSOLIDATE", True, 1), ("CONSOLIDATE", False, 1), ("NONE", False, 0)])
def test_the_ranking_waits_only_where_the_rule_says_so(cast, rule, blocks, count):
    apart(cast, 5, 1, dispute=rule, dispute_blocks=blocks)
    assert unsettled_in(builders.the_round(cast)) == count
    if blocks:
        with refused(DisputesOpen):
            rank(cast)
    else:
        assert rank(cast).entries.get().score == 60, "as before, unless somebody acts"


def test_the_states_of_a_discussion_hold_for_every_reader_of_the_list(cast):
    """What waits for the chair stands first, the widest of it first."""
    one, _other = apart(cast, 5, 1, number=3)
    tasks = Assignment.objects.exclude(proposal=one.proposal)
    assert tasks.count() == 4
    assert standings(cast) == [Standing.NEW]
    stand(cast, one)
    assert standings(cast) == [Standing.ENDED]
