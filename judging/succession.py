"""Who is next in line when a place of a published list falls free. Everybody else on the list stays where they are.

Of those who are up and not in, it is who leaves the floors least unmet, and of these the best by rank. Equals of one rank are
all named: between them people decide, with their reason. No clock, no database, no chance.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from judging.selecting import Candidate, Quota, Trait


@dataclass(frozen=True, slots=True)
class Successor:
    """Who would come in: `fills` are the floors that would otherwise be unmet, `passed` how many of better rank do not fill
    them, `is_tied` whether others of the same rank would do as well."""

    proposal: str
    rank: int
    fills: tuple[Trait, ...]
    passed: int
    is_tied: bool


def next_in_line(
    candidates: Iterable[Candidate], inside: Set[str], barred: Set[str], places: int, quotas: Sequence[Quota]
) -> tuple[Successor, ...]:
    """Return who would come in beside those `inside`; nobody where no place is free or nobody is up. `barred` are those who
    were on the list and are no longer."""
    listed = sorted(candidates, key=lambda one: (one.rank, one.proposal))
    stay = [one for one in listed if one.proposal in inside]
    line = [one for one in listed if not one.barred and one.proposal not in inside | barred]
    if len(stay) >= places or not line:
        return ()
    short = [quota for quota in quotas if sum(quota.counts(one.traits) for one in stay) < quota.floor]
    fills = {one.proposal: tuple(quota.trait for quota in short if quota.counts(one.traits)) for one in line}
    most = max(map(len, fills.values()))
    able = [one for one in line if len(fills[one.proposal]) == most]
    best = [one for one in able if one.rank == able[0].rank]
    passed = sum(one.rank < able[0].rank for one in line)
    return tuple(Successor(one.proposal, one.rank, fills[one.proposal], passed, len(best) > 1) for one in best)
