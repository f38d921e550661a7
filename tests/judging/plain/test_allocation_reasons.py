"""Linked panels, reasons, reading orders, and what a refusal says."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings

from judging.allocation import BadRequest, Infeasible, Judge, Lack, Request, Why, allocate, plan_faults
from judging.allocation.linking import panels_of
from judging.allocation.plans import reading_positions
from tests.judging.plain.plans import check_plan, requests, simple


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
