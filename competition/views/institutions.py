"""The secretariat's list of institutions, one of them with its history, and the acts about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from competition.access import institution_to_keep, institution_to_see, institutions_to_see
from competition.forms.institutions import (
    ConfirmForm,
    MergeForm,
    OrderForm,
    ParentForm,
    RegistryForm,
    RenameForm,
    SplitForm,
    UnitMoveForm,
)
from competition.models import Institution, InstitutionKind, Person, Unit
from competition.operations import institutions as operations
from competition.operations.successions import move_unit
from competition.policy import may_change_units, may_keep_institutions
from competition.queries.admissions import admission_counts
from competition.queries.changes import history_of, names_of
from competition.queries.institutions import institution_list, institution_with_people, units_and_children
from competition.queries.ties import tied_now
from competition.states import AdmissionState
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from competition.zones import day_of

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Act:
    """An act about an institution: its words, its form, its operation, and what it leads to."""

    title: Promise
    button: Promise
    form: type
    run: Callable[..., Any]
    consequences: tuple[Promise, ...] = ()


def _merge(*, institution: Institution, into: Any, other: Institution | None, **values: Any) -> None:
    operations.merge_institutions(institutions=[one for one in (institution, other) if one], into=into, **values)


def _move_unit(*, institution: Institution, **values: Any) -> None:
    move_unit(**values)


STAYS_READABLE = gettext_lazy("Nama, proposal, dan hasil lama tetap terbaca dengan nama pada masanya.")
ENDS = gettext_lazy("Unitnya ikut ditutup dan tidak dapat memulai proposal baru.")
NOT_WHILE_OPEN = gettext_lazy("Tidak dapat dilakukan selama masih ada proposal berjalan pada edisi ini.")
UNITS_FIRST = gettext_lazy("Unit yang masih bekerja dapat Anda pindahkan ke instansi lain, juga sebelum tindakan ini.")
EVERYBODY_IS_TOLD = gettext_lazy("Semua orang di instansi ini dan pengurus instansi penerusnya diberi tahu lewat surat.")
ACTS = {
    "ubah-nama": Act(
        gettext_lazy("Ubah nama instansi"),
        gettext_lazy("Ubah nama"),
        RenameForm,
        operations.rename_institution,
        (STAYS_READABLE,),
    ),
    "pecah": Act(
        gettext_lazy("Pecah instansi"),
        gettext_lazy("Pecah"),
        SplitForm,
        operations.split_institution,
        (
            STAYS_READABLE,
            gettext_lazy("Orang di instansi lama tidak ikut pindah: undang admin instansi yang baru, lalu pindahkan unitnya."),
            EVERYBODY_IS_TOLD,
        ),
    ),
    "pindah-unit": Act(
        gettext_lazy("Pindahkan unit"),
        gettext_lazy("Pindahkan unit"),
        UnitMoveForm,
        _move_unit,
        (
            gettext_lazy("Penulis unit ikut pindah, begitu juga proposal yang belum dikirim."),
            gettext_lazy("Persetujuan pimpinan yang lama gugur: proposal yang pindah disetujui pimpinan instansi penerima."),
            gettext_lazy("Proposal yang sudah dikirim tetap atas nama instansi ini."),
            gettext_lazy("Penulis unit dan pengurus kedua instansi diberi tahu lewat surat."),
        ),
    ),
    "gabung": Act(
        gettext_lazy("Gabungkan instansi"),
        gettext_lazy("Gabungkan"),
        MergeForm,
        _merge,
        (
            *(STAYS_READABLE, ENDS, NOT_WHILE_OPEN, UNITS_FIRST),
            gettext_lazy("BUMD di bawahnya pindah ke instansi penerus."),
            EVERYBODY_IS_TOLD,
        ),
    ),
    "tutup": Act(
        gettext_lazy("Tutup instansi"),
        gettext_lazy("Tutup instansi"),
        OrderForm,
        operations.close_institution,
        (
            STAYS_READABLE,
            ENDS,
            NOT_WHILE_OPEN,
            UNITS_FIRST,
            gettext_lazy("Semua orang di instansi ini diberi tahu lewat surat."),
        ),
    ),
    "induk": Act(gettext_lazy("Ganti induk BUMD"), gettext_lazy("Ganti induk"), ParentForm, operations.set_parent),
    "verifikasi": Act(
        gettext_lazy("Verifikasi instansi"),
        gettext_lazy("Verifikasi"),
        ConfirmForm,
        operations.verify_institution,
        (gettext_lazy("Unitnya dapat memulai proposal. Pastikan suratnya sudah diperiksa."),),
    ),
}


@login_required
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """List the institutions with search and filters."""
    at = instant(request)
    institutions_to_see(request.user, at)
    form = RegistryForm(request.GET or None)
    page = Paginator(institution_list(form.asked(), day_of(at)), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(one, at) for one in page],
        "clear_url": reverse("competition:registry"),
        "waiting": admission_counts()[AdmissionState.WAITING],
    }
    return render(request, "competition/institutions/list.html", context)


@login_required
@require_safe
def registry_entry(request: HttpRequest, institution: str) -> HttpResponse:
    """Show an institution: its names over time, what became of it, its units and enterprises, and how much it does."""
    at = instant(request)
    one = institution_with_people(institution_to_see(institution, request.user, at), at)
    units, children = units_and_children(one)
    verdict, history = may_keep_institutions(request.user, one, at), history_of(one)
    context = {
        "one": one,
        "state": _state(one, at),
        "names": list(reversed(names_of(one))),
        "history": history,
        "units": units,
        "children": children,
        "counts": _counts(one, request.user, at),
        "acts": _acts(one, units, history.successors) if verdict else [],
        "changes_units": may_change_units(request.user, one, at),
    }
    return render(request, "competition/institutions/institution.html", context)


def _counts(one: Institution, person: Person, at: datetime) -> dict[str, int]:
    """Return how many proposals the institution has; nothing for a reader with a tie to it."""
    return {} if one.pk in tied_now(person, at) else import_string(settings.PROPOSAL_COUNTS)(at, institutions=[one.pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def registry_act(request: HttpRequest, institution: str, act: str) -> HttpResponse:
    """Ask for what an act rests on, and do it."""
    if act not in ACTS:
        raise Http404
    at, chosen = instant(request), ACTS[act]
    one = institution_to_keep(institution, request.user, at)
    form = chosen.form(request.POST if request.method == "POST" else None, institution=one)
    page_url = reverse("competition:registry_entry", args=[one.code])
    if request.method == "POST" and form.is_valid():
        try:
            chosen.run(institution=one, person=request.user, at=at, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(act)s: tercatat untuk %(name)s.") % {"act": chosen.title, "name": one.name})
            return redirect(page_url)
    words = {"title": chosen.title, "button": chosen.button, "consequences": chosen.consequences}
    return render(request, "competition/institutions/act.html", {"form": form, "one": one, "cancel_url": page_url, **words})


def _acts(one: Institution, units: list[Unit], successors: list[Institution]) -> list[dict[str, Any]]:
    """Return the acts that make sense for the institution as it stands; of one that ended, only what its successors may get."""
    left_out = set() if one.kind == InstitutionKind.BUMD else {"induk"}
    left_out |= {"verifikasi"} if one.verified_at else set()
    if one.valid_until is not None:
        left_out = set(ACTS) - ({"pindah-unit"} if successors else set())
    if not any(unit.closed_on == one.valid_until for unit in units):
        left_out.add("pindah-unit")
    return [
        {"label": act.title, "url": reverse("competition:registry_act", args=[one.code, key])}
        for key, act in ACTS.items()
        if key not in left_out
    ]


def _state(one: Institution, at: Any) -> dict[str, Any]:
    if not one.is_open_on(day_of(at)):
        return {"word": _("Ditutup"), "kind": "quiet"}
    if one.verified_at is None:
        return {"word": _("Belum diverifikasi"), "kind": "warn"}
    return {"word": _("Terverifikasi"), "kind": "ok"}


def _row(one: Institution, at: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "code": one.code,
        "url": reverse("competition:registry_entry", args=[one.code]),
        "kind": one.get_kind_display(),
        "region": one.region.name if one.region else "",
        "parent": one.parent.name if one.parent else "",
        "state": _state(one, at),
    }
