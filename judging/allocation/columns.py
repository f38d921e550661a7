"""The same flow for very large rounds: solved over few readings of each proposal, and proven over all of them.

A round of 30,000 proposals and 300 judges has nine million possible readings, nearly all of them too dear to be chosen. So only
the cheapest of each proposal are solved for; then the prices of the judges are found that make that solution an optimum, and
every reading left out is held against them. Whatever would pay is added, and it is solved again. When nothing would, the bound
that the prices give over all readings is reached, which is the proof, whoever solved it.

A network simplex (OR-tools, `requirements/scale.txt`) solves such a round in seconds; without it HiGHS does, in more time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from judging.allocation.flow import PROOF, Bools, Floats, Flow, Ints, Network, SolverFailed, solve, tiers_of

LARGE = 1_000_000
"""Possible readings from which a round is solved this way."""
FIRST = 24
"""Readings of each proposal that are solved for at first, but at least twice as many as are needed."""
MOST_ROUNDS = 40
SCALE = 10**9
"""Costs are whole numbers for the network simplex: this many to the price of one reading outside expertise."""
SMALL = 1e-9

Inner = Callable[[Network], tuple[Bools, Ints]]


def solve_large(network: Network, inner: Inner | None = None) -> Flow:
    """An optimum as `flow.solve` gives it; `inner` solves for some of the readings.

    :raises SolverFailed: no proven optimum.
    """
    inner = inner or (by_network_simplex if network_simplex() else by_linear_program)
    wide = _Wide(network, *tiers_of(network))
    kept = _cheapest(network)
    for _ in range(MOST_ROUNDS):
        given, unfilled = inner(replace(network, free=kept))
        prices = wide.judge_prices(kept, given, unfilled)
        bound, chosen = wide.bound(prices)
        cost = wide.cost(given, unfilled)
        if cost - bound <= PROOF * max(1.0, abs(bound)):
            return Flow(given=given, unfilled=unfilled, cost=cost, bound=bound)
        more = chosen & ~kept
        if not more.any():
            break
        kept = kept | more
    raise SolverFailed(f"a plan of {cost} where {bound} is not ruled out")


def by_linear_program(network: Network) -> tuple[Bools, Ints]:
    """Solve by the solver of the core."""
    flow = solve(network)
    return flow.given, flow.unfilled


def network_simplex() -> ModuleType | None:
    """Return OR-tools' flow solver if it is installed. The one place that knows it."""
    try:
        from ortools.graph.python import min_cost_flow  # type: ignore[import-not-found]  # an extra
    except ImportError:
        return None
    return min_cost_flow  # type: ignore[no-any-return]  # it has no types


def by_network_simplex(network: Network) -> tuple[Bools, Ints]:
    """Solve by OR-tools, which must be there.

    :raises SolverFailed: it finds none; never seen, since places may stay unfilled.
    """
    module: Any = network_simplex()
    solver = module.SimpleMinCostFlow()
    proposals, judges = network.free.shape
    widths, slopes = tiers_of(network)
    rows, columns = np.nonzero(network.free)
    total, sink, weight = int(network.need.sum() + network.held.sum()), proposals + judges, judges + 1
    tails = [rows, proposals + np.repeat(np.arange(judges), len(slopes)), np.arange(proposals)]
    heads = [proposals + columns, np.full(widths.size, sink), np.full(proposals, sink)]
    room = [np.ones(len(rows)), np.minimum(widths, total).ravel(), network.need]
    dear = np.full(proposals, (len(slopes) + 2.0) * weight)
    costs = np.concatenate([network.price[rows, columns], np.tile(slopes * weight, judges), dear])
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate(tails).astype(np.int32),
        np.concatenate(heads).astype(np.int32),
        np.concatenate(room).astype(np.int64),
        np.round(costs * SCALE).astype(np.int64),
    )
    supplies = np.concatenate([network.need, network.held, [-total]]).astype(np.int64)
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    # After anything but an optimum its flows must not be asked for.
    if (status := solver.solve()) != solver.OPTIMAL:
        raise SolverFailed(f"status {status}")
    flows = solver.flows(arcs)
    given = np.zeros(network.free.shape, dtype=bool)
    given[rows, columns] = flows[: len(rows)] > 0
    return given, flows[-proposals:].astype(np.int64)


def _cheapest(network: Network) -> Bools:
    """The readings to begin with."""
    proposals, judges = network.free.shape
    number = min(judges, max(FIRST, 2 * int(network.need.max(initial=0))))
    cost = np.where(network.free, network.price, np.inf)
    near = np.argpartition(cost, number - 1, axis=1)[:, :number]
    kept = np.zeros(network.free.shape, dtype=bool)
    kept[np.arange(proposals)[:, None], near] = True
    chosen: Bools = kept & network.free
    return chosen


@dataclass(frozen=True)
class _Wide:
    """The whole network with its tiers: what a solution costs, the prices that belong to it, and the bound they give."""

    network: Network
    widths: Floats
    slopes: Floats

    @property
    def steps(self) -> Floats:
        """What a reading costs in each tier."""
        costs: Floats = self.slopes * (self.network.free.shape[1] + 1)
        return costs

    @property
    def dear(self) -> float:
        """What an unfilled place costs."""
        return float((len(self.slopes) + 2.0) * (self.network.free.shape[1] + 1))

    def cost(self, given: Bools, unfilled: Ints) -> float:
        """What a solution costs."""
        load = self.network.held + given.sum(axis=0)
        before = np.cumsum(self.widths, axis=1) - self.widths
        filled = np.clip(load[:, None] - before, 0, self.widths)
        return float(self.network.price[given].sum() + (filled * self.steps).sum() + unfilled.sum() * self.dear)

    def judge_prices(self, kept: Bools, given: Bools, unfilled: Ints) -> Floats:
        """The prices of the judges (J,) under which a solution is the best of the readings kept, if it is.

        Giving a reading on from judge a to judge b, or one more or less to a judge, must not pay: each says how much higher b's
        price may be than a's. The largest prices that keep all of it are shortest ways from no judge at all (the last place).
        """
        network, judges = self.network, given.shape[1]
        most = np.full((judges + 1, judges + 1), np.inf)
        spare = np.where(kept & ~given, network.price, np.inf)
        for judge in range(judges):
            mine = given[:, judge]
            if mine.any():
                most[judge, :judges] = (spare[mine] - network.price[mine, judge][:, None]).min(axis=0)
        lacking, part = unfilled > 0, unfilled < network.need
        if lacking.any():
            most[judges, :judges] = (spare[lacking] - self.dear).min(axis=0)
        least = np.where(given[part], self.dear - network.price[part], np.inf)
        most[:judges, judges] = least.min(axis=0, initial=np.inf)
        self._bind_loads(most, network.held + given.sum(axis=0))
        prices = np.full(judges + 1, np.inf)
        prices[judges] = 0.0
        for _ in range(judges + 1):
            nearer = np.minimum(prices, (prices[:, None] + most).min(axis=0))
            done = np.array_equal(nearer, prices)
            prices = nearer
            if done:
                break
        # Nothing binds a judge to whom nobody could give anything on: as cheap as one more reading, if there is room for one.
        unbound = ~np.isfinite(prices)
        prices[unbound] = -np.minimum(most[unbound, judges], 2 * self.dear)
        return prices[:judges]

    def _bind_loads(self, most: Floats, load: Ints) -> None:
        judges = len(load)
        ends = np.cumsum(self.widths, axis=1)
        for judge in range(judges):
            if load[judge] > 0:
                last = -float(self.steps[np.searchsorted(ends[judge], load[judge])])
                most[judges, judge] = min(most[judges, judge], last)
            later = np.flatnonzero(ends[judge] > load[judge])
            if len(later):
                most[judge, judges] = min(most[judge, judges], float(self.steps[later[0]]))

    def bound(self, prices: Floats) -> tuple[float, Bools]:
        """What every solution over all readings costs at least, by these prices of the judges, and the readings chosen then.

        A proposal's own price is the one that gives the most: that of its last needed reading once judges are paid. As in
        `flow.dual_bound` nothing is believed; any prices give a bound.
        """
        network = self.network
        beside = np.where(network.free, network.price - prices, np.inf)
        need = network.need.astype(np.int64)
        number = max(1, min(int(need.max(initial=0)), beside.shape[1]))
        first = np.sort(np.partition(beside, number - 1, axis=1)[:, :number], axis=1)
        place = np.clip(need - 1, 0, number - 1)
        own = np.minimum(first[np.arange(len(need)), place], self.dear)
        own = np.where(need > number, self.dear, own)
        gap = beside - own[:, None]
        saved = float(np.minimum(0.0, gap).sum() + (np.minimum(0.0, self.dear - own) * need).sum())
        saved += float((np.minimum(0.0, self.steps + prices[:, None]) * self.widths).sum())
        return float((need * own).sum() - (network.held * prices).sum()) + saved, gap < SMALL
