"""From what was read to the values that are handed on. Only for records without a fault."""

from __future__ import annotations

from competition.presets.aftermath import build_objections
from competition.presets.briefing import build_briefing
from competition.presets.clinics import build_clinic
from competition.presets.nodes import Place, Record
from competition.presets.rounds import ELIGIBLE, Criterion, Dispute, Level, Quota, Round, Score
from competition.presets.screening import Cause, Screening, SecondReader
from competition.presets.shape import (
    CONFLICTS,
    FILES,
    SCREENING,
    Cap,
    Category,
    Conflicts,
    Eligibility,
    Files,
    Group,
    GuideAnswer,
    GuideQuestion,
    Letter,
    Preset,
    Question,
    Stage,
)

# The plain lists of a question.
LISTS = ("groups", "checklist", "checklist_en")


def build(edition: Record) -> Preset:
    """Return the values of a record that has no fault."""
    return Preset(
        year=edition.get("year"),
        name=edition.get("name"),
        theme=edition.get("theme"),
        legal_basis=edition.get("legal_basis"),
        note="\n".join(notes(edition)),
        stages=tuple(build_stage(*entry) for entry in enumerate(edition.get("stages"), 1)),
        categories=tuple(numbered(Category, *entry) for entry in enumerate(edition.get("categories"), 1)),
        category_guide=tuple(build_guide_question(*entry) for entry in enumerate(edition.get("category_guide"), 1)),
        groups=tuple(numbered(Group, *entry) for entry in enumerate(edition.get("groups"), 1)),
        questions=tuple(build_question(*entry) for entry in enumerate(edition.get("questions"), 1)),
        eligibility=build_eligibility(edition.get("eligibility")),
        files=build_files(edition.get("files")),
        conflicts=build_conflicts(edition.get("conflicts")),
        screening=build_screening(edition.get("screening")),
        caps=tuple(plain(Cap, cap) for cap in edition.get("caps")),
        rounds=build_rounds(edition.get("rounds")),
        objections=build_objections(edition.get("objections")),
        feedback=edition.get("feedback"),
        clinics=tuple(build_clinic(one) for one in edition.get("clinics")),
    )


def plain(shape, found: Record, **more):
    """Return the shape filled from the keys of the same name; notes are kept apart."""
    values = {key: value for key, value in found.values.items() if key != "note"}
    return shape(**(values | more))


def numbered(shape, order: int, found: Record):
    """Return the shape with its place in the file's order."""
    return plain(shape, found, order=order)


def build_stage(order: int, found: Record) -> Stage:
    """Return one window."""
    values = dict(found.values)
    values.pop("note")
    return Stage(
        order=order,
        opens_at=values.pop("opens"),
        closes_at=values.pop("closes"),
        is_parallel=values.pop("parallel"),
        **values,
    )


def build_guide_question(order: int, found: Record) -> GuideQuestion:
    """Return one question of the guide to the categories."""
    answers = []
    for answer in found.get("answers"):
        weights = {one.get("category"): one.get("weight") for one in answer.get("weights")}
        answers.append(plain(GuideAnswer, answer, weights=weights))
    return numbered(GuideQuestion, order, Record(found.place, found.values | {"answers": tuple(answers)}))


def build_question(order: int, found: Record) -> Question:
    """Return one question."""
    values = {key: value for key, value in found.values.items() if key not in {"note", "criterion", "kind", *LISTS}}
    lists = {key: tuple(item.value for item in found.get(key)) for key in LISTS}
    kind = found.get("kind").upper()
    return Question(order=order, kind=kind, criterion_code=found.get("criterion"), **values, **lists)


def build_eligibility(found: Record) -> Eligibility:
    """Return the rules of entry."""
    return plain(Eligibility, found, barred_awards=tuple(item.value for item in found.get("barred_awards")))


def build_files(found: Record | None) -> Files:
    """Return what may be uploaded; a file that says nothing about it has every default."""
    values = found.values if found else {key: one.default for key, one in FILES.items()}
    known = {key: value for key, value in values.items() if key != "note"}
    return Files(**known | {"letters": tuple(plain(Letter, one) for one in values["letters"])})


def build_conflicts(found: Record | None) -> Conflicts:
    """Return when a judge must not read a proposal; a file that says nothing about it has every default."""
    return plain(Conflicts, found or Record(Place(1, 1), {key: one.default for key, one in CONFLICTS.items()}))


def build_screening(found: Record | None) -> Screening:
    """Return how the secretariat screens; a file that says nothing about it has every default."""
    values = found.values if found else {key: one.default for key, one in SCREENING.items()}
    reasons = tuple(build_cause(*entry) for entry in enumerate(values["reasons"], 1))
    second = build_second_reader(values["second_reader"])
    return Screening(reasons=reasons, second_reader=second, correction_days=values["correction_days"])


def build_second_reader(found: Record | None) -> SecondReader:
    """Return what a second person reads; without the section nothing."""
    if found is None:
        return SecondReader(percent=0, near_limit=())
    return plain(SecondReader, found, near_limit=tuple(item.value for item in found.get("near_limit")))


def build_cause(order: int, found: Record) -> Cause:
    """Return one reason for which a line of the check may fail."""
    values = {key: value for key, value in found.values.items() if key not in {"note", "check"}}
    return Cause(order=order, check_code=found.get("check"), **values)


def build_rounds(found: list[Record]) -> tuple[Round, ...]:
    """Return the rounds in order; one that does not say who enters takes those whom the one before it chose."""
    rounds, before = [], ELIGIBLE
    for order, one in enumerate(found, 1):
        entrants = one.get("entrants") or before
        rounds.append(build_round(order, one, "" if entrants == ELIGIBLE else entrants))
        before = one.get("key")
    return tuple(rounds)


def build_round(order: int, found: Record, chosen_in: str) -> Round:
    """Return one round with its sheet, quotas and briefing."""
    criteria = []
    for place, line in enumerate(found.get("criteria"), 1):
        levels = tuple(plain(Level, level) for level in line.get("levels"))
        criteria.append(plain(Criterion, line, order=place, levels=levels))
    values = {key: value for key, value in found.values.items() if key != "entrants"}
    return plain(
        Round,
        Record(found.place, values),
        order=order,
        kind=found.get("kind").upper(),
        chosen_in=chosen_in,
        dispute=plain(Dispute, found.get("dispute")) if found.get("dispute") else Dispute(),
        score=build_score(found.get("score")),
        tie_break=tuple(item.value for item in found.get("tie_break")),
        briefing=build_briefing(found.get("briefing")),
        criteria=tuple(criteria),
        quotas=tuple(plain(Quota, quota) for quota in found.get("quotas")),
    )


def build_score(found: Record | None) -> Score:
    """Return how sheets become a score; a round that says nothing about it has every default."""
    if found is None:
        return Score()
    values = {key: value for key, value in found.values.items() if key not in {"rule", "missing"}}
    return plain(Score, Record(found.place, values))


def notes(found: Record, title: str = "") -> list[str]:
    """Return every note of the file, each after the names of what it is about."""
    note = found.get("note")
    lines = [f"{title}: {note}" if title else note] if note else []
    for value in found.values.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Record):
                lines += notes(part, " › ".join(filter(None, (title, subject(part)))))
    return lines


def subject(part: Record) -> str:
    """Return what a note under this entry is about."""
    return next((str(part.get(key)) for key in ("name", "label", "value", "kind") if part.get(key)), "")
