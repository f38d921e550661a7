"""How an answer was written: its versions, compared word by word."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from submissions.access import asked_question, proposal_with_history
from submissions.queries.histories import changes_in, steps_of

PER_PAGE = 10


@login_required
@require_safe
def history(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """Show who wrote what into an answer and when, latest first."""
    proposal = proposal_with_history(code, request.user, instant(request))
    asked = asked_question(proposal, question)
    page = Paginator(steps_of(proposal, question), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    changes = changes_in(proposal, asked, list(page))
    context = {"proposal": proposal, "question": asked, "page": page, "changes": changes}
    return render(request, "submissions/answers/history.html", context)
