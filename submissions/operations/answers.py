"""Save one answer; never lose a word, never overwrite another's."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.letters import storable
from competition.models import Person, Question
from competition.verdict import NotAllowed, Refused, require
from competition.words import count_words
from submissions.asking import SAID_NO, SAID_YES
from submissions.evidence import Row, clean_rows, readable
from submissions.models import Answer, Proposal
from submissions.operations.drafts import StaleVersion
from submissions.operations.lapses import tell_lapse
from submissions.operations.moves import lock_proposal
from submissions.policy import may_answer_question, may_write_proposal
from submissions.queries.contents import answers_around


class NotAsked(NotAllowed):
    """The question is of another edition or group, or follows from a yes that does not stand."""


class NotAChoice(Refused):
    """A yes/no question is answered with one of the two, or not at all."""

    reason = _("Pilih Ya atau Tidak")


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
    that stays as it is, without `evidence` the table does; a question without a table keeps none. What an answer leads to is
    kept while nobody asks for it.

    :raises NotAllowed: closed to this person now.
    :raises NotAsked: a question of another edition or group, or one whose condition does not hold.
    :raises NotAChoice: a text where only yes or no can be said.
    :raises StaleVersion: another version is stored; it is on the error as `current`.
    """
    proposal = lock_proposal(proposal)
    require(may_write_proposal(person, proposal, at))
    answer = _answer_to(proposal, question)
    text = _said(question, clean_text(text))
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
    """Return the text with one kind of line break and without what PostgreSQL cannot hold."""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _answer_to(proposal: Proposal, question: Question) -> Answer | None:
    """Return the stored answer to a question that is asked."""
    around = answers_around(proposal, question)
    verdict = may_answer_question(proposal, question, around)
    if not verdict:
        raise NotAsked(verdict.reason)
    return next((one for one in around if one.question_id == question.pk), None)


def _said(question: Question, text: str) -> str:
    if question.is_yes_no and text not in (SAID_YES, SAID_NO, ""):
        raise NotAChoice
    return text


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
