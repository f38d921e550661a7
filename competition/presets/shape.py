"""What an edition file holds: the values that come out, and the keys that go in.

docs/edition-format.md tells it to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from competition.presets.aftermath import FEEDBACK, OBJECTIONS, Objections
from competition.presets.briefing import BRIEFING
from competition.presets.clinics import CLINIC, Clinic
from competition.presets.nodes import (
    Key,
    boolean,
    choice,
    decimal,
    instant,
    integer,
    items,
    optional,
    record,
    records,
    slug,
    text,
)
from competition.presets.rounds import COUNTS, MISSING, ROUND_KINDS, ROUNDINGS, SCORE_RULES, WAYS, Round
from competition.presets.screening import CHECKS, Screening

KINDS = ("MINISTRY", "AGENCY", "PROVINCE", "REGENCY", "CITY", "BUMN", "BUMD")
DIMENSIONS = ("KIND", "CATEGORY", "GROUP")
YES_NO = "yes_no"
QUESTION_KINDS = ("text", YES_NO)
# The prizes the national competition has given; an edition's own rounds add theirs.
AWARDS = ("Top 9", "Top 15", "Top 25", "Top 33", "Top 35", "Top 40", "Top 45", "Top 99", "Outstanding Achievement")
REGISTRATION = "registration"
SMALL = 32_767  # the largest number a small integer column holds


@dataclass(frozen=True, slots=True)
class Stage:
    """A window of the calendar, half-open; a parallel one may lie over the others."""

    key: str
    name: str
    name_en: str
    order: int
    opens_at: datetime
    closes_at: datetime
    is_parallel: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A category a proposal may choose."""

    code: str
    name: str
    name_en: str
    order: int
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class GuideAnswer:
    """An answer of the guide: how much it speaks for which categories, and in which words; for none, that none fits clearly."""

    text: str
    text_en: str
    reason: str
    reason_en: str
    weights: dict[str, int]


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """A question of the guide that suggests a category."""

    code: str
    text: str
    text_en: str
    order: int
    answers: tuple[GuideAnswer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A pool of proposals."""

    code: str
    name: str
    name_en: str
    order: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form; an empty `groups` means that every group answers it, `asked_if` names whose yes leads to it."""

    code: str
    order: int
    section: str
    section_en: str
    label: str
    label_en: str
    help: str
    help_en: str
    example_good: str
    example_weak: str
    checklist: tuple[str, ...]
    checklist_en: tuple[str, ...]
    evidence_rows: int
    files: bool
    word_limit: int
    required: bool
    groups: tuple[str, ...]
    kind: str
    asked_if: str
    criterion_code: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may not enter."""

    min_age_months: int
    barred_awards: tuple[str, ...]
    max_finalist_times: int
    unique_title: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A signed statement that is uploaded with a proposal."""

    code: str
    name: str
    name_en: str
    help: str
    help_en: str
    required: bool


@dataclass(frozen=True, slots=True)
class Files:
    """What may be uploaded with a proposal: limits, letters, and whether a video is linked."""

    max_mb: int
    max_files: int
    max_total_mb: int
    video: bool
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """When a judge must not read a proposal; without years a tie counts for good."""

    cooling_off_years: int | None
    own_region: bool
    judged_earlier: bool


@dataclass(frozen=True, slots=True)
class Cap:
    """The most proposals one institution of a kind may submit."""

    kind: str
    maximum: int


@dataclass(frozen=True, slots=True)
class Preset:
    """A whole edition, checked."""

    year: int
    name: str
    theme: str
    legal_basis: str
    note: str
    stages: tuple[Stage, ...]
    categories: tuple[Category, ...]
    category_guide: tuple[GuideQuestion, ...]
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    eligibility: Eligibility
    files: Files
    conflicts: Conflicts
    screening: Screening
    caps: tuple[Cap, ...]
    rounds: tuple[Round, ...]
    objections: Objections
    feedback: str
    clinics: tuple[Clinic, ...]


NAMES = {"name": Key(text(200)), "name_en": optional(text(200, blank=True))}
DESCRIPTIONS = {"description": optional(text(blank=True)), "description_en": optional(text(blank=True))}
# A note says where a value comes from, or that it is this software's default; the edition keeps all notes of its file.
NOTE = {"note": optional(text(2_000))}

STAGE = {
    "key": Key(slug(30)),
    **NAMES,
    "opens": Key(instant),
    "closes": Key(instant),
    "parallel": optional(boolean, default=False),
    **NOTE,
}
CATEGORY = {"code": Key(slug(30)), **NAMES, **DESCRIPTIONS, **NOTE}
WEIGHT = {"category": Key(slug(30)), "weight": Key(integer(1, 9))}
GUIDE_ANSWER = {
    "text": Key(text(200)),
    "text_en": optional(text(200, blank=True)),
    "reason": optional(text(300, blank=True)),
    "reason_en": optional(text(300, blank=True)),
    "weights": optional(records(WEIGHT, "weight"), default=()),
}
GUIDE_QUESTION = {
    "code": Key(slug(30)),
    "text": Key(text(300)),
    "text_en": optional(text(300, blank=True)),
    "answers": Key(records(GUIDE_ANSWER, "answer", least=2)),
    **NOTE,
}
GROUP = {"code": Key(slug(30)), **NAMES, **NOTE}
QUESTION = {
    "code": Key(slug(40)),
    "section": Key(text(120)),
    "section_en": optional(text(120, blank=True)),
    "label": Key(text(300)),
    "label_en": optional(text(300, blank=True)),
    "help": Key(text()),
    "help_en": optional(text(blank=True)),
    "example_good": optional(text(blank=True)),
    "example_weak": optional(text(blank=True)),
    "checklist": optional(items(text(200)), default=()),
    "checklist_en": optional(items(text(200)), default=()),
    "evidence_rows": optional(integer(0, 10), default=0),
    "files": optional(boolean, default=False),
    # Needed of a text; a yes or no has none.
    "word_limit": optional(integer(1, SMALL), default=1),
    "required": optional(boolean, default=True),
    "groups": optional(items(slug(30)), default=()),
    "kind": optional(choice(QUESTION_KINDS), default="text"),
    "asked_if": optional(slug(40)),
    "criterion": optional(slug(30)),
    **NOTE,
}
ELIGIBILITY = {
    "min_age_months": Key(integer(0, 600)),
    "barred_awards": optional(items(text(40)), default=()),
    "max_finalist_times": Key(integer(0, 100)),
    "unique_title": Key(boolean),
    **NOTE,
}
LETTER = {
    "code": Key(slug(40)),
    **NAMES,
    "help": Key(text()),
    "help_en": optional(text(blank=True)),
    "required": optional(boolean, default=True),
    **NOTE,
}
FILES = {
    "max_mb": optional(integer(1, 20), default=5),
    "max_files": optional(integer(1, 50), default=10),
    "max_total_mb": optional(integer(1, 200), default=25),
    "video": optional(boolean, default=False),
    "letters": optional(records(LETTER, "letter"), default=()),
    **NOTE,
}
CONFLICTS = {
    "cooling_off_years": optional(integer(0, 50), default=None),
    "own_region": optional(boolean, default=False),
    "judged_earlier": optional(boolean, default=False),
    **NOTE,
}
CAUSE = {
    "code": Key(slug(40)),
    "check": Key(choice(CHECKS)),
    "text": Key(text(400)),
    "text_en": optional(text(400, blank=True)),
    **NOTE,
}
_NEAR_LIMIT = optional(items(choice(CHECKS)), default=())
SECOND_READER = {"percent": optional(integer(0, 100), default=0), "near_limit": _NEAR_LIMIT, **NOTE}
_SECOND_READER = optional(record(SECOND_READER, "second_reader"), default=None)
_REASONS, _DAYS = optional(records(CAUSE, "reason"), default=()), optional(integer(0, 30), default=3)
SCREENING = {"reasons": _REASONS, "second_reader": _SECOND_READER, "correction_days": _DAYS, **NOTE}
CAP = {"kind": Key(choice(KINDS)), "maximum": Key(integer(1, SMALL)), **NOTE}
LEVEL = {
    "value": Key(integer(0, 100)),
    "points": Key(decimal(0, 100)),
    "text": Key(text(300)),
    "text_en": optional(text(300, blank=True)),
}
CRITERION = {
    "code": Key(slug(30)),
    **NAMES,
    **DESCRIPTIONS,
    "weight": Key(decimal(0, 100)),
    "levels": optional(records(LEVEL, "level"), default=()),
    **NOTE,
}
QUOTA = {"dimension": Key(choice(DIMENSIONS)), "value": Key(text(30)), "floor": Key(integer(1, SMALL)), **NOTE}
_WAY, _COUNTS = optional(choice(WAYS), default=WAYS[0]), optional(choice(COUNTS), default=COUNTS[0])
DISPUTE = {"way": _WAY, "blocks_ranking": optional(boolean, default=False), "agreed_sheet": _COUNTS, **NOTE}
SCORE = {
    "rule": optional(choice(SCORE_RULES), default=SCORE_RULES[0]),
    "missing": optional(choice(MISSING), default=MISSING[0]),
    "least_sheets": optional(integer(1, 100), default=None),
    "rounding": optional(choice(ROUNDINGS), default=ROUNDINGS[0]),
    "passing_grade": optional(decimal(0, 100), default=None),
    **NOTE,
}
ROUND = {
    "key": Key(slug(30)),
    **NAMES,
    "kind": optional(choice(ROUND_KINDS), default="desk"),
    # Left out: all in the first round, in a later one those whom the round before it chose.
    "entrants": optional(slug(30)),
    "stage": Key(slug(30)),
    "readers_per_proposal": Key(integer(1, 100)),
    "max_load": Key(integer(1, SMALL)),
    "cross_team_percent": optional(integer(0, 100), default=30),
    "places": Key(integer(1, SMALL)),
    "award": Key(text(40)),
    "nominees": optional(integer(1, SMALL), default=None),
    "gap": optional(decimal(0, 100), default=None),
    "dispute": optional(record(DISPUTE, "dispute"), default=None),
    "reason_min_words": Key(integer(0, 1_000)),
    "decimals": Key(integer(0, 4)),
    "score": optional(record(SCORE, "score"), default=None),
    "tie_break": optional(items(slug(30)), default=()),
    "briefing": optional(record(BRIEFING, "briefing"), default=None),
    "criteria": Key(records(CRITERION, "criterion", least=1)),
    "quotas": optional(records(QUOTA, "quota"), default=()),
    **NOTE,
}
EDITION = {
    "year": Key(integer(2000, 2200)),
    "name": Key(text(200)),
    "theme": optional(text(300, blank=True)),
    "legal_basis": Key(text(300)),
    **NOTE,
    "stages": Key(records(STAGE, "stage", least=1)),
    "categories": Key(records(CATEGORY, "category", least=1)),
    "category_guide": optional(records(GUIDE_QUESTION, "category_guide"), default=()),
    "groups": Key(records(GROUP, "group", least=1)),
    "questions": Key(records(QUESTION, "question", least=1)),
    "eligibility": Key(record(ELIGIBILITY, "eligibility")),
    "files": optional(record(FILES, "files"), default=None),
    "conflicts": optional(record(CONFLICTS, "conflicts"), default=None),
    "screening": optional(record(SCREENING, "screening"), default=None),
    "caps": optional(records(CAP, "cap"), default=()),
    "rounds": Key(records(ROUND, "round", least=1)),
    "objections": optional(record(OBJECTIONS, "objections"), default=None),
    "feedback": optional(choice(FEEDBACK), default=FEEDBACK[0]),
    "clinics": optional(records(CLINIC, "clinic"), default=()),
}
