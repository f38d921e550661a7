"""Who is in: places given by rank, with floors for kinds, categories, groups or regions, and a reason for each entry.

The rule, in this order:

1. every place is given, and every floor is met as far as there are proposals for it;
2. the sum of the ranks of those who are in is as small as it can be: floors cost as few ranks as possible;
3. of several equally good lists, the one that keeps the better places (largest sum of squares of the distances from the
   end of the list), which makes the list one and the same wherever it is computed.

Floors of one dimension are met by construction: the best of each value up to its floor, then the best of the rest. Floors
of several dimensions are solved as an integer program to a proven optimum. A choice between equals of one rank is never
settled silently: it is reported as an open tie. No clock, no database, no chance.
Reasons: docs/decisions/0012-selection-under-floors.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from judging.floors import choose


class SelectingError(ValueError):
    """Any refusal of this module."""


class BadSelection(SelectingError):
    """A request that contradicts itself: a proposal or a quota twice, a negative floor, negative places."""


class MoveRefused(SelectingError):
    """A move by hand that may not be made; ``proposal`` is its code."""

    def __init__(self, proposal: str, text: str) -> None:
        super().__init__(f"{proposal}: {text}")
        self.proposal = proposal


class MoveWithoutReason(MoveRefused):
    """Every move by hand stands in the minutes with a reason."""


class UnknownProposal(MoveRefused):
    """The move names a proposal that is not in the selection."""


class NotUp(MoveRefused):
    """The move lets in a proposal that is not up for a place: below the passing grade, or no nominee."""


class NothingMoved(MoveRefused):
    """The proposal is already where the move puts it, and no open tie asks for a decision."""


class TooManySelected(SelectingError):
    """After the moves more proposals are in than there are places."""


class Reason(StrEnum):
    """Why an entry is in or out; the words for people are the interface's."""

    MERIT = "MERIT"
    """In: its place is above the line."""
    QUOTA = "QUOTA"
    """In through a floor, from below the line."""
    OUT = "OUT"
    """Out: its place is below the line."""
    OUT_WITHOUT_QUOTA = "OUT_WITHOUT_QUOTA"
    """Out though above the line: its place went to a floor."""
    BELOW_GRADE = "BELOW_GRADE"
    """Out: below the passing grade, which no place and no floor outweighs."""
    NOT_NOMINATED = "NOT_NOMINATED"
    """Out: behind those who are put up for the places."""
    MANUAL_IN = "MANUAL_IN"
    """In by a decision of people, with its reason in the note."""
    MANUAL_OUT = "MANUAL_OUT"
    """Out by a decision of people, with its reason in the note."""


BY_HAND = (Reason.MANUAL_IN, Reason.MANUAL_OUT)
NOT_UP = (Reason.BELOW_GRADE, Reason.NOT_NOMINATED)

Trait = tuple[str, str]
"""(dimension, value), such as ``("KIND", "PROVINCE")``"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked proposal: its code, its rank (equal ranks are a tie), its value in each dimension, and the reason why it is not
    up for a place, if it is not. Such a one stands below all who are, and counts for no place and no floor."""

    proposal: str
    rank: int
    traits: Mapping[str, str]
    barred: Reason | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """At least ``floor`` places go to proposals with this value of this dimension."""

    dimension: str
    value: str
    floor: int

    @property
    def trait(self) -> Trait:
        """The trait that counts for it."""
        return (self.dimension, self.value)

    def counts(self, traits: Mapping[str, str]) -> bool:
        """Whether a proposal with these traits counts for it."""
        return traits.get(self.dimension) == self.value


@dataclass(frozen=True, slots=True)
class SelectedEntry:
    """A candidate with the decision on it.

    ``quotas``: for QUOTA the floors it fills; for OUT_WITHOUT_QUOTA the floors of which each alone, had it not been, would
    have left the entry in, or, where none alone would have, all floors that took a place. ``counterpart``: for these two
    the entry on the other side. Places are paired outward from the line: the best that came in through a floor took the
    place of the worst that lost one. ``note``: the reason of a move by hand.
    """

    proposal: str
    rank: int
    traits: Mapping[str, str]
    selected: bool
    reason: Reason
    quotas: tuple[Trait, ...] = ()
    counterpart: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """What became of a quota.

    ``selected`` entries count for it, of ``available`` candidates; ``on_merit`` would without any floor; ``shortfall`` is
    what lacks to the floor. ``cost`` is how many ranks the whole list would be better (smaller in sum) without this floor.
    """

    quota: Quota
    selected: int
    available: int
    on_merit: int
    shortfall: int
    cost: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The decision on all candidates, in order of rank.

    ``cost`` is the sum of the ranks of those in, less the sum of the best ranks: what all floors and moves cost together.
    ``open_ties`` are groups of one rank of which some are in and some out for no reason but the order of codes.
    """

    entries: tuple[SelectedEntry, ...]
    places: int
    quotas: tuple[QuotaResult, ...]
    open_ties: tuple[tuple[str, ...], ...]
    cost: int

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of those who are in, best first."""
        return tuple(entry.proposal for entry in self.entries if entry.selected)

    @property
    def vacant(self) -> int:
        """Places that nobody has."""
        return self.places - len(self.chosen)

    @property
    def unmet(self) -> tuple[QuotaResult, ...]:
        """Quotas below their floor; each needs a written reason."""
        return tuple(result for result in self.quotas if result.shortfall)


@dataclass(frozen=True, slots=True)
class Move:
    """A decision of people on one proposal: in or out, and why."""

    proposal: str
    selected: bool
    reason: str


def select(candidates: Iterable[Candidate], places: int, quotas: Sequence[Quota] = ()) -> Selection:
    """Give the places by the rule at the head of this module; the order of the input has no influence.

    A floor that cannot be met is not refused but reported in ``unmet``, and a tie that is not decided in ``open_ties``:
    whether the decision may stand with a written reason is for the caller to say.

    :param candidates: the ranking; ranks as it gives them.
    :param places: how many may be in; fewer are when there are fewer candidates.
    :raises BadSelection: a proposal or a quota twice, a negative floor, negative places.
    """
    listed = sorted(candidates, key=lambda one: (one.rank, one.proposal))
    _check(listed, places, quotas)
    failed = [SelectedEntry(one.proposal, one.rank, one.traits, False, one.barred) for one in listed if one.barred]
    listed = [one for one in listed if not one.barred]
    chosen = _chosen(listed, places, quotas)
    without = {
        quota.trait: _chosen(listed, places, [other for other in quotas if other != quota])
        for quota in quotas
        if any(quota.counts(listed[index].traits) for index in chosen if index >= places)
    }
    entries = (*_entries(listed, places, quotas, chosen, without), *failed)
    costs = {trait: _ranks(listed, chosen) - _ranks(listed, other) for trait, other in without.items()}
    return Selection(
        entries=entries,
        places=places,
        quotas=tuple(_result(quota, entries, places, costs.get(quota.trait, 0)) for quota in quotas),
        open_ties=_open_ties(entries, quotas),
        cost=_cost(entries),
    )


def apply_moves(selection: Selection, moves: Iterable[Move]) -> Selection:
    """Move proposals in or out by hand. All moves are applied or none.

    A proposal of an open tie may be "moved" to where it is: that confirms it, and decides the tie for it. Quotas, ties and
    cost are counted anew; a floor that a move breaks is reported in ``unmet``.

    :raises MoveWithoutReason, UnknownProposal: as they say.
    :raises NotUp: the proposal is below the passing grade, or no nominee.
    :raises NothingMoved: the proposal is there already and in no open tie, or is moved twice.
    :raises TooManySelected: more are in than there are places; move one out as well.
    """
    entries = {entry.proposal: entry for entry in selection.entries}
    undecided = {proposal for tie in selection.open_ties for proposal in tie}
    moved: set[str] = set()
    for move in moves:
        entry = entries.get(move.proposal)
        if entry is None:
            raise UnknownProposal(move.proposal, "is not in this selection")
        if not move.reason.strip():
            raise MoveWithoutReason(move.proposal, "a move by hand needs a reason")
        if entry.reason in NOT_UP:
            raise NotUp(move.proposal, "is not up for a place")
        if move.proposal in moved or (entry.selected == move.selected and move.proposal not in undecided):
            raise NothingMoved(move.proposal, "is there already or is moved twice")
        moved.add(move.proposal)
        reason = Reason.MANUAL_IN if move.selected else Reason.MANUAL_OUT
        entries[move.proposal] = replace(
            entry, selected=move.selected, reason=reason, quotas=(), counterpart="", note=move.reason.strip()
        )
    now = tuple(entries.values())
    if sum(entry.selected for entry in now) > selection.places:
        raise TooManySelected(f"more than {selection.places} are in")
    results = tuple(_result(one.quota, now, selection.places, one.cost) for one in selection.quotas)
    quotas = [one.quota for one in selection.quotas]
    return replace(selection, entries=now, quotas=results, open_ties=_open_ties(now, quotas), cost=_cost(now))


def _check(listed: Sequence[Candidate], places: int, quotas: Sequence[Quota]) -> None:
    if len({one.proposal for one in listed}) != len(listed):
        raise BadSelection("a proposal stands twice")
    if len({quota.trait for quota in quotas}) != len(quotas):
        raise BadSelection("a quota stands twice")
    if places < 0 or any(quota.floor < 0 for quota in quotas):
        raise BadSelection("places and floors are not negative")


def _chosen(listed: Sequence[Candidate], places: int, quotas: Sequence[Quota]) -> frozenset[int]:
    """Positions in the list of those who are in."""
    # In one order always, so that the order of the rows cannot lead the solver between equal optima.
    fixed = sorted(quotas, key=lambda quota: quota.trait)
    members = [(quota.floor, [position for position, one in enumerate(listed) if quota.counts(one.traits)]) for quota in fixed]
    disjoint = len({quota.dimension for quota in quotas}) <= 1
    return choose([one.rank for one in listed], places, members, disjoint=disjoint)


def _entries(
    listed: Sequence[Candidate],
    places: int,
    quotas: Sequence[Quota],
    chosen: Set[int],
    without: Mapping[Trait, Set[int]],
) -> tuple[SelectedEntry, ...]:
    """Each candidate with its reason. Above the line are the first ``places`` of the list."""
    came = sorted(position for position in chosen if position >= places)
    lost = [position for position in range(min(places, len(listed))) if position not in chosen]
    pairs = dict(zip(came, reversed(lost), strict=True))
    partner = pairs | {worse: better for better, worse in pairs.items()}
    taken = [sum(quota.counts(listed[position].traits) for position in chosen) for quota in quotas]
    tight = [quota for quota, count in zip(quotas, taken, strict=True) if count <= quota.floor]

    def entry(position: int) -> SelectedEntry:
        one = listed[position]
        named: tuple[Trait, ...] = ()
        if position in chosen:
            reason = Reason.MERIT if position < places else Reason.QUOTA
        else:
            reason = Reason.OUT_WITHOUT_QUOTA if position < places else Reason.OUT
        if reason is Reason.QUOTA:
            named = tuple(quota.trait for quota in tight if quota.counts(one.traits))
        elif reason is Reason.OUT_WITHOUT_QUOTA:
            named = tuple(trait for trait, others in without.items() if position in others) or tuple(without)
        counterpart = listed[partner[position]].proposal if position in partner else ""
        return SelectedEntry(one.proposal, one.rank, one.traits, position in chosen, reason, named, counterpart)

    return tuple(entry(position) for position in range(len(listed)))


def _result(quota: Quota, entries: Sequence[SelectedEntry], places: int, cost: int) -> QuotaResult:
    able = (position for position, entry in enumerate(entries) if entry.reason not in NOT_UP)
    mine = [position for position in able if quota.counts(entries[position].traits)]
    selected = sum(entries[position].selected for position in mine)
    return QuotaResult(
        quota=quota,
        selected=selected,
        available=len(mine),
        on_merit=sum(position < places for position in mine),
        shortfall=max(0, quota.floor - selected),
        cost=cost,
    )


def _open_ties(entries: Sequence[SelectedEntry], quotas: Sequence[Quota]) -> tuple[tuple[str, ...], ...]:
    """Groups of one rank in which one that is in could change places with one that is out and no floor would suffer.

    Then nothing but the order of codes decided. Where a floor is what keeps the one in, the floor decided and the tie is
    none. What people decided by hand is decided.
    """
    taken = {quota.trait: sum(quota.counts(entry.traits) for entry in entries if entry.selected) for quota in quotas}
    groups: dict[int, list[SelectedEntry]] = defaultdict(list)
    for entry in entries:
        if entry.reason not in BY_HAND:
            groups[entry.rank].append(entry)

    def may_change(inside: SelectedEntry, outside: SelectedEntry) -> bool:
        return all(
            taken[quota.trait] > quota.floor or quota.counts(outside.traits) for quota in quotas if quota.counts(inside.traits)
        )

    ties = []
    for _, group in sorted(groups.items()):
        ins = [entry for entry in group if entry.selected]
        outs = [entry for entry in group if not entry.selected]
        open_ones = {one.proposal for i in ins for o in outs if may_change(i, o) for one in (i, o)}
        if open_ones:
            ties.append(tuple(sorted(open_ones)))
    return tuple(ties)


def _ranks(listed: Sequence[Candidate], chosen: Set[int]) -> int:
    return sum(listed[position].rank for position in chosen)


def _cost(entries: Sequence[SelectedEntry]) -> int:
    ranks = [entry.rank for entry in entries if entry.selected]
    return sum(ranks) - sum(sorted(entry.rank for entry in entries)[: len(ranks)])
