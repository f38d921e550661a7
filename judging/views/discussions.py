"""Where the readers of a proposal in dispute meet: their sheets side by side, what they say, and the sheet they agree on."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Criterion, Person
from competition.models.editions import Consolidated
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import format_number
from judging.access import discussion_to_see
from judging.forms.disputes import AgreeForm, RemarkForm
from judging.forms.sheets import SheetForm, in_words
from judging.models import Assignment, Discussion, Mark
from judging.operations.discussions import StaleProposal, add_remark, agree_to_sheet, propose_sheet
from judging.operations.sheets import ChangedRubric, UnfinishedSheet
from judging.policy import may_discuss, may_propose_sheet
from judging.queries.desk import criteria_of, frozen_text_of, total_of
from judging.queries.discussions import Joint, joint_sheet_of, readers_with_marks, remarks_of
from judging.states import DiscussionState
from judging.views.words import mark_words


@dataclass(frozen=True)
class Table:
    """What is on the table: the reader who looks, all readers in order with their marks by assignment id and criterion id, and
    what was proposed."""

    own: Assignment
    discussion: Discussion
    readers: list[Assignment]
    marks: dict[int, dict[int, Mark]]
    criteria: list[Criterion]
    joint: Joint | None

    @property
    def version(self) -> int:
        """The version of what is proposed; 0 before the first."""
        return self.joint.sheet.version if self.joint else 0

    def name_of(self, pk: int) -> str:
        """Return what a reader is called here. Who judges what stays hidden from other judges, so nobody has a name."""
        number = next((place for place, one in enumerate(self.readers, start=1) if one.pk == pk), 0)
        if not number:
            return _("Penilai yang sudah tidak membaca proposal ini")
        words = _("Penilai %(number)s (Anda)") if pk == self.own.pk else _("Penilai %(number)s")
        return words % {"number": format_number(number)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, code: str) -> HttpResponse:
    """Show the discussion to a reader, and take what they say, propose or agree to."""
    at, act = instant(request), request.POST.get("act")
    table = _table(*discussion_to_see(code, request.user, at))
    forms = _forms(request, table, request.user, at)
    form, status = forms.get(act), 200
    if form is not None and form.is_valid():
        try:
            messages.success(request, _ACTS[act](table, form, request.user, at))
        except Refused as refusal:
            status = _refuse(form, refusal)
            table = _table(*discussion_to_see(code, request.user, at))
            if status == 409 and act == "propose":
                form.take_version(table.version)
            elif status == 409:
                forms[act] = AgreeForm(initial={"version": table.version})
        else:
            return redirect("judging:discussion", code)
    values = _values(table, request.user, at) | {"forms": forms, "sent": form, "closed": _closed(table, request.user, at)}
    return render(request, "judging/discussions/discussion.html", values, status=status)


def _table(own: Assignment, known: Discussion) -> Table:
    found = readers_with_marks(known)
    readers, marks = [one for one, _marks in found], {one.pk: marks for one, marks in found}
    return Table(own, known, readers, marks, criteria_of(own), joint_sheet_of(known))


def _forms(request: HttpRequest, table: Table, person: Person, at: datetime) -> dict:
    """Return the forms of what the reader may do now, by the name of their act."""

    def data(name: str) -> object:
        return request.POST if request.POST.get("act") == name else None

    forms: dict = {}
    if not may_discuss(person, table.own, table.discussion, at):
        return forms
    forms["say"] = RemarkForm(data("say"))
    if may_propose_sheet(person, table.own, table.discussion, at):
        known = {"criteria": table.criteria, "marks": table.joint.marks if table.joint else {}, "version": table.version}
        forms["propose"] = SheetForm(data("propose"), round_=table.own.round, **known)
    elif table.joint and table.own.pk not in table.joint.agreed:
        forms["agree"] = AgreeForm(data("agree"), initial={"version": table.version})
    return forms


def _say(table: Table, form: RemarkForm, person: Person, at: datetime) -> str:
    add_remark(assignment=table.own, person=person, text=form.cleaned_data["text"], at=at)
    return _("Pesan terkirim kepada penilai lain.")


def _propose(table: Table, form: SheetForm, person: Person, at: datetime) -> str:
    versions = {key: form.cleaned_data[key] for key in ("version", "sheet_version")}
    propose_sheet(assignment=table.own, person=person, choices=form.choices(), at=at, **versions)
    return _("Usulan dikirim kepada penilai lain.")


def _agree(table: Table, form: AgreeForm, person: Person, at: datetime) -> str:
    found = agree_to_sheet(assignment=table.own, person=person, version=form.cleaned_data["version"], at=at)
    if found.state == DiscussionState.SEALED:
        return _("Semua penilai setuju. Lembar bersama disegel.")
    return _("Persetujuan Anda tercatat.")


_ACTS = {"say": _say, "propose": _propose, "agree": _agree}


def _refuse(form, refusal: Refused) -> int:
    """Put the reason on the form; 409 where something else is stored by now."""
    if isinstance(refusal, UnfinishedSheet):
        form.add_missing(refusal.missing)
        return 200
    form.add_error(None, refusal.reason)
    return 409 if isinstance(refusal, (StaleProposal, ChangedRubric)) else 200


def _closed(table: Table, person: Person, at: datetime) -> str:
    """Return why nothing can be said any more; empty while it can."""
    return "" if table.discussion.state != DiscussionState.OPEN else may_discuss(person, table.own, table.discussion, at).reason


def _values(table: Table, person: Person, at: datetime) -> dict:
    """Return what the page prints."""
    text = frozen_text_of(table.own, table.criteria)
    names = [table.name_of(one.pk) for one in table.readers]
    agreed = table.joint.agreed.values() if table.joint else ()
    return {
        "round": table.own.round,
        "assignment": table.own,
        "discussion": table.discussion,
        "now": at,
        "text": text,
        "names": names,
        "rows": [_row(one, table, names) for one in table.criteria],
        "totals": [(name, one.sheet.total) for name, one in zip(names, table.readers, strict=True)],
        "decimals": table.own.round.decimals,
        "remarks": [{"name": table.name_of(one.author_id), "one": one} for one in remarks_of(table.discussion)],
        "leads": table.discussion.lead_id == table.own.pk,
        "lead": table.name_of(table.discussion.lead_id),
        "joint": table.joint,
        "joint_rows": _joint_rows(table),
        "joint_total": total_of(table.criteria, table.joint.marks) if table.joint else None,
        "agreed": [{"name": table.name_of(one.reader_id), "at": one.at} for one in agreed],
        "waiting": [table.name_of(one.pk) for one in table.readers if table.joint and one.pk not in table.joint.agreed],
        "replaces": table.own.round.consolidated == Consolidated.REPLACES,
    }


def _row(criterion: Criterion, table: Table, names: list[str]) -> dict:
    """Return one criterion with what each reader chose, and how many points lie between them."""
    given = [table.marks[one.pk].get(criterion.pk) for one in table.readers]
    points = [one.points for one in given if one is not None]
    apart = max(points) - min(points) if points else 0
    weight = _("bobot %(weight)s") % {"weight": in_words(criterion.weight)}
    cells = [{"name": name, "words": mark_words(one)} for name, one in zip(names, given, strict=True)]
    told = _("Beda %(points)s poin") % {"points": in_words(apart)} if apart else ""
    return {"criterion": criterion, "weight": weight, "cells": cells, "apart": told}


def _joint_rows(table: Table) -> list[dict]:
    if table.joint is None:
        return []
    return [{"question": str(one), "answer": mark_words(table.joint.marks.get(one.pk))} for one in table.criteria]
