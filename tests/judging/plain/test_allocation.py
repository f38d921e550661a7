"""Assignment plans against a checker and an optimum that are written apart from the module."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judging.allocation import Infeasible, Judge, Request, Why, allocate
from judging.allocation.flow import dual_bound, even_level, solve
from judging.allocation.plans import _network
from tests.judging.plain.plans import all_plans, check_plan, foreign, requests, simple, unevenness


@settings(max_examples=300)
@given(requests())
def test_a_plan_keeps_every_hard_constraint(request_):
    try:
        plan = allocate(request_)
    except Infeasible:
        return
    check_plan(request_, plan)


@settings(max_examples=150)
@given(requests(proposals=4, judges=4, readers=2))
def test_a_plan_exists_exactly_when_one_can_be_found_by_trying(request_):
    found = True
    try:
        allocate(request_)
    except Infeasible:
        found = False
    assert found == any(True for _ in all_plans(request_))


@settings(max_examples=150)
@given(requests(proposals=4, judges=4, readers=2))
def test_loads_are_the_most_even_and_then_readings_the_most_expert(request_):
    plans = list(all_plans(request_))
    assume(plans)
    plan = allocate(request_)
    linked = any(pair.why is Why.LINK for pair in plan.pairs)
    mine = [(p, [x.judge for x in plan.added if x.proposal == p]) for p in sorted(request_.proposals)]
    most_even = min(unevenness(request_, other) for other in plans)
    assert unevenness(request_, mine) == most_even
    if not linked:
        assert foreign(request_, mine) == min(
            foreign(request_, other) for other in plans if unevenness(request_, other) == most_even
        )


@settings(max_examples=25)
@given(st.integers(10, 60), st.integers(5, 12), st.integers(1, 4), st.integers(0, 9))
def test_without_conflicts_loads_differ_by_at_most_one(proposals, judges, readers, seed):
    plan = allocate(simple(proposals, judges, readers, seed=seed))
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1


def test_loads_stay_even_under_many_conflicts():
    chance = np.random.default_rng(3)
    request_ = simple(120, 12, 3)
    conflicts = frozenset((p, j.code) for p in request_.proposals for j in request_.judges if chance.random() < 0.3)
    request_ = Request(request_.proposals, request_.judges, 3, conflicts, seed=1)
    plan = allocate(request_)
    check_plan(request_, plan)
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
    assert plan.excluded_conflicts == len(conflicts)


def test_a_judge_who_has_more_already_gets_less_now():
    kept = frozenset((f"old{i}", "J00") for i in range(20))
    plan = allocate(simple(30, 4, 2, kept=kept))
    assert plan.loads == {"J00": 20, "J01": 20, "J02": 20, "J03": 20}


def test_a_smaller_maximum_is_kept_and_the_rest_shared_evenly():
    base = simple(30, 4, 2)
    judges = (Judge("J00", 3), *base.judges[1:])
    plan = allocate(Request(base.proposals, judges, 2))
    assert plan.loads == {"J00": 3, "J01": 19, "J02": 19, "J03": 19}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6), st.integers(0, 60))
def test_even_level_is_the_highest_that_fits(pairs, total):
    held = np.array([low for low, _ in pairs])
    most = held + np.array([more for _, more in pairs])
    assume(total >= held.sum())
    level = even_level(held, most, total)
    assert np.clip(level, held, most).sum() <= total
    assert level == most.max() or np.clip(level + 1, held, most).sum() > total


@given(requests(), st.randoms())
def test_the_order_of_the_input_does_not_matter(request_, chance):
    shuffled = Request(
        proposals=dict(chance.sample(sorted(request_.proposals.items()), len(request_.proposals))),
        judges=tuple(chance.sample(request_.judges, len(request_.judges))),
        readers=request_.readers,
        conflicts=request_.conflicts,
        kept=request_.kept,
        seed=request_.seed,
        cross_percent=request_.cross_percent,
    )

    def outcome(one):
        try:
            return allocate(one)
        except Infeasible as refusal:
            return refusal.shortages

    assert outcome(shuffled) == outcome(request_)


def test_another_seed_gives_another_plan_and_the_same_seed_the_same():
    plans = [allocate(simple(60, 8, 3, seed=seed)) for seed in (1, 1, 2, -1)]
    assert plans[0] == plans[1]
    assert len({plan.pairs for plan in plans}) == 3


SCRIPT = """
from judging.allocation import Judge, Request, allocate
from competition.canonical import sha256_of
categories = {f"P{i}": "abc"[i % 3] for i in range(60)}
judges = tuple(Judge(f"J{i}", 40, frozenset({"abc"[i % 3]})) for i in range(9))
conflicts = frozenset((f"P{i}", f"J{i % 7}") for i in range(40))
plan = allocate(Request(categories, judges, 3, conflicts, seed=7))
print(sha256_of([[p.proposal, p.judge, p.why, p.position] for p in plan.pairs]))
"""


def test_the_plan_does_not_depend_on_hash_randomisation():
    root = Path(__file__).resolve().parents[3]
    prints = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "99")
    }
    assert len(prints) == 1


def test_a_second_run_with_everything_kept_adds_nothing():
    first = allocate(simple(40, 6, 3, seed=4))
    kept = frozenset((pair.proposal, pair.judge) for pair in first.pairs)
    again = allocate(simple(40, 6, 3, seed=5, kept=kept))
    assert again.added == ()
    assert again.loads == first.loads


def test_after_a_recusal_only_the_missing_reader_is_given_out():
    first = allocate(simple(40, 6, 3, seed=4))
    gone = first.pairs[17]
    kept = frozenset((pair.proposal, pair.judge) for pair in first.pairs) - {(gone.proposal, gone.judge)}
    request_ = simple(40, 6, 3, seed=4, kept=kept, conflicts=frozenset({(gone.proposal, gone.judge)}))
    plan = allocate(request_)
    check_plan(request_, plan)
    assert [pair.proposal for pair in plan.added] == [gone.proposal]
    assert plan.added[0].judge != gone.judge


@pytest.mark.parametrize("readers", [3, 5])
def test_three_thousand_proposals_and_sixty_judges(readers):
    request_ = simple(3000, 60, readers, load=60 * readers, seed=11)
    plan = allocate(request_)
    check_plan(request_, plan)
    assert set(plan.loads.values()) == {50 * readers}
    assert plan.connected


def specialists(percent, readers=2, **more):
    """Two teams of five that would share nothing: each field has as many proposals as its judges can read."""
    proposals = {f"P{number:03}": "ab"[number % 2] for number in range(60)}
    judges = tuple(Judge(f"J{number}", 99, frozenset("ab"[number % 2])) for number in range(10))
    return Request(proposals, judges, readers, seed=5, cross_percent=percent, **more)


@pytest.mark.parametrize("percent", [0, 30, 60, 100])
def test_readings_across_teams_reach_what_is_wanted_and_no_load_changes(percent):
    request_ = specialists(percent)
    plan = allocate(request_)
    check_plan(request_, plan)
    assert percent <= plan.cross_percent <= percent + 7, "no more exchanges than it takes"
    assert plan.connected
    assert plan.loads == allocate(specialists(0)).loads


def test_readings_across_teams_keep_to_conflicts_and_to_what_was_given_out():
    conflicts = frozenset(
        (f"P{number:03}", f"J{judge}") for number in range(60) for judge in range(10) if (number + judge) % 3 == 0
    )
    first = allocate(specialists(0, conflicts=conflicts))
    kept = frozenset((pair.proposal, pair.judge) for pair in first.pairs if pair.proposal < "P030")
    request_ = specialists(30, conflicts=conflicts, kept=kept)
    plan = allocate(request_)
    check_plan(request_, plan)
    assert plan.cross_percent >= 30


def test_one_reader_a_proposal_cannot_be_across_teams_and_the_plan_says_so():
    plan = allocate(specialists(30, readers=1))
    assert plan.cross_percent == 0
    assert not plan.connected


@settings(max_examples=150)
@given(requests(proposals=4, judges=4, readers=2))
def test_no_plan_costs_less_than_the_bound(request_):
    """The bound is a bound whatever the prices, and the flow reaches it."""
    proposals, judges = sorted(request_.proposals), sorted(request_.judges, key=lambda judge: judge.code)
    network = _network(request_, proposals, judges)
    flow = solve(network)
    assert flow.cost == pytest.approx(flow.bound, rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=2), st.lists(st.floats(0, 5), min_size=4, max_size=4))
def test_any_prices_give_a_bound(prices, costs):
    """Two proposals, two judges, one reader each, at most one each: the dearer of two plans is never below any bound."""
    rows = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    cost, most = np.array(costs), np.ones(4)
    bound = dual_bound(cost, rows.T @ np.array(prices), float(sum(prices)), most)
    cheapest = min(cost[0], cost[1]) + min(cost[2], cost[3])
    assert bound <= cheapest + 1e-9
