"""One judge of the panel, and one reader put in another's place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import format_number
from judging.access import seat_to_change, task_to_reassign
from judging.forms.panel import ReleaseForm, ReplaceForm, SeatForm
from judging.operations.panel import Substitute, release_judge, replace_reader, set_seat, substitutes_for
from judging.queries.panel import open_tasks_of, seat_of

PER_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panelist(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show what is recorded of a judge and what they have not locked; record it, or take everything back."""
    at, act = instant(request), request.POST.get("act")
    round_, appointment = seat_to_change(year, key, code, request.user, at)
    seat = seat_of(appointment)
    known = {"categories": sorted(seat.categories), "max_load": seat.max_load, "is_away": seat.is_away}
    choices = [(one.code, str(one)) for one in round_.edition.categories.all()]
    form = SeatForm(request.POST if act == "save" else None, initial=known, categories=choices)
    release = ReleaseForm(request.POST if act == "release" else None)
    about = {"round_": round_, "appointment": appointment, "person": request.user, "at": at}
    try:
        if form.is_valid():
            set_seat(**about, **form.cleaned_data)
            messages.success(request, _("Tersimpan. Berlaku mulai rencana berikutnya."))
            return redirect("judging:panelist", year, key, code)
        if release.is_valid():
            count = release_judge(**about, **release.cleaned_data)
            messages.success(request, _("%(count)s tugas ditarik. Tugaskan penilai lain sekarang.") % {"count": count})
            return redirect("judging:assign", year, key)
    except Refused as refusal:
        (form if act == "save" else release).add_error(None, refusal.reason)
    page = Paginator(open_tasks_of(appointment.person, round_), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    values = {"round": round_, "judge": appointment.person, "form": form, "release": release, "page": page}
    return render(request, "judging/panel/panelist.html", values)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show who could read a proposal in a judge's place, and put one there."""
    at = instant(request)
    round_, assignment = task_to_reassign(year, key, code, request.user, at)
    others = substitutes_for(assignment, at)
    free = [(one.judge.pk, _free_text(one)) for one in others if not one.objection]
    form = ReplaceForm(request.POST if request.method == "POST" else None, judges=free)
    if form.is_valid():
        chosen, reason = form.cleaned_data["judge"], form.cleaned_data["reason"]
        about = {"round_": round_, "assignment": assignment, "person": request.user, "at": at}
        try:
            new = replace_reader(judge_id=chosen, reason=reason, **about)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Proposal ini kini dibaca %(judge)s.") % {"judge": new.judge})
            return redirect("judging:round", year, key)
    barred = [one for one in others if one.objection]
    values = {"round": round_, "assignment": assignment, "form": form, "free": free, "barred": barred}
    return render(request, "judging/panel/reassign.html", values)


def _free_text(one: Substitute) -> str:
    return _("%(judge)s (%(load)s tugas)") % {"judge": one.judge, "load": format_number(one.load)}
