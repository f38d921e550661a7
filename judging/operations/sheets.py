"""A judge's marks: saved as often as they like, locked once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.models import Criterion, Level, Person
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from competition.words import clean_text
from judging.models import Assignment, Mark, ScoreEvent, ScoreSheet
from judging.operations.locks import hold_assignment
from judging.policy import may_score
from judging.queries.desk import criteria_of, is_through, record_of, total_of, unfinished_of
from judging.seals import new_salt, sheet_seal
from judging.states import SHEET_MOVES, SheetState


@dataclass(frozen=True, slots=True)
class Choice:
    """What a judge entered for one criterion: the level's value (None: not chosen yet) and the reason."""

    level: int | None
    reason: str = ""


class OffTheScale(Refused):
    """A level or criterion that the sheet does not have."""

    reason = gettext_lazy("Pilih salah satu tingkat pada lembar nilai")


class StaleSheet(Refused):
    """The sheet was saved elsewhere since it was shown; nothing was overwritten."""

    reason = gettext_lazy("Lembar ini sudah disimpan dari jendela lain. Isian Anda belum menimpa apa pun.")


class ChangedRubric(Refused):
    """The sheet's criteria changed since it was shown."""

    reason = gettext_lazy("Lembar nilai babak ini berubah. Muat ulang halaman, lalu nilai kembali.")


class AlreadyLocked(Refused):
    """The sheet is locked; nothing about it changes any more."""

    reason = gettext_lazy("Lembar nilai ini sudah dikunci dan tidak dapat diubah.")


class UnfinishedSheet(Refused):
    """A criterion without a level or without a sufficient reason; `missing` maps its code to the text."""

    reason = gettext_lazy("Lembar nilai belum lengkap")

    def __init__(self, missing: dict[str, str]) -> None:
        self.missing = missing
        super().__init__()


@transaction.atomic
def save_sheet(
    *,
    assignment: Assignment,
    person: Person,
    choices: dict[str, Choice],
    version: int,
    at: datetime,
    sheet_version: int | None = None,
) -> ScoreSheet:
    """Save a draft of the marks if nobody did since `version` was shown (0: nothing was saved yet).

    The very same marks again are a success without a new version. `sheet_version` is the version of the round's criteria
    that was shown; without it the present one is taken as shown.

    :raises NotAllowed: not this judge's, not accepted, locked, round shut or ranked.
    :raises OffTheScale: an unknown criterion or level.
    :raises StaleSheet: saved elsewhere in between.
    :raises ChangedRubric: the criteria changed since they were shown.
    """
    assignment = _held(assignment, person, at)
    return _save(assignment, criteria_of(assignment), choices, version, sheet_version, at)


@transaction.atomic
def lock_sheet(
    *,
    assignment: Assignment,
    person: Person,
    choices: dict[str, Choice],
    version: int,
    at: datetime,
    sheet_version: int | None = None,
) -> ScoreSheet:
    """Save the marks and lock them for good; the receipt hash proves later what was locked.

    :raises UnfinishedSheet: naming each criterion without a level or a reason of enough words.
    :raises NotAllowed, OffTheScale, StaleSheet, ChangedRubric: as `save_sheet`.
    """
    assignment = _held(assignment, person, at)
    criteria = criteria_of(assignment)
    sheet = _save(assignment, criteria, choices, version, sheet_version, at)
    marks = {mark.criterion_id: mark for mark in sheet.marks.select_related("criterion")}
    missing = unfinished_of(assignment.round, criteria, marks)
    if missing:
        raise UnfinishedSheet(missing)
    sheet.total = total_of(criteria, marks)
    record = record_of(marks.values())
    sheet.salt = new_salt()
    sheet.receipt_hash = sheet_seal(assignment=assignment.code, at=at, marks=record, total=sheet.total, salt=sheet.salt)
    sheet.locked_at = sheet.changed_at = at
    sheet.version += 1
    _move(sheet, SheetState.LOCKED, "total", "locked_at", "changed_at", "version", "receipt_hash", "salt")
    ScoreEvent.objects.create(sheet=sheet, version=sheet.version, kind="LOCKED", marks=record, at=at)
    _tell(assignment, sheet, person, at)
    return sheet


def _tell(assignment: Assignment, sheet: ScoreSheet, person: Person, at: datetime) -> None:
    """One letter per judge who is through, not one per sheet."""
    edition = assignment.round.edition
    through = is_through(person, assignment.round, at)
    record_event(
        event="sheet_locked",
        subject=assignment,
        subject_key=assignment.code,
        person=person,
        at=at,
        edition=edition,
        data={"receipt": sheet.receipt_hash},
        before={"state": SheetState.DRAFT},
        after={"state": sheet.state},
        recipients=appointees_of(edition.pk, at, AppointmentRole.CHAIR) if through else (),
        context={"round": assignment.round, "judge": person},
    )


def _held(assignment: Assignment, person: Person, at: datetime) -> Assignment:
    """Return the locked assignment if its judge may score now; ranking cannot begin until this is committed."""
    assignment = hold_assignment(assignment)
    require(may_score(person, assignment, at))
    return assignment


def _save(
    assignment: Assignment,
    asked: list[Criterion],
    choices: dict[str, Choice],
    version: int,
    sheet_version: int | None,
    at: datetime,
) -> ScoreSheet:
    present = assignment.round.sheet_version
    if sheet_version not in (None, present):
        raise ChangedRubric
    criteria = {one.code: one for one in asked}
    levels = {code: level_of(criteria, code, choice) for code, choice in choices.items()}
    sheet = getattr(assignment, "sheet", None) or ScoreSheet(assignment=assignment, version=0)
    old = {} if sheet._state.adding else {mark.criterion_id: mark for mark in sheet.marks.select_related("criterion")}
    is_present = not sheet._state.adding and sheet.sheet_version == present
    if is_present and _is_same(criteria, old, choices, levels):
        return sheet
    if sheet.version != version:
        raise StaleSheet
    sheet.version += 1
    sheet.sheet_version, sheet.changed_at = present, at
    sheet.save(update_fields=None if sheet._state.adding else ["version", "sheet_version", "changed_at"])
    rows = [_mark(sheet, criteria[code], levels[code], choice) for code, choice in choices.items()]
    Mark.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["level", "points", "reason"],
    )
    record = record_of((old | {row.criterion_id: row for row in rows}).values())
    ScoreEvent.objects.create(sheet=sheet, version=sheet.version, kind="SAVED", marks=record, at=at)
    return sheet


def _mark(sheet: ScoreSheet, criterion: Criterion, level: Level | None, choice: Choice) -> Mark:
    return Mark(
        sheet=sheet,
        criterion=criterion,
        level=level,
        points=level.points if level else None,
        reason=clean_text(choice.reason),
    )


def level_of(criteria: dict[str, Criterion], code: str, choice: Choice) -> Level | None:
    """Return the level that was chosen; None when nothing was.

    :raises OffTheScale: an unknown criterion or level.
    """
    if code not in criteria:
        raise OffTheScale
    if choice.level is None:
        return None
    level = next((one for one in criteria[code].scale if one.value == choice.level), None)
    if level is None:
        raise OffTheScale
    return level


def _is_same(
    criteria: dict[str, Criterion], old: dict[int, Mark], choices: dict[str, Choice], levels: dict[str, Level | None]
) -> bool:
    def stored(code: str) -> tuple[int | None, str]:
        mark = old.get(criteria[code].pk)
        return (mark.level_id, mark.reason) if mark else (None, "")

    return all(
        stored(code) == (levels[code].pk if levels[code] else None, clean_text(choice.reason))
        for code, choice in choices.items()
    )


def _move(sheet: ScoreSheet, target: str, *fields: str) -> None:
    """The one place where a sheet's state changes; its row is held through the assignment's lock."""
    if (sheet.state, target) not in SHEET_MOVES:
        raise AlreadyLocked
    sheet.state = target
    sheet.save(update_fields=["state", *fields])
