"""The way of a team: what somebody goes to, the form that is filled in there, and each one's yes to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.load import saving_interval
from competition.models import Person
from competition.parking import give_back, let_go, parks
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.zones import format_time
from judging.access import judge_at_desk, visit_to_make
from judging.forms.findings import ConfirmForm, FindingsForm, PhotoForm
from judging.models import Finding, Visit
from judging.models.visit import Ask
from judging.operations.findings import StaleFindings, confirm_findings, save_findings
from judging.policy import may_confirm_findings, may_write_findings
from judging.queries.visits import (
    findings_of,
    missing_of,
    photos_of,
    shown_hash,
    team_of,
    visit_by_code,
    visits_for,
)
from judging.states import VisitState


@login_required
@require_safe
def journeys(request: HttpRequest) -> HttpResponse:
    """List what a judge goes to and went to."""
    at = instant(request)
    judge = judge_at_desk(request.user, at)
    return render(request, "judging/findings/journeys.html", {"visits": visits_for(judge, at)})


@require_http_methods(["GET", "HEAD", "POST"])
@parks("seen-*", "spoken_to", "version")
def findings(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form and take it, from a button or, told in JSON, from a page that saves itself."""
    is_by_itself = request.method == "POST" and request.accepts("application/json") and not request.accepts("text/html")
    return _save_by_itself(request, code) if is_by_itself else _show(request, code)


def _save_by_itself(request: HttpRequest, code: str) -> JsonResponse:
    """401 asks to sign in again, 403 and 409 say what stands in the way, 404 is for a stranger. The page keeps the text."""
    if not request.user.is_authenticated:
        return _answer(401, {"message": _("Sesi Anda sudah berakhir. Masuk lagi untuk menyimpan.")})
    at = instant(request)
    visit = visit_to_make(code, request.user, at)
    form = FindingsForm(request.POST, known={})
    if not form.is_valid():
        return _answer(400, {"message": next(iter(form.errors.values()))[0]})
    try:
        saved = _save(form, visit, request.user, at)
    except StaleFindings as refusal:
        return _answer(409, {"message": refusal.reason})
    except Refused as refusal:
        return _answer(403 if isinstance(refusal, NotAllowed) else 400, {"message": refusal.reason})
    let_go(request, request.path)
    return _answer(200, {"version": saved.version, "message": _("Tersimpan pukul %(time)s WIB") % {"time": format_time(at)}})


@login_required
def _show(request: HttpRequest, code: str) -> HttpResponse:
    at = instant(request)
    visit = visit_to_make(code, request.user, at)
    if visit.state == VisitState.DONE and request.method != "POST":
        return redirect("judging:confirm_findings", code)
    known, status = findings_of(visit), 200
    values = {"known": known, "initial": {"spoken_to": visit.spoken_to, "version": visit.version}}
    form = give_back(request, FindingsForm(request.POST if request.method == "POST" else None, **values))
    if form.is_valid():
        try:
            _save(form, visit, request.user, at)
        except Refused as refusal:
            status = 409 if isinstance(refusal, StaleFindings) else 403 if isinstance(refusal, NotAllowed) else 200
            form.add_error(None, refusal.reason)
        else:
            return _onward(request, code)
    if status == 409:
        visit, known = visit_by_code(code), findings_of(visit)
        form.take_version(visit.version)
    verdict = may_write_findings(request.user, visit, at)
    page = {"visit": visit, "team": team_of(visit), "photos": photos_of(visit), "form": form, "photo_form": PhotoForm()}
    page |= {"closed": verdict.reason, "stored": rows_of(visit, known) if status == 409 else [], "rows": rows_of(visit, known)}
    return render(request, "judging/findings/findings.html", page, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything once more with who has confirmed, and take this member's yes to exactly that; afterwards the receipt."""
    at = instant(request)
    visit = visit_to_make(code, request.user, at)
    verdict = may_confirm_findings(request.user, visit, at)
    report = report_of(visit)
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"shown": report["shown"]})
    if form.is_valid():
        try:
            visit = confirm_findings(visit=visit, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form = ConfirmForm(initial=form.cleaned_data | {"shown": report["shown"]})
            messages.error(request, refusal.reason)
        else:
            words = _("Kunjungan selesai.") if visit.state == VisitState.DONE else _("Pengesahan Anda tercatat.")
            messages.success(request, words)
            return redirect("judging:confirm_findings", code)
    mine = next(one for one in report["team"] if one.person_id == request.user.pk)
    may = bool(verdict) and not report["missing"] and not mine.has_confirmed
    values = {"visit": visit, "form": form, "closed": verdict.reason, "may_confirm": may, "mine": mine}
    return render(request, "judging/findings/confirm.html", report | values)


def report_of(visit: Visit) -> dict[str, Any]:
    """Return everything that was found, as its pages print it: rows, pictures, team, what is missing, and its fingerprint."""
    known, photos = findings_of(visit), photos_of(visit)
    missing = [_words_of(one) for one in missing_of(visit, known)]
    rows = {"rows": rows_of(visit, known), "photos": photos, "team": team_of(visit), "missing": missing}
    return rows | {"shown": shown_hash(visit, known.values(), photos)}


def rows_of(visit: Visit, known: dict[str, Finding]) -> list[dict]:
    """Return what is saved as questions and answers."""
    rows = []
    for ask, words in Ask.choices:
        one = known.get(ask, Finding())
        rows.append({"question": words, "answer": "\n".join(part for part in (one.get_answer_display(), one.seen) if part)})
    return [*rows, {"question": FindingsForm.base_fields["spoken_to"].label, "answer": visit.spoken_to}]


def _words_of(missing: str) -> str:
    return str(Ask(missing).label if missing in Ask.values else FindingsForm.base_fields["spoken_to"].label)


def _save(form: FindingsForm, visit: Visit, person: Person, at) -> Visit:
    given = form.cleaned_data
    about = {"visit": visit, "person": person, "at": at}
    return save_findings(found=form.found(), spoken_to=given["spoken_to"], version=given["version"], **about)


def _onward(request: HttpRequest, code: str) -> HttpResponse:
    if request.POST.get("act") == "review":
        return redirect("judging:confirm_findings", code)
    messages.success(request, _("Formulir tersimpan."))
    return redirect("judging:findings", code)


def _answer(status: int, told: dict[str, object]) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Autosave-Interval": str(saving_interval())})
