"""Change a round's sheet: its words, and before the first locked sheet also what its levels are worth and how scores count."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Criterion, Level, Person, Round
from competition.operations.editions import score_rule
from competition.operations.events import record_event
from competition.presets import rounds as presets
from competition.verdict import Refused
from judging.models import Ranking, ScoreSheet, SheetRevision
from judging.operations.locks import hold_round
from judging.states import SheetState

WORDS = ("name", "name_en", "description", "description_en")
LEVEL_WORDS = ("text", "text_en")
# Beside the criteria, under a name that no criterion can have.
RULE = "score rule"
RULE_COLUMNS = ("least_sheets", "rounding", "passing_grade", "decimals", "tie_break")


class SheetFrozen(Refused):
    """A sheet of the round is locked: what scores count by does not change any more."""

    reason = gettext_lazy(
        "Sudah ada lembar nilai yang terkunci, jadi bobot, nilai tingkat, dan aturan nilai babak ini tidak dapat diubah lagi."
    )


class AlreadyRanked(Refused):
    """The ranking is frozen; nothing about the round changes any more."""

    reason = gettext_lazy("Peringkat babak ini sudah dibekukan.")


class OtherCriteria(Refused):
    """Criteria or levels were added, taken away or renamed: that is another sheet, not another version of this one."""

    reason = gettext_lazy("Kriteria atau tingkat pada berkas ini bukan yang dimiliki babak ini.")


class TooManySheets(Refused):
    """The file asks for more sheets of each proposal than the round has readers, whose number stays."""

    def __init__(self, least: int, readers: int) -> None:
        text = _(
            "Berkas ini meminta sedikitnya %(least)s lembar, sedangkan tiap proposal babak ini dibaca %(readers)s penilai."
        )
        super().__init__(text % {"least": least, "readers": readers})


class SameSheet(Refused):
    """Nothing would change."""

    reason = gettext_lazy("Lembar nilai pada berkas ini sama dengan yang berlaku sekarang.")


class NoReason(Refused):
    """Whoever judged by the sheet so far reads why it was changed."""

    reason = gettext_lazy("Isi alasan perubahan")


@transaction.atomic
def revise_sheet(*, round_: Round, sheet: presets.Round, reason: str, person: Person | None, at: datetime) -> SheetRevision:
    """Make the sheet of an edition file the round's next version, and keep what it said before.

    Locked sheets stay with the version they were judged by, which each names. A draft is shown the new one before it is saved.
    Scoring of the round waits meanwhile.

    :raises NoReason: none was given.
    :raises AlreadyRanked: the ranking is frozen.
    :raises OtherCriteria: other criteria or levels than the round has.
    :raises TooManySheets: fewer read each proposal in the round than the file wants sheets.
    :raises SheetFrozen: a sheet is locked, and more than words would change.
    :raises SameSheet: nothing would change.
    """
    reason = reason.strip()
    if not reason:
        raise NoReason
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("edition").get(pk=round_.pk)
    if Ranking.objects.filter(in_force=round_).exists():
        raise AlreadyRanked
    before, after = content_of(round_), _content_in(sheet)
    if _shape(before) != _shape(after):
        raise OtherCriteria
    least = sheet.score.least_sheets
    if least is not None and least > round_.readers_per_proposal:
        raise TooManySheets(least, round_.readers_per_proposal)
    if before == after:
        raise SameSheet
    if _worth(before) != _worth(after) and _is_frozen(round_):
        raise SheetFrozen
    _write(round_, sheet)
    round_.sheet_version += 1
    round_.save(update_fields=["sheet_version", *_set_rule(round_, sheet)])
    about = {"subject": round_, "subject_key": f"{round_.edition.year}/{round_.key}", "edition": round_.edition}
    told = {"version": round_.sheet_version}
    record_event(event="sheet_revised", person=person, at=at, reason=reason, data=told, **about)
    known = told | {"before": before, "reason": reason, "revised_by": person, "revised_at": at}
    return SheetRevision.objects.create(round=round_, **known)


def _is_frozen(round_: Round) -> bool:
    return ScoreSheet.objects.filter(assignment__round=round_, state=SheetState.LOCKED).exists()


def content_of(round_: Round) -> dict:
    """Return the round's sheet as plain data, by the codes of criteria and the values of levels, and how its scores count."""
    rows = round_.criteria.prefetch_related("levels").order_by("order", "pk")
    known = {name: getattr(round_, name) for name in RULE_COLUMNS}
    return {one.code: _line(one, one.levels.all()) for one in rows} | {RULE: _rule(known)}


def _content_in(sheet: presets.Round) -> dict:
    return {one.code: _line(one, one.levels) for one in sheet.criteria} | {RULE: _rule(_rule_in(sheet))}


def _rule_in(sheet: presets.Round) -> dict:
    return score_rule(sheet) | {"decimals": sheet.decimals, "tie_break": list(sheet.tie_break)}


def _rule(values: dict) -> dict:
    grade = values["passing_grade"]
    return values | {"passing_grade": None if grade is None else _plain(grade)}


def _set_rule(round_: Round, sheet: presets.Round) -> tuple[str, ...]:
    """Set how scores count, and return the columns in which it stands."""
    for name, value in _rule_in(sheet).items():
        setattr(round_, name, value)
    return RULE_COLUMNS


def _line(one: Criterion | presets.Criterion, levels: object) -> dict:
    known = {name: getattr(one, name) for name in WORDS} | {"weight": _plain(one.weight)}
    told = {
        str(level.value): {name: getattr(level, name) for name in LEVEL_WORDS} | {"points": _plain(level.points)}
        for level in levels
    }
    return known | {"levels": told}


def _plain(number: Decimal) -> str:
    return f"{number:.2f}"


def _shape(content: dict) -> dict:
    """Return which criteria and levels there are."""
    return {code: sorted(line["levels"]) for code, line in content.items() if code != RULE}


def _worth(content: dict) -> dict:
    """Return what scores count by."""
    counted = {
        code: (line["weight"], {value: level["points"] for value, level in line["levels"].items()})
        for code, line in content.items()
        if code != RULE
    }
    return counted | {RULE: content[RULE]}


def _write(round_: Round, sheet: presets.Round) -> None:
    """Change the rows in place: marks name them."""
    for line in sheet.criteria:
        values = {name: getattr(line, name) for name in (*WORDS, "weight")}
        Criterion.objects.filter(round=round_, code=line.code).update(**values)
        for level in line.levels:
            rows = Level.objects.filter(criterion__round=round_, criterion__code=line.code, value=level.value)
            rows.update(**{name: value for name, value in asdict(level).items() if name != "value"})
