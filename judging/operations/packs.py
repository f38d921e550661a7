"""A judge takes a pack along, and brings the filled sheet back: all rows as drafts, or none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.models import Person, Round
from competition.operations.events import record_event
from competition.verdict import Refused
from competition.workbooks import Record
from judging.models import Assignment
from judging.operations.locks import hold_tasks_of
from judging.operations.sheets import Choice, save_sheet
from judging.packing import Desk, Outcome, Report, Scale, Task, compare
from judging.policy import may_score
from judging.queries.packs import Packed, accepted_tasks, criteria_in, is_locked, key_of, marks_by_task


class RowsRefused(Refused):
    """A row can no longer be saved as it was shown; `report` says which and why. Nothing was saved."""

    reason = gettext_lazy("Ada baris yang berubah sejak ditampilkan. Tidak ada yang disimpan.")

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__()


def note_pack(*, round_: Round, person: Person, form: str, tasks: int, at: datetime) -> None:
    """Write down who took how many proposals along, and in which form; nothing of what is in the pack."""
    _record("pack_taken", round_, person, at, {"form": form, "assignments": tasks})


def desk_of(judge: Person, round_: Round, at: datetime) -> Desk:
    """Return what a filled sheet is held against, as it stands now; locked sheets are in it, to be told apart. Two queries."""
    tasks, criteria = accepted_tasks(judge, round_, at), criteria_in(round_)
    marks = marks_by_task(tasks)
    # Whether a task can be scored hangs on its round and on its own lock, so it is asked once for each; saving asks again.
    closed = {is_locked(one): may_score(judge, one, at).reason for one in {is_locked(one): one for one in tasks}.values()}
    return Desk(
        round=key_of(round_),
        rubric=round_.sheet_version,
        scales={one.code: Scale(str(one), tuple(level.value for level in one.scale)) for one in criteria},
        tasks={one.code: _task(Packed(one, marks[one.pk]), closed[is_locked(one)]) for one in tasks},
        least_words=round_.reason_min_words,
    )


def _task(packed: Packed, closed: str) -> Task:
    entries = {code: (mark.level.value if mark.level else None, mark.reason) for code, mark in packed.marks.items()}
    return Task(packed.assignment.code, packed.assignment.proposal.title, closed, packed.version, entries)


@transaction.atomic
def apply_pack(*, round_: Round, person: Person, records: list[Record], at: datetime) -> int:
    """Save every changed sheet as a draft, as its own page would, and return how many; what stands so already is left alone.

    All of the judge's tasks in the round are held meanwhile, in one order. Nothing is ever locked here.

    :raises RowsRefused: a row is wrong by now: taken back, locked, round shut, saved elsewhere, other criteria.
    """
    hold_tasks_of(round_, person.pk)
    round_ = Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)
    desk = desk_of(person, round_, at)
    report = compare(records, desk)
    if report.count(Outcome.WRONG):
        raise RowsRefused(report)
    tasks = Assignment.objects.select_related("round").in_bulk(list(report.changes), field_name="code")
    for code, entries in report.changes.items():
        save_sheet(
            assignment=tasks[code],
            person=person,
            choices={criterion: Choice(level, reason) for criterion, (level, reason) in entries.items()},
            version=desk.tasks[code].version,
            at=at,
            sheet_version=desk.rubric,
        )
    if report.changes:
        _record("pack_applied", round_, person, at, {"assignments": len(report.changes)})
    return len(report.changes)


def _record(event: str, round_: Round, person: Person, at: datetime, data: dict) -> None:
    key = f"{round_.edition.year}/{round_.key}"
    record_event(event=event, subject=round_, subject_key=key, person=person, at=at, edition=round_.edition, data=data)
