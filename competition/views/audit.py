"""The auditor's pages: search the audit, read one entry, take it away as a file."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.access import audit_to_read, entry_to_read
from competition.chain import instant_text
from competition.events import EVENTS
from competition.forms.audit import AuditForm, ExportForm
from competition.models import AuditEntry
from competition.operations.audit import record_export
from competition.queries.audit import Audited, AuditFilter, audited_editions, entries_to_export, entries_to_read
from competition.queries.chains import export_line
from competition.spreadsheets import csv_lines
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof

PER_PAGE = 50
BEFORE = "sebelum"
COLUMNS = (
    *("chain", "position", "entry", "at", "edition", "event", "words", "person", "person_name", "roles", "subject_type"),
    *("subject_key", "before", "after", "reason", "data", "session", "previous", "hash"),
)
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}

# From here on auditors may read the minutes of a list.
OUT = "results_published"


@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """List what happened, latest first; older entries follow by the number of the last one shown."""
    audited = audit_to_read(request.user, instant(request))
    form = AuditForm(request.GET or None, editions=audited_editions(audited.editions))
    asked = form.asked(request.GET.get(BEFORE))
    rows = list(entries_to_read(audited, asked)[: PER_PAGE + 1])
    filters, here = form.set_filters(), reverse("competition:audit")
    older = urlencode({**filters, BEFORE: rows[PER_PAGE - 1].pk}) if len(rows) > PER_PAGE else ""
    context = {
        "form": form,
        "rows": [_row(one) for one in rows[:PER_PAGE]],
        "older_url": f"{here}?{older}" if older else "",
        "latest_url": f"{here}?{urlencode(filters)}" if asked.before else "",
        "export_url": f"{reverse('competition:audit_export')}?{urlencode(filters)}",
        "clear_url": here,
        "has_ties": bool(audited.without),
    }
    return render(request, "competition/audit/list.html", context)


@login_required
@require_safe
def audit_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry: who, in which roles, what it changed, why, and its place in the chain."""
    entry = entry_to_read(pk, request.user, instant(request))
    context = {
        "entry": entry,
        "words": _words(entry),
        "link": getattr(entry, "link", None),
        "changes": _changes(entry.before, entry.after),
        "facts": [(name, _text(value)) for name, value in sorted(entry.data.items())],
        "minutes_url": _minutes_of(entry),
        "subject_url": f"{reverse('competition:audit')}?{urlencode({'tentang': entry.subject_key})}",
    }
    return render(request, "competition/audit/entry.html", context)


def _minutes_of(entry: AuditEntry) -> str:
    """Return where the minutes of the list are that the entry is about; empty for every other entry."""
    year, _slash, key = entry.subject_key.partition("/")
    return reverse("judging:minutes", args=[year, key]) if entry.event == OUT and key else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def audit_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Ask who it is once more and in which form, write down that the audit was taken, then stream what is asked for."""
    at = instant(request)
    audited = audit_to_read(request.user, at)
    search = AuditForm(request.GET or None, editions=audited_editions(audited.editions))
    asked, form = search.asked(), ExportForm(request.POST or None, initial={"bentuk": "csv"})
    if request.method == "POST" and form.is_valid():
        record_export(person=request.user, form=form.cleaned_data["bentuk"], asked=search.set_filters(), at=at)
        return _stream(form.cleaned_data["bentuk"], audited, asked, f"audit-{at:%Y%m%d-%H%M}")
    filters = search.set_filters()
    context = {
        "form": form,
        "filters": [(search.fields[name].label, value) for name, value in filters.items()],
        "back_url": f"{reverse('competition:audit')}?{urlencode(filters)}",
    }
    return render(request, "competition/audit/export.html", context)


def _stream(form: str, audited: Audited, asked: AuditFilter, name: str) -> StreamingHttpResponse:
    entries = entries_to_export(audited, asked)
    lines = (
        csv_lines(_table(entries, {name: str(one.words) for name, one in EVENTS.items()})) if form == "csv" else _json(entries)
    )
    response = StreamingHttpResponse(lines, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _json(entries: Iterable[AuditEntry]) -> Iterator[str]:
    return (f"{export_line(entry)}\n" for entry in entries)


def _table(entries: Iterable[AuditEntry], words: dict[str, str]) -> Iterator[tuple]:
    yield COLUMNS
    for entry in entries:
        link = entry.link
        yield (
            *(link.chain, link.position, entry.pk, instant_text(entry.at), entry.edition.year if entry.edition else ""),
            *(entry.event, words.get(entry.event, ""), entry.person_id, entry.person_name, " ".join(entry.roles)),
            *(entry.subject_type, entry.subject_key, _text(entry.before), _text(entry.after), entry.reason),
            *(_text(entry.data), entry.session, link.previous, link.hash),
        )


def _row(entry: AuditEntry) -> dict[str, Any]:
    return {
        "url": reverse("competition:audit_entry", args=[entry.pk]),
        "words": _words(entry),
        "person": entry.person_name or _("Sistem"),
        "roles": ", ".join(entry.roles),
        "subject": entry.subject_key,
        "edition": str(entry.edition.year) if entry.edition else "",
        "at": entry.at,
    }


def _words(entry: AuditEntry) -> str:
    kind = EVENTS.get(entry.event)
    return str(kind.words) if kind else entry.event


def _changes(before: dict | None, after: dict | None) -> list[dict[str, str]]:
    """Return what stood before and after beside each other, by name."""
    then, now = before or {}, after or {}
    return [{"name": name, "before": _text(then.get(name)), "after": _text(now.get(name))} for name in sorted({*then, *now})]


def _text(value: object) -> str:
    """Return a value of an entry as a reader sees it."""
    if value is None or value == {}:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
