"""What several pages of one proposal say about it: its standing, its deadline, what it waits for."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse

from competition.models.people import MembershipRole
from competition.queries.editions import stage_of, stages_of
from competition.queries.site import extended_lately
from competition.zones import format_period
from submissions import policy
from submissions.models import Proposal
from submissions.queries.contents import has_own_close, sending_closes_at
from submissions.queries.meetings import meetings_about
from submissions.queries.overview import Overview
from submissions.queries.people import names_of_members
from submissions.standing import running_time, standing_of
from submissions.states import OPEN_TO_ADMINISTRATOR, ProposalState
from submissions.views.steps import endorsed_words, is_held_by

# So late that whoever waits for the leader is told the other way.
LATE = timedelta(hours=2)


def status_of(request: HttpRequest, overview: Overview, at: datetime) -> dict:
    """Return what the task list prints beside the tasks."""
    proposal = overview.proposal
    is_waiting = proposal.state in OPEN_TO_ADMINISTRATOR
    window = policy.may_edit_now(proposal, at)
    return {
        "now": at,
        "standing": standing_of(
            state=proposal.state,
            holder=overview.holder,
            since=overview.since,
            is_returned=overview.is_returned,
            is_open=bool(window),
        ),
        "is_mine": is_waiting and bool(window) and is_held_by(overview, request.user, at),
        "since": overview.since,
        "window": window if is_waiting else None,
        "closes_at": sending_closes_at(proposal) if is_waiting and window else None,
        "own_close": has_own_close(proposal) if is_waiting and window else None,
        "extended": extended_lately(proposal.edition_id, at),
        "age": _age(proposal),
        "endorsed": endorsed_words(overview.endorsement) if overview.endorsement else "",
        "reads_feedback": _reads_feedback(request, overview, at),
        **_leaders(request, overview, at),
    }


def _reads_feedback(request: HttpRequest, overview: Overview, at: datetime) -> bool:
    """Say whether the page leads to what judges said: once a list is out, for the proposal's own people."""
    is_out = bool(overview.announced) and overview.proposal.edition.gives_feedback
    return is_out and bool(policy.may_read_history(request.user, overview.proposal, at))


def coming_meetings(overview: Overview, at: datetime) -> object:
    """Return when a proposal is presented and visited. Nobody is asked before a list is out; from then on whether the proposal
    is on it makes no difference to what is asked."""
    return meetings_about(overview.proposal, at) if overview.announced else None


def coming_stages(proposal: Proposal, at: datetime) -> list[dict]:
    """Return the stages of the main line after registration, as the timeline prints them."""
    stages = [one for one in stages_of(proposal.edition) if not one.is_parallel and one.key != "registration"]
    return [
        {
            "name": stage.in_language("name"),
            "state": "now" if stage.is_open(at) else "done" if stage.closes_at <= at else "later",
            "window_text": format_period(stage.opens_at, stage.closes_at, year=True),
        }
        for stage in stages
    ]


def _age(proposal: Proposal) -> str:
    registration = stage_of(proposal.edition, "registration")
    if proposal.started_on is None or registration is None:
        return ""
    return running_time(proposal.started_on, registration.closes_at)


def _leaders(request: HttpRequest, overview: Overview, at: datetime) -> dict:
    """Return who can endorse and the link to hand them, where the endorsement is what a forwarded proposal waits for."""
    proposal = overview.proposal
    if proposal.state != ProposalState.FORWARDED or overview.endorsement is not None:
        return {}
    path = reverse("submissions:endorse", args=[proposal.code])
    names = names_of_members(proposal, at, MembershipRole.LEADER, MembershipRole.DELEGATE)
    closes_at = sending_closes_at(proposal)
    is_late = closes_at is not None and closes_at - at <= LATE
    other_way = reverse("competition:delegate", args=[proposal.institution.code])
    may_ask = policy.may_ask_endorsement(request.user, proposal, at)
    ask_url, letter_url = (
        reverse(f"submissions:{page}", args=[proposal.code]) if may_ask else "" for page in ("ask_endorsement", "record_letter")
    )
    late = {"delegate_link": request.build_absolute_uri(other_way)} if is_late else {}
    late |= {"letter_url": letter_url}
    shown = {"leaders": ", ".join(names), "endorse_link": request.build_absolute_uri(path), "ask_url": ask_url}
    return late | shown | {"needs_leader": True}
