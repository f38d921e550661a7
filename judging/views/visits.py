"""Visits of a round: what is planned, and one of them with its plan, who confirmed, and for the chair what was found."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Round
from competition.queries.ties import tied_to
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import round_to_visit, visit_to_see
from judging.forms.visits import CancelVisitForm, ChangeVisitForm, NewVisitForm
from judging.models import Visit, VisitMember
from judging.models.visit import Seat
from judging.operations.visits import Plan, cancel_visit, change_visit, plan_of, plan_visit
from judging.policy import may_change_visit, may_plan_visits, may_read_findings
from judging.queries.visits import places_to_go, team_of, visits_of, who_may_go
from judging.states import VisitState
from judging.views.findings import report_of

PER_PAGE = 25
KINDS = {VisitState.PLANNED: "warn", VisitState.DONE: "ok", VisitState.CANCELLED: "plain"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """List the visits of a round; an organiser plans one more."""
    at = instant(request)
    round_ = round_to_visit(year, key, request.user, at)
    verdict = may_plan_visits(request.user, round_, at)
    if request.method == "POST" and not verdict:
        raise PermissionDenied(verdict.reason)
    without = tied_to(request.user, round_.edition, at)
    form = None
    if verdict:
        places = [(one.pk, f"{one.title} · {one.institution}") for one in places_to_go(round_, without)]
        form = NewVisitForm(request.POST or None, places=places, judges=_judges(round_, at))
    if form and form.is_valid():
        about = {"round_": round_, "person": request.user, "at": at}
        try:
            made = plan_visit(proposal_id=form.cleaned_data["proposal"], plan=form.plan(), **about)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Kunjungan direncanakan. Tim dan instansi diberi tahu."))
            return redirect("judging:visit", year, key, made.code)
    page = Paginator(visits_of(round_, without), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    values = {"round": round_, "page": page, "rows": [_row(one) for one in page], "form": form}
    return render(request, "judging/visits/visits.html", values | {"closed": verdict.reason, "has_ties": bool(without)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show one visit; an organiser changes its plan or calls it off, the chair reads what was found once all have confirmed."""
    at, act = instant(request), request.POST.get("act")
    found = visit_to_see(year, key, code, request.user, at)
    verdict = may_change_visit(request.user, found, at)
    if request.method == "POST" and not verdict:
        raise PermissionDenied(verdict.reason)
    form = ChangeVisitForm(
        request.POST if act == "change" else None, initial=_initial(plan_of(found)), judges=_judges(found.round, at)
    )
    cancel = CancelVisitForm(request.POST if act == "cancel" else None)
    if (form if act == "change" else cancel).is_valid():
        try:
            return _change(request, found, form, cancel, at)
        except Refused as refusal:
            (form if act == "change" else cancel).add_error(None, refusal.reason)
    read = may_read_findings(request.user, found, at)
    values = {"visit": found, "round": found.round, "team": team_of(found), "may_change": bool(verdict), **_status(found)}
    values["lacking"] = _lacking(values["team"])
    values |= report_of(found) if read else {"hidden": read.reason}
    return render(request, "judging/visits/visit.html", values | {"form": form, "cancel": cancel})


def _change(request: HttpRequest, visit: Visit, form: ChangeVisitForm, cancel: CancelVisitForm, at: datetime) -> HttpResponse:
    """Do what was filled in, and say so."""
    about = {"visit": visit, "person": request.user, "at": at}
    if form.is_bound:
        change_visit(plan=form.plan(), reason=form.cleaned_data["reason"], **about)
        messages.success(request, _("Rencana kunjungan tersimpan. Tim dan instansi diberi tahu."))
    else:
        cancel_visit(reason=cancel.cleaned_data["reason"], **about)
        messages.success(request, _("Kunjungan dibatalkan. Tim dan instansi diberi tahu."))
    return redirect("judging:visit", visit.round.edition.year, visit.round.key, visit.code)


def _judges(round_: Round, at: datetime) -> Iterable[tuple[int, str]]:
    return [(one.pk, one.name) for one in who_may_go(round_, at)]


def _initial(plan: Plan) -> dict:
    seats = {"panelists": plan.panelists, "evaluators": plan.evaluators}
    return {"place": plan.place, "starts_on": plan.starts_on, "ends_on": plan.ends_on} | seats


def _lacking(team: list[VisitMember]) -> str:
    """Say whom to name where somebody stepped back; empty for a whole team."""
    seats = {one.seat for one in team}
    names = [str(words).lower() for seat, words in Seat.choices if seat not in seats]
    return _("Tim belum lengkap. Pilih %(who)s di bawah ini.") % {"who": ", ".join(names)} if names else ""


def _row(one: Visit) -> dict:
    return {"visit": one, **_status(one)}


def _status(one: Visit) -> dict[str, str]:
    return {"word": one.get_state_display(), "kind": KINDS[one.state]}
