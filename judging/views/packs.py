"""The pack to work without a network: what to read and a sheet to fill in, and the sheet that comes back."""

import base64
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Criterion, Round
from competition.spreadsheets import Column, fillable_xlsx
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import judge_at_desk, tasks_to_take
from judging.forms.packs import ApplyForm, SheetFileForm
from judging.forms.sheets import in_words
from judging.operations.packs import RowsRefused, apply_pack, desk_of, note_pack
from judging.packing import HEADS, OPEN, Desk, Finding, Outcome, Report, compare
from judging.queries.desk import FrozenText, desk_rounds
from judging.queries.packs import Packed, criteria_in, key_of, packed_from, tasks_to_pack, texts_of
from judging.queries.training import is_held_up
from submissions.asking import as_read
from submissions.states import DocumentState

HTML, XLSX = "HTML", "XLSX"
TYPE_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"code": 16, "title": 40, "name": 22, "scale": 16, "reason": 60}
PLAIN_WIDTH = 12
EXCERPT = 140
# Of what needs mending; a file that is wrong from end to end says so in its first rows.
MOST_SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: HttpRequest) -> HttpResponse:
    """Offer the pack; show what a filled sheet would change, and on a yes save all of it as drafts."""
    at = instant(request)
    round_ = _round_here(request, at)
    if round_ is None:
        return render(request, "judging/packs/none.html")
    if request.POST.get("act") == "apply":
        return _apply(request, round_, at)
    form = SheetFileForm(request.POST, request.FILES) if request.method == "POST" else SheetFileForm()
    if form.is_valid():
        desk = desk_of(request.user, round_, at)
        return _show(request, compare(form.cleaned_data["file"], desk), desk, form, round_)
    return _page(request, form, round_, at)


def _page(request: HttpRequest, form: SheetFileForm | ApplyForm, round_: Round, at: datetime) -> HttpResponse:
    upload = form if isinstance(form, SheetFileForm) else SheetFileForm()
    values = {"form": form, "upload": upload, "round": round_, "tasks": len(tasks_to_pack(request.user, round_, at))}
    values["is_held"] = is_held_up(request.user, round_)
    return render(request, "judging/packs/pack.html", values | _addresses(round_))


def _apply(request: HttpRequest, round_: Round, at: datetime) -> HttpResponse:
    """Save what was shown, or show what is in the way by now."""
    form = ApplyForm(request.POST, person=request.user, round_=round_)
    if form.is_valid():
        try:
            saved = apply_pack(round_=round_, person=request.user, records=form.cleaned_data["rows"], at=at)
        except RowsRefused as refusal:
            form.add_error(None, refusal.reason)
            return _show(request, refusal.report, desk_of(request.user, round_, at), form, round_)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _applied(request, saved, round_)
    return _page(request, form, round_, at)


@login_required
@require_safe
def pack_reading(request: HttpRequest) -> HttpResponse:
    """Hand out all accepted proposals that are not locked as one page that needs nothing else; written down."""
    at = instant(request)
    round_ = _round_or_404(request, at)
    tasks, criteria = tasks_to_take(round_, request.user, at), criteria_in(round_)
    texts = texts_of(tasks, criteria)
    note_pack(round_=round_, person=request.user, form=HTML, tasks=len(tasks), at=at)
    rows = [{"task": one, "text": texts.get(one.pk), **_read(texts.get(one.pk))} for one in tasks]
    lines = [{"criterion": one, "weight": in_words(one.weight), "about": one.in_language("description")} for one in criteria]
    values = {"round": round_, "judge": request.user, "at": at, "rows": rows, "criteria": lines, "style": _style()}
    response = render(request, "judging/packs/reading.html", values)
    return _as_file(response, f"paket-{key_of(round_)}.html")


@login_required
@require_safe
def pack_sheet(request: HttpRequest) -> HttpResponse:
    """Hand out the sheet to fill in, with what is saved so far; written down."""
    at = instant(request)
    round_ = _round_or_404(request, at)
    packed, criteria = packed_from(tasks_to_take(round_, request.user, at)), criteria_in(round_)
    note_pack(round_=round_, person=request.user, form=XLSX, tasks=len(packed), at=at)
    columns = [Column(str(head), WIDTHS.get(name, PLAIN_WIDTH), name in OPEN) for name, head in HEADS.items()]
    content = fillable_xlsx(
        columns,
        _rows(packed, criteria, round_),
        choices={list(HEADS).index("level"): [[one.value for one in line.scale] for _task in packed for line in criteria]},
        name=_("Lembar nilai"),
        key=(_("Kriteria"), _key_rows(criteria)),
        made_at=at,
    )
    return _as_file(HttpResponse(content, content_type=TYPE_XLSX), f"lembar-{key_of(round_)}.xlsx")


def _round_here(request: HttpRequest, at: datetime) -> Round | None:
    """Return the round that the address names, or the first of the judge's; None without any.

    :raises Http404: not a judge.
    """
    rounds = [one.round for one in desk_rounds(judge_at_desk(request.user, at), at)]
    return next((one for one in rounds if key_of(one) == request.GET.get("babak")), rounds[0] if rounds else None)


def _round_or_404(request: HttpRequest, at: datetime) -> Round:
    round_ = _round_here(request, at)
    if round_ is None:
        raise Http404
    return round_


def _addresses(round_: Round) -> dict[str, str]:
    query = urlencode({"babak": key_of(round_)})
    names = {"here": "pack", "reading_url": "pack_reading", "sheet_url": "pack_sheet", "desk_url": "desk"}
    return {key: f"{reverse(f'judging:{name}')}?{query}" for key, name in names.items()}


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _style() -> str:
    """Return the pack's style as an address that holds it: the page is opened where no server is."""
    style = Path(settings.BASE_DIR, "static", "pack.css").read_bytes()
    return f"data:text/css;base64,{base64.b64encode(style).decode()}"


def _read(text: FrozenText | None) -> dict:
    """Return the answers and files of a proposal as its page in the pack prints them."""
    if text is None:
        return {"passages": [], "files": []}
    passages = [
        {"question": one.question, "criterion": one.criterion, "text": as_read(one.text, is_yes_no=one.question.is_yes_no)}
        for one in text.passages
    ]
    files = [file.name for shelf in text.shelves for file in shelf.documents if file.state == DocumentState.READY]
    return {"passages": passages, "files": files}


def _rows(packed: list[Packed], criteria: list[Criterion], round_: Round) -> Iterator[list[object]]:
    for one in packed:
        for line in criteria:
            mark = one.marks.get(line.code)
            values = {
                "code": one.assignment.code,
                "title": one.assignment.proposal.title,
                "criterion": line.code,
                "name": str(line),
                "scale": ", ".join(str(level.value) for level in line.scale),
                "level": mark.level.value if mark and mark.level else None,
                "reason": mark.reason if mark else "",
                "round": key_of(round_),
                "rubric": str(round_.sheet_version),
                "version": str(one.version),
            }
            yield [values[name] for name in HEADS]


def _key_rows(criteria: list[Criterion]) -> Iterator[list[object]]:
    yield [_("Kriteria"), _("Bobot"), _("Tingkat"), _("Uraian")]
    for line in criteria:
        for level in line.scale:
            yield [line, in_words(line.weight), level.value, level]


def _show(request: HttpRequest, report: Report, desk: Desk, form: SheetFileForm | ApplyForm, round_: Round) -> HttpResponse:
    """Print row by row what the sheet would change, and what is in the way."""
    rows = sorted(report.findings, key=lambda one: one.record.number)
    carried, is_late = "", isinstance(form, ApplyForm)
    if report.may_be_applied:
        confirm = ApplyForm(person=request.user, round_=round_)
        carried = confirm.carry([one.record for one in rows if one.record.texts["code"] in report.changes])
        if not carried:
            form.add_error("file", _("Terlalu banyak perubahan sekaligus. Bagi berkasnya, lalu unggah satu per satu."))
    elif report.count(Outcome.WRONG) and not is_late:
        form.add_error("file", _("Ada baris yang perlu diperbaiki. Tidak ada yang disimpan."))
    values = {
        "form": form,
        "upload": SheetFileForm() if is_late else form,
        "round": round_,
        "carried": carried,
        "wrong": [_told(one, desk) for one in rows if one.outcome == Outcome.WRONG][:MOST_SHOWN],
        "wrong_count": report.count(Outcome.WRONG),
        "changed": [_told(one, desk) for one in rows if one.outcome == Outcome.CHANGED],
        "proposals": len(report.changes),
        "same": report.count(Outcome.SAME),
        "empty": report.count(Outcome.EMPTY),
    }
    return render(request, "judging/packs/preview.html", values | _addresses(round_), status=409 if is_late else 200)


def _told(finding: Finding, desk: Desk) -> dict[str, object]:
    texts = finding.record.texts
    task, scale = desk.tasks.get(texts["code"]), desk.scales.get(texts["criterion"])
    (old, old_reason), (new, new_reason) = finding.before, finding.after
    return {
        "number": finding.record.number,
        "title": task.title if task else texts["code"][:40] or "–",
        "criterion": scale.name if scale else texts["criterion"][:40] or "–",
        "text": finding.text,
        "old": old,
        "new": new or "–",
        "reason": Truncator(new_reason).chars(EXCERPT) if new_reason != old_reason else "",
        "is_cleared": bool(old_reason and not new_reason),
    }


def _applied(request: HttpRequest, saved: int, round_: Round) -> HttpResponse:
    if saved:
        messages.success(
            request, _("%(count)s lembar tersimpan sebagai draf. Kunci satu per satu di meja Anda.") % {"count": saved}
        )
    else:
        messages.info(request, _("Isi lembar ini sudah tersimpan semuanya."))
    return redirect(_addresses(round_)["here"])
