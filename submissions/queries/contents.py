"""What a proposal says: its questions with answers, its fingerprint, what still stands in the way."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from competition.canonical import sha256_of
from competition.models import Cap, Category, Edition, EligibilityRules, Group, GuideQuestion, Person, Question, Stage
from competition.models.editions import QuestionKind
from competition.queries.compiled import Objects, Rows, slot
from competition.queries.editions import calendar_for, close_of, stage_of
from competition.queries.remembered import Remembered
from competition.zones import format_closing
from submissions import eligibility
from submissions.asking import as_read, asked_of
from submissions.eligibility import Finding
from submissions.evidence import readable
from submissions.models import Answer, Award, Endorsement, Proposal, Submission
from submissions.queries.documents import Shelf, documents_of, files_in, shelves_of
from submissions.states import SENT, ProposalState, window_of


class FrozenAnswer(NamedTuple):
    """An answer as it was sent: its text, figures included, and its length."""

    text: str
    words: int
    evidence: tuple = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the proposal's form with the answer, if there is one."""

    question: Question
    answer: Answer | FrozenAnswer | None

    @property
    def text(self) -> str:
        """The answer with its figures as it is sent and frozen; empty when there is none."""
        return readable(self.answer.text, self.answer.evidence) if self.answer else ""

    @property
    def reading(self) -> str:
        """The same as the page tells it to its reader."""
        return as_read(self.text, is_yes_no=self.question.is_yes_no)

    @property
    def words(self) -> int:
        """The number of words of the answer."""
        return self.answer.words if self.answer else 0


def items_of(proposal: Proposal) -> list[Item]:
    """Return the questions this proposal is asked, in order, each with its answer. One query."""
    answers = {one.question_id: one for one in _ANSWERS.read(proposal=proposal.pk)}
    said = {key: one.text for key, one in answers.items()}
    return [Item(one, answers.get(one.pk)) for one in asked_of(questions_of(proposal.edition), proposal.group.code, said)]


def answers_around(proposal: Proposal, question: Question) -> list[Answer]:
    """Return the answer to the question, if any, and where it follows from a yes also all that are yes or no. One query."""
    answers = Answer.objects.filter(proposal=proposal)
    if not question.asked_if:
        return list(answers.filter(question=question))
    leading = answers.filter(Q(question=question) | Q(question__kind=QuestionKind.YES_NO))
    return list(leading.select_related("question"))


def questions_of(edition: Edition) -> list[Question]:
    """Return all questions of an edition in the order of its form; every page shares them, so nobody writes on them."""
    return _QUESTIONS.of(edition, edition.pk)


_ANSWERS = Objects(lambda: Answer.objects.filter(proposal=slot("proposal")), "changed_by")
_READ_QUESTIONS = Objects(lambda: Question.objects.filter(edition=slot("edition")).order_by("order"))
_QUESTIONS: Remembered[list[Question]] = Remembered(lambda edition: _READ_QUESTIONS.read(edition=edition))


def choices_of(edition: Edition) -> tuple[list[Category], list[Group]]:
    """Return the categories and groups a proposal of the edition may choose from."""
    return list(edition.categories.all()), list(edition.groups.all())


def guide_of(edition_id: int) -> list[GuideQuestion]:
    """Return the questions that help to find a category; none where the edition has no guide. One query."""
    return _GUIDE.read(edition=edition_id)


_GUIDE = Objects(lambda: GuideQuestion.objects.filter(edition=slot("edition")).order_by("order"))


def shelves_for(proposal: Proposal, items: list[Item]) -> list[Shelf]:
    """Return what files the proposal may have, each purpose with those there are. One query."""
    return shelves_of(proposal, [item.question for item in items], documents_of(proposal))


def content_of(proposal: Proposal, items: list[Item], shelves: list[Shelf] | None = None) -> dict:
    """Return all that a reader of the proposal sees, as plain data in a documented shape (docs/receipt.md).

    `shelves` are the proposal's files, for a caller that has read them already.
    """
    files = files_in(shelves_for(proposal, items) if shelves is None else shelves)
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
        # The same of files and of a video.
        **({"files": files} if files else {}),
        **({"video": proposal.video} if proposal.video else {}),
    }


def content_hash(proposal: Proposal, items: list[Item], shelves: list[Shelf] | None = None) -> str:
    """Return the fingerprint of the content; an endorsement counts only for the content it was given for."""
    return sha256_of(content_of(proposal, items, shelves))


def endorsement_in_force(proposal: Proposal, items: list[Item], shelves: list[Shelf] | None = None) -> Endorsement | None:
    """Return the leader's endorsement of exactly the present content, if there is one."""
    present = content_hash(proposal, items, shelves)
    return proposal.endorsements.select_related("endorsed_by").filter(content_hash=present, ended_at=None).first()


@dataclass(frozen=True, slots=True)
class Twin:
    """How near the nearest title of another proposal is: `is_same` refuses, `nearness` (0 to 1) may warn."""

    is_same: bool = False
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Places:
    """How many proposals the institution has sent besides this one, and how many it may; None where nothing limits them."""

    sent: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What others' entries mean for this one: the institution's places, what the innovation won in earlier editions (year,
    name), and whether its title is another's."""

    places: Places = Places()
    awards: tuple[tuple[int, str], ...] = ()
    is_title_taken: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a caller has read already of that which findings depend on: the nearest title, the files, the record.

    A caller that shows near titles too gives `twin`; without it only the same title is looked for.
    """

    twin: Twin | None = None
    shelves: list[Shelf] | None = None
    record: Record | None = None


NOTHING_KNOWN = Known()


def findings_of(proposal: Proposal, items: list[Item], known: Known = NOTHING_KNOWN) -> list[Finding]:
    """Return everything that stands in the way of forwarding, screening or sending, in the order of the form."""
    findings = eligibility.check_about(has_category=proposal.category_id is not None, started_on=proposal.started_on)
    for item in items:
        findings += check_part(item.question, item.words)
    return findings + _letter_findings(proposal, items, known.shelves) + _rule_findings(proposal, known)


def check_part(question: Question, words: int) -> list[Finding]:
    """Return what is missing or too long in the answer to one question that is asked."""
    return eligibility.check_answer(
        code=question.code,
        label=question.in_language("label"),
        required=question.required,
        words=words,
        limit=question.word_limit,
        is_yes_no=question.is_yes_no,
    )


def _letter_findings(proposal: Proposal, items: list[Item], shelves: list[Shelf] | None) -> list[Finding]:
    """Return the letters that are missing; where the edition requires none, nothing is read."""
    if not any(one["required"] for one in proposal.edition.letters):
        return []
    shelves = shelves_for(proposal, items) if shelves is None else shelves
    return [
        finding
        for shelf in shelves
        if shelf.purpose.is_letter
        for finding in eligibility.check_letter(
            key=shelf.purpose.key,
            label=shelf.purpose.label,
            required=shelf.purpose.is_required,
            is_there=bool(shelf.counting),
        )
    ]


def _rule_findings(proposal: Proposal, known: Known) -> list[Finding]:
    rules: EligibilityRules | None = getattr(proposal.edition, "eligibility", None)
    if rules is None:
        return []
    registration = stage_of(proposal.edition, "registration")
    record = record_of(proposal) if known.record is None else known.record
    findings = []
    if registration is not None:
        findings += eligibility.check_age(proposal.started_on, registration.closes_at, rules.min_age_months)
    findings += eligibility.check_history(record.awards, rules.barred_awards, rules.max_finalist_times)
    if rules.unique_title:
        findings += eligibility.check_title(is_taken=known.twin.is_same if known.twin else record.is_title_taken)
    return findings


def twin_of(proposal: Proposal) -> Twin:
    """Return the nearest title among sent proposals and those of the same institution. One query, by the trigram index.

    Whose it is, it does not say: the reader may not know of that proposal.
    """
    found = _TWINS.read(
        edition=proposal.edition_id, key=proposal.title_key, own=proposal.pk, institution=proposal.institution_id
    )
    return Twin(*found[0]) if found else Twin()


def _earlier_awards() -> QuerySet[Award]:
    return Award.objects.filter(innovation=slot("innovation"), year__lt=slot("year")).order_by("-year", "name")


def _others() -> QuerySet[Proposal]:
    """What a title is compared with: what was sent, and what the same institution writes."""
    others = Proposal.objects.filter(edition=slot("edition")).exclude(pk=slot("own"))
    return others.filter(Q(state__in=sorted(SENT)) | Q(institution=slot("institution"))).order_by()


def _twins() -> QuerySet[Proposal]:
    is_same = ExpressionWrapper(Q(title_key=slot("key")), output_field=BooleanField())
    # A title in letters that trigrams do not know is still the same as itself.
    alike = _others().filter(Q(title_key=slot("key")) | Q(title_key__trigram_similar=slot("key")))
    return alike.annotate(is_same=is_same, nearness=TrigramSimilarity("title_key", slot("key"))).order_by(
        "-is_same", "-nearness", "pk"
    )[:1]


_TWINS = Rows(_twins, "is_same", "nearness")


def cap_findings(proposal: Proposal) -> list[Finding]:
    """Return the finding that the institution has used up its places, if it has. Call under the institution's lock."""
    places = places_of(proposal)
    return eligibility.check_cap(places.sent, places.maximum)


def places_of(proposal: Proposal) -> Places:
    """Return how many of the institution's places are taken by other proposals. One query."""
    return record_of(proposal).places


def record_of(proposal: Proposal) -> Record:
    """Return what others' entries mean for this one, as the database has it now. One query."""
    rows = _RECORD.read(
        edition=proposal.edition_id,
        kind=proposal.institution.kind,
        institution=proposal.institution_id,
        own=proposal.pk,
        innovation=proposal.innovation_id,
        year=proposal.edition.year,
        key=proposal.title_key,
    )
    if not rows:
        return Record()
    found = rows[0]
    places = Places() if found.maximum is None else Places(found.sent, found.maximum)
    return Record(places, tuple(zip(found.years, found.awards, strict=True)), found.is_title_taken)


def _record() -> QuerySet[Proposal]:
    others = Proposal.objects.filter(edition=slot("edition"), institution=slot("institution"), state__in=sorted(SENT))
    counted = others.exclude(pk=slot("own")).order_by().values("edition").annotate(n=Count("pk")).values("n")
    cap = Cap.objects.filter(edition=slot("edition"), kind=slot("kind")).annotate(sent=Coalesce(Subquery(counted), 0))
    return Proposal.objects.filter(pk=slot("own")).annotate(
        maximum=Subquery(cap.values("maximum")[:1]),
        sent=Subquery(cap.values("sent")[:1]),
        years=ArraySubquery(_earlier_awards().values("year")),
        awards=ArraySubquery(_earlier_awards().values("name")),
        is_title_taken=Exists(_others().filter(title_key=slot("key"))),
    )


_RECORD = Rows(_record, "sent", "maximum", "years", "awards", "is_title_taken")


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
    """Return when the named stage closes for the proposal. How old an innovation must be goes by everybody's close."""
    stage = stage_for(proposal, key)
    return close_in(stage, proposal, stage.own_closes_at) if stage else None


def close_in(stage: Stage, proposal: Proposal, own_closes_at: datetime | None) -> datetime:
    """Return when a stage closes for the proposal: a correction by its own end, if it has one; everything else with everybody;
    and later for an institution that has an extension of its own. The one place that says so."""
    is_round = stage.key == "screening" and proposal.state == ProposalState.CORRECTION
    if not is_round or proposal.correct_by is None:
        return close_of(stage, own_closes_at)
    return max(proposal.correct_by, own_closes_at) if own_closes_at else proposal.correct_by


def missed_end(proposal: Proposal, closes_at: datetime | None = None) -> str:
    """Return what is said of a correction whose own end (or its institution's later close) is over; nothing of all others."""
    if proposal.correct_by is None:
        return ""
    text = _("Batas perbaikan sudah lewat pada %(when)s. Sekretariat memutuskan menurut kiriman sebelumnya.")
    return text % {"when": format_closing(closes_at or proposal.correct_by)}


def stage_for(proposal: Proposal, key: str) -> Stage | None:
    """Return the named stage with the institution's `own_closes_at`, from the calendar read with the proposal if it has one."""
    known = getattr(proposal.edition, "calendar", None)
    is_own = bool(known) and hasattr(known[0], "own_closes_at")
    stages = known if is_own else calendar_for(proposal.edition_id, proposal.institution_id)
    return next((one for one in stages if one.key == key), None)


def sending_closes_at(proposal: Proposal) -> datetime | None:
    """Return until when the proposal can be sent: registration's end, or screening's for a correction."""
    return closing_of(proposal, window_of(proposal.state))


def has_own_close(proposal: Proposal) -> bool:
    """Say whether the proposal can be sent longer than everybody's because its institution has a close of its own."""
    stage = stage_for(proposal, window_of(proposal.state))
    return stage is not None and close_of(stage, stage.own_closes_at) > stage.closes_at
