"""From a request to a plan: sets up the flow, links the panels, says why, and checks the outcome."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from math import comb
from random import Random

import numpy as np

from judging.allocation.columns import LARGE, solve_large
from judging.allocation.flow import Floats, Network, solve
from judging.allocation.linking import crossing, link_panels, met_pairs, mix_teams, panels_of
from judging.allocation.shortages import Infeasible, bottleneck_shortage, plain_shortages
from judging.allocation.terms import Judge, Pair, Plan, Reading, Request, Why


def allocate(request: Request) -> Plan:
    """The best plan by the aims of this package; gives out only what is missing.

    :raises Infeasible: no plan satisfies the hard constraints; names each shortage and its size.
    """
    proposals = sorted(request.proposals)
    judges = sorted(request.judges, key=lambda judge: judge.code)
    network = _network(request, proposals, judges)
    if shortages := plain_shortages(request, network, proposals):
        raise Infeasible(shortages)
    flow = solve_large(network) if network.free.size > LARGE else solve(network)
    if flow.unfilled.any():
        codes = [judge.code for judge in judges]
        raise Infeasible([bottleneck_shortage(request, network, flow, proposals, codes)])
    given = {(proposals[row], judges[column].code) for row, column in zip(*np.nonzero(flow.given), strict=True)}
    given, linked = _exchanged(request, given)
    free_readers = dict(zip(proposals, network.free.sum(axis=1).tolist(), strict=True))
    return _plan(request, given, linked, free_readers)


def _exchanged(request: Request, given: set[Reading]) -> tuple[set[Reading], set[Reading]]:
    """The readings after the exchanges that link panels and mix teams, and those that came by one."""
    kept, conflicts, teams = request.kept, request.conflicts, teams_of(request.judges)
    here = sum(proposal in request.proposals for proposal, _ in given | kept)
    now, linked = link_panels(given, kept, conflicts, Random(f"link {request.seed}"))
    wanted = -(-here * request.cross_percent // 100)
    mine = {one for one in kept if one[0] in request.proposals}
    now, mixed = mix_teams(now, mine, conflicts, teams, wanted, Random(f"mix {request.seed}"))
    # A proposal that was given on may have been what held a panel together.
    now, again = link_panels(now, kept, conflicts, Random(f"again {request.seed}"))
    return now, (linked | mixed | again) & now - given


def teams_of(judges: Iterable[Judge]) -> dict[str, str]:
    """The team of each judge: all with the same recorded expertise; a judge with none is a team of their own."""
    return {one.code: "\x1f".join(sorted(one.expertise)) if one.expertise else f"\x1f{one.code}" for one in judges}


def plan_faults(request: Request, plan: Plan) -> tuple[str, ...]:
    """Every hard constraint the plan breaks, in words for a log; empty when it may be written.

    To be asked again before a plan is written: with time gone by and changes by hand the request may be another.
    """
    readings = [(pair.proposal, pair.judge) for pair in plan.pairs]
    maximum = {judge.code: judge.max_load for judge in request.judges}
    held = Counter(judge for _, judge in request.kept)
    loads = Counter(judge for _, judge in set(readings) | request.kept)
    readers = Counter(proposal for proposal, _ in readings)
    before = Counter(proposal for proposal, _ in request.kept)
    added = set(readings) - request.kept
    faults = [f"{one} stands twice" for one, count in Counter(readings).items() if count > 1]
    faults += [f"{one} is in conflict" for one in sorted(set(readings) & request.conflicts)]
    faults += [f"{one} is outside the request" for one in sorted(added) if one[0] not in request.proposals]
    faults += [f"{one} is a reading by a judge outside the request" for one in sorted(added) if one[1] not in maximum]
    faults += [f"{one} was kept and is gone" for one in sorted(request.kept - set(readings)) if one[0] in request.proposals]
    faults += [
        f"proposal {proposal} has {readers[proposal]} readers"
        for proposal in sorted(request.proposals)
        if readers[proposal] != max(request.readers, before[proposal])
    ]
    faults += [
        f"judge {judge} has {loads[judge]} of at most {most}"
        for judge, most in sorted(maximum.items())
        if loads[judge] > max(most, held[judge])
    ]
    return tuple(faults)


def reading_positions(seed: int, readers: Mapping[str, Iterable[str]], new: Set[Reading]) -> dict[Reading, int]:
    """Each judge's own order of the new readings, from 1.

    The order looks random and differs from judge to judge, and across its readers each proposal stands early, in the
    middle and late about equally often: it has a point on a circle, and its n readers stand 1/n of the circle apart.
    """
    places: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for proposal, judges in readers.items():
        ring = sorted(judges, key=lambda judge: _draw(seed, "reader", proposal, judge))
        start = _draw(seed, "start", proposal)
        for step, judge in enumerate(ring):
            if (proposal, judge) in new:
                places[judge].append(((start + step / len(ring)) % 1, proposal))
    return {
        (proposal, judge): position
        for judge, own in places.items()
        for position, (_, proposal) in enumerate(sorted(own), start=1)
    }


def _network(request: Request, proposals: Sequence[str], judges: Sequence[Judge]) -> Network:
    """The request as arrays, in order of codes."""
    row = {proposal: index for index, proposal in enumerate(proposals)}
    column = {judge.code: index for index, judge in enumerate(judges)}
    free = np.ones((len(proposals), len(judges)), dtype=bool)
    for proposal, judge in request.conflicts | request.kept:
        if proposal in row and judge in column:
            free[row[proposal], column[judge]] = False
    load = Counter(judge for _, judge in request.kept)
    readers = Counter(proposal for proposal, _ in request.kept)
    held = np.array([load[judge.code] for judge in judges], dtype=np.int64)
    return Network(
        need=np.array([max(0, request.readers - readers[proposal]) for proposal in proposals], dtype=np.int64),
        held=held,
        # Who has more than the maximum already keeps it and gets nothing new.
        most=np.maximum(held, np.array([judge.max_load for judge in judges], dtype=np.int64)),
        free=free,
        price=_prices(request, proposals, judges),
    )


def _prices(request: Request, proposals: Sequence[str], judges: Sequence[Judge]) -> Floats:
    """1 for a reading outside the judge's expertise, plus chance that is too small to outweigh one such reading."""
    shape = (len(proposals), len(judges))
    # random() of a seeded Random is what Python promises never to change from version to version.
    chance = Random(f"price {request.seed}")
    small = np.array([chance.random() for _ in range(shape[0] * shape[1])]).reshape(shape)
    foreign = {
        category: [bool(category and judge.expertise and category not in judge.expertise) for judge in judges]
        for category in set(request.proposals.values())
    }
    outside = np.array([foreign[request.proposals[proposal]] for proposal in proposals], dtype=bool).reshape(shape)
    prices: Floats = small / (len(judges) + 1) + outside
    return prices


def _plan(request: Request, given: Set[Reading], linked: Set[Reading], free_readers: Mapping[str, int]) -> Plan:
    """The plan with its figures and reasons."""
    everything = given | request.kept
    readers: dict[str, list[str]] = defaultdict(list)
    for proposal, judge in sorted(everything):
        readers[proposal].append(judge)
    positions = reading_positions(request.seed, readers, given)
    expertise = {judge.code: judge.expertise for judge in request.judges}

    def pair(proposal: str, judge: str) -> Pair:
        category = request.proposals[proposal]
        free = free_readers[proposal]
        missing = sum((proposal, other) in given for other in readers[proposal])
        why = Why.BALANCE
        if (proposal, judge) in request.kept:
            why = Why.KEPT
        elif (proposal, judge) in linked:
            why = Why.LINK
        elif free <= missing:
            why = Why.ONLY_FREE
        elif category in expertise[judge]:
            why = Why.EXPERTISE
        return Pair(proposal, judge, why, free, category, positions.get((proposal, judge), 0))

    loads = Counter({judge.code: 0 for judge in request.judges})
    loads.update(judge for _, judge in everything)
    pairs = tuple(pair(proposal, judge) for proposal, judge in sorted(everything) if proposal in request.proposals)
    mixed = crossing(((one.proposal, one.judge) for one in pairs), teams_of(request.judges))
    return Plan(
        pairs=pairs,
        loads=dict(sorted(loads.items())),
        seed=request.seed,
        excluded_conflicts=sum(proposal in request.proposals and judge in expertise for proposal, judge in request.conflicts),
        panels=panels_of(everything),
        met_pairs=met_pairs(everything),
        cross_readings=sum(one.proposal in mixed for one in pairs),
        possible_pairs=comb(sum(load > 0 for load in loads.values()), 2),
    )


def _draw(seed: int, *what: str) -> float:
    """A number from 0 up to 1 that belongs to the seed and the codes, whatever else there is."""
    digest = hashlib.sha256("\x1f".join([str(seed), *what]).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
