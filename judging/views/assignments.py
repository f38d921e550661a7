"""Giving out assignments, and answering one."""

from collections import Counter
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Person, Round
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import assignment_to_see, round_to_assign
from judging.forms.assignments import CommitForm, ConflictForm, SeedForm
from judging.forms.confirmations import ConfirmForm
from judging.models import Assignment
from judging.operations.assignments import (
    NotFeasible,
    PlanChanged,
    RoundPlan,
    accept_assignment,
    assign_judges,
    declare_conflict,
    plan_round,
)
from judging.policy import may_answer_assignment, may_declare_conflict
from judging.queries.ties import tasks_to_ask_about
from judging.queries.training import is_held_up
from judging.ties import Reason
from judging.views.words import WHY, page_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Show title and institution and nothing else, and take the judge's yes or conflict."""
    at = instant(request)
    assignment = assignment_to_see(code, request.user, at)
    act = request.POST.get("act")
    accept = ConfirmForm(request.POST if act == "accept" else None)
    conflict = ConflictForm(request.POST if act == "conflict" else None)
    try:
        if accept.is_valid():
            accepted = accept_assignment(assignment=assignment, person=request.user, at=at)
            return redirect(_onward(accepted, request.user))
        if conflict.is_valid():
            declare_conflict(assignment=assignment, person=request.user, at=at, **conflict.cleaned_data)
            messages.success(request, _("Konflik tercatat. Proposal ini sudah tidak ada di daftar Anda."))
            return redirect("judging:desk")
    except Refused as refusal:
        (accept if act == "accept" else conflict).add_error(None, refusal.reason)
    values = {"accept": accept, "conflict": conflict, "has_errors": bool(accept.errors or conflict.errors)}
    return render(request, "judging/assignments/answer.html", values | _answers(assignment, request.user, at))


def _answers(assignment: Assignment, person: Person, at: datetime) -> dict:
    """Return which answers are still open to the judge, and where an accepted assignment goes on."""
    return {
        "assignment": assignment,
        "may_accept": may_answer_assignment(person, assignment, at),
        "may_declare": may_declare_conflict(person, assignment, at),
        "onward": _onward(assignment, person),
        "asks_family": bool(tasks_to_ask_about(person, [assignment.code])),
    }


def _onward(assignment: Assignment, person: Person) -> str:
    """Return where the judge goes on: to the sheet, or first to the briefing."""
    round_ = assignment.round
    return (
        reverse("judging:briefing", args=[round_.edition.year, round_.key])
        if is_held_up(person, round_)
        else page_of(assignment)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the plan that a number gives, and write exactly the plan that was shown."""
    at = instant(request)
    round_ = round_to_assign(year, key, request.user, at)
    status = 200
    if request.method == "POST":
        form = CommitForm(request.POST)
        if form.is_valid():
            try:
                rows = assign_judges(round_=round_, person=request.user, at=at, **form.cleaned_data)
            except Refused as refusal:
                if not isinstance(refusal, NotFeasible):  # said below, line by line
                    form.add_error(None, refusal.reason)
                status = 409 if isinstance(refusal, PlanChanged) else 200
            else:
                messages.success(request, _("%(count)s tugas diberikan kepada penilai.") % {"count": len(rows)})
                return redirect("judging:round", year, key)
    else:
        form = SeedForm(request.GET if "seed" in request.GET else None, initial={"seed": year * 100 + round_.order})
    return render(request, "judging/assignments/assign.html", _plan_page(form, round_, at), status=status)


def _plan_page(form: SeedForm, round_: Round, at: datetime) -> dict:
    """Return the page's values, with the plan where a number was given and a plan is possible."""
    seed = form.cleaned_data.get("seed") if form.is_bound and "seed" not in form.errors else None
    asks = seed is None and not isinstance(form, CommitForm)
    values = {"round": round_, "form": form, "seed_form": form if asks else SeedForm(initial={"seed": seed})}
    if seed is None:
        return values
    try:
        planned = plan_round(round_, seed, at)
    except Refused as refusal:
        for line in getattr(refusal, "lines", [refusal.reason]):
            form.add_error(None, line)
        return values
    commit = CommitForm(initial={"seed": seed, "shown": planned.fingerprint}, auto_id=False)
    return values | {"commit": commit, "plan": planned.plan, "released": len(planned.left), **_figures(planned)}


def _figures(planned: RoundPlan) -> dict:
    """Return the load of each judge, and how often each reason counted."""
    plan = planned.plan
    new = Counter(pair.judge for pair in plan.added)
    loads = [
        {"name": judge.name, "kept": plan.loads.get(key, 0) - new[key], "new": new[key], "total": plan.loads.get(key, 0)}
        for key, judge in planned.judges.items()
    ]
    why = Counter(pair.why for pair in plan.added)
    totals = [one["total"] for one in loads]
    return {
        "loads": sorted(loads, key=lambda one: one["name"]),
        "added": len(plan.added),
        "least": min(totals, default=0),
        "most": max(totals, default=0),
        "whys": [(WHY[code], count) for code, count in why.most_common()],
        "proposals": len(planned.proposals),
        "barred": [(Reason(one).label, count) for one, count in sorted(planned.barred.items())],
    }
