"""Where two readers of the secretariat differ: the list, and a third person's decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.queries.ties import tied_to
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import edition_to_screen, proposal_to_screen
from submissions.forms.readings import SettleForm
from submissions.operations.readings import settle_readings
from submissions.policy import may_settle_readings
from submissions.queries.proposals import proposal_by_code
from submissions.queries.readings import both_sides, disagreements_of, pair_of, said_in
from submissions.queries.screening import decisions_about

PER_PAGE = 25


@login_required
@require_safe
def disagreements(request: HttpRequest) -> HttpResponse:
    """List the proposals about which two readers differ, both readings side by side."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    without = tied_to(request.user, edition, at)
    page = Paginator(disagreements_of(edition, without), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {"page": page, "rows": both_sides(list(page)), "has_ties": bool(without)}
    return render(request, "submissions/readings/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Show both readings and take the choice between them. Whoever was late finds their words again, and what was decided."""
    at = instant(request)
    proposal = proposal_to_screen(code, request.user, at)
    readings = [said_in(one, proposal.edition) for one in pair_of(proposal)]
    form, refusal = SettleForm(request.POST or None, readings=readings), None
    if request.method == "POST" and form.is_valid():
        try:
            decided = settle_readings(proposal=proposal, person=request.user, at=at, **form.cleaned_data)
        except Refused as error:
            refusal = error
            form.add_error(None, error.reason)
            proposal = proposal_by_code(code) or proposal
        else:
            known = {"title": proposal.title, "result": decided.get_result_display()}
            messages.success(request, _("Keputusan untuk “%(title)s” dicatat: %(result)s.") % known)
            return redirect("submissions:disagreements")
    verdict = may_settle_readings(request.user, proposal, at)
    context = {"proposal": proposal, "readings": readings, "form": form, "verdict": verdict}
    context["decisions"] = [] if verdict else decisions_about(proposal)
    status = 409 if isinstance(refusal, NotAllowed) else 200
    return render(request, "submissions/readings/settle.html", context, status=status)
