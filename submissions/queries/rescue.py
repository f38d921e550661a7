"""What is not sent while the close comes near: by agency, with a forecast from each proposal's completeness and pace; and what
somebody of an agency can be reminded of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, QuerySet, Value

from competition.models import Edition, Institution, Notice
from competition.queries.editions import close_of, own_closes, stage_of
from competition.queries.ties import NOWHERE, Places
from submissions.forecasting import USUAL_HANDOVER, time_needed, will_miss
from submissions.models import Endorsement, Proposal
from submissions.queries.contents import questions_of
from submissions.queries.oversight import with_what_is_missing
from submissions.queries.proposals import holder_of, with_signs
from submissions.states import TO_SEND, ProposalState, window_of

UNSENT = (ProposalState.DRAFT, ProposalState.FORWARDED)
# Category and start date are parts too.
HEADER_PARTS = 2
NUDGED = "holder_nudged"
NUDGE_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A proposal on its way: who has the ball since when, how many parts it still lacks, whether it will miss the close; of a
    correction nobody can tell the last two, and `parts` is 0."""

    proposal: Proposal
    holder: str
    since: datetime
    missing: int
    parts: int
    misses: bool


@dataclass
class Agency:
    """An institution with what it has not sent."""

    institution: Institution
    rows: list[Unsent] = field(default_factory=list)

    def held_by(self, holder: str) -> int:
        """Return how many wait for this holder of the ball."""
        return sum(one.holder == holder for one in self.rows)

    @property
    def missing_it(self) -> int:
        """How many will miss the close."""
        return sum(one.misses for one in self.rows)


def agencies_of(edition: Edition, at: datetime, codes: Iterable[str] = (), without: Places = NOWHERE) -> list[Agency]:
    """Return the agencies with something unsent whose registration is open, those that will miss most first; of these codes
    only, where some are given, and none of the institutions `without`. A number of queries that no row adds to."""
    unsent = Proposal.objects.filter(edition=edition, state__in=UNSENT).exclude(institution__in=without)
    found: dict[int, Agency] = {}
    for row in _rows(edition, unsent.filter(institution__code__in=list(codes)) if codes else unsent, at, without):
        place = row.proposal.institution
        found.setdefault(place.pk, Agency(place)).rows.append(row)
    return sorted(found.values(), key=lambda one: (-one.missing_it, -len(one.rows), one.institution.name, one.institution.pk))


def remindable(edition: Edition, ids: Iterable[int], at: datetime) -> list[Unsent]:
    """Return those of these proposals that somebody of an agency has to write, endorse, send or correct and still can, the one
    that waits longest first. A number of queries that no row adds to."""
    states = [state for held in TO_SEND.values() for state in held]
    return _rows(edition, Proposal.objects.filter(edition=edition, pk__in=list(ids), state__in=states), at)


def windows_of(edition: Edition, at: datetime) -> Callable[[Proposal], datetime | None]:
    """Return what says until when a proposal can be sent or sent again; None where it cannot be now. One query at most, however
    many proposals are asked about."""
    stages, own = {key: stage_of(edition, key) for key in TO_SEND}, own_closes(edition)

    def closes_at(proposal: Proposal) -> datetime | None:
        stage = stages[window_of(proposal.state)]
        until = close_of(stage, own.get((proposal.institution_id, stage.key))) if stage else at
        return until if stage and stage.opens_at <= at < until else None

    return closes_at


def _rows(edition: Edition, proposals: QuerySet[Proposal], at: datetime, without: Places = NOWHERE) -> list[Unsent]:
    """Return what is within its window, the one that waits longest first."""
    waiting = with_signs(proposals).annotate(is_out=Value(True)).select_related("group", "unit", "institution__region")
    closes_of, handover = windows_of(edition, at), handover_of(edition, without)
    parts = len(questions_of(edition)) + HEADER_PARTS
    found = []
    for held in with_what_is_missing(edition, waiting.order_by("state_since", "pk")):
        proposal, closes_at = held.proposal, closes_of(held.proposal)
        if closes_at is not None and proposal.state == ProposalState.CORRECTION:
            found.append(Unsent(proposal, "UNIT", proposal.state_since, 0, 0, misses=False))
        elif closes_at is not None:
            found.append(_unsent(proposal, len(held.missing), parts, closes_at - at, handover))
    return found


def _unsent(proposal: Proposal, missing: int, parts: int, left: timedelta, handover: timedelta) -> Unsent:
    holder = holder_of(proposal, proposal.endorsed_at is not None)
    missing = min(missing, parts)
    known = {"filled": parts - missing, "missing": missing, "written_for": proposal.changed_at - proposal.created_at}
    needed = time_needed(**known, handover=handover) if holder == "UNIT" else handover
    since = proposal.endorsed_at or proposal.state_since
    return Unsent(proposal, holder, since, missing, parts, will_miss(left, needed))


def handover_of(edition: Edition, without: Places = NOWHERE) -> timedelta:
    """Return how long the handing over takes: the median of this edition from a leader's yes to the receipt, but never less
    than the usual."""
    sent = Endorsement.objects.filter(proposal__edition=edition, submissions__isnull=False)
    sent = sent.exclude(proposal__institution__in=without)
    spans = sent.annotate(took=F("submissions__received_at") - F("endorsed_at")).values_list("took", flat=True)
    took = [one for one in spans if one is not None]
    return max(USUAL_HANDOVER, median(took)) if took else USUAL_HANDOVER


def nudged_lately(people: Iterable[int], at: datetime) -> set[int]:
    """Return those of these people who got such a letter within the last day."""
    told = Notice.objects.filter(event=NUDGED, recipient__in=list(people), created_at__gt=at - NUDGE_PAUSE)
    return set(told.values_list("recipient_id", flat=True))
