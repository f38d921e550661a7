"""The secretariat's pipeline as a board: the states side by side, and from each card the moves that are legal now."""

from copy import copy
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from competition.models import Edition, Person
from competition.queries.editions import own_closes, stages_of, with_calendar
from competition.queries.ties import tied_to
from competition.views.edge import instant
from competition.zones import day_of
from submissions.access import edition_to_screen, proposal_to_move
from submissions.models import Proposal
from submissions.models.screening import ScreeningResult
from submissions.policy import may_move_proposal
from submissions.queries.pipeline import columns_of, provinces
from submissions.queries.screening import categories_of
from submissions.states import ProposalState, may_move
from submissions.views.pipeline import KINDS, filters_of, given_by, row_of
from submissions.views.screening import CHOSEN_RESULT

# So many cards of each state; the list has them all.
MOST = 6


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the first proposals of each state under the filters of the list, with counts that lead to it."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    given = tuple(one for one in given_by(request) if one[0] != "status")
    home = reverse("submissions:board")
    filters = filters_of(get_language(), given, tuple(categories_of(edition)), provinces(), home)
    without = tied_to(request.user, edition, at)
    counts, found = columns_of(edition, filters.asked, at, MOST, without)
    own = own_closes(edition)
    list_url = reverse("submissions:secretariat")
    columns = [
        {
            "label": state.label,
            "kind": kind,
            "count": counts[state],
            "more": counts[state] - len(found[state]),
            "url": f"{list_url}?{urlencode([*given, ('status', state)])}",
            "cards": [_card(one, edition, own, request.user, at) for one in found[state]],
        }
        for state, kind in KINDS.items()
    ]
    context = {"filters": filters, "columns": columns, "list_url": f"{list_url}?{filters.query}"}
    context["has_ties"] = bool(without)
    return render(request, "submissions/board/board.html", context)


@login_required
@require_safe
def move_to(request: HttpRequest, code: str, state: str) -> HttpResponse:
    """Lead to the page on which the move is made, or say why it is none."""
    proposal = proposal_to_move(code, state, request.user, instant(request))
    return redirect(f"{reverse('submissions:screen', args=[proposal.code])}?{urlencode({CHOSEN_RESULT: state})}")


def _card(one: Any, edition: Edition, own: dict, person: Person, at: datetime) -> dict[str, Any]:
    return row_of(one, day_of(at)) | _moves(one, edition, own, person, at)


def _moves(one: Any, edition: Edition, own: dict, person: Person, at: datetime) -> dict[str, Any]:
    """Return the moves the person may make from here, or why none of those that exist is theirs now."""
    targets = [target for target in ScreeningResult if may_move(one.state, target)]
    proposal = Proposal(code=one.code, state=one.state, institution_id=one.institution_id, edition_id=edition.pk)
    proposal.edition = _as_for(edition, own, one.institution_id)
    verdicts = {target: may_move_proposal(person, proposal, target, at) for target in targets}
    moves = [
        {"label": ProposalState(target).label, "url": reverse("submissions:move_to", args=[one.code, target])}
        for target, verdict in verdicts.items()
        if verdict
    ]
    refusal = next((verdict.reason for verdict in verdicts.values() if not verdict), "")
    return {"moves": moves, "refusal": "" if moves else refusal}


def _as_for(edition: Edition, own: dict, institution_id: int) -> Edition:
    """Return the edition with the closes that count for the institution, so that no card asks the database for them."""
    stages = [copy(one) for one in stages_of(edition)]
    for stage in stages:
        stage.own_closes_at = own.get((institution_id, stage.key))
    return with_calendar(copy(edition), stages)
