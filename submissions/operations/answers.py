"""Save one answer; never lose a word, never overwrite another's."""

from datetime import datetime

from django.db import transaction

from competition.models import Person, Question
from competition.verdict import Refused, require
from competition.words import count_words
from submissions.evidence import Row, clean_rows, readable
from submissions.models import Answer, Proposal
from submissions.operations.drafts import StaleVersion
from submissions.operations.lapses import tell_lapse
from submissions.operations.moves import lock_proposal
from submissions.policy import may_write_proposal


class NotAsked(Refused):
    """The question does not belong to this proposal's edition or group."""


@transaction.atomic
def save_answer(
    *,
    proposal: Proposal,
    person: Person,
    question: Question,
    text: str,
    version: int,
    evidence: list[Row] | None = None,
    is_done: bool | None = None,
    at: datetime,
) -> Answer:
    """Save the text if nobody saved since `version` was shown; 0 means there was no answer yet.

    The same text again is a success without a new version, so a repeated click or a retry changes nothing.
    A text over the limit is saved too: the limit stops forwarding, never writing. Without `is_done` the writer's word on
    that stays as it is, without `evidence` the table does; a question without a table keeps none.

    :raises NotAllowed: closed to this person now.
    :raises NotAsked: a question of another edition or group.
    :raises StaleVersion: another version is stored; it is on the error as `current`.
    """
    proposal = lock_proposal(proposal)
    require(may_write_proposal(person, proposal, at))
    if question.edition_id != proposal.edition_id or not question.is_asked_of(proposal.group.code):
        raise NotAsked
    text = clean_text(text)
    answer = Answer.objects.filter(proposal=proposal, question=question).first()
    rows = _rows(question, answer, evidence)
    if answer is not None and (answer.text, answer.evidence) == (text, rows):
        return _mark_done(answer, is_done)
    if (answer.version if answer else 0) != version:
        raise StaleVersion(answer)
    tell_lapse(proposal=proposal, person=person, at=at)
    if answer is None:
        answer = Answer(proposal=proposal, question=question, version=0)
    answer.text, answer.evidence, answer.words = text, rows, count_words(readable(text, rows))
    answer.is_done = answer.is_done if is_done is None else is_done
    return _write_version(answer, person, at)


def clean_text(text: str) -> str:
    """Return the text with one kind of line break and without NUL, which PostgreSQL cannot hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def _write_version(answer: Answer, person: Person, at: datetime) -> Answer:
    """Write the answer as its next version. The database keeps a copy of each for good, and the proposal's version rises."""
    answer.version += 1
    answer.changed_by, answer.changed_at = person, at
    answer.save()
    return answer


def _rows(question: Question, answer: Answer | None, evidence: list[Row] | None) -> list[Row]:
    """Return the table to keep: what was given, else what is stored; lines beyond the question's table are not taken."""
    if evidence is None or not question.evidence_rows:
        return answer.evidence if answer else []
    return clean_rows({key: clean_text(value) for key, value in row.items()} for row in evidence)[: question.evidence_rows]


def _mark_done(answer: Answer, is_done: bool | None) -> Answer:
    if is_done is not None and answer.is_done != is_done:
        answer.is_done = is_done
        answer.save(update_fields=["is_done"])
    return answer
