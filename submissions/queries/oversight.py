"""Who holds which proposal of an institution, and what each still lacks. No query grows with the rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Left

from competition.models import Edition, Person, Question
from competition.models.people import MembershipRole
from competition.queries.editions import stage_of
from competition.queries.people import rights_of
from competition.queries.ties import NOWHERE, Places
from submissions import eligibility
from submissions.asking import SAID_NO, asked_of
from submissions.eligibility import Finding
from submissions.models import Answer, Proposal
from submissions.queries.contents import check_part, questions_of
from submissions.queries.proposals import with_signs
from submissions.states import OPEN_TO_ADMINISTRATOR, ProposalState


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal (with `endorsed_at` and `is_returned`) and what is not filled in yet; `is_out` while it is to be sent."""

    proposal: Proposal
    missing: list[Finding]
    is_out: bool


class Answered(NamedTuple):
    """An answer's length in words and its first letters."""

    question: int
    words: int
    said: str


def administers_any(person: Person, at: datetime) -> bool:
    """Say whether the person administers an institution."""
    return bool(_administered(person, at))


def _administered(person: Person, at: datetime) -> list[int]:
    held = rights_of(person, at).memberships
    return [one.institution_id for one in held if one.role == MembershipRole.ADMINISTRATOR]


def proposals_overseen(person: Person, edition: Edition, at: datetime) -> QuerySet[Proposal]:
    """Return the proposals of what a person administers: what is still to be sent first, the longest held on top."""
    places = _administered(person, at)
    own = Q(institution__in=places) | Q(institution__parent__in=places)
    is_out = ExpressionWrapper(Q(state__in=sorted(OPEN_TO_ADMINISTRATOR)), output_field=BooleanField())
    proposals = with_signs(Proposal.objects.filter(own, edition=edition)).annotate(is_out=is_out)
    return proposals.select_related("unit", "group", "created_by").order_by("-is_out", "state_since", "pk")


def with_what_is_missing(edition: Edition, proposals: Iterable[Proposal]) -> list[Held]:
    """Return each proposal with what is missing or wrong in its parts: header, answers, age. Three queries."""
    proposals = list(proposals)
    questions = questions_of(edition)
    answers: dict[int, dict[int, Answered]] = defaultdict(dict)
    written = Answer.objects.filter(proposal__in=[one.pk for one in proposals])
    # As much of the text as a yes or a no has: the rest is read where it is shown.
    for proposal_id, *known in written.values_list("proposal", "question", "words", Left("text", len(SAID_NO))):
        answered = Answered(*known)
        answers[proposal_id][answered.question] = answered
    rules, registration = getattr(edition, "eligibility", None), stage_of(edition, "registration")
    limit = (registration.closes_at, rules.min_age_months) if rules and registration else None
    return [Held(one, _missing(one, questions, answers[one.pk], limit) if one.is_out else [], one.is_out) for one in proposals]


@dataclass(frozen=True, slots=True)
class Forwarding:
    """How many proposals of an edition are complete, and how many of those their unit has not handed on."""

    complete: int
    kept: int

    @property
    def share(self) -> float:
        """The share that was not handed on, in percent; 0 where nothing is complete."""
        return 100 * self.kept / self.complete if self.complete else 0.0


def forwarding_of(edition: Edition, without: Places = NOWHERE) -> Forwarding:
    """Return what became of complete proposals (E-5) of all institutions but those `without`; whatever was forwarded once was
    complete. Five queries."""
    proposals = Proposal.objects.filter(edition=edition).exclude(institution__in=without)
    drafts = proposals.filter(state=ProposalState.DRAFT).select_related("group").annotate(is_out=Value(True))
    kept = sum(not one.missing for one in with_what_is_missing(edition, drafts))
    return Forwarding(kept + proposals.exclude(state=ProposalState.DRAFT).count(), kept)


def _missing(
    proposal: Proposal, questions: list[Question], answers: dict[int, Answered], limit: tuple[datetime, int] | None
) -> list[Finding]:
    found = eligibility.check_about(has_category=proposal.category_id is not None, started_on=proposal.started_on)
    if limit is not None:
        found += eligibility.check_age(proposal.started_on, *limit)
    said = {key: one.said for key, one in answers.items()}
    for question in asked_of(questions, proposal.group.code, said):
        found += check_part(question, answers[question.pk].words if question.pk in answers else 0)
    return found
