"""Shared by the tests of assignment plans: a checker, all plans by trying, and what hypothesis draws.

Written apart from the module: it reads a plan as a stranger would, from its pairs alone.
"""

from collections import Counter, defaultdict
from itertools import combinations, product

from hypothesis import strategies as st

from judging.allocation import Judge, Request, Why, plan_faults


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
    team = {judge.code: judge.expertise or judge.code for judge in request.judges}
    mixed = [readers for readers in given_to.values() if len({team.get(judge, judge) for judge in readers}) > 1]
    assert plan.cross_readings == sum(len(readers) for readers in mixed)
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
        cross_percent=draw(st.sampled_from([0, 30, 100])),
    )


def simple(proposals, judges, readers, *, load=99, **more):
    """A request with numbered proposals and judges and one maximum."""
    names = tuple(Judge(f"J{i:02}", load) for i in range(judges))
    return Request({f"P{i:04}": "" for i in range(proposals)}, names, readers, **more)
