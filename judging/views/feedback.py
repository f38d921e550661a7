"""What an agency reads about its own proposal after the announcement."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition.views.edge import instant
from competition.zones import format_number
from judging.access import feedback_to_read
from judging.queries.feedback import Said


@login_required
@require_safe
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """Show the proposal's own people its means and what was said, round by round."""
    proposal, said = feedback_to_read(code, request.user, instant(request))
    context = {"proposal": proposal, "rounds": [_section(one) for one in said]}
    response = render(request, "judging/feedback/feedback.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _section(said: Said) -> dict[str, Any]:
    decimals = said.round.decimals
    return {
        "name": str(said.round),
        "score": "" if said.score is None else format_number(said.score, decimals),
        "sheets": said.sheets,
        "hides_scores": said.hides_scores,
        "lines": [
            {
                "name": str(one.criterion),
                "weight": format_number(one.criterion.weight, 2 if one.criterion.weight % 1 else 0),
                "mean": "" if one.mean is None else format_number(one.mean, decimals),
                "comments": one.comments,
            }
            for one in said.lines
        ],
        "has_means": any(one.mean is not None for one in said.lines),
    }
