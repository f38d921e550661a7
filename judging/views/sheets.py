"""The score sheet: read and mark, look once more and lock, keep the receipt."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Criterion, Person
from competition.parking import give_back, parks
from competition.queries.remembered import Remembered
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from competition.zones import format_number
from judging.access import assignment_to_read
from judging.forms.sheets import SheetForm, in_words
from judging.models import Assignment, Mark, ScoreSheet
from judging.operations.sheets import ChangedRubric, StaleSheet, UnfinishedSheet, lock_sheet, save_sheet
from judging.policy import may_declare_conflict, may_score
from judging.queries.desk import (
    Passage,
    assignment_by_code,
    criteria_of,
    desk_figures,
    frozen_text_of,
    marks_of,
    next_to_score,
    total_of,
    unfinished_of,
)
from judging.queries.discussions import discussed_at
from judging.views.files import files_of
from judging.views.words import is_locked, mark_words, page_of
from submissions.asking import as_read


@dataclass(frozen=True)
class Paper:
    """An assignment with the criteria of its round and the marks that are saved."""

    assignment: Assignment
    criteria: list[Criterion]
    marks: dict[int, Mark]

    @property
    def version(self) -> int:
        """The version of the saved sheet; 0 when nothing is saved."""
        sheet = getattr(self.assignment, "sheet", None)
        return sheet.version if sheet else 0

    def form(self, data=None) -> SheetForm:
        """Return the form with what was sent, or with what is saved."""
        return SheetForm(data, round_=self.assignment.round, criteria=self.criteria, marks=self.marks, version=self.version)

    def rows(self) -> list[dict]:
        """Return the saved marks as questions and answers."""
        weight = _("bobot %(weight)s")
        return [
            {"question": f"{one} · {weight % {'weight': in_words(one.weight)}}", "answer": mark_words(self.marks.get(one.pk))}
            for one in self.criteria
        ]

    def sum(self) -> list[dict]:
        """Return the total of the saved marks as one more row; none while a level is missing."""
        total = total_of(self.criteria, self.marks)
        shown = [] if total is None else [format_number(total, self.assignment.round.decimals)]
        return [{"question": _("Nilai lembar ini"), "answer": one} for one in shown]

    def values(self) -> dict:
        """Return what all pages of a sheet print."""
        return {
            "assignment": self.assignment,
            "round": self.assignment.round,
            "decimals": self.assignment.round.decimals,
            "total": total_of(self.criteria, self.marks),
            "marked": sum(mark.level_id is not None for mark in self.marks.values()),
            "asked": len(self.criteria),
        }


def read_paper(assignment: Assignment) -> Paper:
    """Return the assignment's paper; one query."""
    return Paper(assignment, criteria_of(assignment), marks_of(assignment))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("reason-*", "version", "sheet_version")
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show the proposal beside its sheet, and save the marks as a draft."""
    at = instant(request)
    assignment = assignment_to_read(code, request.user, at)
    if is_locked(assignment) and request.method == "GET":
        return redirect("judging:locked", code)
    paper, status = read_paper(assignment), 200
    form = give_back(request, paper.form(request.POST if request.method == "POST" else None))
    if form.is_valid():
        try:
            saved = _send(save_sheet, form, assignment, request.user, at)
        except Refused as refusal:
            paper, status = _refuse(form, refusal, paper)
        else:
            onward = _onward(request, form, paper, saved)
            if onward:
                return onward
            paper = read_paper(assignment_by_code(code))
    values = {**paper.values(), **_sheet_values(paper, request.user, at), "form": form}
    values["lines"] = "" if values["closed"] else _lines(paper, form)
    return render(request, "judging/sheets/sheet.html", values | _stored(paper, status), status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, code: str) -> HttpResponse:
    """Show the marks once more with what locking means, and lock exactly these."""
    at = instant(request)
    assignment = assignment_to_read(code, request.user, at)
    if is_locked(assignment):
        return redirect("judging:locked", code)
    paper, status = read_paper(assignment), 200
    form = paper.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _send(lock_sheet, form, assignment, request.user, at)
        except Refused as refusal:
            if is_locked(assignment_by_code(code)):  # the same button, pressed twice
                return redirect("judging:locked", code)
            paper, status = _refuse(form, refusal, paper)
        else:
            messages.success(request, _("Nilai terkunci."))
            return redirect("judging:locked", code)
    elif not may_score(request.user, assignment, at) or unfinished_of(assignment.round, paper.criteria, paper.marks):
        return redirect("judging:sheet", code)
    values = {**paper.values(), "form": form, "rows": [*paper.rows(), *paper.sum()]}
    return render(request, "judging/sheets/lock.html", values, status=status)


@login_required
@require_safe
def locked(request: HttpRequest, code: str) -> HttpResponse:
    """Show the receipt of a locked sheet, and what comes next."""
    at = instant(request)
    assignment = assignment_to_read(code, request.user, at)
    if not is_locked(assignment):
        return redirect("judging:sheet", code)
    paper = read_paper(assignment)
    onward = next_to_score(request.user, assignment.round, at, after=assignment)
    figures = desk_figures(request.user, assignment.round, at)
    values = {**paper.values(), "rows": paper.rows(), "next": onward, "next_url": page_of(onward) if onward else ""}
    values |= {"figures": figures, "discussion": discussed_at(assignment)}
    return render(request, "judging/sheets/locked.html", values)


def _send(act, form: SheetForm, assignment: Assignment, person: Person, at) -> ScoreSheet:
    """Hand the form's content to the operation."""
    versions = {key: form.cleaned_data[key] for key in ("version", "sheet_version")}
    return act(assignment=assignment, person=person, choices=form.choices(), at=at, **versions)


def _refuse(form: SheetForm, refusal: Refused, paper: Paper) -> tuple[Paper, int]:
    """Put the reason on the form. When something else is stored by now, return that, and let the next sending follow on it."""
    if isinstance(refusal, UnfinishedSheet):
        form.add_missing(refusal.missing)
        return paper, 200
    form.add_error(None, refusal.reason)
    if not isinstance(refusal, (StaleSheet, ChangedRubric)):
        return paper, 200
    paper = read_paper(assignment_by_code(paper.assignment.code))
    form.take_version(paper.version)
    return paper, 409


def _onward(request: HttpRequest, form: SheetForm, paper: Paper, saved: ScoreSheet) -> HttpResponse | None:
    """Return where the button leads after saving; None when the sheet is not yet fit to be locked."""
    assignment, act = paper.assignment, request.POST.get("act")
    if act == "review":
        marks = {mark.criterion_id: mark for mark in saved.marks.all()}
        missing = unfinished_of(assignment.round, paper.criteria, marks)
        if not missing:
            return redirect("judging:lock", assignment.code)
        form.add_missing(missing)
        form.take_version(saved.version)
        return None
    messages.success(request, _("Draf tersimpan. Nilai belum dihitung sebelum Anda menguncinya."))
    onward = next_to_score(request.user, assignment.round, instant(request), after=assignment) if act == "next" else None
    return redirect("judging:sheet", onward.code if onward else assignment.code)


def _sheet_values(paper: Paper, person: Person, at) -> dict:
    assignment = paper.assignment
    verdict, text = may_score(person, assignment, at), frozen_text_of(assignment, paper.criteria)
    return {
        "text": text,
        "passages": _PASSAGES([_said(one) for one in text.passages], bool(verdict)) if text else [],
        **(files_of(assignment, text) if text else {}),
        "figures": desk_figures(person, assignment.round, at),
        "closed": verdict.reason,
        "rows": [] if verdict else paper.rows(),
        "may_declare": may_declare_conflict(person, assignment, at),
    }


def _lines(paper: Paper, form: SheetForm) -> SafeString:
    """Return the criteria with their fields. Where nothing is written yet they are the same for everybody, as long as the rules
    are, and printed once per language."""
    is_blank = not (form.is_bound or paper.marks or getattr(form, "is_given_back", False))
    kept = _BLANK.of(paper.assignment.round.edition, paper.assignment.round_id) if is_blank else {}
    language = get_language()
    if language not in kept:
        kept[language] = render_to_string("judging/sheets/lines.html", {"form": form})
    return kept[language]


# By language, each when it is first asked for.
_BLANK: Remembered[dict[str, SafeString]] = Remembered(lambda _round: {})


def _said(one: Passage) -> tuple[str, ...]:
    """Return a passage as text alone."""
    criterion = (str(one.criterion), one.criterion.code) if one.criterion else ("", "")
    return (str(one.question), one.question.code, as_read(one.text, is_yes_no=one.question.is_yes_no), *criterion)


def _passage(said: tuple[str, ...], is_open: bool) -> dict[str, Any]:
    return dict(zip(("question", "code", "text", "criterion", "criterion_code"), said, strict=True)) | {"closed": not is_open}


_PASSAGES = PrintedRows("judging/sheets/passage.html", _passage, kept=500)


def _stored(paper: Paper, status: int) -> dict:
    """Return what somebody else's window has saved, where this one was refused for it."""
    return {"stored": paper.rows()} if status == 409 else {}
