"""Why a plan cannot be: which constraint stands in the way, and by how much it would have to give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

import numpy as np

from judging.allocation.flow import Flow, Ints, Network, bottleneck
from judging.allocation.terms import Request


class Lack(StrEnum):
    """What makes a plan impossible."""

    READERS = "READERS"
    """A proposal has too few judges free of conflict."""
    CAPACITY = "CAPACITY"
    """All judges together may read less than there is to read."""
    BOTTLENECK = "BOTTLENECK"
    """Some proposals can be read only by some judges, who together may not read that much."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """One reason why no plan exists: only ``available`` of ``required`` readings can be placed; and what would help.

    Either raise the maximum of every judge in ``judges`` to at least ``raise_max_load_to`` (0: no maximum would do), or
    find ``add_judges`` more who are free for ``proposals``. READERS names one proposal and no judges; CAPACITY names
    all judges and no proposals, as it concerns them all. Once a shortage is mended another may come to light.
    """

    lack: Lack
    proposals: tuple[str, ...]
    judges: tuple[str, ...]
    required: int
    available: int
    raise_max_load_to: int
    add_judges: int

    def __str__(self) -> str:
        if self.lack is Lack.READERS:
            what = f"proposal {self.proposals[0]} has only {self.available} free readers of {self.required} required"
        elif self.lack is Lack.CAPACITY:
            what = f"total load {self.required:,} exceeds capacity {self.available:,}"
        else:
            what = (
                f"{len(self.proposals)} proposals need {self.required:,} readings from {len(self.judges)} judges "
                f"who have room for {self.available:,}"
            )
        raised = f"raise max load to {self.raise_max_load_to} or " if self.raise_max_load_to else ""
        return f"{what}: {raised}add {self.add_judges} free judges"


class Infeasible(ValueError):
    """No plan can satisfy the hard constraints. ``shortages`` says which to relax and by how much."""

    def __init__(self, shortages: Iterable[Shortage]) -> None:
        self.shortages = tuple(shortages)
        more = f"; and {len(self.shortages) - 5} more" if len(self.shortages) > 5 else ""
        super().__init__("; ".join(str(one) for one in self.shortages[:5]) + more)


def plain_shortages(request: Request, network: Network, proposals: Sequence[str]) -> list[Shortage]:
    """What can be seen without solving: proposals with too few free readers, and too little capacity in all."""
    free = network.free.sum(axis=1)
    shortages = []
    for row in map(int, np.flatnonzero(free < network.need)):
        available = request.readers - int(network.need[row] - free[row])
        lacking = request.readers - available
        shortages.append(Shortage(Lack.READERS, (proposals[row],), (), request.readers, available, 0, lacking))
    held, need, most = int(network.held.sum()), int(network.need.sum()), int(network.most.sum())
    if held + need > most:
        everyone = np.arange(len(network.held))
        shortages.append(
            Shortage(
                lack=Lack.CAPACITY,
                proposals=(),
                judges=tuple(sorted(judge.code for judge in request.judges)),
                required=held + need,
                available=most,
                raise_max_load_to=_enough_load(network, np.arange(len(proposals)), everyone, need),
                add_judges=_more_judges(request, held + need - most),
            )
        )
    return shortages


def bottleneck_shortage(
    request: Request, network: Network, flow: Flow, proposals: Sequence[str], judges: Sequence[str]
) -> Shortage:
    """The set of proposals and judges that leaves places unfilled in an optimal flow."""
    stuck, full = bottleneck(network, flow)
    placed, missing = int(flow.given[np.ix_(stuck, full)].sum()), int(flow.unfilled.sum())
    return Shortage(
        lack=Lack.BOTTLENECK,
        proposals=tuple(proposals[row] for row in stuck),
        judges=tuple(judges[column] for column in full),
        required=placed + missing,
        available=placed,
        raise_max_load_to=_enough_load(network, stuck, full, placed + missing),
        add_judges=max(_more_judges(request, missing), int(flow.unfilled.max())),
    )


def _enough_load(network: Network, rows: Ints, columns: Ints, required: int) -> int:
    """The smallest common maximum with which these judges have room for the required readings; 0 when none has."""
    held, most = network.held[columns], network.most[columns]
    readable = network.free[np.ix_(rows, columns)].sum(axis=0)

    def room(maximum: int) -> int:
        return int(np.minimum(np.maximum(most, maximum) - held, readable).sum())

    low, high = 0, int((held + readable).max(initial=0))
    if room(high) < required:
        return 0
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if room(middle) >= required else (middle + 1, high)
    return low


def _more_judges(request: Request, missing: int) -> int:
    """How many judges with the median maximum would read what is missing."""
    typical = median_low([judge.max_load for judge in request.judges]) if request.judges else request.readers
    return -(-missing // max(typical, 1))
