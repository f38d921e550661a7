"""What one of the two institutions does with a replication: each act has a page that says what it means, and a button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from competition.models import Person
from competition.parking import give_back, parks
from competition.scans import MEGABYTE, MOST_BYTES
from competition.verdict import NotAllowed, Refused, Verdict
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from submissions.access.replications import replication_to_see
from submissions.forms.replications import (
    YES,
    AgreementForm,
    ConfirmForm,
    NothingForm,
    ReportForm,
    ShowForm,
    StepForm,
    WhyForm,
)
from submissions.models import Replication
from submissions.operations.replication_notes import note_step, report_replication, show_replication
from submissions.operations.replications import (
    ReportChanged,
    agree_replication,
    approve_replication,
    begin_replication,
    confirm_replication,
    mark_of_report,
    refuse_replication,
    withdraw_replication,
)
from submissions.policy import may_move_replication, may_show_replication, may_work_on_replication
from submissions.queries.replications import steps_of
from submissions.replicating import ReplicationState

MOST_POSTED = MOST_BYTES + MEGABYTE


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its button, what it means, its form, who may, and what is done with a form without errors."""

    label: str | Promise
    about: str | Promise
    form: type[forms.Form]
    may: Callable[[Person, Replication, datetime], Verdict]
    do: Callable[..., object]
    is_quiet: bool = False


def _moves_to(state: ReplicationState) -> Callable[[Person, Replication, datetime], Verdict]:
    return lambda person, one, at: may_move_replication(person, one, state, at)


def _with_reason(operation: Callable[..., object]) -> Callable[..., object]:
    return lambda form, **known: operation(reason=form.cleaned_data["reason"], **known)


def _note(form: StepForm, **known: Any) -> object:
    return note_step(key=form.cleaned_data["key"], progress=form.progress(), **known)


def _report(form: ReportForm, **known: Any) -> object:
    return report_replication(adapted=form.cleaned_data["adapted"], figures=form.figures(), **known)


ACTS: dict[str, Act] = {
    "kesepakatan": Act(
        gettext_lazy("Unggah kesepakatan"),
        gettext_lazy("Berkas diperiksa dahulu. Sesudah itu instansi asal diminta memutuskan."),
        AgreementForm,
        _moves_to(ReplicationState.AGREED),
        lambda form, **known: agree_replication(scan=form.cleaned_data["scan"], **known),
    ),
    "setuju": Act(
        gettext_lazy("Setujui replikasi"),
        gettext_lazy("Anda menyatakan bahwa kesepakatannya benar dan instansi itu boleh mereplikasi inovasi Anda."),
        NothingForm,
        _moves_to(ReplicationState.APPROVED),
        lambda form, **known: approve_replication(**known),
    ),
    "tolak": Act(
        gettext_lazy("Tolak replikasi"),
        gettext_lazy("Penolakan tidak dapat ditarik. Instansi itu dapat mengajukan lagi."),
        WhyForm,
        _moves_to(ReplicationState.REFUSED),
        _with_reason(refuse_replication),
        is_quiet=True,
    ),
    "mulai": Act(
        gettext_lazy("Mulai menerapkan"),
        gettext_lazy("Sejak sekarang delapan langkah replikasi dicatat di sini, dan kedua instansi melihatnya."),
        NothingForm,
        _moves_to(ReplicationState.IMPLEMENTING),
        lambda form, **known: begin_replication(**known),
    ),
    "langkah": Act(
        gettext_lazy("Catat langkah"),
        gettext_lazy("Kapan sebuah langkah direncanakan selesai, dan kapan sungguh selesai. Catatan lama diganti yang baru."),
        StepForm,
        may_work_on_replication,
        _note,
    ),
    "laporan": Act(
        gettext_lazy("Laporkan hasil"),
        gettext_lazy("Tim asal membaca dan mengonfirmasi persis yang Anda tulis. Sampai dikonfirmasi masih dapat diganti."),
        ReportForm,
        may_work_on_replication,
        _report,
    ),
    "konfirmasi": Act(
        gettext_lazy("Konfirmasi hasil"),
        gettext_lazy("Anda menyatakan bahwa inovasi Anda sungguh berjalan di sana, dengan angka di bawah ini."),
        ConfirmForm,
        _moves_to(ReplicationState.CONFIRMED),
        lambda form, **known: confirm_replication(seen=form.cleaned_data["seen"], **known),
    ),
    "tampil": Act(
        gettext_lazy("Penayangan kepada umum"),
        gettext_lazy(
            "Umum hanya melihat replikasi ini bila kedua instansi setuju. Yang tampil: nama kedua instansi, tempatnya, dan"
            " setelah dikonfirmasi juga yang disesuaikan serta angkanya."
        ),
        ShowForm,
        may_show_replication,
        lambda form, **known: show_replication(is_shown=form.cleaned_data["shown"] == YES, **known),
        is_quiet=True,
    ),
    "batal": Act(
        gettext_lazy("Batalkan replikasi"),
        gettext_lazy("Replikasi berakhir di sini dan tidak tampil kepada umum. Anda dapat mengajukannya lagi kelak."),
        WhyForm,
        _moves_to(ReplicationState.WITHDRAWN),
        _with_reason(withdraw_replication),
        is_quiet=True,
    ),
}


def acts_open_to(person: Person, replication: Replication, at: datetime) -> list[dict[str, Any]]:
    """Return the acts this person may do now, in the order of the way."""
    return [
        {
            "label": one.label,
            "url": reverse("submissions:replication_act", args=[replication.code, key]),
            "is_quiet": one.is_quiet,
        }
        for key, one in ACTS.items()
        if one.may(person, replication, at)
    ]


@reads_at_most(MOST_POSTED)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("reason", "adapted", "note", "name_*", "before_*", "after_*")
def replication_act(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """Say what an act means, and do it."""
    at = instant(request)
    found = replication_to_see(code, request.user, at)
    one = _act_of(deed, request.user, found, at)
    form = one.form(
        *((request.POST, request.FILES) if request.method == "POST" else ()), initial=_initial(deed, found, request)
    )
    give_back(request, form)
    status = 200
    if form.is_valid():
        try:
            one.do(form, replication=found, person=request.user, at=at)
        except ReportChanged as refusal:
            # The form names the report that was read, so the new one comes with a form of its own.
            messages.warning(request, refusal.reason)
            return redirect(request.path)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Disimpan. Kedua instansi melihatnya."))
            return redirect("submissions:replication", found.code)
    context = {"form": form, "one": found, "act": one, "is_report": deed == "konfirmasi"}
    return render(request, "submissions/replications/act.html", context, status=status)


def _act_of(key: str, person: Person, replication: Replication, at: datetime) -> Act:
    """Return the act.

    :raises Http404: none of that name.
    :raises PermissionDenied: with the reason, when it is not this person's, or not now.
    """
    act = ACTS.get(key)
    if act is None:
        raise Http404
    verdict = act.may(person, replication, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return act


def _initial(deed: str, one: Replication, request: HttpRequest) -> dict[str, Any]:
    """Return what a form opens with: the step that was pressed as it is noted, the report as it is, and what is confirmed."""
    if deed == "konfirmasi":
        return {"seen": mark_of_report(one)}
    if deed == "laporan":
        figures = {f"{name}_{number}": figure[name] for number, figure in enumerate(one.figures, 1) for name in figure}
        return {"adapted": one.adapted} | figures
    if deed == "langkah":
        return _noted(one, request.GET.get("langkah", ""))
    return {}


def _noted(one: Replication, key: str) -> dict[str, Any]:
    noted = next((row for step, row in steps_of(one) if step.key == key), None)
    if noted is None:
        return {"key": key}
    return {"key": key, "due_on": noted.due_on, "done_on": noted.done_on, "note": noted.note}
