"""What a person of the secretariat has filled in about a submission, and what would come of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from competition.canonical import sha256_of
from competition.models import Edition, Person
from competition.queries.compiled import Objects, slot
from submissions.eligibility import CHECKS
from submissions.models import Proposal, ScreeningDraft, Submission
from submissions.models.screening import ScreeningResult
from submissions.queries.causes import known_causes_of, reason_of

# Of a line: True where it is met; else the code of the edition's cause, empty where the person's own words say why.
Answers = dict[str, bool | str]


def checks_in(answers: Answers) -> dict[str, bool]:
    """Return for each line that was answered whether it is met."""
    return {code: answer is True for code, answer in answers.items()}


def causes_in(answers: Answers) -> dict[str, str]:
    """Return the cause of each line that fails for one of the edition's list."""
    return {code: answer for code, answer in answers.items() if isinstance(answer, str) and answer}


def own_draft(proposal: Proposal, submission: Submission, person: Person) -> ScreeningDraft | None:
    """Return what this person has filled in about this submission, if anything. One query."""
    return _OWN.first(proposal=proposal.pk, submission=submission.pk, person=person.pk)


_OWN = Objects(
    lambda: ScreeningDraft.objects.filter(proposal=slot("proposal"), submission=slot("submission"), person=slot("person"))
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the check as it was answered, with the cause's sentence; none where the person's own words say why."""

    label: str
    passed: bool
    cause: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as it is read before it is confirmed. `is_whole`: every line is answered and there is a result."""

    draft: ScreeningDraft
    lines: list[Line]
    reason: str
    reason_en: str
    seal: str

    @property
    def is_whole(self) -> bool:
        """Whether it can be decided by."""
        return bool(self.draft.result) and len(self.lines) == len(CHECKS)

    @property
    def is_refusal(self) -> bool:
        """Whether the agency would read a reason."""
        return self.draft.result != ScreeningResult.ELIGIBLE


def drafted_of(draft: ScreeningDraft, edition: Edition) -> Drafted:
    """Return the draft with what the agency would read of it."""
    reason, reason_en = reason_of(edition, causes_in(draft.answers), draft.words)
    return Drafted(draft, lines_of(draft.answers, edition), reason, reason_en, seal_of(draft, edition))


def lines_of(answers: Mapping[str, bool | str], edition: Edition) -> list[Line]:
    """Return the lines that were answered, in the order of the check."""
    sentences = {one.code: str(one) for one in known_causes_of(edition)}
    return [
        Line(str(label), answers[code] is True, sentences.get(str(answers[code]), ""))
        for code, label in CHECKS.items()
        if code in answers
    ]


def seal_of(draft: ScreeningDraft, edition: Edition) -> str:
    """Return the mark of a draft and of the text the agency would read: anything else has another one."""
    texts = reason_of(edition, causes_in(draft.answers), draft.words)
    return sha256_of([draft.submission_id, draft.result, draft.answers, draft.words, *texts])
