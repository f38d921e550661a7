"""What an institution's administrator watches: who holds each proposal, since when, and what would miss the close."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from competition.models import Edition
from competition.queries.editions import own_closes, stage_of
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from competition.zones import format_remaining
from submissions.access import edition_to_oversee
from submissions.queries.contents import close_in
from submissions.queries.oversight import Held, proposals_overseen, with_what_is_missing
from submissions.queries.proposals import holder_of
from submissions.standing import is_at_risk, standing_of
from submissions.states import window_of

PAGE_SIZE = 25
MOST_NAMED = 3


@login_required
@require_safe
def oversight(request: HttpRequest) -> HttpResponse:
    """Show every proposal of the institutions the person administers, what is still to be sent first."""
    at = instant(request)
    edition = edition_to_oversee(request.user, at)
    listed = proposals_overseen(request.user, edition, at)
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get(PAGE_PARAMETER))
    own = own_closes(edition)
    rows = [_row(one, edition, own, at) for one in with_what_is_missing(edition, page)]
    return render(request, "submissions/desk/oversight.html", {"rows": rows, "page": page})


def _row(held: Held, edition: Edition, own: dict[tuple[int, str], datetime], at: datetime) -> dict:
    proposal = held.proposal
    is_endorsed = proposal.endorsed_at is not None
    holder = holder_of(proposal, is_endorsed)
    since = proposal.endorsed_at if holder == "ADMINISTRATOR" else proposal.state_since
    stage = stage_of(edition, window_of(proposal.state))
    closes_at = close_in(stage, proposal, own.get((proposal.institution_id, stage.key))) if stage else at
    is_open = held.is_out and stage is not None and stage.opens_at <= at < closes_at
    left = closes_at - at if is_open else None
    return {
        "title": proposal.title,
        "url": reverse("submissions:proposal", args=[proposal.code]),
        "unit": proposal.unit.name,
        "owner": proposal.created_by.name,
        "standing": standing_of(
            state=proposal.state, holder=holder, since=since, is_returned=proposal.is_returned, is_open=is_open
        ),
        "left": format_remaining(closes_at, at) if is_open else "",
        "missing": _in_short([one.text.removesuffix(".") for one in held.missing]),
        "is_at_risk": is_open and is_at_risk(left, is_complete=not held.missing, is_endorsed=is_endorsed),
    }


def _in_short(texts: list[str]) -> list[str]:
    """Return the first few, and how many more there are."""
    rest = len(texts) - MOST_NAMED
    more = [ngettext("dan %(n)s lagi", "dan %(n)s lagi", rest) % {"n": rest}] if rest > 0 else []
    return texts[:MOST_NAMED] + more
