"""What a proposal says: its questions with answers, its fingerprint, what still stands in the way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from competition.canonical import sha256_of
from competition.models import Cap, Category, Edition, EligibilityRules, Group, Person, Question
from competition.queries.compiled import Objects, Rows, slot
from competition.queries.editions import stage_of
from submissions import eligibility
from submissions.eligibility import Finding
from submissions.evidence import readable
from submissions.models import Answer, Award, Endorsement, Proposal, Submission
from submissions.states import SENT, ProposalState


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the proposal's form with the answer, if there is one."""

    question: Question
    answer: Answer | None

    @property
    def text(self) -> str:
        """The answer as people read it, figures included; empty when there is none."""
        return readable(self.answer.text, self.answer.evidence) if self.answer else ""

    @property
    def words(self) -> int:
        """The number of words of the answer."""
        return self.answer.words if self.answer else 0


def items_of(proposal: Proposal) -> list[Item]:
    """Return the questions asked of the proposal's group, in order, each with its answer. Two queries."""
    answers = {one.question_id: one for one in _ANSWERS.read(proposal=proposal.pk)}
    asked = [one for one in questions_of(proposal.edition_id) if one.is_asked_of(proposal.group.code)]
    return [Item(one, answers.get(one.pk)) for one in asked]


def questions_of(edition_id: int) -> list[Question]:
    """Return all questions of an edition in the order of its form."""
    return _QUESTIONS.read(edition=edition_id)


_ANSWERS = Objects(lambda: Answer.objects.filter(proposal=slot("proposal")), "changed_by")
_QUESTIONS = Objects(lambda: Question.objects.filter(edition=slot("edition")).order_by("order"))


def choices_of(edition: Edition) -> tuple[list[Category], list[Group]]:
    """Return the categories and groups a proposal of the edition may choose from."""
    return list(edition.categories.all()), list(edition.groups.all())


def content_of(proposal: Proposal, items: list[Item]) -> dict:
    """Return all that a reader of the proposal sees, as plain data in a documented shape (docs/receipt.md)."""
    figures = {item.question.code: item.answer.evidence for item in items if item.answer and item.answer.evidence}
    return {
        "title": proposal.title,
        "category": proposal.category.code if proposal.category else None,
        "group": proposal.group.code,
        "started_on": proposal.started_on.isoformat() if proposal.started_on else None,
        "institution": proposal.institution.name,
        "unit": proposal.unit.name,
        "answers": {item.question.code: item.text for item in items},
        # Not there when there are none: the fingerprint of a proposal without figures does not depend on tables.
        **({"evidence": figures} if figures else {}),
    }


def content_hash(proposal: Proposal, items: list[Item]) -> str:
    """Return the fingerprint of the content; an endorsement counts only for the content it was given for."""
    return sha256_of(content_of(proposal, items))


def endorsement_in_force(proposal: Proposal, items: list[Item]) -> Endorsement | None:
    """Return the leader's endorsement of exactly the present content, if there is one."""
    return proposal.endorsements.select_related("endorsed_by").filter(content_hash=content_hash(proposal, items)).first()


def findings_of(proposal: Proposal, items: list[Item]) -> list[Finding]:
    """Return everything that stands in the way of forwarding, screening or sending, in the order of the form."""
    findings = eligibility.check_about(has_category=proposal.category_id is not None, started_on=proposal.started_on)
    for item in items:
        question = item.question
        findings += eligibility.check_answer(
            code=question.code,
            label=question.in_language("label"),
            required=question.required,
            words=item.words,
            limit=question.word_limit,
        )
    return findings + _rule_findings(proposal)


def _rule_findings(proposal: Proposal) -> list[Finding]:
    rules: EligibilityRules | None = getattr(proposal.edition, "eligibility", None)
    if rules is None:
        return []
    registration = stage_of(proposal.edition, "registration")
    findings = []
    if registration is not None:
        findings += eligibility.check_age(proposal.started_on, registration.closes_at, rules.min_age_months)
    earlier = _EARLIER_AWARDS.read(innovation=proposal.innovation_id, year=proposal.edition.year)
    findings += eligibility.check_history(earlier, rules.barred_awards, rules.max_finalist_times)
    if rules.unique_title:
        findings += eligibility.check_title(title_taken_by(proposal))
    return findings


def title_taken_by(proposal: Proposal) -> str | None:
    """Return the title of a sent proposal, or of another of the same institution, that reads the same."""
    twins = _TWINS.read(
        edition=proposal.edition_id, key=proposal.title_key, own=proposal.pk, institution=proposal.institution_id
    )
    return twins[0].title if twins else None


_EARLIER_AWARDS = Rows(
    lambda: Award.objects.filter(innovation=slot("innovation"), year__lt=slot("year")).order_by("-year", "name"), "year", "name"
)
_TWINS = Rows(
    lambda: (
        Proposal.objects.filter(edition=slot("edition"), title_key=slot("key"))
        .filter(Q(state__in=sorted(SENT)) | Q(institution=slot("institution")))
        .exclude(pk=slot("own"))
        .order_by("-changed_at", "-pk")[:1]
    ),
    "title",
)


def cap_findings(proposal: Proposal) -> list[Finding]:
    """Return the finding that the institution has used up its places, if it has. Call under the institution's lock."""
    maxima = _CAPS.read(edition=proposal.edition_id, kind=proposal.institution.kind)
    if not maxima:
        return []
    sent = Proposal.objects.filter(
        edition_id=proposal.edition_id, institution_id=proposal.institution_id, state__in=SENT
    ).exclude(pk=proposal.pk)
    return eligibility.check_cap(sent.count(), maxima[0].maximum)


_CAPS = Rows(lambda: Cap.objects.filter(edition=slot("edition"), kind=slot("kind")), "maximum")


def latest_submission(proposal: Proposal) -> Submission | None:
    """Return the last sending of the proposal."""
    # By the order of writing: a clock that was set back must not make an earlier sending the last one.
    return _LATEST_SUBMISSION.first(proposal=proposal.pk)


_LATEST_SUBMISSION = Objects(
    lambda: Submission.objects.filter(proposal=slot("proposal")).order_by("-pk")[:1],
    *("submitted_by", "endorsement", "endorsement__endorsed_by"),
)


def sent_with(proposal: Proposal, person: Person, key: UUID | None) -> Submission | None:
    """Return what this person sent with the form of this key; None without a key."""
    return Submission.objects.filter(proposal=proposal, submitted_by=person, key=key).first() if key else None


def closing_of(proposal: Proposal, key: str) -> datetime | None:
    """Return when the named stage of the proposal's edition closes."""
    stage = stage_of(proposal.edition, key)
    return stage.closes_at if stage else None


def sending_closes_at(proposal: Proposal) -> datetime | None:
    """Return until when the proposal can be sent: registration's end, or screening's for a correction."""
    return closing_of(proposal, "screening" if proposal.state == ProposalState.CORRECTION else "registration")
