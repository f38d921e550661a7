"""Stepping back from a visit."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import visit_to_make
from judging.forms.visits import LeaveForm
from judging.operations.leaving import leave_visit
from judging.policy import may_write_findings


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody of the team step back, with a reason; afterwards the visit is theirs no more."""
    at = instant(request)
    visit = visit_to_make(code, request.user, at)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            leave_visit(visit=visit, person=request.user, kind=form.kind(), reason=form.cleaned_data["reason"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Anda tidak lagi di tim kunjungan ini. Penyelenggara diberi tahu."))
            return redirect("judging:journeys")
    closed = may_write_findings(request.user, visit, at).reason
    return render(request, "judging/findings/leave.html", {"visit": visit, "form": form, "closed": closed})
