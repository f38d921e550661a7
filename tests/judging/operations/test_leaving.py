"""Somebody of a team steps back: the organisers are told, what was written stays, and no visit ends with half a team."""

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from judging.models import Assignment, Conflict, VisitMember
from judging.operations.assignments import accept_assignment, assign_judges
from judging.operations.leaving import NoReason, leave_visit
from judging.operations.sheets import lock_sheet
from judging.operations.visits import TiedMember, change_visit, plan_visit
from judging.queries.invariants import assignments_are_whole
from judging.queries.visit_invariants import CHECKS
from judging.queries.visits import findings_of, visit_by_code, visits_for
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging import visits

REASON = "Operasi usus buntu."


def leave(visit, person, kind="", reason=REASON):
    """Step back."""
    return leave_visit(visit=visit, person=person, kind=kind, reason=reason, at=read_clock())


def seats(visit):
    """Return who is of the team, by name."""
    return sorted(VisitMember.objects.filter(visit=visit).values_list("person__name", flat=True))


def replaced(cast, visit, *team):
    """Let an organiser name another team."""
    known = {"visit": visit, "person": cast.secretariat, "reason": "Pengganti.", "at": read_clock()}
    return change_visit(plan=visits.plan(*team), **known)


def holds():
    """Assert that no invariant of visits and tasks is broken."""
    assert [line for check in CHECKS.values() for line in check()] == []
    assert list(assignments_are_whole(read_clock())) == []


def test_who_cannot_come_steps_back_and_the_organisers_name_another(cast):
    visit = visits.planned(cast)
    first, second, third = cast.judges
    visits.save(visit, first)
    leave(visit, second)
    assert seats(visit) == [first.name]
    assert visits_for(second, read_clock()) == []
    letters = Notice.objects.filter(event="visit_left")
    assert {one.recipient for one in letters} == {cast.secretariat, cast.secretariat2}
    for words in (second.name, "Evaluator", REASON, visit.code):
        assert words in letters[0].text
    entry = AuditEntry.objects.get(event="visit_left")
    assert (entry.person, entry.reason, entry.before["seat"]) == (second, REASON, "EVALUATOR")
    assert not Conflict.objects.exists()
    assert len(findings_of(visit)) == 3
    with refused(NotAllowed):
        leave(visit, second)
    replaced(cast, visit, first, third)
    assert (seats(visit), len(findings_of(visit))) == (sorted([first.name, third.name]), 3)


def test_half_a_team_ends_nothing_and_its_yes_stays(cast):
    visit = visits.planned(cast)
    first, second, _third = cast.judges
    visits.save(visit, first)
    leave(visit, second)
    visits.confirm(visit, first)
    assert visit_by_code(visit.code).state == "PLANNED"
    assert VisitMember.objects.get(visit=visit).has_confirmed
    holds()


def test_a_whole_team_that_has_said_yes_ends_it_when_the_last_one_leaves(cast):
    proposal = builders.eligible(cast)[0]
    known = {"round_": visits.field_round(cast), "person": cast.secretariat, "at": read_clock()}
    visit = plan_visit(proposal_id=proposal.pk, plan=visits.plan(*cast.judges), **known)
    first, second, third = cast.judges
    visits.save(visit, first)
    for one in (first, second):
        visits.confirm(visit, one)
    assert visit_by_code(visit.code).state == "PLANNED"
    leave(visit, third)
    assert visit_by_code(visit.code).state == "DONE"
    with refused(NotAllowed) as caught:
        leave(visit, second)
    assert "sudah disahkan" in caught.value.reason
    holds()


def test_a_tie_is_declared_with_it_and_takes_the_tasks_it_rules_out(cast):
    """What is locked was scored before and stays; what is not goes, in every round of the edition."""
    proposals = builders.eligible(cast, 2)
    round_ = builders.the_round(cast)
    assign_judges(round_=round_, person=cast.secretariat, seed=1, at=read_clock())
    tasks = Assignment.objects.filter(round=round_, proposal=proposals[0]).select_related("judge", "proposal").order_by("pk")
    locked, task = tasks
    accept_assignment(assignment=locked, person=locked.judge, at=read_clock())
    lock_sheet(assignment=locked, person=locked.judge, choices=builders.choices(), version=0, at=read_clock())
    other = next(one for one in cast.judges if one not in (locked.judge, task.judge))
    field = builders.make_round(cast.edition, key="lapangan", kind="FIELD", chosen_in=None)
    plan = visits.plan(locked.judge, task.judge, evaluators=(task.judge.pk, other.pk))
    visit = plan_visit(round_=field, proposal_id=proposals[0].pk, plan=plan, person=cast.secretariat, at=read_clock())
    for one in (locked.judge, task.judge):
        leave(visit, one, kind="FAMILY", reason="Ketua tim adalah ipar saya.")
    assert Conflict.objects.filter(proposal=proposals[0], kind="FAMILY").count() == 2
    states = {one.pk: Assignment.objects.get(pk=one.pk).state for one in (locked, task)}
    assert states == {locked.pk: "ACCEPTED", task.pk: "RELEASED"}
    assert AuditEntry.objects.filter(event="visit_left").order_by("pk").last().data == {"kind": "FAMILY", "released": 1}
    with refused(TiedMember):
        replaced(cast, visit, task.judge, other)
    holds()


@pytest.mark.parametrize(("kind", "reason"), [("", "  "), ("FAMILY", ""), ("BOREDOM", REASON)], ids=["none", "tie", "unknown"])
def test_stepping_back_needs_words_and_a_known_kind(cast, kind, reason):
    visit = visits.planned(cast)
    with nothing_changes(), refused(NoReason):
        leave(visit, cast.judges[0], kind, reason)


def test_nobody_leaves_for_another(cast):
    visit = visits.planned(cast)
    for person in (cast.judges[2], cast.secretariat, cast.administrator):
        with refused(NotAllowed):
            leave(visit, person)
