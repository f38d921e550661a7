"""One question a page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.parking import give_back, parks
from competition.views.edge import instant
from competition.wording import too_many_words
from submissions.access import asked_question, proposal_to_write
from submissions.asking import as_read
from submissions.evidence import CELLS, Row, join_rows, readable
from submissions.forms.answers import DONE, LATER, AnyForm, answer_form
from submissions.models import Answer, Document, Proposal
from submissions.operations.answers import save_answer
from submissions.operations.drafts import StaleVersion
from submissions.queries.coachings import comments_on
from submissions.queries.contents import Item, items_of
from submissions.queries.documents import arrived_for
from submissions.queries.overview import notes_in_force
from submissions.views.attaching import evidence_of, reads_no_more_than_a_file, say_refusal, take_beside
from submissions.views.kept import keeps_text, posted
from submissions.views.rows import fresh_notes
from submissions.views.shelves import file_rows, is_any_open
from submissions.views.steps import origin_of, url_after


@require_http_methods(["GET", "HEAD", "POST"])
@reads_no_more_than_a_file
@login_required
@keeps_text
@parks("text", "version", "is_done", *(f"{cell}_*" for cell in CELLS))
def answer(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """Write one answer, perhaps with a file; a stale version saves no text and shows both. Neither costs the other."""
    proposal = proposal_to_write(code, request.user, instant(request))
    items = items_of(proposal)
    item = _item_of(proposal, items, question)
    form = answer_form(item.question)(posted(request), initial=_initial(item), question=item.question)
    give_back(request, form)
    outcome = _save(request, proposal, item, form)
    upload = take_beside(request, proposal, item.question)
    if isinstance(outcome, StaleVersion):
        say_refusal(request, upload)
        return _stale(request, proposal, item, form, outcome)
    if outcome is not None:
        _report(request, item, outcome)
        if not (upload and upload.errors):
            return redirect(url_after(request, proposal, _asked_after(request, proposal, items, item), question))
        items = items_of(proposal)
        item = _item_of(proposal, items, question)
        form = answer_form(item.question)(initial=_initial(item), question=item.question)
    context = {"form": form, "upload": upload, "proposal": proposal, "origin": origin_of(request)}
    return render(request, "submissions/answers/answer.html", context | _reading(proposal, items, item, form))


def _save(request: HttpRequest, proposal: Proposal, item: Item, form: AnyForm) -> Answer | StaleVersion | None:
    """Return the answer as it was saved, or the refusal of a stale version; None where there is nothing to save."""
    if not form.is_valid():
        return None
    try:
        values = form.cleaned_data
        return save_answer(proposal=proposal, person=request.user, question=item.question, at=instant(request), **values)
    except StaleVersion as refusal:
        return refusal


def _reading(proposal: Proposal, items: list[Item], item: Item, form: AnyForm) -> dict:
    """Return what stands around the field: its place in the form, its table, its list to check, its notes, its files."""
    files = _files(proposal, item)
    return {
        "item": item,
        "table": form.table(),
        "place": _("Bagian %(place)s dari %(total)s") % {"place": items.index(item) + 2, "total": len(items) + 1},
        "heads": CELLS.values(),
        "checklist": item.question.in_language("checklist"),
        "notes": fresh_notes(notes_in_force(proposal), item),
        "remarks": [one for one in comments_on(proposal) if one.question_id == item.question.pk and one.done_at is None],
        "purpose": evidence_of(item.question),
        "rows": file_rows(proposal, files),
        "is_open": is_any_open(files),
    }


def _files(proposal: Proposal, item: Item) -> list[Document]:
    """Return the evidence that was uploaded for the answer; nothing is read where none can be."""
    return arrived_for(proposal, question=item.question.pk, letter="") if item.question.takes_files else []


def _item_of(proposal: Proposal, items: list[Item], question: str) -> Item:
    """Return the question with its answer; for one that is not asked the door says why."""
    for item in items:
        if item.question.code == question:
            return item
    asked_question(proposal, question)
    raise Http404


def _asked_after(request: HttpRequest, proposal: Proposal, before: list[Item], item: Item) -> list[Item]:
    """Return what is asked now that a question was answered; whoever no longer sees what they wrote hears where it is."""
    if not item.question.is_yes_no:
        return before
    items = items_of(proposal)
    still = {one.question.pk for one in items}
    if any(one.words for one in before if one.question.pk not in still):
        messages.info(
            request, _("Isian pertanyaan lanjutan tetap tersimpan, tetapi tidak ikut dikirim selama jawabannya Tidak.")
        )
    return items


def _initial(item: Item) -> dict:
    if item.answer is None:
        return {"version": 0}
    known = {"text": item.answer.text, "version": item.answer.version}
    return known | _cells(item.answer.evidence) | {"is_done": DONE if item.answer.is_done else LATER}


def _cells(rows: list[Row]) -> dict[str, str]:
    """Return the cells of a table by the names of their fields."""
    return {f"{cell}_{place}": row[cell] for place, row in enumerate(rows) for cell in row}


def _report(request: HttpRequest, item: Item, saved: Answer) -> None:
    limit = item.question.word_limit
    if saved.words <= limit:
        messages.success(request, _("Tersimpan."))
        return
    problem = too_many_words(item.question.in_language("label"), saved.words, limit)
    messages.warning(request, _("Tersimpan sebagai draf. %(problem)s") % {"problem": problem})


def _stale(request: HttpRequest, proposal: Proposal, item: Item, form: AnyForm, refusal: StaleVersion) -> HttpResponse:
    """Show what was typed beside what is stored, and let the reader choose or join; no text was saved."""
    stored: Answer | None = refusal.current
    mine, rows = form.cleaned_data["text"], form.cleaned_data["evidence"] or []
    theirs, their_rows = (stored.text, stored.evidence) if stored else ("", [])
    joined_rows, rest = join_rows(their_rows, rows, item.question.evidence_rows)
    is_done, is_yes_no = DONE if form.cleaned_data["is_done"] else LATER, item.question.is_yes_no
    form.add_error(None, refusal.reason)
    context = {
        "form": form,
        "proposal": proposal,
        "item": item,
        "mine": mine,
        "my_reading": readable(as_read(mine, is_yes_no=is_yes_no), rows),
        "my_cells": _cells(rows),
        "stored": stored,
        "their_reading": readable(as_read(theirs, is_yes_no=is_yes_no), their_rows),
        "joined": readable(f"{theirs}\n\n{mine}".strip(), rest),
        "joined_cells": _cells(joined_rows),
        "joined_reading": readable("", joined_rows),
        "version": stored.version if stored else 0,
        "is_done": is_done,
    }
    return render(request, "submissions/answers/stale.html", context, status=409)
