"""The training texts of a round, who scored them, and what they gave."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Q

from competition.models import Anchor, Briefing, Criterion, Notice, Person, Round
from judging.models import TrainingMark, TrainingSheet
from judging.queries.desk import Passage
from judging.queries.rounds import judges_of
from judging.scoring import Criterion as RubricLine
from judging.scoring import Rubric, sheet_total
from judging.training import Points, Trained
from submissions.queries.contents import questions_of

NUDGED = "training_nudged"
NUDGE_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taker:
    """A judge, how many of the round's training texts they scored, and when they last did."""

    judge: Person
    done: int
    last: datetime | None


def stock_of(round_: Round) -> list[Anchor]:
    """Return all training texts that the round may use, in their order."""
    return list(round_.anchors.order_by("order", "pk"))


def anchors_of(round_: Round) -> list[Anchor]:
    """Return the training texts that the round's judges score, in their order."""
    return [one for one in stock_of(round_) if one.is_used]


def anchor_by_code(round_: Round, code: str) -> Anchor | None:
    """Return one of them."""
    return round_.anchors.filter(code=code, is_used=True).first()


def has_trained(round_: Round) -> bool:
    """Say whether any judge scored a training text of the round on its present sheet."""
    return TrainingSheet.objects.filter(anchor__round=round_, sheet_version=round_.sheet_version).exists()


def takers_of(round_: Round, at: datetime) -> list[Taker]:
    """Return the judges of the round by name, each with how far they are with its training texts. One query."""
    mine = Q(
        training_sheets__anchor__round=round_,
        training_sheets__anchor__is_used=True,
        training_sheets__sheet_version=round_.sheet_version,
    )
    done, last = Count("training_sheets", filter=mine), Max("training_sheets__locked_at", filter=mine)
    rows = judges_of(round_, at).annotate(texts=done, last=last).order_by("name", "pk")
    return [Taker(one, one.texts, one.last) for one in rows]


def nudged_lately(people: Iterable[int], at: datetime) -> set[int]:
    """Return those of these people who were asked for their training within the last day."""
    told = Notice.objects.filter(event=NUDGED, recipient__in=list(people), created_at__gt=at - NUDGE_PAUSE)
    return set(told.values_list("recipient_id", flat=True))


def trained_in(round_: Round, judge: Person) -> dict[int, datetime]:
    """Return when the judge locked which training text, by its id, on the round's present sheet."""
    rows = TrainingSheet.objects.filter(anchor__round=round_, judge=judge, sheet_version=round_.sheet_version)
    return dict(rows.order_by("pk").values_list("anchor_id", "locked_at"))


def is_briefed(judge: Person, round_: Round) -> bool:
    """Say whether the judge has locked every training text of the round. One query."""
    done = TrainingSheet.objects.filter(judge=judge, sheet_version=round_.sheet_version).values("anchor")
    return not round_.anchors.filter(is_used=True).exclude(pk__in=done).exists()


def is_held_up(judge: Person, round_: Round) -> bool:
    """Say whether the judge's own assignments wait for the briefing; asks nothing where the round does not require it."""
    return round_.briefing == Briefing.REQUIRED and not is_briefed(judge, round_)


def passages_of(anchor: Anchor, round_: Round, criteria: Iterable[Criterion]) -> list[Passage]:
    """Return the training text in the order of the form."""
    asked_for = {one.code: one for one in criteria}
    return [
        Passage(one, anchor.answer_to(one.code), asked_for.get(one.criterion_code))
        for one in questions_of(round_.edition)
        if one.code in anchor.answers
    ]


def points_by_judge(anchor: Anchor, round_: Round) -> dict[int, Points]:
    """Return what each judge gave a training text, by criterion code. One query."""
    return {judge: points for (_anchor, judge), points in _points(round_, anchor=anchor).items()}


def trained_totals_of(round_: Round, criteria: Iterable[Criterion]) -> list[Trained]:
    """Return the weighted totals of all training sheets. One query."""
    rubric = Rubric(tuple(RubricLine(one.code, one.weight) for one in criteria))
    return [Trained(*key, sheet_total(rubric, points)) for key, points in _points(round_, anchor__round=round_).items()]


def _points(round_: Round, **which: object) -> dict[tuple[int, int], Points]:
    found: dict[tuple[int, int], dict[str, Decimal]] = defaultdict(dict)
    sheets = TrainingSheet.objects.filter(**which, sheet_version=round_.sheet_version)
    rows = TrainingMark.objects.filter(sheet__in=sheets).order_by("criterion__order", "pk")
    for anchor, judge, code, points in rows.values_list("sheet__anchor_id", "sheet__judge_id", "criterion__code", "points"):
        found[anchor, judge][code] = points
    return dict(found)
