"""Assignment plans against a checker and an optimum that are written apart from the module."""

import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judging.allocation import BadRequest, Infeasible, Judge, Lack, Request, Why, allocate, plan_faults
from judging.allocation.flow import even_level
from judging.allocation.linking import panels_of
from judging.allocation.plans import reading_positions

# ---- the checker: reads a plan as a stranger would, from the pairs alone --------------------------------------------


def check_plan(request, plan):
    """Assert every hard constraint, and that every figure of the plan is what its pairs say."""
    given_to = defaultdict(list)
    for pair in plan.pairs:
        given_to[pair.proposal].append(pair.judge)
    limits = {judge.code: judge.max_load for judge in request.judges}
    assert set(given_to) <= set(request.proposals)
    for proposal in request.proposals:
        readers = given_to[proposal]
        old = {judge for kept, judge in request.kept if kept == proposal}
        assert len(set(readers)) == len(readers) == max(request.readers, len(old))
        assert old <= set(readers)
        assert not any((proposal, judge) in request.conflicts for judge in readers)
        assert all(judge in limits for judge in set(readers) - old)
    elsewhere = [judge for proposal, judge in request.kept if proposal not in request.proposals]
    loads = Counter([judge for readers in given_to.values() for judge in readers] + elsewhere)
    assert {judge: load for judge, load in plan.loads.items() if load} == dict(loads)
    for judge, limit in limits.items():
        assert loads[judge] <= max(limit, sum(other == judge for _, other in request.kept))
    assert plan_faults(request, plan) == ()
    assert {(pair.proposal, pair.judge) for pair in plan.added} == {
        (pair.proposal, pair.judge) for pair in plan.pairs
    } - request.kept
    check_positions(plan)


def check_positions(plan):
    """Each judge's new readings are numbered 1, 2, 3, …; what was kept has no number."""
    numbers = defaultdict(list)
    for pair in plan.pairs:
        if pair.why is Why.KEPT:
            assert pair.position == 0
        else:
            numbers[pair.judge].append(pair.position)
    assert all(sorted(own) == list(range(1, len(own) + 1)) for own in numbers.values())


def all_plans(request):
    """Every set of new readings that keeps the hard constraints, by trying them all."""
    free = {
        proposal: [judge.code for judge in request.judges if (proposal, judge.code) not in request.conflicts | request.kept]
        for proposal in request.proposals
    }
    have = Counter(proposal for proposal, _ in request.kept)
    held = Counter(judge for _, judge in request.kept)
    room = {judge.code: max(0, judge.max_load - held[judge.code]) for judge in request.judges}
    choices = [
        [(proposal, readers) for readers in combinations(free[proposal], max(0, request.readers - have[proposal]))]
        for proposal in sorted(request.proposals)
    ]
    for plan in product(*choices):
        new = Counter(judge for _, readers in plan for judge in readers)
        if all(new[judge] <= room[judge] for judge in new):
            yield plan


def unevenness(request, plan):
    """Sum of squared loads: the smaller, the more even."""
    held = Counter(judge for _, judge in request.kept)
    new = Counter(judge for _, readers in plan for judge in readers)
    return sum((held[judge.code] + new[judge.code]) ** 2 for judge in request.judges)


def foreign(request, plan):
    """Readings outside the recorded expertise."""
    best = {judge.code: judge.expertise for judge in request.judges}
    return sum(
        bool(request.proposals[proposal] and best[judge] and request.proposals[proposal] not in best[judge])
        for proposal, readers in plan
        for judge in readers
    )


# ---- what hypothesis draws -----------------------------------------------------------------------------------------


@st.composite
def requests(draw, proposals=6, judges=5, readers=3):
    """Requests of every kind: loose, tight, impossible."""
    titles = [f"P{i}" for i in range(draw(st.integers(1, proposals)))]
    names = [f"J{i}" for i in range(draw(st.integers(1, judges)))]
    category = st.sampled_from(["", "a", "b"])
    everywhere = st.sampled_from([(p, j) for p in [*titles, "outside"] for j in [*names, "gone"]])
    conflicts = draw(st.frozensets(everywhere, max_size=6))
    return Request(
        proposals={title: draw(category) for title in titles},
        judges=tuple(
            Judge(name, draw(st.integers(0, proposals)), draw(st.frozensets(st.sampled_from("ab"), max_size=1)))
            for name in names
        ),
        readers=draw(st.integers(1, readers)),
        conflicts=conflicts,
        kept=draw(st.frozensets(everywhere, max_size=4)) - conflicts,
        seed=draw(st.integers(-3, 3)),
    )


def simple(proposals, judges, readers, *, load=99, **more):
    """A request with numbered proposals and judges and one maximum."""
    names = tuple(Judge(f"J{i:02}", load) for i in range(judges))
    return Request({f"P{i:04}": "" for i in range(proposals)}, names, readers, **more)


# ---- hard constraints and optimum ----------------------------------------------------------------------------------


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


# ---- same seed, same plan ------------------------------------------------------------------------------------------


@given(requests(), st.randoms())
def test_the_order_of_the_input_does_not_matter(request_, chance):
    shuffled = Request(
        proposals=dict(chance.sample(sorted(request_.proposals.items()), len(request_.proposals))),
        judges=tuple(chance.sample(request_.judges, len(request_.judges))),
        readers=request_.readers,
        conflicts=request_.conflicts,
        kept=request_.kept,
        seed=request_.seed,
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
from judging.canonical import sha256_of
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


# ---- linked panels -------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(requests(proposals=6, judges=6, readers=3))
def test_panels_are_the_connected_groups(request_):
    try:
        plan = allocate(request_)
    except Infeasible:
        return
    readings = {(pair.proposal, pair.judge) for pair in plan.pairs} | request_.kept
    # Spread from each judge over shared proposals until nothing is added.
    groups = set()
    for start in {judge for _, judge in readings}:
        group = {start}
        while True:
            shared = {proposal for proposal, judge in readings if judge in group}
            wider = {judge for proposal, judge in readings if proposal in shared}
            if wider == group:
                break
            group = wider
        groups.add(frozenset(group))
    assert {frozenset(panel) for panel in plan.panels} == groups
    assert plan.connected == (len(groups) <= 1)
    assert plan.met_pairs <= plan.possible_pairs


def test_specialists_of_different_fields_are_linked():
    """With one field a judge the cheapest plan falls into as many panels as fields; exchanges link them."""
    fields = ("a", "b", "c", "d")
    request_ = Request(
        {f"P{i:02}": fields[i % 4] for i in range(40)},
        tuple(Judge(f"J{i:02}", 99, frozenset({fields[i % 4]})) for i in range(12)),
        readers=2,
    )
    plan = allocate(request_)
    check_plan(request_, plan)
    assert plan.connected
    linked = [pair for pair in plan.pairs if pair.why is Why.LINK]
    assert 0 < len(linked) <= 6
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1


def test_one_reader_a_proposal_links_nobody_and_says_so():
    plan = allocate(simple(10, 5, 1))
    assert not plan.connected
    assert plan.met_pairs == 0
    assert len(plan.panels) == 5


def test_panels_come_largest_first():
    assert panels_of([("p", "d"), ("q", "a"), ("q", "b"), ("r", "c"), ("r", "b")]) == (("a", "b", "c"), ("d",))


# ---- why it cannot be ----------------------------------------------------------------------------------------------


def shortages(request_):
    """The shortages a request is refused for."""
    with pytest.raises(Infeasible) as refusal:
        allocate(request_)
    return refusal.value


def test_too_few_free_readers_names_the_proposal():
    conflicts = frozenset(("P0001", f"J0{i}") for i in range(3))
    refusal = shortages(simple(4, 5, 3, conflicts=conflicts))
    (one,) = refusal.shortages
    assert (one.lack, one.proposals, one.available, one.required, one.add_judges) == (Lack.READERS, ("P0001",), 2, 3, 1)
    assert str(refusal) == "proposal P0001 has only 2 free readers of 3 required: add 1 free judges"


def test_too_little_capacity_says_by_how_much():
    refusal = shortages(simple(3000, 60, 3, load=140))
    (one,) = refusal.shortages
    assert (one.lack, one.required, one.available) == (Lack.CAPACITY, 9000, 8400)
    assert str(refusal) == "total load 9,000 exceeds capacity 8,400: raise max load to 150 or add 5 free judges"


def test_a_bottleneck_names_the_proposals_and_the_judges():
    """Ten proposals only J00 and J01 may read, with room for seven each, beside plenty of other judges."""
    narrow = frozenset((f"P{i:04}", f"J{j:02}") for i in range(10) for j in range(2, 8))
    base = simple(40, 8, 2, conflicts=narrow)
    judges = tuple(Judge(judge.code, 7 if judge.code in ("J00", "J01") else 99) for judge in base.judges)
    (one,) = shortages(Request(base.proposals, judges, 2, narrow)).shortages
    assert one.lack is Lack.BOTTLENECK
    assert one.proposals == tuple(f"P{i:04}" for i in range(10))
    assert one.judges == ("J00", "J01")
    assert (one.required, one.available, one.raise_max_load_to) == (20, 14, 10)


@settings(max_examples=150)
@given(requests(proposals=4, judges=4, readers=2))
def test_following_the_advice_ends_the_shortage(request_):
    """Raising the maximum as told, again and again, or giving a proposal more free readers, ends in a plan."""
    for _ in range(20):
        try:
            plan = allocate(request_)
        except Infeasible as refusal:
            one = refusal.shortages[0]
            assert one.available < one.required
            judges = request_.judges
            if one.raise_max_load_to:
                limits = dict.fromkeys(one.judges, one.raise_max_load_to)
                judges = tuple(Judge(j.code, max(j.max_load, limits.get(j.code, 0)), j.expertise) for j in request_.judges)
                assert judges != request_.judges
            else:
                more = tuple(Judge(f"new{len(judges)}-{i}", 9) for i in range(one.add_judges))
                judges = request_.judges + more
            request_ = Request(request_.proposals, judges, request_.readers, request_.conflicts, request_.kept, request_.seed)
        else:
            check_plan(request_, plan)
            return
    pytest.fail("the advice led nowhere")


def test_nothing_to_do_is_a_plan_of_nothing():
    assert allocate(Request({}, (), 3)).pairs == ()
    assert allocate(simple(0, 3, 2)).loads == {"J00": 0, "J01": 0, "J02": 0}


def test_nobody_to_read_is_infeasible():
    assert {one.lack for one in shortages(simple(2, 0, 1)).shortages} == {Lack.READERS, Lack.CAPACITY}


@pytest.mark.parametrize(
    "change",
    [
        {"judges": (Judge("a", 1), Judge("a", 2))},
        {"readers": 0},
        {"judges": (Judge("a", -1),)},
        {"conflicts": frozenset({("P", "a")}), "kept": frozenset({("P", "a")})},
    ],
)
def test_a_request_that_contradicts_itself_is_refused(change):
    with pytest.raises(BadRequest):
        Request(**({"proposals": {"P": ""}, "judges": (Judge("a", 1),), "readers": 1} | change))


def test_plan_faults_sees_each_kind_of_fault():
    request_ = simple(6, 4, 2, load=3, seed=1)
    plan = allocate(request_)
    pair = plan.pairs[0]
    other = Request(
        request_.proposals,
        request_.judges,
        2,
        conflicts=frozenset({(pair.proposal, pair.judge)}),
        kept=frozenset({("P0000", "gone")}),
    )
    faults = " / ".join(plan_faults(other, plan))
    assert "is in conflict" in faults
    assert "was kept and is gone" in faults
    fewer = Request({"P0000": ""}, request_.judges[:2], 3)
    faults = " / ".join(plan_faults(fewer, plan))
    assert "outside the request" in faults
    assert "by a judge outside the request" in faults
    assert "has 2 readers" in faults
    tight = simple(6, 4, 2, load=1)
    assert "of at most 1" in " / ".join(plan_faults(tight, plan))


# ---- why, and in which order ---------------------------------------------------------------------------------------


def test_each_pair_says_why():
    base = simple(3, 4, 2)
    judges = (Judge("J00", 9, frozenset({"a"})), *base.judges[1:])
    request_ = Request(
        {"P0000": "a", "P0001": "b", "P0002": "b"},
        judges,
        2,
        conflicts=frozenset({("P0001", "J00"), ("P0001", "J01")}),
        kept=frozenset({("P0002", "J01")}),
    )
    plan = allocate(request_)
    check_plan(request_, plan)
    why = {(pair.proposal, pair.judge): pair.why for pair in plan.pairs}
    assert why["P0001", "J02"] is why["P0001", "J03"] is Why.ONLY_FREE
    assert why["P0002", "J01"] is Why.KEPT
    assert why.get(("P0000", "J00"), Why.EXPERTISE) is Why.EXPERTISE


def test_judges_read_in_different_orders_and_positions_even_out():
    plan = allocate(simple(300, 12, 3, seed=2))
    places = defaultdict(list)
    order = defaultdict(dict)
    for pair in plan.pairs:
        places[pair.proposal].append(pair.position / plan.loads[pair.judge])
        order[pair.judge][pair.position] = pair.proposal
    averages = [sum(own) / len(own) for own in places.values()]
    # By chance alone the averages would spread to about 0.17; on the circle they stay close to the middle.
    assert 0.45 < np.mean(averages) < 0.55
    assert np.std(averages) < 0.12
    by_code = sum([own[k] for k in sorted(own)] == sorted(own.values()) for own in order.values())
    assert by_code == 0


def test_reading_positions_do_not_move_with_other_proposals():
    readers = {f"P{i}": ["a", "b"] for i in range(20)}
    new = {(proposal, judge) for proposal, judges in readers.items() for judge in judges}
    everything = reading_positions(1, readers, new)
    half = reading_positions(1, readers, {reading for reading in new if reading[0] < "P15"})
    for judge in "ab":
        own = sorted((reading for reading in half if reading[1] == judge), key=half.__getitem__)
        assert own == sorted(own, key=everything.__getitem__)


@pytest.mark.parametrize("readers", [3, 5])
def test_three_thousand_proposals_and_sixty_judges(readers):
    request_ = simple(3000, 60, readers, load=60 * readers, seed=11)
    started = time.perf_counter()
    plan = allocate(request_)
    assert time.perf_counter() - started < 10
    check_plan(request_, plan)
    assert set(plan.loads.values()) == {50 * readers}
    assert plan.connected
