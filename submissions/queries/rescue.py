"""What is not sent while the close comes near: by agency, with a forecast from each proposal's completeness and pace."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Value

from competition.models import Edition, Institution, Notice
from competition.queries.editions import close_of, own_closes, stage_of
from submissions.forecasting import USUAL_HANDOVER, time_needed, will_miss
from submissions.models import Endorsement, Proposal
from submissions.queries.contents import questions_of
from submissions.queries.oversight import with_what_is_missing
from submissions.queries.proposals import holder_of, with_signs
from submissions.states import ProposalState

UNSENT = (ProposalState.DRAFT, ProposalState.FORWARDED)
# Category and start date are parts too.
HEADER_PARTS = 2
NUDGED = "holder_nudged"
NUDGE_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A proposal on its way: who has the ball since when, how many parts it still lacks, whether it will miss the close."""

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


def agencies_of(edition: Edition, at: datetime, codes: Iterable[str] = ()) -> list[Agency]:
    """Return the agencies with something unsent whose registration is open, those that will miss most first; of these codes
    only, where some are given. A number of queries that no row adds to."""
    stage = stage_of(edition, "registration")
    unsent = Proposal.objects.filter(edition=edition, state__in=UNSENT).annotate(is_out=Value(True))
    unsent = unsent.filter(institution__code__in=list(codes)) if codes else unsent
    unsent = with_signs(unsent).select_related("group", "unit", "institution__region").order_by("state_since", "pk")
    own, handover, found = own_closes(edition), handover_of(edition), {}
    parts = len(questions_of(edition)) + HEADER_PARTS
    for held in with_what_is_missing(edition, unsent):
        place = held.proposal.institution
        closes_at = close_of(stage, own.get((place.pk, "registration"))) if stage else at
        if stage is not None and stage.opens_at <= at < closes_at:
            row = _unsent(held.proposal, len(held.missing), parts, closes_at - at, handover)
            found.setdefault(place.pk, Agency(place)).rows.append(row)
    return sorted(found.values(), key=lambda one: (-one.missing_it, -len(one.rows), one.institution.name, one.institution.pk))


def _unsent(proposal: Proposal, missing: int, parts: int, left: timedelta, handover: timedelta) -> Unsent:
    holder = holder_of(proposal, proposal.endorsed_at is not None)
    missing = min(missing, parts)
    known = {"filled": parts - missing, "missing": missing, "written_for": proposal.changed_at - proposal.created_at}
    needed = time_needed(**known, handover=handover) if holder == "UNIT" else handover
    since = proposal.endorsed_at or proposal.state_since
    return Unsent(proposal, holder, since, missing, parts, will_miss(left, needed))


def handover_of(edition: Edition) -> timedelta:
    """Return how long the handing over takes: the median of this edition from a leader's yes to the receipt, but never less
    than the usual."""
    sent = Endorsement.objects.filter(proposal__edition=edition, submissions__isnull=False)
    spans = sent.annotate(took=F("submissions__received_at") - F("endorsed_at")).values_list("took", flat=True)
    took = [one for one in spans if one is not None]
    return max(USUAL_HANDOVER, median(took)) if took else USUAL_HANDOVER


def nudged_lately(people: Iterable[int], at: datetime) -> set[int]:
    """Return those of these people who got such a letter within the last day."""
    told = Notice.objects.filter(event=NUDGED, recipient__in=list(people), created_at__gt=at - NUDGE_PAUSE)
    return set(told.values_list("recipient_id", flat=True))
