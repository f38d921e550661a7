"""Which proposals near the line are read once more, before the ranking: for the chair alone."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Round
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import round_to_read_more
from judging.forms.extra_readings import BatchCommitForm, BatchForm, WithdrawForm
from judging.models import Assignment
from judging.operations.assignments import NotFeasible, PlanChanged
from judging.operations.extra_readings import ReadingGone, add_readings, plan_batch, withdraw_reading
from judging.operations.looks import note_habits_view
from judging.queries.rounds import listed_extra_readings, open_extra_readings
from judging.views.weighings import refusal_words
from judging.weighing import CannotWeigh

USUAL = 20
SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def more_readings(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the batch that a size and a number give, and give out exactly what was shown; each look is written down."""
    at = instant(request)
    round_ = round_to_read_more(year, key, request.user, at)
    if request.method != "POST":
        note_habits_view(round_=round_, person=request.user, at=at)
        start = {"count": USUAL, "seed": year * 100 + round_.order}
        form = BatchForm(request.GET if "count" in request.GET else None, initial=start)
        return render(request, "judging/rankings/more.html", _page(form, round_, at))
    form, status = BatchCommitForm(request.POST), 200
    if form.is_valid():
        try:
            given = add_readings(round_=round_, person=request.user, at=at, **form.cleaned_data)
        except (Refused, CannotWeigh) as refusal:
            status = 409 if isinstance(refusal, PlanChanged) else 200
            form.add_error(None, _said(refusal))
        else:
            text = _("%(count)s bacaan tambahan diberikan. Peringkat menunggu lembarnya.")
            messages.success(request, text % {"count": len(given)})
            return redirect("judging:rank", year, key)
    return render(request, "judging/rankings/more.html", _page(form, round_, at), status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Name the extra readings that are open, and take one back with a reason."""
    at, status = instant(request), 200
    round_ = round_to_read_more(year, key, request.user, at)
    readings = [(one.code, _named(one)) for one in listed_extra_readings(round_)]
    form = WithdrawForm(request.POST if request.method == "POST" else None, readings=readings)
    if form.is_valid():
        try:
            withdraw_reading(round_=round_, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            status = 409 if isinstance(refusal, ReadingGone) else 200
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Bacaan tambahan ditarik. Peringkat tidak menunggunya lagi."))
            return redirect("judging:more_readings", year, key)
    values = {"round": round_, "form": form, "readings": readings}
    return render(request, "judging/rankings/withdraw.html", values, status=status)


def _named(one: Assignment) -> str:
    words = {"title": one.proposal.title, "institution": one.proposal.institution, "judge": one.judge}
    return _("%(title)s (%(institution)s), dibaca %(judge)s") % words


def _page(form: BatchForm | BatchCommitForm, round_: Round, at: datetime) -> dict:
    """Return the page's values, with the batch where a size and a number were given and there is one."""
    form.is_valid()
    known = {name: value for name, value in getattr(form, "cleaned_data", {}).items() if name in ("count", "seed")}
    is_commit = isinstance(form, BatchCommitForm)
    values = {"round": round_, "form": form, "ask": BatchForm(initial=known) if is_commit or len(known) == 2 else form}
    values["open"] = open_extra_readings(round_).count()
    if len(known) < 2:
        return values
    try:
        batch = plan_batch(round_, at=at, **known)
    except (Refused, CannotWeigh) as refusal:
        if not form.non_field_errors():
            form.add_error(None, _said(refusal))
        return values
    commit = form if is_commit else BatchCommitForm()
    shown = known | {"shown": batch.fingerprint}
    rest = max(0, len(batch.rows) - SHOWN)
    return values | {"commit": commit, "shown": shown, "batch": batch, "rows": batch.rows[:SHOWN], "rest": rest}


def _said(refusal: Refused | CannotWeigh) -> object:
    """Return a refusal's words, line by line where it has several."""
    if isinstance(refusal, CannotWeigh):
        return refusal_words(refusal)
    return refusal.lines if isinstance(refusal, NotFeasible) else refusal.reason
