"""Every predicate, for every member of the cast, in every state and stage: what the law says, and a reason with every no."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from competition.models import Membership
from submissions.policy import may_see_secretariat, may_start_draft
from submissions.states import ProposalState
from tests import builders
from tests.submissions.law import ACTORS, LAW, POLICY, is_lawful, role_of

STAGES = ("registration", "screening", "judging")


@pytest.fixture
def proposal(cast):
    return builders.draft(cast)


def ask(verb, person, proposal, at):
    """Ask the policy; a no without words is no answer."""
    verdict = POLICY[verb](person, proposal, at)
    assert bool(verdict) or verdict.reason, f"{verb}: no reason"
    return bool(verdict)


@pytest.mark.parametrize("verb", LAW)
def test_the_policy_is_the_law(cast, proposal, verb):
    people, wrong = cast.as_people(), []
    for stage in STAGES:
        at = proposal.edition.stages.get(key=stage).opens_at
        for state in ProposalState.values:
            # Policy only reads; the state is not stored.
            proposal.state = state
            for actor in ACTORS:
                answer = ask(verb, people[actor], proposal, at)
                if answer != is_lawful(verb, role_of(actor, is_home=True), state, stage):
                    wrong.append((stage, state, actor, answer))
    assert wrong == []


@pytest.mark.parametrize("verb", LAW)
def test_nobody_may_whose_rights_are_not_in_force(cast, proposal, verb, at):
    people = [cast.writer, cast.administrator, cast.leader, cast.secretariat]
    earlier = builders.LONG_AGO - timedelta(days=1)
    for state in ProposalState.values:
        proposal.state = state
        assert not any(ask(verb, person, proposal, earlier) for person in people)
        for person in people:
            person.is_active = False
        assert not any(ask(verb, person, proposal, at) for person in [*people, AnonymousUser()])
        for person in people:
            person.is_active = True


def test_a_period_ends_before_its_end(cast, proposal, at):
    Membership.objects.filter(person=cast.writer).update(ends_at=at)
    assert ask("write", cast.writer, proposal, at - timedelta(microseconds=1))
    assert not ask("write", cast.writer, proposal, at)


def test_windows_are_half_open(cast, proposal):
    stage = proposal.edition.stages.get(key="registration")
    tick = timedelta(microseconds=1)
    answers = [
        ask("write", cast.writer, proposal, at)
        for at in (stage.opens_at - tick, stage.opens_at, stage.closes_at - tick, stage.closes_at)
    ]
    assert answers == [False, True, True, False]


def test_may_start_draft_is_for_writers_of_the_unit(cast, at):
    may = {name for name, person in cast.as_people().items() if may_start_draft(person, cast.unit, cast.edition, at)}
    assert may == {"writer", "colleague"}


def test_may_see_secretariat_is_for_the_staff_of_the_edition(cast, at):
    may = {name for name, person in cast.as_people().items() if may_see_secretariat(person, cast.edition, at)}
    assert may == {"secretariat", "secretariat2"}
