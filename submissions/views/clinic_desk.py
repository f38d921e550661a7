"""The secretariat's clinics: the programme, a batch with who comes, what is handed out, and who was there."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.models import Edition
from competition.scans import MEGABYTE, MOST_BYTES
from competition.verdict import Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from competition.zones import format_number
from submissions.access import edition_to_screen
from submissions.access.clinics import batch_to_keep, material_of
from submissions.forms.clinics import AttendanceForm, CallOffForm, ClinicForm, MaterialForm, shown
from submissions.models import Batch, Booking
from submissions.operations.clinics import (
    add_clinic_material,
    call_off_clinic,
    change_clinic,
    invite_to_clinic,
    plan_clinic,
    remove_clinic_material,
)
from submissions.operations.seats import mark_attendance
from submissions.queries.clinics import (
    clinics_of,
    coaches_of,
    institutions_to_invite,
    kept_materials,
    opinion_of,
    provinces,
    seats_of,
)
from submissions.states import SEATED, SeatState
from submissions.views.clinics import clinic_row, material_row
from submissions.views.seats import KINDS

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def clinic_desk(request: HttpRequest) -> HttpResponse:
    """List the batches of the edition."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    rows = [clinic_row(one, at) | {"url": _page_of(one), "taken": one.seats_taken} for one in clinics_of(edition)]
    return render(request, "submissions/clinics/desk.html", {"rows": rows})


@login_required
@require_http_methods(METHODS)
def new_clinic(request: HttpRequest) -> HttpResponse:
    """Plan a batch."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    form = _form(request, edition, at)
    if form.is_valid():
        try:
            batch = plan_clinic(edition=edition, person=request.user, plan=form.plan(), at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Batch disimpan. Undangan belum dikirim."))
            return redirect("submissions:clinic_batch", batch.code)
    return render(request, "submissions/clinics/plan.html", {"form": form, "batch": None})


@login_required
@require_http_methods(METHODS)
def edit_clinic(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a batch anew."""
    at = instant(request)
    batch = batch_to_keep(code, request.user, at)
    form = _form(request, batch.edition, at, initial=shown(batch))
    if form.is_valid():
        try:
            change_clinic(batch=batch, person=request.user, plan=form.plan(), at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Perubahan disimpan."))
            return redirect("submissions:clinic_batch", code)
    return render(request, "submissions/clinics/plan.html", {"form": form, "batch": batch})


@login_required
@require_safe
def clinic_batch(request: HttpRequest, code: str) -> HttpResponse:
    """Show a batch with its people, materials and what those thought who were there."""
    at = instant(request)
    batch = batch_to_keep(code, request.user, at)
    return render(request, "submissions/clinics/batch.html", _batch_page(batch, at, MaterialForm()))


@login_required
@require_POST
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Write to the administrators of the invited institutions."""
    at = instant(request)
    try:
        number = invite_to_clinic(batch=batch_to_keep(code, request.user, at), person=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        told = ngettext("Undangan dikirim kepada %(n)s admin.", "Undangan dikirim kepada %(n)s admin.", number)
        messages.success(request, told % {"n": format_number(number)})
    return redirect("submissions:clinic_batch", code)


@login_required
@require_POST
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Take who was there from the list."""
    at = instant(request)
    batch = batch_to_keep(code, request.user, at)
    form = AttendanceForm(request.POST, seats=_seated(seats_of(batch)))
    try:
        if not form.is_valid():
            raise Refused(_("Daftar peserta berubah sejak halaman ini dibuka. Periksa sekali lagi."))
        mark_attendance(batch=batch, person=request.user, present=form.cleaned_data["present"], at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Kehadiran disimpan."))
    return redirect("submissions:clinic_batch", code)


@login_required
@require_POST
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the clinic will not be, and why."""
    at = instant(request)
    batch = batch_to_keep(code, request.user, at)
    form = CallOffForm(request.POST)
    if form.is_valid():
        try:
            call_off_clinic(batch=batch, person=request.user, reason=form.cleaned_data["reason"], at=at)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("Klinik dibatalkan. Semua yang terdaftar menerima surat."))
        return redirect("submissions:clinic_batch", code)
    return render(request, "submissions/clinics/batch.html", _batch_page(batch, at, MaterialForm(), form))


# The token is asked for first, as of every form, and only of a body that is small enough.
@reads_at_most(MOST_BYTES + MEGABYTE)
@login_required
@require_POST
def add_material(request: HttpRequest, code: str) -> HttpResponse:
    """Add a file or a recording."""
    at = instant(request)
    batch = batch_to_keep(code, request.user, at)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        thing = given["file"] or given["video"]
        try:
            add_clinic_material(batch=batch, person=request.user, title=given["title"], thing=thing, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Bahan disimpan. Berkas tampil kepada umum sesudah diperiksa."))
            return redirect("submissions:clinic_batch", code)
    return render(request, "submissions/clinics/batch.html", _batch_page(batch, at, form))


@login_required
@require_POST
def remove_material(request: HttpRequest, code: str, material: str) -> HttpResponse:
    """Hand a material out no longer."""
    at = instant(request)
    found = material_of(batch_to_keep(code, request.user, at), material)
    remove_clinic_material(material=found, person=request.user, at=at)
    messages.success(request, _("Bahan dihapus."))
    return redirect("submissions:clinic_batch", code)


def _form(request: HttpRequest, edition: Edition, at: datetime, **known: Any) -> ClinicForm:
    posted = request.POST if request.method == "POST" else None
    return ClinicForm(posted, provinces=provinces(), coaches=coaches_of(edition, at), **known)


def _batch_page(batch: Batch, at: datetime, form: MaterialForm, call_off: CallOffForm | None = None) -> dict[str, Any]:
    seats = seats_of(batch)
    present = [one.code for one in seats if one.state == SeatState.ATTENDED]
    has_begun = batch.starts_at is not None and batch.starts_at <= at
    is_on = batch.called_off_at is None
    return {
        "batch": batch,
        "row": clinic_row(batch, at),
        "seats": [{"one": one, "kind": KINDS[SeatState(one.state)]} for one in seats],
        "taken": batch.seats_taken,
        "attendance": AttendanceForm(initial={"present": present}, seats=_seated(seats))
        if has_begun and is_on and seats
        else None,
        "materials": [material_row(one) for one in kept_materials(batch)],
        "form": form,
        "opinion": opinion_of(batch),
        "is_over": batch.is_over(at),
        "can_cancel": batch.starts_at is not None and not has_begun and is_on,
        "can_invite": is_on and batch.books_until is not None and at < batch.books_until,
        "uninvited": len(institutions_to_invite(batch, at)) if batch.invited_at else 0,
        "call_off": (call_off or CallOffForm()) if is_on and not batch.is_over(at) else None,
    }


def _seated(seats: list[Booking]) -> list[Booking]:
    return [one for one in seats if one.state in SEATED]


def _page_of(batch: Batch) -> str:
    return reverse("submissions:clinic_batch", args=[batch.code])
