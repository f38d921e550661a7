"""A judge's marks: saved as often as they like, locked once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.canonical import sha256_of
from competition.models import Criterion, Level, Person, Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from competition.words import count_words
from judging.models import Assignment, Mark, ScoreEvent, ScoreSheet
from judging.operations.locks import hold_round
from judging.policy import may_score
from judging.queries.desk import next_to_score
from judging.queries.rounds import rubric_of
from judging.scoring import sheet_total
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


class UnfinishedSheet(Refused):
    """A criterion without a level or without a sufficient reason; `missing` maps its code to the text."""

    reason = gettext_lazy("Lembar nilai belum lengkap")

    def __init__(self, missing: dict[str, str]) -> None:
        self.missing = missing
        super().__init__()


@transaction.atomic
def save_sheet(*, assignment: Assignment, person: Person, choices: dict[str, Choice], version: int, at: datetime) -> ScoreSheet:
    """Save a draft of the marks if nobody did since `version` was shown (0: nothing was saved yet).

    The very same marks again are a success without a new version.

    :raises NotAllowed: not this judge's, not accepted, locked, round shut or ranked.
    :raises OffTheScale: an unknown criterion or level.
    :raises StaleSheet: saved elsewhere in between.
    """
    assignment = _held(assignment, person, at)
    sheet, criteria = _sheet_and_criteria(assignment, at)
    return _save(sheet, criteria, choices, version, at)


@transaction.atomic
def lock_sheet(*, assignment: Assignment, person: Person, choices: dict[str, Choice], version: int, at: datetime) -> ScoreSheet:
    """Save the marks and lock them for good; the receipt hash proves later what was locked.

    :raises UnfinishedSheet: naming each criterion without a level or a reason of enough words.
    :raises NotAllowed, OffTheScale, StaleSheet, ChangedRubric: as `save_sheet`.
    """
    assignment = _held(assignment, person, at)
    sheet, criteria = _sheet_and_criteria(assignment, at)
    sheet = _save(sheet, criteria, choices, version, at)
    if sheet.sheet_version != assignment.round.sheet_version:
        raise ChangedRubric
    marks = {mark.criterion.code: mark for mark in sheet.marks.select_related("criterion")}
    missing = _missing(assignment.round, criteria, marks)
    if missing:
        raise UnfinishedSheet(missing)
    total = sheet_total(rubric_of(assignment.round), {code: mark.points for code, mark in marks.items()})
    _move(sheet, SheetState.LOCKED)
    sheet.total, sheet.locked_at, sheet.changed_at = total, at, at
    sheet.version += 1
    record = _record(marks)
    sheet.receipt_hash = sha256_of({"assignment": assignment.code, "at": at.isoformat(), "marks": record, "total": total})
    sheet.save(update_fields=["state", "total", "locked_at", "changed_at", "version", "receipt_hash"])
    ScoreEvent.objects.create(sheet=sheet, version=sheet.version, kind="LOCKED", marks=record, at=at)
    edition = assignment.round.edition
    is_last = next_to_score(person) is None
    record_event(
        event="sheet_locked",
        subject=assignment,
        subject_key=assignment.code,
        person=person,
        at=at,
        edition=edition,
        data={"receipt": sheet.receipt_hash},
        # One letter per judge who is through, not one per sheet.
        recipients=appointees_of(edition.pk, at, AppointmentRole.CHAIR) if is_last else (),
        context={"round": assignment.round, "judge": person},
    )
    return sheet


def _held(assignment: Assignment, person: Person, at: datetime) -> Assignment:
    """Return the locked assignment if its judge may score now; ranking cannot begin until this is committed."""
    hold_round(assignment.round, alone=False)
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round__stage", "round__edition", "round__ranking", "sheet")
        .get(pk=assignment.pk)
    )
    require(may_score(person, assignment, at))
    return assignment


def _sheet_and_criteria(assignment: Assignment, at: datetime) -> tuple[ScoreSheet, dict[str, Criterion]]:
    criteria = assignment.round.criteria.filter(weight__gt=0).prefetch_related("levels")
    sheet = getattr(assignment, "sheet", None) or ScoreSheet(
        assignment=assignment, version=0, sheet_version=assignment.round.sheet_version, changed_at=at
    )
    return sheet, {one.code: one for one in criteria}


def _save(
    sheet: ScoreSheet, criteria: dict[str, Criterion], choices: dict[str, Choice], version: int, at: datetime
) -> ScoreSheet:
    levels = {code: _level(criteria, code, choice) for code, choice in choices.items()}
    old = {} if sheet._state.adding else {mark.criterion_id: mark for mark in sheet.marks.all()}
    if not sheet._state.adding and _is_same(criteria, old, choices, levels):
        return sheet
    if sheet.version != version:
        raise StaleSheet
    sheet.version += 1
    sheet.changed_at = at
    sheet.save()
    rows = [
        Mark(
            sheet=sheet,
            criterion=criteria[code],
            level=levels[code],
            points=levels[code].points if levels[code] else None,
            reason=choice.reason.replace("\x00", "").strip(),
        )
        for code, choice in choices.items()
    ]
    Mark.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["level", "points", "reason"],
    )
    record = _record({row.criterion.code: row for row in rows})
    ScoreEvent.objects.create(sheet=sheet, version=sheet.version, kind="SAVED", marks=record, at=at)
    return sheet


def _level(criteria: dict[str, Criterion], code: str, choice: Choice) -> Level | None:
    if code not in criteria:
        raise OffTheScale
    if choice.level is None:
        return None
    level = next((one for one in criteria[code].levels.all() if one.value == choice.level), None)
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
        stored(code) == (levels[code].pk if levels[code] else None, choice.reason.strip()) for code, choice in choices.items()
    )


def _missing(round_: Round, criteria: dict[str, Criterion], marks: dict[str, Mark]) -> dict[str, str]:
    missing = {}
    for code, criterion in criteria.items():
        mark = marks.get(code)
        if mark is None or mark.level_id is None:
            missing[code] = _("Pilih tingkat untuk %(criterion)s") % {"criterion": criterion}
        elif count_words(mark.reason) < round_.reason_min_words:
            text = _("Isi alasan untuk %(criterion)s, paling sedikit %(words)s kata")
            missing[f"{code}-reason"] = text % {"criterion": criterion, "words": round_.reason_min_words}
    return missing


def _record(marks: dict[str, Mark]) -> dict[str, dict]:
    return {
        code: {"points": str(mark.points) if mark.points is not None else None, "reason": mark.reason}
        for code, mark in sorted(marks.items())
    }


def _move(sheet: ScoreSheet, target: str) -> None:
    """The one place where a sheet's state changes; its row is held through the assignment's lock."""
    if (sheet.state, target) not in SHEET_MOVES:
        raise OffTheScale
    sheet.state = target
