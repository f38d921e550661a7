"""Which offices exclude each other, in words and as the groups that the database knows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition import duties
from competition.duties import Held, objection, why_not_both
from competition.events import EVENTS
from competition.models.people import AppointmentRole

NOON = datetime(2017, 5, 3, 12, tzinfo=UTC)
offices = st.sampled_from(duties.OFFICES)
hours = st.integers(0, 12).map(lambda number: NOON + timedelta(hours=number))


@st.composite
def held(draw):
    """An office with a period, perhaps open, perhaps empty."""
    starts = draw(hours)
    ends = draw(st.none() | st.integers(0, 6).map(lambda number: starts + timedelta(hours=number)))
    return Held(draw(offices), starts, ends)


def instants(one):
    """Return the quarter hours in a period, far enough for every period drawn here."""
    return {
        at
        for at in (NOON + timedelta(minutes=15 * number) for number in range(100))
        if one.starts_at <= at and (one.ends_at is None or at < one.ends_at)
    }


def test_the_offices_are_those_of_the_table():
    assert set(duties.OFFICES) == set(AppointmentRole.values) == set(duties.GROUPS)
    assert {role for pair in duties.BARRED for role in pair} <= set(duties.OFFICES)
    assert set(duties.WITH_A_SECOND) | set(duties.BOUND_BY_APPOINTMENT) <= set(duties.OFFICES)


def test_an_act_belongs_to_an_office_and_is_an_event():
    assert set(duties.ACTS) <= set(EVENTS)
    assert set(duties.ACTS.values()) <= set(duties.OFFICES)


@pytest.mark.parametrize(
    ("one", "other"),
    [("JUDGE", "COACH"), ("JUDGE", "ORGANISER"), ("CHAIR", "ORGANISER"), ("JUDGE", "SECRETARIAT"), ("AUDITOR", "JUDGE")],
)
def test_what_the_rule_is_about(one, other):
    assert str(why_not_both(one, other))
    assert why_not_both(one, other) == why_not_both(other, one)


def test_an_auditor_holds_nothing_else():
    assert all(why_not_both("AUDITOR", one) for one in duties.OFFICES if one != "AUDITOR")


def test_the_secretariats_people_may_be_organisers():
    assert not why_not_both("SECRETARIAT", "ORGANISER")


@pytest.mark.parametrize(("one", "other"), duties.pairs())
def test_the_groups_of_the_database_say_the_same(one, other):
    assert bool(why_not_both(one, other)) == (duties.GROUPS[one] != duties.GROUPS[other])


@given(held(), held())
def test_overlapping_means_an_instant_in_both(one, other):
    assert one.overlaps(other) == bool(instants(one) & instants(other))


@given(held(), st.lists(held(), max_size=4))
def test_nothing_forbidden_is_ever_held_at_one_instant(wanted, before):
    """Whoever is given only what there is no objection to, never holds two offices that exclude each other."""
    mine = []
    for one in (*before, wanted):
        if not objection(one, mine):
            mine.append(one)
    for place, one in enumerate(mine):
        for other in mine[place + 1 :]:
            together = instants(one) & instants(other)
            assert not (together and (one.role == other.role or why_not_both(one.role, other.role)))


@given(held(), st.lists(held(), max_size=4), st.lists(offices, max_size=2))
def test_an_objection_has_a_cause(wanted, before, acted):
    """What is refused clashes with an office held, with a coach's, or with an act: nothing is refused for nothing."""
    clash = any(why_not_both(wanted.role, role) for role in (*acted, *(one.role for one in before)))
    again = any(one.role == wanted.role for one in before)
    assert not objection(wanted, before, acted) or clash or again


@given(held(), held())
def test_the_order_of_two_appointments_does_not_matter(one, other):
    assert bool(objection(one, [other])) == bool(objection(other, [one]))


@given(hours, hours)
def test_an_act_binds_for_good(first, later):
    wanted = Held("COACH", max(first, later))
    assert objection(wanted, [Held("JUDGE", first, first + timedelta(minutes=1))], ["JUDGE"])
    assert objection(Held("ORGANISER", later), [], ["JUDGE"])


def test_a_judge_who_did_nothing_may_become_a_coach_afterwards():
    before = [Held("JUDGE", NOON, NOON + timedelta(days=1))]
    assert not objection(Held("COACH", NOON + timedelta(days=1)), before)


def test_once_a_coach_never_a_judge():
    before = [Held("COACH", NOON, NOON + timedelta(days=1))]
    assert objection(Held("JUDGE", NOON + timedelta(days=9)), before)


def test_an_office_taken_back_before_it_began_binds_nobody():
    assert not objection(Held("JUDGE", NOON), [Held("COACH", NOON, NOON)])


def test_the_same_office_again_only_after_its_end():
    before = [Held("JUDGE", NOON, NOON + timedelta(days=1))]
    assert objection(Held("JUDGE", NOON), before)
    assert not objection(Held("JUDGE", NOON + timedelta(days=1)), before)
