"""The minimum-cost flow behind an allocation, in plain arrays: proposals -> judges -> load tiers.

Very large rounds are solved by `judging.allocation.columns`, for an optimum of the same costs. Shapes: P proposals, J judges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEAR = 8
"""Loads within NEAR of the even level are weighed one by one, those further off in steps that double."""

FAR = 2**40
"""More readings than any round has: the open end of the last tier."""


PROOF = 1e-9
"""How far, of its own size, the cost of a plan may lie above what is proven to be the least."""


class SolverFailed(RuntimeError):
    """The solver gave no proven optimum. Never seen; a plan that is not proven is not handed out."""


@dataclass(frozen=True)
class Network:
    """What may flow. A judge's load is what is held already plus what is given now.

    :param need: (P,) readers still wanted by each proposal.
    :param held: (J,) readings each judge has already.
    :param most: (J,) the most readings each judge may have, at least ``held``.
    :param free: (P, J) whether this judge may newly read this proposal.
    :param price: (P, J) cost of a reading, from 0 up to ``1 + 1 / (J + 1)``. The even loads come before any price: one
        reading more or less evenly placed weighs ``J + 1``, more than an exchange along all judges can save.
    """

    need: Ints
    held: Ints
    most: Ints
    free: Bools
    price: Floats


@dataclass(frozen=True)
class Flow:
    """An optimum. ``given`` (P, J): readings newly given; ``unfilled`` (P,): readers that could not be found.

    ``cost`` is what it costs, ``bound`` what every plan costs at least: the two are equal but for rounding.
    """

    given: Bools
    unfilled: Ints
    cost: float
    bound: float


def solve(network: Network) -> Flow:
    """The cheapest way to give every proposal its readers; where that cannot be, as few unfilled places as possible.

    :raises SolverFailed: no proven optimum, or a corner that is not whole (neither is possible for a network).
    """
    # Loading the solver takes half a second that no other page should pay.
    from scipy.optimize import linprog  # type: ignore[import-untyped]  # scipy has no types
    from scipy.sparse import coo_matrix  # type: ignore[import-untyped]  # scipy has no types

    proposals, judges = network.free.shape
    if not network.need.any():
        return Flow(given=np.zeros(network.free.shape, dtype=bool), unfilled=network.need, cost=0.0, bound=0.0)
    rows, columns = np.nonzero(network.free)
    widths, slopes = tiers_of(network)
    readings, tiers = len(rows), len(slopes)
    weight = judges + 1
    costs = [network.price[rows, columns], np.tile(slopes * weight, judges), np.full(proposals, (tiers + 2.0) * weight)]
    upper = [np.ones(readings), widths.ravel(), network.need]
    # One equation a proposal: readings + unfilled = need. One a judge: readings - tiers filled = -held.
    equations = [rows, proposals + columns, proposals + np.repeat(np.arange(judges), tiers), np.arange(proposals)]
    variables = [np.arange(readings), np.arange(readings), readings + np.arange(judges * tiers)]
    variables.append(readings + judges * tiers + np.arange(proposals))
    signs = [np.ones(readings), np.ones(readings), -np.ones(judges * tiers), np.ones(proposals)]
    cost = np.concatenate(costs)
    matrix = coo_matrix(
        (np.concatenate(signs), (np.concatenate(equations), np.concatenate(variables))),
        shape=(proposals + judges, len(cost)),
    )
    most = np.concatenate(upper)
    right = np.concatenate([network.need, -network.held])
    # The simplex method ends in a corner, and every corner of a network is whole; an interior point would not be.
    answer = linprog(cost, A_eq=matrix.tocsc(), b_eq=right, bounds=np.column_stack([0 * most, most]), method="highs-ds")
    if answer.status != 0 or np.abs(answer.x - np.round(answer.x)).max(initial=0) > 1e-6:
        raise SolverFailed(f"status {answer.status}: {answer.message}")
    bound = dual_bound(cost, matrix.T @ answer.eqlin.marginals, right @ answer.eqlin.marginals, most)
    _refuse_unproven(answer.fun, bound)
    given = np.zeros(network.free.shape, dtype=bool)
    given[rows, columns] = answer.x[:readings] > 0.5
    unfilled = np.round(answer.x[readings + judges * tiers :]).astype(np.int64)
    return Flow(given=given, unfilled=unfilled, cost=float(answer.fun), bound=bound)


def _refuse_unproven(cost: float, bound: float) -> None:
    if cost - bound > PROOF * max(1.0, abs(bound)):
        raise SolverFailed(f"a plan of {cost} where {bound} is not ruled out")


def dual_bound(cost: Floats, priced: Floats, total: float, most: Floats) -> float:
    """What every solution of ``A x = b, 0 <= x <= most`` costs at least, given prices of the equations.

    Any prices give a bound; nothing of the solver is believed. ``priced`` are the columns' prices (``A' y``), ``total`` is
    what the right side is worth (``b' y``): what a column costs less than its price can be saved ``most`` times at best.
    """
    return float(total + np.minimum(0.0, cost - priced) @ most)


def bottleneck(network: Network, flow: Flow) -> tuple[Ints, Ints]:
    """Why places stay unfilled: proposals that can be read only by judges who are full, and those judges.

    From the unfilled proposals follow, to and fro, each judge who could take one and each proposal that such a judge
    could give away. What is reached is closed: no proposal in it can find another reader (a cut of the network).

    :returns: indices of the proposals and of the judges; both empty when nothing is unfilled.
    """
    in_set = flow.unfilled > 0
    while True:
        judges = np.any((network.free & ~flow.given)[in_set], axis=0)
        grown = np.logical_or(in_set, np.any(flow.given[:, judges], axis=1))
        if (grown == in_set).all():
            return np.flatnonzero(in_set), np.flatnonzero(judges)
        in_set = grown


def even_level(held: Ints, most: Ints, total: int) -> int:
    """The highest level up to which ``total`` readings fill all judges, each from ``held`` to ``most``."""
    low, high = 0, int(most.max(initial=0))
    while low < high:
        middle = (low + high + 1) // 2
        if int(np.clip(middle, held, most).sum()) <= total:
            low = middle
        else:
            high = middle - 1
    return low


def tiers_of(network: Network) -> tuple[Floats, Floats]:
    """Widths (J, T) and slopes (T,) of the load tiers: each reading costs more than the one before, around the level.

    With slopes that rise at the level and one above it, loads on these two are cheaper than any other spread of the
    same total: the maximum and the minimum differ by at most one wherever that is possible.
    """
    level = even_level(network.held, network.most, int(network.held.sum() + network.need.sum()))
    below = [level - NEAR * 2**step for step in range(20, 0, -1)] + list(range(level - NEAR, level))
    above = list(range(level, level + NEAR + 1)) + [level + NEAR * 2**step for step in range(1, 20)]
    edges = np.array([0, *sorted({edge for edge in below + above if edge > 0}), FAR], dtype=np.float64)
    reach = np.minimum(edges, network.most[:, None].astype(np.float64))
    return np.diff(reach, axis=1), np.arange(len(edges) - 1, dtype=np.float64)
