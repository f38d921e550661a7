"""What a judge sees: own assignments only, and nothing about anybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from competition.models import Criterion, Level, Person, Question, Round
from competition.models.people import AppointmentRole
from competition.queries.compiled import Listed, Objects, Rows, one_of, slot
from competition.queries.people import rights_of
from competition.queries.remembered import Remembered
from competition.queries.ties import tied_in, tied_to
from competition.words import count_words
from judging.models import Assignment, Mark
from judging.scoring import Criterion as RubricLine
from judging.scoring import Rubric, sheet_total
from judging.states import ACTIVE_ASSIGNMENTS, AssignmentState, SheetState
from submissions.models import Document, Submission
from submissions.queries.contents import latest_submission, questions_of
from submissions.queries.documents import Shelf, sent_documents_of, shelves_of

DAY = timedelta(days=1)
ACTIVE = sorted(ACTIVE_ASSIGNMENTS)
# What a row of the desk prints, and no more: whole objects would cost several times as much.
SHOWN = (
    *("code", "state", "sheet__state", "proposal__title", "proposal__institution__name"),
    *("proposal__category__name", "proposal__category__name_en", "proposal__group__name", "proposal__group__name_en"),
)


@dataclass(frozen=True, slots=True)
class DeskRound:
    """A round as one judge sees it: what is theirs, and how much of it is done."""

    round: Round
    total: int
    offered: int
    locked: int

    @property
    def accepted(self) -> int:
        """How many the judge has accepted."""
        return self.total - self.offered

    def per_day(self, at: datetime) -> int:
        """How many sheets a day are needed from now to the end of the round, rounded up; 0 when nothing is left to do."""
        left = self.round.stage.closes_at - max(at, self.round.stage.opens_at)
        if left <= timedelta(0):
            return 0
        days = -(-left // DAY)
        return -(-(self.total - self.locked) // days)


def desk_rounds(judge: Person, at: datetime) -> list[DeskRound]:
    """Return the rounds in which the judge has something to read, the one to work on first. Two queries.

    First come rounds that are open, then those to come, then those that are over.
    """
    editions = _editions_of(judge, at)
    without = tied_in(judge, editions, at)
    progress = _progress(bool(without)).read(judge=judge.pk, editions=editions, without=sorted(without))
    counted = {one.round_id: one for one in progress}
    rounds = _ROUNDS.read(rounds=list(counted)) if counted else []
    found = [DeskRound(one, *counted[one.pk][1:]) for one in rounds]
    return sorted(found, key=lambda one: _urgency(one.round, at))


def has_ties(judge: Person, at: datetime) -> bool:
    """Say whether something may be missing from the desk because of whom the judge is tied to."""
    return bool(tied_in(judge, _editions_of(judge, at), at))


def _mine(has_ties: bool) -> QuerySet[Assignment]:
    """Return the judge's assignments, for a judge who has ties but for those they are tied to now (`without`): who has none, as
    nearly everybody, pays for no condition."""
    mine = Assignment.objects.filter(judge=slot("judge"))
    return mine.exclude(one_of("proposal__institution", "without")) if has_ties else mine


@cache
def _progress(has_ties: bool) -> Rows:
    return Rows(
        lambda: (
            _mine(has_ties)
            .filter(one_of("round__edition", "editions"), state__in=ACTIVE)
            .order_by()
            .values("round_id")
            .annotate(
                total=Count("pk"),
                offered=Count("pk", filter=Q(state=AssignmentState.OFFERED)),
                locked=Count("pk", filter=Q(sheet__state=SheetState.LOCKED)),
            )
        ),
        *("round_id", "total", "offered", "locked"),
    )


_ROUNDS = Objects(lambda: Round.objects.filter(one_of("pk", "rounds")), "stage", "edition")


def _urgency(round_: Round, at: datetime) -> tuple[int, timedelta]:
    stage = round_.stage
    if stage.is_open(at):
        return 0, stage.closes_at - at
    return (1, stage.opens_at - at) if at < stage.opens_at else (2, at - stage.closes_at)


def _editions_of(judge: Person, at: datetime) -> list[int]:
    return [one.edition_id for one in rights_of(judge, at).appointments if one.role == AppointmentRole.JUDGE]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many assignments of a round a judge has, and how many of them are locked."""

    total: int
    locked: int


def desk_figures(judge: Person, round_: Round, at: datetime) -> Figures:
    """Return the judge's own progress in a round; one query."""
    without = tied_to(judge, round_.edition, at)
    rows = _sheets(bool(without)).read(judge=judge.pk, round=round_.pk, without=sorted(without))
    counted = {one.locked: one.n for one in rows}
    return Figures(sum(counted.values()), counted.get(True, 0))


@cache
def _sheets(has_ties: bool) -> Rows:
    return Rows(
        lambda: (
            _mine(has_ties)
            .filter(round=slot("round"), state__in=ACTIVE)
            .order_by()
            .values(locked=Q(sheet__state=SheetState.LOCKED))
            .annotate(n=Count("pk"))
        ),
        *("locked", "n"),
    )


def rows_of(judge: Person, round_: Round, state: str, at: datetime) -> Listed:
    """Return the judge's assignments in a state as a list prints them, with the fields of SHOWN, in their own reading order."""
    without = tied_to(judge, round_.edition, at)
    return _listed(bool(without)).listed(judge=judge.pk, round=round_.pk, state=state, without=sorted(without))


@cache
def _listed(has_ties: bool) -> Rows:
    return Rows(
        lambda: _mine(has_ties).filter(round=slot("round"), state=slot("state")).order_by("position", "pk"),
        *SHOWN,
    )


def next_to_score(judge: Person, round_: Round, at: datetime, after: Assignment | None = None) -> Assignment | None:
    """Return the next accepted assignment without a locked sheet in the judge's own order; after the last comes the first."""
    start, left_out = (after.position, after.pk) if after else (-1, 0)
    without = tied_to(judge, round_.edition, at)
    known = {"judge": judge.pk, "round": round_.pk, "start": start, "left_out": left_out, "without": sorted(without)}
    return _next(bool(without)).first(**known)


@cache
def _next(has_ties: bool) -> Objects[Assignment]:
    return Objects(
        lambda: (
            _mine(has_ties)
            .filter(round=slot("round"), state=AssignmentState.ACCEPTED)
            .exclude(sheet__state=SheetState.LOCKED)
            .exclude(pk=slot("left_out"))
            .order_by(ExpressionWrapper(Q(position__lte=slot("start")), BooleanField()), "position", "pk")[:1]
        ),
        "proposal",
    )


def is_through(judge: Person, round_: Round, at: datetime) -> bool:
    """Say whether the judge has locked a sheet for everything they may still judge in the round."""
    mine = Assignment.objects.filter(judge=judge, round=round_, state__in=ACTIVE_ASSIGNMENTS)
    mine = mine.exclude(proposal__institution__in=tied_to(judge, round_.edition, at))
    return not mine.exclude(sheet__state=SheetState.LOCKED).exists()


def assignment_by_code(code: str) -> Assignment | None:
    """Return the assignment with what its pages print."""
    return _BY_CODE.first(code=code)


def assignment_about(proposal_id: int, round_id: int, judge: Person) -> Assignment | None:
    """Return the judge's assignment of the proposal in the round, as `assignment_by_code`."""
    return _ABOUT.first(proposal=proposal_id, round=round_id, judge=judge.pk)


_PRINTED = (
    *("round", "round__edition", "round__stage", "round__ranking"),
    *("proposal", "proposal__institution", "proposal__unit", "proposal__category", "sheet"),
)
_BY_CODE = Objects(lambda: Assignment.objects.filter(code=slot("code")), *_PRINTED)
_ABOUT = Objects(
    lambda: Assignment.objects.filter(proposal=slot("proposal"), round=slot("round"), judge=slot("judge")).order_by("pk")[:1],
    *_PRINTED,
)


def assignments_by_code(codes: Iterable[str], judge: Person, at: datetime) -> list[Assignment]:
    """Return those of the codes that are on this judge's desk."""
    mine = Assignment.objects.filter(code__in=list(codes), judge=judge, state__in=ACTIVE_ASSIGNMENTS)
    mine = mine.exclude(proposal__institution__in=tied_in(judge, _editions_of(judge, at), at))
    return list(mine.select_related("round", "judge").order_by("position", "pk"))


@dataclass(frozen=True, slots=True)
class Passage:
    """One question of the proposal with the frozen answer, and the criterion it was asked for, if any."""

    question: Question
    text: str
    criterion: Criterion | None


@dataclass(frozen=True, slots=True)
class FrozenText:
    """The proposal as it was sent."""

    submission: Submission
    title: str
    passages: list[Passage]
    shelves: list[Shelf]


def frozen_text_of(assignment: Assignment, criteria: Iterable[Criterion]) -> FrozenText | None:
    """Return the last sending of the proposal in the order of its form; one query, and one for files if any were sent. None
    when it was never sent."""
    submission = latest_submission(assignment.proposal)
    return as_sent(assignment, criteria, submission, sent_documents_of(submission)) if submission else None


def as_sent(assignment: Assignment, criteria: Iterable[Criterion], submission: Submission, sent: list[Document]) -> FrozenText:
    """Return a sending and the files that came with it in the order of its form."""
    content = submission.snapshot["content"]
    asked_for = {one.code: one for one in criteria}
    passages = [
        Passage(one, content["answers"][one.code], asked_for.get(one.criterion_code))
        for one in questions_of(assignment.round.edition)
        if one.code in content["answers"]
    ]
    return FrozenText(submission, content["title"], passages, _shelves(assignment, passages, sent))


def _shelves(assignment: Assignment, passages: list[Passage], sent: list[Document]) -> list[Shelf]:
    """Return what files were sent, by what they are for."""
    if not sent:
        return []
    assignment.proposal.edition = assignment.round.edition
    return shelves_of(assignment.proposal, [one.question for one in passages], sent)


def criteria_of(assignment: Assignment) -> list[Criterion]:
    """Return the criteria that carry weight, in the order of the sheet, each with its `scale` of levels.

    Every page shares them, so nobody writes on them.
    """
    return criteria_of_round(assignment.round)


def criteria_of_round(round_: Round) -> list[Criterion]:
    """Return the same of a round."""
    return _CRITERIA.of(round_.edition, round_.pk)


def _read_criteria(round_id: int) -> list[Criterion]:
    criteria: dict[int, Criterion] = {}
    for level in _LEVELS.read(round=round_id):
        criterion = criteria.setdefault(level.criterion_id, level.criterion)
        criterion.scale = [*getattr(criterion, "scale", ()), level]
    return list(criteria.values())


_CRITERIA: Remembered[list[Criterion]] = Remembered(_read_criteria)
_LEVELS = Objects(
    lambda: Level.objects.filter(criterion__round=slot("round"), criterion__weight__gt=0).order_by(
        "criterion__order", "criterion_id", "value"
    ),
    "criterion",
)


def marks_of(assignment: Assignment) -> dict[int, Mark]:
    """Return the sheet's marks by criterion id; none when nothing was saved yet."""
    sheet = getattr(assignment, "sheet", None)
    return {mark.criterion_id: mark for mark in sheet.marks.select_related("level")} if sheet else {}


def total_of(criteria: Iterable[Criterion], marks: dict[int, Mark]) -> Decimal | None:
    """Return the weighted total of the saved marks, exact; nothing as long as a criterion has no level."""
    points = {one.code: marks[one.pk].points for one in criteria if one.pk in marks and marks[one.pk].points is not None}
    lines = tuple(RubricLine(one.code, one.weight) for one in criteria)
    return sheet_total(Rubric(lines), points) if lines and len(points) == len(lines) else None


def record_of(marks: Iterable[Mark]) -> dict[str, dict]:
    """Return marks, read with their criteria, as they are traced and sealed: points and reason by the criterion's code."""
    return {
        mark.criterion.code: {"points": str(mark.points) if mark.points is not None else None, "reason": mark.reason}
        for mark in sorted(marks, key=lambda mark: mark.criterion.code)
    }


def unfinished_of(round_: Round, criteria: Iterable[Criterion], marks: dict[int, Mark]) -> dict[str, str]:
    """Return what stands in the way of locking: text by criterion code, or by `<code>-reason` for a reason too short."""
    missing = {}
    for criterion in criteria:
        mark = marks.get(criterion.pk)
        if mark is None or mark.level_id is None:
            missing[criterion.code] = _("Pilih tingkat untuk %(criterion)s") % {"criterion": criterion}
        if count_words(mark.reason if mark else "") < round_.reason_min_words:
            text = _("Isi alasan untuk %(criterion)s, paling sedikit %(words)s kata")
            missing[f"{criterion.code}-reason"] = text % {"criterion": criterion, "words": round_.reason_min_words}
    return missing
