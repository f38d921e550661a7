"""The secretariat takes its list away: ask, watch, fetch."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.queries.ties import tied_to
from competition.storage import FileMissing, open_file
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof, needs_fresh_proof_to_read
from competition.zones import day_of, format_number
from submissions.access import edition_to_screen, export_to_fetch
from submissions.forms.exports import ExportAskForm
from submissions.forms.pipeline import PipelineForm
from submissions.models import Export
from submissions.models.export import ExportForm, ExportState
from submissions.operations.exports import ask_export
from submissions.queries.exports import exports_of
from submissions.queries.pipeline import pipeline_of, provinces
from submissions.queries.screening import categories_of

TYPES = {
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# So often a page without scripts looks again while the file is written.
SECONDS = 3
KINDS = {ExportState.WAITING: "now", ExportState.WRITING: "now", ExportState.READY: "ok", ExportState.FAILED: "bad"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def export_list(request: HttpRequest) -> HttpResponse:
    """Say what the list on the screen would give, ask in which form, and have it written."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    search = PipelineForm(request.GET or None, categories=categories_of(edition), provinces=provinces())
    asked, form = search.asked(), ExportAskForm(request.POST or None)
    without = tied_to(request.user, edition, at)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_export(edition=edition, person=request.user, asked=asked, form=form.cleaned_data["bentuk"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("submissions:export", made.code)
    context = {
        "form": form,
        "number": pipeline_of(edition, asked, at, without).size,
        "has_ties": bool(without),
        "filters": search.in_words(),
        "own": [_row(one) for one in exports_of(request.user, edition, at)],
        "back_url": f"{reverse('submissions:secretariat')}?{urlencode(search.set_filters())}",
    }
    return render(request, "submissions/exports/ask.html", context)


@login_required
@require_safe
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far the file is; the page looks again by itself until it is there."""
    made = export_to_fetch(code, request.user, instant(request))
    response = render(request, "submissions/exports/export.html", {"export": made} | _row(made))
    if made.state in (ExportState.WAITING, ExportState.WRITING):
        response.headers["Refresh"] = str(SECONDS)
    return response


@login_required
@require_safe
@needs_fresh_proof_to_read
def export_file(request: HttpRequest, code: str) -> FileResponse:
    """Give the file to whoever asked for it."""
    made = export_to_fetch(code, request.user, instant(request))
    if made.state != ExportState.READY:
        raise Http404
    try:
        content = open_file(made.stored)
    except FileMissing as error:
        raise Http404 from error
    response = FileResponse(content, content_type=TYPES[ExportForm(made.form)])
    name = f"proposal-{made.edition.year}-{day_of(made.asked_at):%Y%m%d}.{made.form}"
    response.headers["Content-Length"] = made.size
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _row(made: Export) -> dict[str, Any]:
    """Return an export as its pages print it."""
    known = {
        "done": format_number(made.done),
        "total": format_number(made.total),
        "kb": format_number((made.size or 0) / 1024, 0),
    }
    sentences = {
        ExportState.WAITING: _("Menunggu giliran. Halaman ini memuat ulang sendiri."),
        ExportState.WRITING: _("%(done)s dari %(total)s proposal ditulis. Halaman ini memuat ulang sendiri."),
        ExportState.READY: _("%(total)s proposal, %(kb)s KB."),
        ExportState.FAILED: made.get_failure_display(),
    }
    return {
        "url": reverse("submissions:export", args=[made.code]),
        "file_url": reverse("submissions:export_file", args=[made.code]) if made.state == ExportState.READY else "",
        "word": made.state.label,
        "kind": KINDS[made.state],
        "sentence": str(sentences[made.state]) % known,
        "asked_at": made.asked_at,
        "ends_at": made.ends_at,
        "form_word": ExportForm(made.form).label,
        "done": made.done,
        "total": max(made.total, 1),
    }
