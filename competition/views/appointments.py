"""The organisers' pages about offices: who holds which and when, appointing, ending, and agreeing as the second."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from competition.access import (
    appointment_to_end,
    appointment_to_see,
    edition_of_appointments,
    edition_to_appoint,
    request_to_see,
)
from competition.duties import WITH_A_SECOND
from competition.forms.appointments import EVERYTHING, AnswerForm, AppointForm, EndForm, OfficesForm
from competition.models import Appointment, AppointmentRequest
from competition.models.appointments import RequestState
from competition.models.people import AppointmentRole
from competition.operations.appointments import answer_request, appoint_person, end_appointment
from competition.policy import may_answer_request, may_appoint, may_end_appointment
from competition.queries.appointments import appointments_of, offices_of, requests_waiting
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from competition.zones import day_of, format_closing, format_date, format_instant

PER_PAGE = 50


@login_required
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """List who holds which office: now, on a given day, or ever; and what waits for a second organiser."""
    at = instant(request)
    edition = edition_of_appointments(request.user, at)
    form = OfficesForm(request.GET or None)
    asked = form.asked()
    page = Paginator(appointments_of(edition, asked, at), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    here = reverse("competition:appointments")
    context = {
        "edition": edition,
        "form": form,
        "page": page,
        "rows": [_row(one, at) for one in page],
        "waiting": [_task(one) for one in requests_waiting(edition)],
        "may_appoint": may_appoint(request.user, edition, at),
        "clear_url": here,
        "tabs": [
            {"label": _("Bertugas sekarang"), "url": here, "current": not (asked.everything or asked.period)},
            {"label": _("Seluruh riwayat"), "url": f"{here}?lihat={EVERYTHING}", "current": asked.everything},
        ],
    }
    return render(request, "competition/appointments/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint somebody who has an account; offices that decide about others wait for a second organiser."""
    at = instant(request)
    edition = edition_to_appoint(request.user, at)
    form = AppointForm(request.POST or None, today=day_of(at))
    form.fields["role"].hints = {role: _("Perlu persetujuan penyelenggara kedua.") for role in WITH_A_SECOND}
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint_person(person=request.user, edition=edition, at=at, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _said(made))
            return redirect(_page_of(made))
    return render(request, "competition/appointments/appoint.html", {"form": form, "edition": edition})


@login_required
@require_safe
def appointment(request: HttpRequest, code: str) -> HttpResponse:
    """Show one appointment, and everything the person held in the edition."""
    at = instant(request)
    one = appointment_to_see(code, request.user, at)
    context = {
        "one": one,
        "role": one.get_role_display(),
        "facts": _facts(one),
        "history": [_row(other, at) for other in offices_of(one.person, one.edition)],
        "may_end": may_end_appointment(request.user, one, at),
    }
    return render(request, "competition/appointments/appointment.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Ask when and why, then end the appointment."""
    at = instant(request)
    one = appointment_to_end(code, request.user, at)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = end_appointment(appointment=one, person=request.user, at=at, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            text = _("Tugas %(name)s sebagai %(role)s berakhir %(when)s.")
            known = {"name": one.person.name, "role": one.get_role_display(), "when": format_instant(one.ends_at)}
            messages.success(request, text % known)
            return redirect(_page_of(one))
    return render(request, "competition/appointments/end.html", {"form": form, "one": one, "role": one.get_role_display()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def appointment_request(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one organiser asked, and take the answer of another."""
    at = instant(request)
    asked = request_to_see(code, request.user, at)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_request(request=asked, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Jawaban Anda dicatat dan dikirim kepada pengusul."))
            return redirect("competition:appointment_request", code)
    verdict = may_answer_request(request.user, asked, at)
    context = {"form": form, "verdict": verdict, "asked": asked, "facts": _asked_facts(asked), "role": asked.get_role_display()}
    return render(request, "competition/appointments/request.html", context)


def _said(made: Appointment | AppointmentRequest) -> str:
    known = {"name": made.person.name, "role": made.get_role_display()}
    if isinstance(made, AppointmentRequest):
        return _("Usulan %(name)s sebagai %(role)s menunggu persetujuan penyelenggara lain.") % known
    return _("%(name)s diangkat sebagai %(role)s.") % known


def _page_of(one: Appointment | AppointmentRequest) -> str:
    name = "appointment_request" if isinstance(one, AppointmentRequest) else "appointment"
    return reverse(f"competition:{name}", args=[one.code])


def _row(one: Appointment, at: datetime) -> dict[str, Any]:
    word, kind = _standing(one, at)
    return {
        "url": _page_of(one),
        "name": one.person.name,
        "email": one.person.email,
        "role": AppointmentRole(one.role).label,
        "starts": format_date(one.starts_at),
        "ends": format_closing(one.ends_at) if one.ends_at else _("Sampai diakhiri"),
        "by": one.appointed_by.name if one.appointed_by else "",
        "word": word,
        "kind": kind,
    }


def _standing(one: Appointment, at: datetime) -> tuple[str, str]:
    """Return the word for where an appointment stands, with the colour that repeats it."""
    if one.ends_at is not None and one.ends_at <= one.starts_at:
        return _("Dibatalkan"), "quiet"
    if one.starts_at > at:
        return _("Belum mulai"), "now"
    if one.ends_at is None or one.ends_at > at:
        return _("Bertugas"), "ok"
    return _("Berakhir"), "quiet"


def _task(one: AppointmentRequest) -> dict[str, Any]:
    hint = _("Diusulkan %(name)s, %(when)s") % {"name": one.asked_by.name, "when": format_instant(one.asked_at)}
    title = f"{one.person.name}: {one.get_role_display()}"
    return {"title": title, "url": _page_of(one), "status": _("Menunggu persetujuan"), "kind": "now", "hint": hint}


def _facts(one: Appointment) -> list[tuple[str, str]]:
    rows = [
        (_("Alamat email"), one.person.email),
        (_("Mulai"), format_instant(one.starts_at)),
        (pgettext("period", "Sampai"), format_closing(one.ends_at) if one.ends_at else _("Sampai diakhiri")),
        (_("Diangkat oleh"), one.appointed_by.name if one.appointed_by else _("Pemasangan sistem")),
        (_("Disetujui oleh"), one.approved_by.name if one.approved_by else ""),
        (_("Alasan"), one.reason),
        (_("Diakhiri oleh"), one.ended_by.name if one.ended_by else ""),
        (_("Alasan pengakhiran"), one.end_reason),
    ]
    return _filled(rows)


def _asked_facts(asked: AppointmentRequest) -> list[tuple[str, str]]:
    rows = [
        (_("Alamat email"), asked.person.email),
        (_("Mulai"), format_instant(asked.starts_at)),
        (pgettext("period", "Sampai"), format_closing(asked.ends_at) if asked.ends_at else _("Sampai diakhiri")),
        (_("Diusulkan oleh"), f"{asked.asked_by.name}, {format_instant(asked.asked_at)}"),
        (_("Alasan"), asked.reason),
        (_("Jawaban"), RequestState(asked.state).label),
        (_("Dijawab oleh"), asked.decided_by.name if asked.decided_by else ""),
        (_("Catatan"), asked.answer),
    ]
    return _filled(rows)


def _filled(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in rows if value]
