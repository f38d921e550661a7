"""What the judges of a round score together before their own, as an edition file says it."""

from __future__ import annotations

from dataclasses import dataclass

from competition.presets.nodes import Key, Place, Problems, Record, boolean, nearest, optional, records, slug, text


@dataclass(frozen=True, slots=True)
class Anchor:
    """A training text; `answers` are its texts by the question's code."""

    code: str
    title: str
    order: int
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The training texts of a round. `required`: own assignments open after the last of them."""

    required: bool
    anchors: tuple[Anchor, ...]


_NOTE = {"note": optional(text(2_000))}
ANSWER = {"question": Key(slug(40)), "text": Key(text())}
ANCHOR = {"code": Key(slug(30)), "title": Key(text(200)), "answers": Key(records(ANSWER, "answer", least=1)), **_NOTE}
BRIEFING = {
    "required": optional(boolean, default=False),
    "anchors": Key(records(ANCHOR, "anchor", least=1)),
    **_NOTE,
}


def build_briefing(found: Record | None) -> Briefing | None:
    """Return a round's briefing; None where the file names none."""
    if found is None:
        return None
    anchors = [
        Anchor(
            code=one.get("code"),
            title=one.get("title"),
            order=order,
            answers={answer.get("question"): answer.get("text") for answer in one.get("answers")},
        )
        for order, one in enumerate(found.get("anchors"), 1)
    ]
    return Briefing(found.get("required"), tuple(anchors))


def check_briefing(judging: Record, questions: list[str], problems: Problems) -> None:
    """Note training texts of one code, and answers to questions that do not exist or are answered twice."""
    briefing = judging.get("briefing")
    first: dict[tuple[Place | None, str], Place] = {}
    for anchor in briefing.get("anchors", ()) if briefing else ():
        _once(anchor, "code", None, first, problems)
        for answer in anchor.get("answers", ()):
            code = answer.get("question")
            if code and code not in questions:
                problems.add(answer.where("question"), f"no question '{code}'; {nearest(code, questions)}")
            _once(answer, "question", anchor.place, first, problems)


def _once(
    found: Record, key: str, within: Place | None, first: dict[tuple[Place | None, str], Place], problems: Problems
) -> None:
    value = found.get(key)
    if value is None:
        return
    known = first.setdefault((within, value), found.where(key))
    if known != found.where(key):
        problems.add(found.where(key), f"'{value}' is already taken on line {known.line}; choose another {key}")
