"""Acts that only a demo has."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.forms.demo import NextStageForm
from competition.operations.calendar import move_to_next_stage
from competition.policy import may_move_calendar
from competition.queries.editions import current_edition
from competition.queries.editions import next_stage as stage_after
from competition.verdict import Refused
from competition.views.edge import instant


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def next_stage(request: HttpRequest) -> HttpResponse:
    """Ask, then shift the calendar to the next stage. Outside demo mode, and for others, the page does not exist."""
    at = instant(request)
    edition = current_edition() if settings.DEMO else None
    if edition is None or not may_move_calendar(request.user, edition, at):
        raise Http404
    coming = stage_after(edition, at)
    form = NextStageForm(request.POST or None, initial={"stage": coming.key if coming else ""})
    if request.method == "POST" and form.is_valid():
        try:
            stage = move_to_next_stage(edition=edition, person=request.user, expected=form.cleaned_data["stage"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Kalender digeser. Sekarang: %(stage)s.") % {"stage": stage})
            return redirect("submissions:secretariat")
    return render(request, "competition/next_stage.html", {"form": form, "coming": coming})
