"""The graph of judges who share proposals: its panels, and the exchanges that link them.

Two judges can be compared only if a chain of shared proposals leads from one to the other. Panels are the connected
parts of that graph; in a plan with one panel every score can be compared with every other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import combinations
from random import Random

from judging.allocation.terms import Reading

MOST_TRIES = 500
"""Exchanges looked at for one link. Nearly always the first will do; the limit ends a hopeless case."""


def panels_of(pairs: Iterable[Reading]) -> tuple[tuple[str, ...], ...]:
    """The judges in connected groups, the largest group first. A judge without a reading is in none."""
    parent: dict[str, str] = {}

    def root(judge: str) -> str:
        while parent[judge] != judge:
            parent[judge] = parent[parent[judge]]
            judge = parent[judge]
        return judge

    first_reader: dict[str, str] = {}
    for proposal, judge in pairs:
        parent.setdefault(judge, judge)
        parent[root(judge)] = root(first_reader.setdefault(proposal, judge))
    groups: dict[str, list[str]] = defaultdict(list)
    for judge in sorted(parent):
        groups[root(judge)].append(judge)
    return tuple(sorted((tuple(group) for group in groups.values()), key=lambda group: (-len(group), group)))


def met_pairs(pairs: Iterable[Reading]) -> int:
    """How many different pairs of judges share at least one proposal."""
    readers: dict[str, list[str]] = defaultdict(list)
    for proposal, judge in pairs:
        readers[proposal].append(judge)
    return len({two for judges in readers.values() for two in combinations(sorted(judges), 2)})


def link_panels(
    given: Set[Reading], kept: Set[Reading], conflicts: Set[Reading], chance: Random
) -> tuple[set[Reading], set[Reading]]:
    """Exchange readers between panels until one panel is left or no exchange helps.

    An exchange gives judge a the proposal of judge b and the other way round: no load and no number of readers changes,
    and nothing kept is touched.

    :param given: the readings that may be exchanged.
    :param kept: the readings that may not.
    :returns: the given readings after all exchanges, and those of them that came by an exchange.
    """
    now, linked = set(given), set[Reading]()
    panels = panels_of(now | kept)
    while len(panels) > 1 and _has_a_spare_reading(now | kept, len(panels)):
        exchange = _exchange(now, kept, panels, conflicts, chance)
        if exchange is None:
            break
        gone, come = exchange
        now = now - gone | come
        linked = linked - gone | come
        panels = panels_of(now | kept)
    return now, linked


def crossing(pairs: Iterable[Reading], teams: Mapping[str, str]) -> set[str]:
    """The proposals that judges of more than one team read. A judge in no team is one of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    for proposal, judge in pairs:
        found[proposal].add(teams.get(judge, judge))
    return {proposal for proposal, own in found.items() if len(own) > 1}


def mix_teams(
    given: Set[Reading],
    kept: Set[Reading],
    conflicts: Set[Reading],
    teams: Mapping[str, str],
    wanted: int,
    chance: Random,
) -> tuple[set[Reading], set[Reading]]:
    """Exchange readers between proposals of one team and proposals of another until so many readings are of mixed proposals.

    As in :func:`link_panels` no load and no number of readers changes and nothing kept is touched; an exchange makes two
    proposals mixed that were not, and none plain.

    :returns: the given readings after all exchanges, and those of them that came by an exchange.
    """
    now, mixed_in = set(given), set[Reading]()
    readers: dict[str, list[str]] = defaultdict(list)
    for proposal, judge in sorted(now | kept):
        readers[proposal].append(judge)
    mixed = crossing(now | kept, teams)
    have = sum(len(readers[proposal]) for proposal in mixed)
    if have >= wanted:
        return now, mixed_in
    plain: dict[str, list[Reading]] = defaultdict(list)
    for proposal, judge in sorted(now):
        if proposal not in mixed and len(readers[proposal]) > 1:
            plain[teams.get(judge, judge)].append((proposal, judge))
    for _ in range(MOST_TRIES * max(1, len(readers))):
        if have >= wanted or len(plain) < 2:
            break
        (p, a), (q, b) = (chance.choice(plain[team]) for team in chance.sample(sorted(plain), 2))
        gone, come = {(p, a), (q, b)}, {(p, b), (q, a)}
        if come & conflicts:
            continue
        now, mixed_in = now - gone | come, mixed_in | come
        have += len(readers[p]) + len(readers[q])
        plain = {team: left for team, own in plain.items() if (left := [one for one in own if one[0] not in (p, q)])}
    return now, mixed_in


def _has_a_spare_reading(pairs: Set[Reading], panels: int) -> bool:
    """Whether some panel holds together by more readings than it needs; only such a one can be exchanged for a link.

    Proposals and judges as nodes and readings as edges: a panel without a spare one is a tree.
    """
    nodes = len({proposal for proposal, _ in pairs}) + len({judge for _, judge in pairs})
    return len(pairs) > nodes - panels


def _exchange(
    now: Set[Reading],
    kept: Set[Reading],
    panels: tuple[tuple[str, ...], ...],
    conflicts: Set[Reading],
    chance: Random,
) -> tuple[set[Reading], set[Reading]] | None:
    """The first exchange drawn by chance that leaves fewer panels: (readings gone, readings come)."""
    panel_of = {judge: number for number, panel in enumerate(panels) for judge in panel}
    of_panel: dict[int, list[Reading]] = defaultdict(list)
    for pair in sorted(now):
        of_panel[panel_of[pair[1]]].append(pair)
    if len(of_panel) < 2:
        return None
    for _ in range(MOST_TRIES):
        one, other = chance.sample(sorted(of_panel), 2)
        (p, a), (q, b) = chance.choice(of_panel[one]), chance.choice(of_panel[other])
        gone, come = {(p, a), (q, b)}, {(p, b), (q, a)}
        # Nobody is doubled: a judge of another panel has no reading of this one's proposals.
        if not come & conflicts and len(panels_of(now - gone | come | kept)) < len(panels):
            return gone, come
    return None
