"""A sheet that a judge filled in elsewhere, against what stands now: what each row would change, or why it cannot.

Rows in, findings out; no database and no clock. The same is asked twice: for the page that shows what an upload would do, and
again under the judge's locks when it is done (docs/decisions/0090-all-rows-or-none.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.words import clean_text, count_words
from competition.workbooks import Record
from competition.zones import format_number

LONGEST_REASON = 4000
# The columns of the sheet, in its order; those of OPEN are the judge's.
HEADS = {
    "code": gettext_lazy("Kode tugas"),
    "title": gettext_lazy("Judul"),
    "criterion": gettext_lazy("Kode kriteria"),
    "name": gettext_lazy("Kriteria"),
    "scale": gettext_lazy("Tingkat yang boleh"),
    "level": gettext_lazy("Tingkat"),
    "reason": gettext_lazy("Alasan"),
    "round": gettext_lazy("Babak"),
    "rubric": gettext_lazy("Versi kriteria"),
    "version": gettext_lazy("Versi lembar"),
}
OPEN = ("level", "reason")
# What must be there to know what a row is about; the others only help whoever reads it.
NEEDED = ("code", "criterion", *OPEN, "round", "rubric", "version")
# A number as a spreadsheet program or a person writes it: 3, 3,0, 3.00.
_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")

Entry = tuple[int | None, str]
"""The level chosen (None: none yet) and the reason."""


class Outcome(StrEnum):
    """What becomes of a row. SAME: it stands so already. EMPTY: nothing was filled in for the proposal."""

    CHANGED = "CHANGED"
    SAME = "SAME"
    EMPTY = "EMPTY"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Scale:
    """A criterion as it is asked now: its name and the levels there are."""

    name: str
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One of the judge's own tasks as it stands now. `closed`: why nothing can be saved for it; empty where it can."""

    code: str
    title: str
    closed: str
    version: int
    entries: Mapping[str, Entry]


@dataclass(frozen=True)
class Desk:
    """All that a filled sheet is held against: the round by its key, its criteria and their version, the judge's tasks."""

    round: str
    rubric: int
    scales: Mapping[str, Scale]
    tasks: Mapping[str, Task]
    least_words: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the file, and what is to be said of it."""

    record: Record
    outcome: Outcome
    text: str = ""
    before: Entry = (None, "")
    after: Entry = (None, "")


@dataclass
class Report:
    """What a file would do. `changes`: by task, every criterion as it would stand; not to be done if any row is wrong."""

    findings: list[Finding] = field(default_factory=list)
    changes: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        """Return how many rows have this outcome."""
        return sum(one.outcome == outcome for one in self.findings)

    @property
    def may_be_applied(self) -> bool:
        """Whether there is something to do and nothing in the way."""
        return bool(self.changes) and not self.count(Outcome.WRONG)


def compare(records: Iterable[Record], desk: Desk) -> Report:
    """Return what each row would change; proposal by proposal, because a sheet is saved as a whole."""
    groups: dict[str, list[Record]] = {}
    for one in records:
        groups.setdefault(one.texts["code"], []).append(one)
    report = Report()
    for code, rows in groups.items():
        report.findings += _Group(rows, desk, desk.tasks.get(code)).findings(report.changes)
    return report


def whole_number(text: str) -> int | None:
    """Return a whole number as it comes out of a spreadsheet, with a comma or a point and any noughts behind; else None."""
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", "."))
    return int(number) if number == int(number) else None


class _Group:
    """The rows of one proposal."""

    def __init__(self, rows: Sequence[Record], desk: Desk, task: Task | None) -> None:
        self.rows, self.desk, self.task = rows, desk, task

    def findings(self, changes: dict[str, dict[str, Entry]]) -> list[Finding]:
        """Say what becomes of each row, and add what would be saved."""
        if self._is_blank():
            return [Finding(one, Outcome.EMPTY) for one in self.rows]
        wrong = {one.number: text for one in self.rows if (text := self._fault(one))}
        if not wrong and (missing := self._missing()):
            text = _("Baris untuk %(criteria)s hilang. Kembalikan barisnya, atau hapus semua baris proposal ini.")
            wrong = {self.rows[-1].number: text % {"criteria": ", ".join(missing)}}
        if wrong:
            return [_wrong(one, wrong[one.number]) for one in self.rows if one.number in wrong]
        found = [self._finding(one) for one in self.rows]
        changed = [one for one in found if one.outcome == Outcome.CHANGED]
        if changed and (text := self._obstacle()):
            return [_wrong(one.record, text) for one in changed]
        if changed and self.task:
            changes[self.task.code] = {one.record.texts["criterion"]: one.after for one in found}
        return found

    def _is_blank(self) -> bool:
        """Say whether nothing was filled in: where there was nothing to clear either, that is no wish to change anything."""
        is_new = self.task is None or all(whole_number(one.texts["version"]) == 0 for one in self.rows)
        return is_new and not any(one.texts["level"] or one.texts["reason"] or one.formulas for one in self.rows)

    def _fault(self, row: Record) -> str:
        """Return why the row cannot be understood; empty where it can."""
        texts = row.texts
        if row.formulas.intersection(NEEDED):
            return _("Ada rumus pada baris ini. Tulis isinya saja.")
        if self.task is None:
            return _("Kode ini tidak ada pada daftar tugas Anda yang sudah diterima.")
        if texts["round"] != self.desk.round:
            return _("Baris ini dibuat untuk babak lain.")
        if whole_number(texts["rubric"]) != self.desk.rubric:
            words = {"old": texts["rubric"][:20] or "–", "new": self.desk.rubric}
            return _("Dibuat untuk kriteria versi %(old)s; kini versi %(new)s. Ambil lembar baru.") % words
        if whole_number(texts["version"]) is None:
            return _("Versi lembar pada baris ini diubah. Ambil lembar baru.")
        scale = self.desk.scales.get(texts["criterion"])
        if scale is None:
            return _("Kriteria ini tidak ada pada lembar nilai babak ini.")
        first = next(one for one in self.rows if one.texts["criterion"] == texts["criterion"])
        if first is not row:
            return _("Baris ini sama dengan baris %(number)s. Hapus salah satunya.") % {"number": first.number}
        return _fault_of_entry(texts, scale)

    def _missing(self) -> list[str]:
        there = {one.texts["criterion"] for one in self.rows}
        return [scale.name for code, scale in self.desk.scales.items() if code not in there]

    def _finding(self, row: Record) -> Finding:
        code = row.texts["criterion"]
        before = self.task.entries.get(code, (None, "")) if self.task else (None, "")
        after = (whole_number(row.texts["level"]), clean_text(row.texts["reason"]))
        if before == after:
            return Finding(row, Outcome.SAME, before=before, after=after)
        text = ""
        if after[0] is None or count_words(after[1]) < self.desk.least_words:
            text = _("Belum cukup untuk dikunci.")
        return Finding(row, Outcome.CHANGED, text, before, after)

    def _obstacle(self) -> str:
        """Return why nothing can be saved for the task, or why it must not be."""
        if self.task is None or self.task.closed:
            return self.task.closed if self.task else ""
        made_for = {whole_number(one.texts["version"]) for one in self.rows}
        if made_for == {self.task.version}:
            return ""
        words = {"old": ", ".join(sorted(map(str, made_for))), "new": self.task.version}
        text = _("Lembar ini disimpan lagi sejak paket dibuat (versi %(old)s, kini %(new)s). Ambil lembar baru.")
        return text % words


def _wrong(row: Record, text: str) -> Finding:
    return Finding(row, Outcome.WRONG, text)


def _fault_of_entry(texts: Mapping[str, str], scale: Scale) -> str:
    if texts["level"] and whole_number(texts["level"]) not in scale.levels:
        words = {"level": texts["level"][:20], "levels": ", ".join(map(str, scale.levels))}
        return _("Tingkat %(level)s tidak ada. Tulis salah satu: %(levels)s.") % words
    if len(texts["reason"]) > LONGEST_REASON:
        return _("Alasan lebih dari %(most)s karakter.") % {"most": format_number(LONGEST_REASON)}
    return ""
