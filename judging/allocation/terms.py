"""What an allocation takes and gives: plain values, no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Reading = tuple[str, str]
"""(proposal, judge)"""


class Why(StrEnum):
    """Why a judge reads a proposal; the words for people are the interface's."""

    KEPT = "KEPT"
    """It was given out before."""
    ONLY_FREE = "ONLY_FREE"
    """The proposal has no more judges free of conflict than it needs."""
    EXPERTISE = "EXPERTISE"
    """The proposal's category is in the judge's recorded expertise."""
    LINK = "LINK"
    """It links two panels that would share no proposal."""
    BALANCE = "BALANCE"
    """It keeps the loads even; among equally good ways the seed decided."""


class BadRequest(ValueError):
    """A request that contradicts itself."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge's stable code, the most proposals to read in all (kept ones included), and the categories read best.

    A judge with no recorded expertise is taken to read every category equally well.
    """

    code: str
    max_load: int
    expertise: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Request:
    """What a plan is wanted for.

    :param proposals: code of each proposal and its category (empty: no category).
    :param judges: those who may be given readings now.
    :param readers: readers each proposal must have, kept ones included.
    :param conflicts: readings that must never be; those of judges or proposals outside the request do no harm.
    :param kept: readings given out before. Those outside the request count too, as reader and as load.
    :param cross_percent: how many of a hundred readings shall be of proposals that judges of more than one team read. A team
        are the judges with the same recorded expertise; who has none is a team of their own. Reached as far as exchanges go.
    :param seed: any whole number; the same request and seed give the same plan.
    :raises BadRequest: a judge twice, fewer than one reader, a negative maximum, or a kept reading that is a conflict.
    """

    proposals: Mapping[str, str]
    judges: tuple[Judge, ...]
    readers: int
    conflicts: frozenset[Reading] = frozenset()
    kept: frozenset[Reading] = frozenset()
    seed: int = 0
    cross_percent: int = 0

    def __post_init__(self) -> None:
        if len({judge.code for judge in self.judges}) != len(self.judges):
            raise BadRequest("a judge stands twice in the request")
        if self.readers < 1 or any(judge.max_load < 0 for judge in self.judges):
            raise BadRequest("readers are at least one, and a maximum load is not negative")
        if broken := sorted(self.kept & self.conflicts):
            raise BadRequest(f"kept readings are in conflict: {broken[:5]}")


@dataclass(frozen=True, slots=True)
class Pair:
    """One reading of a plan, and why.

    ``free_readers`` judges of the request were free to take the proposal, ``category`` is the proposal's. ``position``
    counts from 1 in the order in which this judge reads the new proposals, to be added to the last position the judge
    has; it is 0 for a kept reading, which stays where it stands.
    """

    proposal: str
    judge: str
    why: Why
    free_readers: int
    category: str
    position: int


@dataclass(frozen=True)
class Plan:
    """All readings of the request's proposals, kept and new, in order of (proposal, judge).

    ``loads`` is what each judge reads in all, with what is kept outside the request. ``excluded_conflicts`` counts the
    readings ruled out. ``panels`` are the groups of judges linked by shared proposals; ``met_pairs`` of
    ``possible_pairs`` pairs of judges share at least one. ``cross_readings`` are of proposals that more than one team reads.
    """

    pairs: tuple[Pair, ...]
    loads: Mapping[str, int]
    seed: int
    excluded_conflicts: int
    panels: tuple[tuple[str, ...], ...] = field(repr=False)
    met_pairs: int
    possible_pairs: int
    cross_readings: int

    @property
    def cross_percent(self) -> int:
        """How many of a hundred readings are of proposals that judges of more than one team read, rounded down."""
        return 100 * self.cross_readings // len(self.pairs) if self.pairs else 0

    @property
    def connected(self) -> bool:
        """Whether every judge who reads can be compared with every other through shared proposals."""
        return len(self.panels) <= 1

    @property
    def added(self) -> tuple[Pair, ...]:
        """The readings that are new: what has to be written."""
        return tuple(pair for pair in self.pairs if pair.why is not Why.KEPT)
