"""What the judges of a round score together before their own, as an edition file says it."""

from __future__ import annotations

from dataclasses import dataclass

from competition.presets.nodes import (
    Key,
    Place,
    Problems,
    Record,
    boolean,
    integer,
    nearest,
    optional,
    records,
    slug,
    text,
)

# So many texts tell a panel apart; more cost each judge an evening.
MOST_USED = 3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A training text; `answers` are its texts by the question's code, `expected` the levels by the criterion's."""

    code: str
    title: str
    title_en: str
    order: int
    answers: dict[str, str]
    answers_en: dict[str, str]
    expected: dict[str, dict]
    is_used: bool


@dataclass(frozen=True, slots=True)
class Briefing:
    """The training texts of a round. `required`: own assignments open after the last of them."""

    required: bool
    anchors: tuple[Anchor, ...]


_NOTE = {"note": optional(text(2_000))}
ANSWER = {"question": Key(slug(40)), "text": Key(text()), "text_en": optional(text())}
EXPECTED = {
    "criterion": Key(slug(30)),
    "level": Key(integer(0, 100)),
    "reason": Key(text(1_000)),
    "reason_en": optional(text(1_000)),
}
ANCHOR = {
    "code": Key(slug(30)),
    "title": Key(text(200)),
    "title_en": optional(text(200)),
    "used": optional(boolean, default=True),
    "answers": Key(records(ANSWER, "answer", least=1)),
    "expected": optional(records(EXPECTED, "expected"), default=()),
    **_NOTE,
}
BRIEFING = {
    "required": optional(boolean, default=False),
    "anchors": Key(records(ANCHOR, "anchor", least=1)),
    **_NOTE,
}


def build_briefing(found: Record | None) -> Briefing | None:
    """Return a round's briefing; None where the file names none."""
    if found is None:
        return None
    anchors = [_anchor(order, one) for order, one in enumerate(found.get("anchors"), 1)]
    return Briefing(found.get("required"), tuple(anchors))


def _anchor(order: int, found: Record) -> Anchor:
    answers, expected = found.get("answers"), found.get("expected")
    return Anchor(
        code=found.get("code"),
        title=found.get("title"),
        title_en=found.get("title_en"),
        order=order,
        answers={one.get("question"): one.get("text") for one in answers},
        answers_en={one.get("question"): one.get("text_en") for one in answers if one.get("text_en")},
        expected={one.get("criterion"): {key: one.get(key) for key in ("level", "reason", "reason_en")} for one in expected},
        is_used=found.get("used"),
    )


def check_briefing(judging: Record, questions: list[str], problems: Problems) -> None:
    """Note training texts of one code, answers to questions that do not exist or are answered twice, levels that the round's
    sheet does not have, and too many texts in use."""
    briefing = judging.get("briefing")
    anchors = briefing.get("anchors", ()) if briefing else ()
    used = [one for one in anchors if one.get("used")]
    if len(used) > MOST_USED:
        text = f"{len(used)} training texts are used; say 'used: false' for all but {MOST_USED}"
        problems.add(briefing.where("anchors"), text)
    scales = {
        line.get("code"): [level.get("value") for level in line.get("levels", ())] for line in judging.get("criteria", ())
    }
    first: dict[tuple[Place | None, str], Place] = {}
    for anchor in anchors:
        _once(anchor, "code", None, first, problems)
        _check_expected(anchor, scales, problems)
        for answer in anchor.get("answers", ()):
            code = answer.get("question")
            if code and code not in questions:
                problems.add(answer.where("question"), f"no question '{code}'; {nearest(code, questions)}")
            _once(answer, "question", anchor.place, first, problems)


def _check_expected(anchor: Record, scales: dict[str, list[int]], problems: Problems) -> None:
    """Note levels of criteria that carry none, levels that a criterion does not have, and a criterion that comes twice."""
    first: dict[tuple[Place | None, str], Place] = {}
    for one in anchor.get("expected", ()):
        criterion, level = one.get("criterion"), one.get("level")
        if criterion and not scales.get(criterion):
            scored = [code for code, scale in scales.items() if scale]
            problems.add(one.where("criterion"), f"no scored criterion '{criterion}'; {nearest(criterion, scored)}")
        elif criterion and level is not None and level not in scales[criterion]:
            problems.add(one.where("level"), f"'{criterion}' has no level {level}; take one of {scales[criterion]}")
        _once(one, "criterion", None, first, problems)


def _once(
    found: Record, key: str, within: Place | None, first: dict[tuple[Place | None, str], Place], problems: Problems
) -> None:
    value = found.get(key)
    if value is None:
        return
    known = first.setdefault((within, value), found.where(key))
    if known != found.where(key):
        problems.add(found.where(key), f"'{value}' is already taken on line {known.line}; choose another {key}")
