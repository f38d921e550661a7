"""How long the pure arithmetic of the verdict takes on a whole year: allocating, ranking, choosing under floors (LOAD-08)."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np

from bench.favour import measure_favour
from bench.greyzone import measure_greyzone
from judging.allocation import Judge, Request, allocate, plan_faults
from judging.allocation.columns import network_simplex, solve_large
from judging.allocation.flow import PROOF, Flow, Network, solve
from judging.scoring import Criterion, ProposalSheets, Rubric, Sheet, rank
from judging.selecting import Candidate, Quota, select
from judging.weighing import Reading, weigh

PROPOSALS, JUDGES, READERS = 3000, 60, 3
ASSIGNED = 5
ROUNDS = 3
CODES = ("a", "b", "c", "d")
LEVELS = [Decimal(points) for points in (0, 25, 50, 75, 100)]
KINDS = {"M": 20, "L": 3, "P": 21, "R": 30, "C": 15, "B": 5, "D": 5}


def measure_arithmetic() -> dict[str, dict]:
    """Return seconds beside their limits."""
    return {
        "allocating_seconds": _timed(_allocate, 3),
        "allocating_with_fields_seconds": _timed(_allocate_fields, 3),
        "allocating_faults": _faults(),
        "allocating_above_bound": _above_bound(PROPOSALS, JUDGES, solve),
        "ranking_arithmetic_seconds": _timed(_rank, 1),
        "selecting_seconds": _timed(_select, 2),
        "weighing_seconds": _timed(partial(_weigh, 3500, 60), 2),
        "weighing_35000_seconds": _timed(partial(_weigh, 35_000, 600), 20),
        **_large(),
        **measure_greyzone(),
        **measure_favour(),
    }


def _timed(make: Callable[[], Callable[[], Any]], limit: float) -> dict:
    """The median of three runs; what runs beside it on the machine, and the first import, are not what is measured."""
    run, took = make(), []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        took.append(time.perf_counter() - begun)
    seconds = round(statistics.median(took), 3)
    return {"figure": seconds, "limit": limit, "holds": seconds <= limit}


def _faults() -> dict:
    """How many hard rules the plans of the core break, by the checker that knows nothing of how they came about."""
    requests = (_plain(PROPOSALS, JUDGES, JUDGES * ASSIGNED), _with_fields())
    number = sum(len(plan_faults(one, allocate(one))) for one in requests)
    return {"figure": number, "limit": 0, "holds": number == 0}


def _above_bound(proposals: int, judges: int, solver: Callable[[Network], Flow]) -> dict:
    """How far the costs of a plan lie above what no plan can cost less, by prices of its equations (linear duality)."""
    network = Network(
        need=np.full(proposals, ASSIGNED),
        held=np.zeros(judges, dtype=np.int64),
        most=np.full(judges, proposals * ASSIGNED),
        free=np.ones((proposals, judges), dtype=bool),
        price=np.random.default_rng(11).random((proposals, judges)) / (judges + 1),
    )
    flow = solver(network)
    above = max(0.0, (flow.cost - flow.bound) / flow.cost)
    return {"figure": above, "limit": PROOF, "holds": above <= PROOF and not flow.unfilled.any()}


def _large() -> dict[str, dict]:
    """A round of ten times the size, where the extra is installed (`requirements/scale.txt`); elsewhere it is said why not."""
    if network_simplex() is None:
        said = "Without OR-tools (requirements/scale.txt) the plan of 30,000 proposals is not measured."
        print(said, file=sys.stderr)
        return {"allocating_30000_skipped": said}
    request = _plain(30_000, 300, 1000)
    begun = time.perf_counter()
    plan = allocate(request)
    seconds = round(time.perf_counter() - begun, 3)
    faults = len(plan_faults(request, plan))
    return {
        "allocating_30000_seconds": {"figure": seconds, "limit": 30, "holds": seconds <= 30},
        "allocating_30000_faults": {"figure": faults, "limit": 0, "holds": faults == 0},
        "allocating_30000_above_bound": _above_bound(30_000, 300, solve_large),
    }


def _plain(number: int, judges: int, most: int) -> Request:
    """Return a request without fields or conflicts."""
    proposals = {f"P{one:05}": "" for one in range(number)}
    return Request(proposals, tuple(Judge(f"J{one:03}", most) for one in range(judges)), ASSIGNED, seed=11)


def _allocate() -> Callable[[], Any]:
    return partial(allocate, _plain(PROPOSALS, JUDGES, JUDGES * ASSIGNED))


def _allocate_fields() -> Callable[[], Any]:
    return partial(allocate, _with_fields())


def _with_fields() -> Request:
    """Eleven fields, one for each judge, one proposal in twenty in conflict, three readings of ten across teams."""
    chance, fields = random.Random(7), "abcdefghijk"
    proposals = {f"P{number:04}": chance.choice(fields) for number in range(PROPOSALS)}
    judges = tuple(Judge(f"J{number:02}", 400, frozenset({fields[number % len(fields)]})) for number in range(JUDGES))
    barred = {(proposal, judge.code) for proposal in proposals for judge in judges if chance.random() < 0.05}
    return Request(proposals, judges, ASSIGNED, frozenset(barred), seed=11, cross_percent=30)


def _rank() -> Callable[[], Any]:
    chance = random.Random(1)
    rubric = Rubric(tuple(Criterion(code, Decimal(25)) for code in CODES), 2, (), "bench/1")
    sheets = [ProposalSheets(f"P{number:04}", _sheets(chance)) for number in range(PROPOSALS)]
    return lambda: rank(rubric, sheets, readers_required=READERS)


def _sheets(chance: random.Random) -> tuple[Sheet, ...]:
    return tuple(Sheet(f"J{judge}", {code: chance.choice(LEVELS) for code in CODES}) for judge in range(READERS))


def _weigh(proposals: int, judges: int) -> Callable[[], Any]:
    """Three sheets of four marks each, with an agreement of 0.26 and a panel that marks unevenly."""
    chance = random.Random(7)
    worth = [chance.gauss(60, 8) for _ in range(proposals)]
    habits = [chance.gauss(0, 4) for _ in range(judges)]
    sheets = [
        Reading(f"P{one:05}", f"J{judge:03}", sum(0.25 * chance.gauss(worth[one] + habits[judge], 26) for _ in CODES))
        for one in range(proposals)
        for judge in chance.sample(range(judges), READERS)
    ]
    return lambda: weigh(sheets, 99)


def _select() -> Callable[[], Any]:
    chance = random.Random(2017)
    candidates = [
        Candidate(
            f"P{number:04}",
            number + 1,
            {
                "KIND": chance.choices(list(KINDS), list(KINDS.values()))[0],
                "CATEGORY": chance.choice("abcdefghijk"),
                "GROUP": chance.choice("UUUUR"),
            },
        )
        for number in range(1373)
    ]
    quotas = [Quota("KIND", kind, floor) for kind, floor in KINDS.items()]
    quotas += [Quota("CATEGORY", category, 9) for category in "abcdefghijk"] + [Quota("GROUP", "R", 33)]
    return lambda: select(candidates, 99, quotas)
