"""Corrections that were asked for: until when each can be sent, and which were not."""

from collections import defaultdict
from datetime import datetime, timedelta

from competition.holidays import end_of_working_days
from competition.models import Edition
from competition.queries.editions import own_closes, stage_of
from competition.queries.people import Rights
from submissions.models import Proposal
from submissions.queries.contents import close_in, closing_of
from submissions.queries.proposals import proposals_of
from submissions.states import ProposalState

# What arrived in time may be on its way for two minutes (`competition.arrivals`); only then is it certain that nothing came.
UNDER_WAY = timedelta(minutes=5)


def correction_end(proposal: Proposal, at: datetime) -> datetime | None:
    """Return when a correction that is asked for now ends by itself: after the edition's working days. None where screening
    closes no later, for this institution: then that close counts, and an extension moves it."""
    days = proposal.edition.correction_days
    closes_at = closing_of(proposal, "screening") if days else None
    end = end_of_working_days(at, days) if closes_at else None
    return end if end and closes_at and end < closes_at else None


def correction_closes_at(proposal: Proposal, at: datetime) -> datetime | None:
    """Return until when a correction that is asked for now could be sent."""
    return correction_end(proposal, at) or closing_of(proposal, "screening")


def own_corrections_close(rights: Rights, edition: Edition) -> datetime | None:
    """Return when the first of the corrections that are this person's closes; None if there is none. Two queries."""
    waiting = proposals_of(rights).filter(edition=edition, state=ProposalState.CORRECTION)
    stage, own = stage_of(edition, "screening"), own_closes(edition)
    if stage is None:
        return None
    found = waiting.only("state", "institution_id", "correct_by").order_by("pk")
    return min((close_in(stage, one, own.get((one.institution_id, stage.key))) for one in found), default=None)


def corrections_by_end(edition: Edition) -> dict[datetime, list[int]]:
    """Return the keys of the corrections that end by themselves, by when they do; one of an institution with a later close of
    its own goes by that. One query, and one for those closes."""
    later = {place for place, key in own_closes(edition) if key == "screening"}
    asked = Proposal.objects.filter(edition=edition, state=ProposalState.CORRECTION).exclude(correct_by=None)
    found: dict[datetime, list[int]] = defaultdict(list)
    for pk, correct_by in asked.exclude(institution__in=later).order_by("pk").values_list("pk", "correct_by"):
        found[correct_by].append(pk)
    return dict(found)


def missed_corrections(at: datetime) -> list[int]:
    """Return the keys of the corrections whose own end is over for certain, those first that ended first."""
    over = Proposal.objects.filter(state=ProposalState.CORRECTION, correct_by__lte=at - UNDER_WAY)
    return list(over.order_by("correct_by", "pk").values_list("pk", flat=True))
