"""An institution asks to join; the secretariat's list of such requests, one of them, and its letter."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.access import admission_to_see, institutions_to_see
from competition.forms.admissions import YES, AdmissionForm, DecideForm, WhichForm
from competition.inspecting import FileRefused, NotChecked
from competition.models import Admission, Institution
from competition.operations.admissions import file_admission, refuse_admission, verify_admission
from competition.parking import give_back, parks
from competition.policy import may_decide_admission
from competition.queries.admissions import LetterMissing, admission_counts, admission_list, letter_to_hand_out
from competition.queries.institutions import institutions_like, region_by_code, region_choices
from competition.scans import CONTENT_TYPES, MEGABYTE, MOST_BYTES
from competition.states import AdmissionState
from competition.storage import NotOpened
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 25
# The letter, and room for the other fields. What is larger is not even read.
MOST_POSTED = MOST_BYTES + MEGABYTE
KINDS = {AdmissionState.WAITING: "now", AdmissionState.VERIFIED: "ok", AdmissionState.REFUSED: "quiet"}


@reads_at_most(MOST_POSTED)
@require_http_methods(METHODS)
def apply(request: HttpRequest) -> HttpResponse:
    """Let anybody ask that their institution joins.

    First which institution, then who and with which letter; the second step says kindly what is listed already.
    """
    which = WhichForm(request.POST or request.GET or None, regions=region_choices())
    if not which.is_valid():
        return render(request, "competition/admissions/which.html", {"form": which})
    chosen = which.cleaned_data
    region = region_by_code(chosen["wilayah"])
    matches = institutions_like(chosen["nama"], chosen["jenis"], region.pk if region else None)
    form = AdmissionForm(request.POST or None, request.FILES or None, matches=matches)
    if request.method == "POST" and form.is_valid():
        try:
            candidate, contact = form.candidate(chosen, region), form.contact(get_language() or "id")
            file_admission(candidate=candidate, contact=contact, letter=form.cleaned_data["letter"], at=instant(request))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("competition:applied")
    kind = dict(which.fields["jenis"].choices)[chosen["jenis"]]
    context = {"form": form, "which": chosen, "kind": kind, "region": region, "has_matches": bool(matches)}
    return render(request, "competition/admissions/apply.html", context)


@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the same for everybody."""
    return render(request, "competition/admissions/applied.html")


@login_required
@require_safe
def admissions(request: HttpRequest) -> HttpResponse:
    """List the requests of institutions to join, those that wait first."""
    institutions_to_see(request.user, instant(request))
    state = request.GET.get("status", "")
    if state not in AdmissionState.values:
        state = AdmissionState.WAITING
    counts = admission_counts()
    paginator = Paginator(admission_list(state), PER_PAGE)
    paginator.count = counts[state]
    page = paginator.get_page(request.GET.get(PAGE_PARAMETER))
    tabs = [
        {"label": one.label, "url": f"?status={one}", "count": counts[one], "current": one == state} for one in AdmissionState
    ]
    context = {"page": page, "rows": [_row(one) for one in page], "tabs": tabs}
    return render(request, "competition/admissions/list.html", context)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
@parks("reason")
def admission(request: HttpRequest, admission: str) -> HttpResponse:
    """Show a request with its letter, and take the decision about it."""
    at = instant(request)
    found = admission_to_see(admission, request.user, at)
    matches = _matches(found)
    form = DecideForm(request.POST or None, matches=matches, initial={"institution": _first(found, matches)})
    give_back(request, form)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            text = _decide(request, found, form)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, text)
            return redirect("competition:admissions")
    verdict = may_decide_admission(request.user, found, at)
    context = {"form": form, "one": found, "state": _state(found), "verdict": verdict, "facts": _facts(found)}
    return render(request, "competition/admissions/admission.html", context, status=status)


@login_required
@require_safe
def admission_letter(request: HttpRequest, admission: str) -> HttpResponse:
    """Hand out a cleaned copy of the letter as a file to keep, never as a page; what is refused, its request's page says."""
    found = admission_to_see(admission, request.user, instant(request))
    try:
        content = letter_to_hand_out(found)
    except LetterMissing as error:
        raise Http404 from error
    except (FileRefused, NotChecked, NotOpened) as refusal:
        messages.warning(request, _("Surat tidak dapat dibuka: %(reason)s") % {"reason": refusal.reason})
        return redirect("competition:admission", admission)
    name = f"surat-{found.code}.{found.letter_type.lower()}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=CONTENT_TYPES[found.letter_type], headers=headers)


def _decide(request: HttpRequest, found: Admission, form: DecideForm) -> str:
    at = instant(request)
    if form.cleaned_data["decision"] == YES:
        verify_admission(admission=found, person=request.user, institution=form.chosen(), at=at)
        return _("%(name)s diverifikasi. Undangan dikirim kepada narahubung.") % {"name": found.name}
    refuse_admission(admission=found, person=request.user, reason=form.cleaned_data["reason"], at=at)
    return _("Pendaftaran %(name)s ditolak. Alasannya dikirim kepada narahubung.") % {"name": found.name}


def _matches(found: Admission) -> list[Institution]:
    if found.state != AdmissionState.WAITING:
        return []
    like = institutions_like(found.name, found.kind, found.region_id)
    return like if found.institution is None or found.institution in like else [found.institution, *like]


def _first(found: Admission, matches: list[Institution]) -> str:
    """Return what the applicant said it is: the listed one they chose."""
    return found.institution.code if found.institution in matches else ""


def _state(found: Admission) -> dict[str, Any]:
    return {"word": found.get_state_display(), "kind": KINDS[AdmissionState(found.state)]}


def _row(one: Admission) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse("competition:admission", args=[one.code]),
        "kind": one.get_kind_display(),
        "region": one.region.name if one.region else "",
        "filed_at": one.filed_at,
        "state": _state(one),
    }


def _facts(one: Admission) -> list[tuple[str, str]]:
    listed = one.institution.name if one.institution else _("belum tercantum")
    return [
        (_("Jenis instansi"), one.get_kind_display()),
        (_("Wilayah"), one.region.name if one.region else "–"),
        (_("Menurut pendaftar"), listed),
        (_("Narahubung"), one.contact_name),
        (_("Jabatan"), one.contact_position),
        (_("Alamat email"), one.contact_email),
    ]
