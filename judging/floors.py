"""The choice behind a selection, in plain numbers: which positions of a ranked list are in, when floors must be met.

Positions count from 0, best first. This is the only place of the selection that knows a solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.optimize import Bounds, LinearConstraint  # type: ignore[import-untyped]  # scipy has no types

Floats = NDArray[np.float64]
Floor = tuple[int, Sequence[int]]
"""(how many places at least, positions that count for it)"""


NEARLY = 1e-6
"""How far from a whole number a solver's whole number may be."""


class SolverFailed(RuntimeError):
    """The solver gave no proven optimum. Never seen; a list that is not proven is not handed out."""


def choose(ranks: Sequence[int], places: int, floors: Sequence[Floor], *, disjoint: bool) -> frozenset[int]:
    """The positions that are in, by the rule of `judging.selecting`.

    :param ranks: rank of each position, never falling.
    :param disjoint: no position counts for two floors; then the list is built without a solver, if all floors fit.
    """
    places = min(places, len(ranks))
    reserved = {position for floor, members in floors for position in members[:floor]}
    if disjoint and len(reserved) <= places:
        rest = [position for position in range(len(ranks)) if position not in reserved]
        return frozenset(reserved) | frozenset(rest[: places - len(reserved)])
    return _solved(ranks, places, floors)


def handicaps(ranks: Sequence[int], places: int, floors: Sequence[Floor]) -> list[str]:
    """How many ranks each floor is worth to its positions, as decimals: the proof of a list, for whoever has no solver.

    Take these ranks off the positions of each floor and add up the best places: no list that meets the floors has a smaller sum
    of ranks than that, less the handicaps. They are the dual of the relaxed problem.

    :param floors: as far as they can be met.
    :raises SolverFailed: the floors cannot be met together.
    """
    from scipy.optimize import linprog

    counts = np.zeros((len(floors), len(ranks)))
    for row, (_, members) in enumerate(floors):
        counts[row, list(members)] = -1
    least = [-float(floor) for floor, _ in floors]
    held = {"A_eq": np.ones((1, len(ranks))), "b_eq": [min(places, len(ranks))], "bounds": (0, 1)}
    answer = linprog(np.array(ranks, dtype=np.float64), A_ub=counts, b_ub=least, **held)
    if answer.status != 0:
        raise SolverFailed(f"status {answer.status}: {answer.message}")
    return [f"{max(0.0, -float(value)):.4f}" for value in answer.ineqlin.marginals]


def _solved(ranks: Sequence[int], places: int, floors: Sequence[Floor]) -> frozenset[int]:
    """The exact optimum of three aims in strict order: shortfalls, ranks, better places kept.

    One 0/1 variable a position and one whole shortfall a floor. Each aim is solved by itself, in whole numbers, and then
    held as a constraint for the next one, so that no weights have to be balanced against each other.
    """
    # Loading the solver takes half a second that no other page should pay.
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy has no types

    positions, wanted = len(ranks), len(floors)
    counts = np.zeros((wanted, positions + wanted))
    for row, (_, members) in enumerate(floors):
        counts[row, list(members)] = 1
        counts[row, positions + row] = 1
    least = np.array([floor for floor, _ in floors], dtype=np.float64)
    is_position = np.concatenate([np.ones(positions), np.zeros(wanted)])
    rules = [LinearConstraint(csr_array(counts), lb=least), LinearConstraint(is_position, lb=places, ub=places)]
    bounds = Bounds(0, np.concatenate([np.ones(positions), least]))
    from_end = np.arange(positions, 0, -1, dtype=np.float64)
    aims: list[Floats] = [
        np.concatenate([np.zeros(positions), np.ones(wanted)]),
        np.concatenate([np.array(ranks, dtype=np.float64), np.zeros(wanted)]),
        np.concatenate([-(from_end**2), np.zeros(wanted)]),
    ]
    best: Floats = np.zeros(positions + wanted)
    held: list[tuple[Floats, float]] = []
    for aim in aims:
        best = _least(aim, rules, held, bounds)
        held.append((aim, float(aim @ best)))
    return frozenset(int(position) for position in np.flatnonzero(best[:positions]))


def _least(aim: Floats, rules: list[LinearConstraint], held: list[tuple[Floats, float]], bounds: Bounds) -> Floats:
    """A whole solution that is proven to have the least ``aim`` among those as good as ``held`` says.

    Without the demand for whole numbers the problem is quick, and its optimum is nearly always whole by itself; then it is
    the optimum of both. Otherwise branch and bound decides. There the held aims get half a unit of room, which keeps out
    every worse whole solution and forgives the solver's tolerance.

    :raises SolverFailed: no proven optimum.
    """
    from scipy.optimize import LinearConstraint, milp

    for whole, room in ((0, 0.0), (1, 0.5)):
        answer = milp(
            aim,
            integrality=np.full(len(aim), whole),
            bounds=bounds,
            constraints=[*rules, *(LinearConstraint(other, ub=value + room) for other, value in held)],
            options={"mip_rel_gap": 0},
        )
        if answer.status == 0 and np.abs(answer.x - np.round(answer.x)).max() < NEARLY:
            solution: Floats = np.round(answer.x)
            return solution
    raise SolverFailed(f"status {answer.status}: {answer.message}")
