"""How an answer came to say what it says: its versions, those typed in one go taken together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from competition.models import Question
from competition.queries.compiled import Objects, Rows, one_of, slot
from submissions.asking import as_read
from submissions.comparing import Piece, compare_words
from submissions.evidence import readable
from submissions.models import AnswerRevision, Proposal

# A page saves by itself every few seconds: what one person typed without such a pause is one step.
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Step:
    """What one person wrote in one go: the last version of it, and the last one before it (0: there was none)."""

    version: int
    before: int
    writer: str
    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A step with the words that came and went."""

    step: Step
    pieces: list[Piece]


def steps_of(proposal: Proposal, question: str) -> list[Step]:
    """Return the steps in which an answer was written, latest first; one query, which reads no text."""
    steps: list[Step] = []
    for one in _VERSIONS.read(proposal=proposal.pk, question=question):
        last = steps[-1] if steps else None
        if last and last.writer == one.saved_by__name and one.saved_at - last.ended_at < PAUSE:
            steps[-1] = Step(one.version, last.before, last.writer, last.began_at, one.saved_at)
        else:
            steps.append(Step(one.version, last.version if last else 0, one.saved_by__name, one.saved_at, one.saved_at))
    return steps[::-1]


def changes_in(proposal: Proposal, question: Question, steps: list[Step]) -> list[Change]:
    """Return what changed in each of these steps; one query."""
    wanted = sorted({number for step in steps for number in (step.version, step.before)})
    found = _TEXTS.read(proposal=proposal.pk, question=question.code, versions=wanted)
    texts = {0: ""}
    for one in found:
        texts[one.version] = readable(as_read(one.text, is_yes_no=question.is_yes_no), one.evidence)
    return [Change(step, compare_words(texts[step.before], texts[step.version])) for step in steps]


_VERSIONS = Rows(
    lambda: AnswerRevision.objects.filter(answer__proposal=slot("proposal"), answer__question__code=slot("question")).order_by(
        "version"
    ),
    *("version", "saved_at", "saved_by__name"),
)
_TEXTS = Objects(
    lambda: AnswerRevision.objects.filter(
        one_of("version", "versions"), answer__proposal=slot("proposal"), answer__question__code=slot("question")
    ),
)
