"""What a judge takes along: the own accepted tasks with all that is read and marked, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from competition.models import Criterion, Person, Round
from competition.queries.ties import tied_to
from judging.models import Assignment, Mark
from judging.queries.desk import FrozenText, as_sent, criteria_of
from judging.states import AssignmentState, SheetState
from submissions.models import Document, SentDocument, Submission

Marks = dict[str, Mark]


@dataclass(frozen=True, slots=True)
class Packed:
    """A task that goes into the pack, and what is saved of its sheet by the criterion's code."""

    assignment: Assignment
    marks: Marks

    @property
    def version(self) -> int:
        """The version of the saved sheet; 0 when nothing is saved."""
        sheet = getattr(self.assignment, "sheet", None)
        return sheet.version if sheet else 0


def tasks_to_pack(judge: Person, round_: Round, at: datetime) -> list[Assignment]:
    """Return what the judge accepted in the round and has not locked, in their own order, but for their ties. One query."""
    return [one for one in accepted_tasks(judge, round_, at) if not is_locked(one)]


def packed_from(tasks: list[Assignment]) -> list[Packed]:
    """Return the tasks with what is saved of each so far. One query."""
    marks = marks_by_task(tasks)
    return [Packed(one, marks[one.pk]) for one in tasks]


def criteria_in(round_: Round) -> list[Criterion]:
    """Return what the round's sheet asks, each with its `scale` of levels."""
    return criteria_of(Assignment(round=round_))


def texts_of(tasks: list[Assignment], criteria: list[Criterion]) -> dict[int, FrozenText]:
    """Return by assignment what a judge reads of each proposal: its last sending, and the files of it. Two queries."""
    asked = Submission.objects.filter(proposal__in=[one.proposal_id for one in tasks])
    sent = {one.proposal_id: one for one in asked.order_by("proposal_id", "-pk").distinct("proposal_id")}
    files: dict[int, list[Document]] = defaultdict(list)
    with_files = [one.pk for one in sent.values() if "files" in one.snapshot["content"]]
    if with_files:
        for row in SentDocument.objects.filter(submission__in=with_files).select_related("document").order_by("pk"):
            files[row.submission_id].append(row.document)
    return {
        one.pk: as_sent(one, criteria, sent[one.proposal_id], files[sent[one.proposal_id].pk])
        for one in tasks
        if one.proposal_id in sent
    }


def key_of(round_: Round) -> str:
    """Return the round by the name that addresses and files give it."""
    return f"{round_.edition.year}-{round_.key}"


def accepted_tasks(judge: Person, round_: Round, at: datetime) -> list[Assignment]:
    """Return what the judge accepted in the round, locked or not, in their own order, but for their ties. One query."""
    rows = Assignment.objects.filter(judge=judge, round=round_, state=AssignmentState.ACCEPTED)
    if without := tied_to(judge, round_.edition, at):
        rows = rows.exclude(proposal__institution__in=without)
    related = ("proposal__institution", "proposal__unit", "proposal__category", "sheet")
    tasks = list(rows.select_related(*related).order_by("position", "pk"))
    for one in tasks:
        one.round = round_
    return tasks


def marks_by_task(tasks: Iterable[Assignment]) -> dict[int, Marks]:
    """Return what is saved of each task's sheet. One query."""
    found: dict[int, Marks] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__assignment__in=[one.pk for one in tasks]).order_by("pk")
    for one in rows.select_related("criterion", "level", "sheet"):
        found[one.sheet.assignment_id][one.criterion.code] = one
    return found


def is_locked(one: Assignment) -> bool:
    """Say whether the task's sheet is locked; it was read with it."""
    sheet = getattr(one, "sheet", None)
    return sheet is not None and sheet.state == SheetState.LOCKED
