"""The secretariat's pages about closes: which there are, what moved them, and moving one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Person, Stage
from competition.queries.editions import stages_of
from competition.queries.ties import tied_to
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from competition.zones import format_closing_in_zones, format_instant
from submissions.access import edition_to_screen, stage_to_extend, stage_to_extend_for_one, stage_to_move
from submissions.forms.extensions import ExtendForInstitutionForm, ExtendForm, MoveForm
from submissions.operations.extensions import CloseMoved, extend_for_institution, extend_stage, move_stage
from submissions.policy import EXTENDABLE, may_close_then, may_extend_for, may_extend_stage, may_move_stage, may_open_then
from submissions.queries.extensions import extensions_of, figures_of, own_close, own_extensions_of, people_of
from submissions.queries.oversight import forwarding_of
from submissions.views.shut import shut_days, shut_then


@login_required
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """List the closes that can be moved, and everything that moved one."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    stages = stages_of(edition)
    for stage in stages:
        stage.edition = edition
    rows = [_row(one, request.user, at) for one in stages]
    context = {"edition": edition, "rows": rows, "extensions": extensions_of(edition), "now": at}
    context["forwarding"] = forwarding_of(edition, tied_to(request.user, edition, at))
    context["own_extensions"] = own_extensions_of(edition)
    context |= shut_days(at, max((one.closes_at for one in stages), default=at))
    return render(request, "submissions/extensions/list.html", context)


def _row(stage: Stage, person: Person, at: datetime) -> dict[str, Any]:
    """Return a stage with what the person may do about its dates now."""
    has_begun = at >= stage.opens_at
    return {
        "stage": stage,
        "has_begun": has_begun,
        "may_extend": may_extend_stage(person, stage, at),
        "may_move": may_move_stage(person, stage, at),
        "may_extend_for_one": has_begun and stage.key in EXTENDABLE,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def extend(request: HttpRequest, stage: str) -> HttpResponse:
    """Ask until when and why; then say what that means for how many; then do it."""
    at = instant(request)
    found = stage_to_extend(stage, request.user, at)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        values = form.values()
        verdict = may_close_then(found, values["closes_at"])
        if verdict and not form.cleaned_data["sure"]:
            return render(request, "submissions/extensions/confirm.html", _confirm(form, found, values, at))
        try:
            extend_stage(stage=found, person=request.user, at=at, **values)
        except Refused as refusal:
            form.add_error(None if verdict else "ends_on", refusal.reason)
            status = 409 if isinstance(refusal, CloseMoved) else 200
        else:
            said = _("%(stage)s kini ditutup %(when)s. Semua yang terkait diberi tahu lewat email.")
            messages.success(request, said % {"stage": found, "when": format_closing_in_zones(values["closes_at"])})
            return redirect("submissions:deadlines")
    context = {"form": form, "stage": found, "now": at} | shut_days(at, found.closes_at)
    return render(request, "submissions/extensions/extend.html", context, status=status)


def _confirm(form: ExtendForm, stage: Stage, values: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return what the page says before the act: from when to when, and whom it concerns."""
    texts = [
        *shut_then(values["closes_at"]),
        *_concerned(stage, at),
        *([_("Syarat umur inovasi dihitung ulang dari batas yang baru.")] if stage.key == "registration" else []),
        _("Batas lama, batas baru, dan alasannya tampil di halaman depan dan meja semua yang terkait selama 14 hari."),
        _("Batas waktu tidak dapat dimajukan kembali."),
    ]
    return {"form": form, "stage": stage, "closes_at": values["closes_at"], "reason": values["reason"], "consequences": texts}


def _concerned(stage: Stage, at: datetime) -> list[str]:
    """Return in words how many proposals there are, and how many people get a letter."""
    proposals, people = figures_of(stage, at)
    return [
        ngettext("%(n)s proposal edisi ini terkait.", "%(n)s proposal edisi ini terkait.", proposals) % {"n": proposals},
        ngettext("%(n)s orang diberi tahu lewat email.", "%(n)s orang diberi tahu lewat email.", people) % {"n": people},
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def move(request: HttpRequest, stage: str) -> HttpResponse:
    """Ask when a stage that has not opened is to open and close, and why; then say what that means; then do it."""
    at = instant(request)
    found = stage_to_move(stage, request.user, at)
    form = MoveForm(found, request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid() and _may_stand(form, found, at):
        values = form.values()
        if not form.cleaned_data["sure"]:
            return render(request, "submissions/extensions/confirm.html", _confirm_move(form, found, values, at))
        try:
            move_stage(stage=found, person=request.user, at=at, **values)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, CloseMoved) else 200
        else:
            said = _("%(stage)s kini dibuka %(when)s. Semua yang terkait diberi tahu lewat email.")
            messages.success(request, said % {"stage": found, "when": format_instant(values["opens_at"])})
            return redirect("submissions:deadlines")
    context = {"form": form, "stage": found, "now": at, "is_moved": True} | shut_days(at, found.closes_at)
    return render(request, "submissions/extensions/extend.html", context, status=status)


def _may_stand(form: MoveForm, stage: Stage, at: datetime) -> bool:
    """Say whether the times may be those of the stage; if not, say why at the field it is about."""
    values = form.values()
    may_open = may_open_then(stage, values["opens_at"], at)
    may_close = may_close_then(stage, values["closes_at"], values["opens_at"])
    if not may_open:
        form.add_error("opens_on", may_open.reason)
    elif not may_close:
        form.add_error("ends_on", may_close.reason)
    return bool(may_open and may_close)


def _confirm_move(form: MoveForm, stage: Stage, values: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return what the page says before the act."""
    texts = [
        *shut_then(values["closes_at"]),
        *_concerned(stage, at),
        _("Jadwal lama, jadwal baru, dan alasannya tampil di halaman depan dan meja semua yang terkait selama 14 hari."),
    ]
    return {"form": form, "stage": stage, "is_moved": True, "consequences": texts} | values


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def extend_for_one(request: HttpRequest, stage: str) -> HttpResponse:
    """Ask for which institution, until when and why; then say what that means; then do it."""
    at = instant(request)
    found = stage_to_extend_for_one(stage, request.user, at)
    form = ExtendForInstitutionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _may_be(form, request, found, at):
        values = form.values()
        if not form.cleaned_data["sure"]:
            return render(request, "submissions/extensions/confirm.html", _confirm_for_one(form, found, values, at))
        try:
            extend_for_institution(stage=found, person=request.user, at=at, **values)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            said = _("%(stage)s untuk %(institution)s kini ditutup %(when)s. Orang-orangnya diberi tahu lewat email.")
            known = {"stage": found, "institution": values["institution"]}
            known["when"] = format_closing_in_zones(values["closes_at"])
            messages.success(request, said % known)
            return redirect("submissions:deadlines")
    context = {"form": form, "stage": found, "now": at, "is_for_one": True} | shut_days(at, found.closes_at)
    return render(request, "submissions/extensions/extend.html", context)


def _may_be(form: ExtendForInstitutionForm, request: HttpRequest, stage: Stage, at: datetime) -> bool:
    """Say whether policy allows it; if not, say why at the field it is about."""
    institution, closes_at = form.cleaned_data["institution"], form.values()["closes_at"]
    may_extend = may_extend_for(request.user, stage, institution, at)
    may_close = may_close_then(stage, closes_at, max(own_close(stage, institution), at))
    if not may_extend:
        form.add_error("institution", may_extend.reason)
    elif not may_close:
        form.add_error("ends_on", may_close.reason)
    return bool(may_extend and may_close)


def _confirm_for_one(form: ExtendForInstitutionForm, stage: Stage, values: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return what the page says before the act."""
    institution = values["institution"]
    people = people_of(institution, at).count()
    texts = [
        _("Hanya %(institution)s yang dapat mengirim sampai batas itu; bagi yang lain tidak ada yang berubah.")
        % {"institution": institution},
        _("Proposal baru tidak dapat dimulai sesudah batas umum."),
        _("Syarat umur inovasi tetap dihitung dari batas umum."),
        ngettext("%(n)s orang diberi tahu lewat email.", "%(n)s orang diberi tahu lewat email.", people) % {"n": people},
        _("Batas waktu tidak dapat dimajukan kembali."),
    ]
    texts = [*shut_then(values["closes_at"]), *texts]
    known = {"form": form, "stage": stage, "consequences": texts, "institution": institution, "reason": values["reason"]}
    return known | {"old_closes_at": own_close(stage, institution), "closes_at": values["closes_at"]}
