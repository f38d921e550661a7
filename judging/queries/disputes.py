"""Proposals whose readers are far apart, and what was decided about each; for the chair."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from competition.models import Round
from competition.models.editions import DisputeWay
from competition.queries.ties import NOWHERE, Places
from judging.models import Assignment, Discussion
from judging.pacing import UNSETTLED, Standing, disputes_of, standing_of
from judging.queries.progress import given_in
from judging.states import ACTIVE_ASSIGNMENTS, EXTRA_READING, DiscussionState, SheetState
from submissions.models import Proposal

# Those to decide about first, first; what is settled comes last.
ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Disputed:
    """A proposal whose readers are so many points apart, and where that stands."""

    proposal: int
    gap: Decimal
    sheets: int
    standing: Standing
    discussion: Discussion | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.standing in UNSETTLED


def disputes_in(round_: Round, without: Places = NOWHERE) -> list[Disputed]:
    """Return the disputes of a round but for those of institutions the reader is tied to, what waits for the chair first. Two
    queries, three where a third reader was asked; none where the round names no gap."""
    if round_.gap is None:
        return []
    given = given_in(round_, without)
    sheets = Counter(one.proposal for one in given)
    decided = {one.proposal_id: one for one in Discussion.objects.filter(round=round_).order_by("pk")}
    asked = any(one.state == DiscussionState.THIRD for one in decided.values())
    extra = _extra_sheets_of(round_) if asked else Counter()
    found = []
    for one in disputes_of(given, round_.gap, round_.readers_per_proposal):
        known, planned = decided.get(one.proposal), sheets[one.proposal] - extra[one.proposal]
        standing = standing_of(known and known.state, planned, round_.readers_per_proposal)
        found.append(Disputed(one.proposal, one.gap, sheets[one.proposal], standing, known))
    # Sorting keeps the order of equals: the widest first.
    return sorted(found, key=lambda one: ORDER.index(one.standing))


def _extra_sheets_of(round_: Round) -> Counter[int]:
    """Return how many locked sheets of each proposal, by its id, are of readings near the line: those settle no dispute."""
    rows = Assignment.objects.filter(
        round=round_, why=EXTRA_READING, state__in=ACTIVE_ASSIGNMENTS, sheet__state=SheetState.LOCKED
    )
    return Counter(rows.order_by("pk").values_list("proposal_id", flat=True))


def unsettled_in(round_: Round) -> int:
    """Return how many disputes of a round are neither settled nor let stand; none where the round does nothing about them."""
    if round_.dispute == DisputeWay.NONE:
        return 0
    return sum(one.is_open for one in disputes_in(round_))


def proposals_being_settled(round_: Round) -> set[int]:
    """Return the ids of the proposals in dispute for which something is under way; with those about which nothing was decided
    yet where the ranking waits for that."""
    if round_.dispute == DisputeWay.NONE:
        return set()
    found = [one for one in disputes_in(round_) if one.is_open]
    return {one.proposal for one in found if round_.dispute_blocks or one.standing != Standing.NEW}


def dispute_about(round_: Round, proposal: Proposal) -> Disputed | None:
    """Return the dispute about one proposal; None when its readers are not far apart."""
    return next((one for one in disputes_in(round_) if one.proposal == proposal.pk), None)


def proposal_in(round_: Round, code: str) -> Proposal | None:
    """Return a proposal of the round's edition by its code, with its institution."""
    rows = Proposal.objects.filter(edition_id=round_.edition_id, code=code)
    return rows.select_related("institution__region", "category").first()


def readers_of(round_: Round, proposal: Proposal) -> list[Assignment]:
    """Return the readings of a proposal whose sheets are locked, in the order in which they were given out. What a reader is
    called among the others follows from it."""
    rows = Assignment.objects.filter(
        round=round_, proposal=proposal, state__in=ACTIVE_ASSIGNMENTS, sheet__state=SheetState.LOCKED
    )
    return list(rows.select_related("judge", "sheet", "round__edition", "proposal").order_by("pk"))


def readings_of(round_: Round, proposal: Proposal) -> int:
    """Return how many have the proposal to read in the round, locked or not, but for readings near the line."""
    rows = Assignment.objects.filter(round=round_, proposal=proposal, state__in=ACTIVE_ASSIGNMENTS)
    return rows.exclude(why=EXTRA_READING).count()


def third_readings(round_: Round) -> set[int]:
    """Return the ids of the proposals for which one more reader was asked."""
    rows = Discussion.objects.filter(round=round_, state=DiscussionState.THIRD).order_by("pk")
    return set(rows.values_list("proposal_id", flat=True))
