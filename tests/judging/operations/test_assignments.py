"""Giving out assignments and answering them: balanced, free of conflict, repeatable, and never undone by accident."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Institution, Membership, Notice
from competition.verdict import NotAllowed
from judging.models import Assignment, Conflict
from judging.operations.assignments import (
    IllegalAnswer,
    NoExplanation,
    NotFeasible,
    NothingToAssign,
    PlanChanged,
    _answer,
    accept_assignment,
    accept_assignments,
    assign_judges,
    declare_conflict,
    plan_round,
)
from judging.operations.sheets import lock_sheet
from tests import builders
from tests.evidence import nothing_changes, refused


def assign(cast, seed=1, **values):
    """Assign as the first organiser, now."""
    known = {"round_": builders.the_round(cast), "person": cast.secretariat, "seed": seed, "at": read_clock()}
    return assign_judges(**known | values)


def readings(cast):
    """Return who reads what and in which place, as plain values."""
    rows = Assignment.objects.filter(round__edition=cast.edition)
    return sorted(rows.values_list("proposal__code", "judge_id", "position", "state"))


def test_assign_judges_gives_each_proposal_its_readers_and_tells_each_judge_once(cast):
    builders.eligible(cast, 3)
    rows = assign(cast)
    assert len(rows) == 3 * 2
    assert {row.state for row in rows} == {"OFFERED"}
    assert {row.seed for row in rows} == {1}
    letters = Notice.objects.filter(event="judges_assigned")
    assert sorted(letters.values_list("recipient", flat=True)) == sorted(judge.pk for judge in cast.judges)
    entry = AuditEntry.objects.get(event="judges_assigned")
    assert entry.data == {"seed": 1, "assignments": 6, "judges": 3, "released": 0}
    loads = [sum(row.judge == judge for row in rows) for judge in cast.judges]
    assert loads == [2, 2, 2]


def test_assign_judges_never_takes_a_judge_of_the_family_of_institutions(cast):
    judge, *others = cast.judges
    parent = builders.make_institution("PROVINCE")
    Institution.objects.filter(pk=cast.institution.pk).update(kind="BUMD", parent=parent)
    # Long over, and with the parent only: it counts all the same.
    Membership.objects.create(
        person=judge,
        institution=parent,
        role="LEADER",
        starts_at=builders.LONG_AGO,
        ends_at=cast.edition.stages.first().opens_at,
    )
    builders.eligible(cast, 2)
    rows = assign(cast)
    assert {row.judge for row in rows} == set(others)


def test_the_same_seed_gives_the_same_plan_and_another_seed_another_order(cast):
    builders.eligible(cast, 6)
    round_, at = builders.the_round(cast), read_clock()
    first, second = plan_round(round_, 7, at), plan_round(round_, 7, at)
    assert first.plan == second.plan
    assert first.fingerprint == second.fingerprint != plan_round(round_, 8, at).fingerprint


def test_assign_judges_again_adds_only_what_is_missing_after_the_last_position(cast):
    builders.eligible(cast, 2)
    assign(cast)
    before = readings(cast)
    builders.open_the_stage(cast.edition, "registration")
    builders.eligible(cast, 2)
    rows = assign(cast, seed=9)
    assert set(before) < set(readings(cast))
    assert len(rows) == 2 * 2
    for judge in cast.judges:
        places = [one.position for one in Assignment.objects.filter(judge=judge).order_by("assigned_at", "position")]
        assert places == sorted(set(places)), "a later plan goes on after the first"


def test_assign_judges_twice_refuses_the_second(cast):
    builders.eligible(cast, 2)
    assign(cast)
    with refused(NothingToAssign):
        assign(cast)


def test_assign_judges_replaces_a_reader_who_declared_a_conflict(cast):
    builders.assigned(cast, 1)
    one = Assignment.objects.first()
    declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    (new,) = assign(cast)
    assert new.proposal == one.proposal
    assert new.judge not in Assignment.objects.filter(proposal=one.proposal).exclude(pk=new.pk).values_list("judge", flat=True)


def test_assign_judges_takes_back_what_somebody_has_who_judges_no_more(cast):
    rows = builders.accepted(cast, 2)
    gone = rows[0].judge
    done = next(one for one in rows if one.judge == gone)
    lock_sheet(assignment=done, person=gone, choices=builders.choices(), version=0, at=read_clock())
    gone.appointments.update(ends_at=read_clock())
    assign(cast)
    assert set(Assignment.objects.filter(judge=gone).values_list("state", flat=True)) <= {"ACCEPTED", "RELEASED"}
    assert list(Assignment.objects.filter(judge=gone, state="ACCEPTED")) == [done], "a locked sheet still counts"
    for proposal in {one.proposal_id for one in rows}:
        assert Assignment.objects.filter(proposal=proposal, state__in=("OFFERED", "ACCEPTED")).count() == 2


def test_assign_judges_says_which_rule_to_relax_and_by_how_much(cast):
    builders.eligible(cast, 3)
    round_ = builders.the_round(cast)
    round_.max_load = 1
    round_.save(update_fields=["max_load"])
    with refused(NotFeasible) as caught:
        assign(cast)
    assert "Perlu 6 tugas" in caught.value.reason
    assert "memikul 3" in caught.value.reason
    assert "menjadi 2 atau tambah 3 penilai" in caught.value.reason


def test_assign_judges_names_the_proposal_without_free_readers(cast):
    (proposal,) = builders.eligible(cast, 1)
    for judge in cast.judges[:2]:
        Conflict.objects.create(judge=judge, proposal=proposal, kind="FAMILY", declared_at=read_clock())
    with refused(NotFeasible) as caught:
        assign(cast)
    assert caught.value.lines == [f"“{proposal.title}” hanya memiliki 1 penilai tanpa konflik, perlu 2. Tambah 1 penilai."]


def test_assign_judges_writes_the_plan_that_was_shown_or_none(cast):
    (proposal,) = builders.eligible(cast, 1)
    shown = plan_round(builders.the_round(cast), 1, read_clock())
    reader = next(iter(shown.plan.added)).judge
    Conflict.objects.create(judge_id=int(reader), proposal=proposal, kind="FAMILY", declared_at=read_clock())
    with refused(PlanChanged):
        assign(cast, shown=shown.fingerprint)
    again = plan_round(builders.the_round(cast), 1, read_clock())
    assert len(assign(cast, shown=again.fingerprint)) == 2


@pytest.mark.parametrize("who", ["chair", "writer", "leader", "stranger"])
def test_assign_judges_refuses_everybody_but_the_organiser(cast, who):
    builders.eligible(cast, 1)
    with refused(NotAllowed):
        assign(cast, person=getattr(cast, who))


def test_assign_judges_refuses_when_the_round_is_over_or_ranked(cast):
    builders.ranked(cast)
    with refused(NotAllowed) as caught:
        assign(cast)
    assert "dibekukan" in caught.value.reason
    builders.open_the_stage(cast.edition, "announcement")
    with refused(NotAllowed) as caught:
        assign(cast)
    assert "ditutup" in caught.value.reason


def test_assign_judges_without_a_candidate_is_refused(cast):
    with refused(NothingToAssign):
        assign(cast)


def test_accept_assignment_twice_changes_nothing_the_second_time(cast):
    one = builders.assigned(cast)[0]
    accept_assignment(assignment=one, person=one.judge, at=read_clock())
    with nothing_changes():
        accept_assignment(assignment=one, person=one.judge, at=read_clock())
    assert AuditEntry.objects.filter(event="assignment_accepted", subject_key=one.code).count() == 1


def test_accept_assignment_refuses_somebody_else(cast):
    one = builders.assigned(cast)[0]
    other = next(judge for judge in cast.judges if judge != one.judge)
    for person in (other, cast.chair, cast.secretariat, cast.writer):
        with refused(NotAllowed):
            accept_assignment(assignment=one, person=person, at=read_clock())


def test_accept_assignment_refuses_when_the_round_is_over(cast):
    one = builders.assigned(cast)[0]
    closes_at = builders.the_round(cast).stage.closes_at
    with refused(NotAllowed):
        accept_assignment(assignment=one, person=one.judge, at=closes_at)
    accept_assignment(assignment=one, person=one.judge, at=closes_at - timedelta(microseconds=1))


def test_accept_assignments_takes_what_it_can(cast):
    rows = builders.assigned(cast, 3)
    mine = [one for one in rows if one.judge == cast.judges[0]]
    declare_conflict(assignment=mine[0], person=mine[0].judge, kind="FAMILY", explanation="", at=read_clock())
    accepted = accept_assignments(assignments=mine, person=cast.judges[0], at=read_clock())
    assert [one.pk for one in accepted] == [one.pk for one in mine[1:]]


def test_accept_assignments_refuses_when_none_can_be(cast):
    rows = builders.assigned(cast, 3)
    theirs = [one for one in rows if one.judge == cast.judges[1]]
    with refused(NotAllowed):
        accept_assignments(assignments=theirs, person=cast.judges[0], at=read_clock())


def test_declare_conflict_takes_the_proposal_away_and_tells_the_organisers(cast):
    one = builders.accepted(cast)[0]
    declare_conflict(assignment=one, person=one.judge, kind="COACHED", explanation="  Saya melatih timnya. ", at=read_clock())
    one.refresh_from_db()
    assert one.state == "RECUSED"
    conflict = Conflict.objects.get(judge=one.judge, proposal=one.proposal)
    assert (conflict.kind, conflict.explanation) == ("COACHED", "Saya melatih timnya.")
    told = Notice.objects.filter(event="conflict_declared").values_list("recipient", flat=True)
    assert set(told) == {cast.secretariat.pk, cast.secretariat2.pk}
    assert "Saya melatih" not in str(AuditEntry.objects.get(event="conflict_declared").data)


def test_declare_conflict_of_another_kind_needs_words(cast):
    one = builders.assigned(cast)[0]
    for kind, text in (("OTHER", "   "), ("", "teks"), ("LAIN", "teks")):
        with refused(NoExplanation):
            declare_conflict(assignment=one, person=one.judge, kind=kind, explanation=text, at=read_clock())


def test_declare_conflict_after_locking_is_refused(cast):
    one = builders.accepted(cast)[0]
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    with refused(NotAllowed) as caught:
        declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    assert "dikunci" in caught.value.reason


def test_answers_after_the_ranking_are_refused(cast):
    ranking = builders.ranked(cast)
    one = Assignment.objects.filter(round=ranking.round).first()
    late = Assignment.objects.create(
        round=one.round,
        proposal=one.proposal,
        judge=next(judge for judge in cast.judges if not judge.assignments.filter(proposal=one.proposal).exists()),
        position=99,
        why="BALANCE",
        seed=1,
        assigned_at=read_clock(),
    )
    with refused(NotAllowed):
        accept_assignment(assignment=late, person=late.judge, at=read_clock())
    with refused(NotAllowed):
        declare_conflict(assignment=late, person=late.judge, kind="FAMILY", explanation="", at=read_clock())


def test_declined_assignments_cannot_be_answered_again(cast):
    one = builders.assigned(cast)[0]
    declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    with refused(NotAllowed):
        accept_assignment(assignment=one, person=one.judge, at=read_clock())
    with refused(NotAllowed):
        declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    with pytest.raises(IllegalAnswer):
        _answer(one, "ACCEPTED", read_clock())
