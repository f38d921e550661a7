"""The people of an institution: who is what since when, who is invited, giving and taking roles."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition import policy
from competition.access import institution_to_staff, membership_to_record, membership_to_see, membership_to_take
from competition.forms.people import OfficeForm, RoleForm, TakeForm, UnitForm
from competition.models import Institution, Membership, Person
from competition.models.people import MembershipRole
from competition.operations.memberships import change_unit, end_member_sessions, give_role, record_office, take_role
from competition.queries.memberships import invitations_of, people_before, people_now, roles_of, units_of
from competition.queries.people import rights_of
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof

PER_PAGE = 50
METHODS = ["GET", "HEAD", "POST"]
GIVEN = (MembershipRole.WRITER, MembershipRole.ADMINISTRATOR, MembershipRole.LEADER)


@login_required
@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """Lead to the people of the person's institution, or let choose where there are several."""
    at = instant(request)
    mine = {one.institution_id: one.institution for one in rights_of(request.user, at).memberships}
    kept = [one for one in mine.values() if policy.may_see_people(request.user, one, at)]
    if not kept:
        raise PermissionDenied(_("Halaman ini hanya untuk admin dan pimpinan instansi."))
    if len(kept) == 1:
        return redirect("competition:people", kept[0].code)
    return render(request, "competition/people/institutions.html", {"institutions": kept})


@login_required
@require_safe
def people(request: HttpRequest, institution: str) -> HttpResponse:
    """Show who has which role now, who is invited, or who had one before."""
    at = instant(request)
    place = institution_to_staff(institution, request.user, at)
    shown = request.GET.get("tampil", "")
    if shown not in SHOWN:
        shown = ""
    rows = SHOWN[shown](place, at)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {
        "institution": place,
        "shown": shown,
        "tabs": _tabs(place, shown),
        "page": page,
        "now": at,
        "invites": bool(givable(request.user, place, at)),
        "sees_keys": bool(policy.may_see_keys(request.user, place, at)),
        "delegates": policy.may_delegate(request.user, place, at),
        "states": [(one, one.state_at(at)) for one in page] if shown == "undangan" else (),
    }
    return render(request, "competition/people/list.html", context)


SHOWN = {"": people_now, "undangan": lambda place, at: invitations_of(place), "riwayat": people_before}


def _tabs(institution: Institution, shown: str) -> list[dict[str, Any]]:
    labels = {"": _("Sekarang"), "undangan": _("Undangan"), "riwayat": _("Riwayat")}
    url = reverse("competition:people", args=[institution.code])
    return [
        {"label": label, "url": f"{url}?tampil={key}" if key else url, "current": key == shown} for key, label in labels.items()
    ]


def givable(person: Person, institution: Institution, at: datetime) -> list[str]:
    """Return the roles this person may give in the institution now."""
    return [role for role in GIVEN if policy.may_give_role(person, institution, role, at)]


@login_required
@require_safe
def member(request: HttpRequest, institution: str, member: str) -> HttpResponse:
    """Show one person of the institution and what can be done about their roles here."""
    at = instant(request)
    membership = membership_to_see(institution, member, request.user, at)
    held = [
        {
            "membership": one,
            "take": policy.may_take_role(request.user, one, at),
            "office": policy.may_record_office(request.user, one, at),
            "move": one.role == MembershipRole.WRITER and policy.may_give_role(request.user, one.institution, one.role, at),
        }
        for one in roles_of(membership, at)
    ]
    context = {
        "institution": membership.institution,
        "membership": membership,
        "held": held,
        "gives": bool(held) and _gives(request.user, membership.institution, at),
        "ends_sessions": policy.may_end_sessions_of(request.user, membership, at),
    }
    return render(request, "competition/people/member.html", context)


def _gives(person: Person, institution: Institution, at: datetime) -> bool:
    """Say whether the person may give a role without an invitation."""
    return bool(givable(person, institution, at)) and not policy.acts_from_outside(person, institution, at)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def give(request: HttpRequest, institution: str, member: str) -> HttpResponse:
    """Give a person of the institution one more role."""
    at = instant(request)
    membership = membership_to_see(institution, member, request.user, at)
    place = membership.institution
    roles = givable(request.user, place, at)
    if not roles:
        raise PermissionDenied(policy.may_give_role(request.user, place, MembershipRole.WRITER, at).reason)
    form = RoleForm(request.POST if request.method == "POST" else None, roles=roles, units=units_of(place))
    if form.is_valid():
        try:
            given = give_role(institution=place, person=request.user, member=membership.person, at=at, **form.role_values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(name)s kini %(role)s.") % _said(given))
            return redirect("competition:member", place.code, given.code)
    return render(request, "competition/people/give.html", {"form": form, "institution": place, "membership": membership})


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def office(request: HttpRequest, institution: str, member: str) -> HttpResponse:
    """Write down by which decree a leader is in office, and until when."""
    at = instant(request)
    membership = membership_to_record(institution, member, request.user, at)
    known = {name: getattr(membership, name) for name in ("position", "decree", "term_from", "term_until")}
    form = OfficeForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            record_office(membership=membership, person=request.user, at=at, **form.office())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Jabatan %(name)s dicatat.") % _said(membership))
            return redirect("competition:member", membership.institution.code, membership.code)
    context = {"form": form, "institution": membership.institution, "membership": membership}
    return render(request, "competition/people/office.html", context)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def take(request: HttpRequest, institution: str, member: str) -> HttpResponse:
    """Ask once more, then end a role."""
    at = instant(request)
    membership = membership_to_take(institution, member, request.user, at)
    is_from_outside = policy.acts_from_outside(request.user, membership.institution, at)
    form = TakeForm(request.POST if request.method == "POST" else None, is_from_outside=is_from_outside)
    if form.is_valid():
        try:
            take_role(membership=membership, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Peran %(role)s yang dipegang %(name)s berakhir.") % _said(membership))
            is_own = membership.person_id == request.user.pk
            return redirect("competition:home") if is_own else redirect("competition:people", membership.institution.code)
    return render(request, "components/confirm_page.html", _taking(membership) | {"form": form})


def _taking(membership: Membership) -> dict[str, Any]:
    place = membership.institution
    return {
        "title": _("Akhiri peran %(role)s: %(name)s") % _said(membership),
        "consequences": [
            _("Mulai saat ini ia tidak dapat lagi bertindak dalam peran ini di %(place)s.") % {"place": place.name},
            _("Yang sudah dilakukannya tetap tercatat atas namanya dan tetap berlaku."),
        ],
        "button": _("Akhiri peran"),
        "cancel_url": reverse("competition:member", args=[place.code, membership.code]),
    }


@login_required
@require_http_methods(METHODS)
def move(request: HttpRequest, institution: str, member: str) -> HttpResponse:
    """Move a writer to another unit of the institution."""
    at = instant(request)
    membership = membership_to_take(institution, member, request.user, at)
    units = [one for one in units_of(membership.institution) if one.pk != membership.unit_id]
    form = UnitForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        try:
            moved = change_unit(membership=membership, person=request.user, unit=form.cleaned_data["unit"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(name)s kini menulis untuk %(unit)s.") % {**_said(moved), "unit": moved.unit.name})
            return redirect("competition:member", membership.institution.code, moved.code)
    context = {"form": form, "institution": membership.institution, "membership": membership}
    return render(request, "competition/people/move.html", context)


@login_required
@require_http_methods(METHODS)
def sign_out_member(request: HttpRequest, institution: str, member: str) -> HttpResponse:
    """Ask once more, then sign a person of the institution out everywhere."""
    at = instant(request)
    membership = membership_to_see(institution, member, request.user, at)
    verdict = policy.may_end_sessions_of(request.user, membership, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    back = reverse("competition:member", args=[membership.institution.code, membership.code])
    if request.method == "POST":
        end_member_sessions(membership=membership, person=request.user, at=at)
        messages.success(request, _("Semua sesi %(name)s berakhir. Ia perlu masuk lagi.") % _said(membership))
        return redirect(back)
    context = {
        "title": _("Akhiri semua sesi: %(name)s") % _said(membership),
        "consequences": [_("Ia keluar dari semua perangkat dan perlu masuk lagi. Peran dan kata sandinya tidak berubah.")],
        "button": _("Akhiri semua sesi"),
        "cancel_url": back,
    }
    return render(request, "components/confirm_page.html", context)


def _said(membership: Membership) -> dict[str, str]:
    return {"name": membership.person.name, "role": membership.get_role_display()}
