"""The units of an institution: added, renamed and closed by its administrator or the secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.access import institution_with_units, unit_to_change
from competition.forms.institutions import ConfirmForm, UnitNameForm
from competition.operations.units import add_unit, close_unit, rename_unit
from competition.policy import may_change_units
from competition.queries.institutions import units_and_children
from competition.verdict import Refused
from competition.views.edge import instant

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def units(request: HttpRequest, institution: str) -> HttpResponse:
    """List the institution's units; add one."""
    at = instant(request)
    place = institution_with_units(institution, request.user, at)
    verdict = may_change_units(request.user, place, at)
    form = UnitNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not verdict:
            raise PermissionDenied(verdict.reason)
        if form.is_valid():
            try:
                unit = add_unit(institution=place, person=request.user, name=form.cleaned_data["name"], at=at)
            except Refused as refusal:
                form.add_error("name", refusal.reason)
            else:
                messages.success(request, _("%(name)s ditambahkan.") % {"name": unit.name})
                return redirect("competition:units", place.code)
    context = {"institution": place, "units": units_and_children(place)[0], "form": form, "verdict": verdict}
    return render(request, "competition/institutions/units.html", context)


@login_required
@require_http_methods(METHODS)
def rename(request: HttpRequest, institution: str, unit: int) -> HttpResponse:
    """Give a unit another name."""
    at = instant(request)
    found = unit_to_change(institution, unit, request.user, at)
    form = UnitNameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    back = reverse("competition:units", args=[institution])
    if request.method == "POST" and form.is_valid():
        try:
            found = rename_unit(unit=found, person=request.user, name=form.cleaned_data["name"], at=at)
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, _("Nama unit sekarang %(name)s.") % {"name": found.name})
            return redirect(back)
    context = {"form": form, "title": _("Ubah nama unit"), "button": _("Ubah nama"), "cancel_url": back, "intro": found.name}
    return render(request, "components/confirm_page.html", context)


@login_required
@require_http_methods(METHODS)
def close(request: HttpRequest, institution: str, unit: int) -> HttpResponse:
    """Close a unit after a question."""
    at = instant(request)
    found = unit_to_change(institution, unit, request.user, at)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    back = reverse("competition:units", args=[institution])
    if request.method == "POST" and form.is_valid():
        try:
            close_unit(unit=found, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(name)s ditutup.") % {"name": found.name})
            return redirect(back)
    texts = [_("Unit ini tidak dapat memulai proposal lagi."), _("Proposal dan hasil lamanya tetap ada.")]
    context = {"form": form, "title": _("Tutup %(name)s") % {"name": found.name}, "consequences": texts}
    return render(request, "components/confirm_page.html", context | {"button": _("Tutup unit"), "cancel_url": back})
