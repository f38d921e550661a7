"""The panel: plans keep to what is recorded of a judge, the sick lose what is not locked, and readers are replaced by rule."""

import pytest
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Membership, Notice
from competition.verdict import NotAllowed
from judging.models import Assignment, Conflict, Panelist
from judging.operations.assignments import NotFeasible, assign_judges
from judging.operations.panel import (
    NotFree,
    TaskGone,
    UnknownCategory,
    release_judge,
    replace_reader,
    set_seat,
    substitutes_for,
)
from judging.operations.sheets import lock_sheet
from judging.queries.invariants import assignments_are_whole
from judging.states import ACTIVE_ASSIGNMENTS
from submissions.models import Proposal
from tests import builders
from tests.evidence import nothing_changes, refused


def seat(cast, judge, **values):
    """Record something of a judge as the first organiser."""
    known = {"categories": [], "max_load": None, "is_away": False, "person": cast.secretariat}
    return set_seat(round_=builders.the_round(cast), appointment=judge.appointments.get(), at=read_clock(), **known | values)


def assign(cast):
    """Assign as the first organiser, now."""
    return assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())


def release(cast, judge, **values):
    """Take back what a judge has not locked."""
    known = {"person": cast.secretariat, "reason": "Dirawat di rumah sakit.", "at": read_clock()}
    return release_judge(round_=builders.the_round(cast), appointment=judge.appointments.get(), **known | values)


def replace(cast, one, judge, **values):
    """Put another judge in a reader's place."""
    known = {"person": cast.secretariat, "reason": "Diminta ketua panel.", "at": read_clock()}
    return replace_reader(round_=builders.the_round(cast), assignment=one, judge_id=judge.pk, **known | values)


def active(judge):
    """Return what a judge has."""
    return Assignment.objects.filter(judge=judge, state__in=ACTIVE_ASSIGNMENTS)


def holds():
    """Assert INV-07."""
    assert list(assignments_are_whole(read_clock())) == []


@pytest.fixture
def fourth(cast):
    """A judge more than the cast has."""
    judge = builders.make_person("Penilai Keempat")
    builders.appoint(judge, cast.edition, "JUDGE")
    cast.judges.append(judge)
    return judge


def test_plans_keep_to_the_load_the_field_and_the_availability(cast, fourth):
    builders.eligible(cast, 4)
    Proposal.objects.filter(pk__in=Proposal.objects.order_by("pk").values("pk")[:2]).update(
        category=cast.edition.categories.get(code="kategori-2")
    )
    away, small, *_rest = cast.judges
    seat(cast, away, is_away=True)
    seat(cast, small, max_load=1, categories=["kategori-2"])
    rows = assign(cast)
    loads = {judge: sum(one.judge == judge for one in rows) for judge in cast.judges}
    assert (loads[away], loads[small]) == (0, 1)
    assert next(one for one in rows if one.judge == small).proposal.category.code == "kategori-2"
    assert next(one for one in rows if one.judge == small).why == "EXPERTISE"
    holds()


def test_a_plan_that_cannot_keep_to_it_says_by_how_much(cast):
    builders.eligible(cast, 2)
    for judge in cast.judges[:2]:
        seat(cast, judge, is_away=True)
    with refused(NotFeasible) as caught:
        assign(cast)
    assert "hanya memiliki 1 penilai" in caught.value.reason


def test_set_seat_is_audited_once_and_refuses_what_the_edition_does_not_have(cast):
    judge = cast.judges[0]
    for _time in range(2):
        seat(cast, judge, categories=["kategori-1"], max_load=7)
    entry = AuditEntry.objects.get(event="panelist_changed")
    assert entry.after == {"categories": ["kategori-1"], "max_load": 7, "is_away": False}
    with nothing_changes(), refused(UnknownCategory):
        seat(cast, judge, categories=["kategori-9"])


@pytest.mark.parametrize("who", ["chair", "writer", "stranger"])
def test_only_an_organiser_changes_the_panel(cast, fourth, who):
    one = builders.assigned(cast, 1)[0]
    other = next(judge for judge in cast.judges if not judge.assignments.exists())
    person = getattr(cast, who)
    with nothing_changes():
        for act in (
            lambda: seat(cast, one.judge, person=person),
            lambda: release(cast, one.judge, person=person),
            lambda: replace(cast, one, other, person=person),
        ):
            with refused(NotAllowed):
                act()


def test_a_judge_who_falls_ill_loses_what_is_not_locked_and_others_take_over(cast, fourth):
    rows = builders.accepted(cast, 4)
    judge = rows[0].judge
    lock_sheet(assignment=rows[0], person=judge, choices=builders.choices(), version=0, at=read_clock())
    had = active(judge).count()
    assert release(cast, judge) == had - 1
    assert list(active(judge)) == [rows[0]]
    assert Panelist.objects.get(appointment__person=judge).is_away
    entry = AuditEntry.objects.get(event="judge_released")
    assert (entry.reason, entry.data["released"]) == ("Dirawat di rumah sakit.", had - 1)
    holds()
    assert judge not in {one.judge for one in assign(cast)}
    for proposal in Proposal.objects.order_by("pk"):
        assert proposal.assignments.filter(state__in=ACTIVE_ASSIGNMENTS).count() == 2
    holds()


def test_replace_reader_gives_the_proposal_on_and_tells_the_other(cast, fourth):
    one = builders.accepted(cast, 1)[0]
    other = next(judge for judge in cast.judges if not judge.assignments.exists())
    new = replace(cast, one, other)
    one.refresh_from_db()
    assert (one.state, new.state, new.judge, new.why) == ("RELEASED", "OFFERED", other, "MANUAL")
    entry = AuditEntry.objects.get(event="reader_replaced")
    assert (entry.before, entry.after) == ({"assignment": one.code}, {"assignment": new.code})
    assert entry.reason == "Diminta ketua panel."
    assert Notice.objects.filter(event="judges_assigned", recipient=other).count() == 1
    holds()
    with refused(TaskGone):
        replace(cast, one, fourth)


def tie(cast, one, judge):
    Conflict.objects.create(judge=judge, proposal=one.proposal, kind="FAMILY", declared_at=read_clock())


def join(cast, one, judge):
    Membership.objects.create(person=judge, institution=cast.institution, role="LEADER", starts_at=builders.LONG_AGO)


def fill(cast, one, judge):
    seat(cast, judge, max_load=0)


def leave(cast, one, judge):
    seat(cast, judge, is_away=True)


def end(cast, one, judge):
    judge.appointments.update(ends_at=read_clock())


@pytest.mark.parametrize("spoil", [tie, join, fill, leave, end], ids=["declared", "institution", "full", "away", "no judge"])
def test_replace_reader_takes_nobody_who_must_not_or_cannot(cast, fourth, spoil):
    one = builders.assigned(cast, 1)[0]
    other = next(judge for judge in cast.judges if not judge.assignments.exists())
    spoil(cast, one, other)
    with nothing_changes(), refused(NotFree):
        replace(cast, one, other)
    assert other not in [found.judge for found in substitutes_for(one, read_clock()) if not found.objection]


def test_replace_reader_takes_nobody_who_reads_it_already(cast, fourth):
    one, second = builders.assigned(cast, 1)
    with nothing_changes(), refused(NotFree) as caught:
        replace(cast, one, second.judge)
    assert "pernah mendapat" in caught.value.reason


def test_a_locked_sheet_is_not_given_on(cast, fourth):
    one = builders.accepted(cast, 1)[0]
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    with nothing_changes(), refused(TaskGone):
        replace(cast, one, fourth)


def test_the_database_gives_nobody_a_proposal_with_a_declared_tie(cast):
    (proposal,) = builders.eligible(cast, 1)
    judge = cast.judges[0]
    Conflict.objects.create(judge=judge, proposal=proposal, kind="FAMILY", declared_at=read_clock())
    known = {"round": builders.the_round(cast), "proposal": proposal, "judge": judge, "position": 1, "why": "BALANCE"}
    with pytest.raises(IntegrityError, match="declared a tie"), transaction.atomic():
        Assignment.objects.create(**known, seed=1, assigned_at=read_clock())
    Assignment.objects.create(**known, seed=1, assigned_at=read_clock(), state="RELEASED")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(judge=judge).update(state="OFFERED")
