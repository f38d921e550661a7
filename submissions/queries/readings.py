"""Proposals that two of the secretariat read before they are decided: who has read, what waits, where two differ."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from competition.models import Edition, Person
from competition.queries.compiled import Objects, Rows, slot
from competition.queries.ties import NOWHERE, Places
from submissions.models import Proposal, Reading, Screening, Submission
from submissions.queries.drafted import Line, lines_of
from submissions.second_reading import is_drawn, is_due
from submissions.states import ProposalState

FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Said:
    """One of two readings as it is printed beside the other."""

    place: int
    name: str
    result: str
    read_at: datetime
    failed: list[Line]
    words: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A proposal about which two readers came to different results."""

    proposal: Proposal
    readings: list[Said]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many proposals wait for a second reader, and about how many two differ."""

    waiting: int
    differing: int


def reads_twice(edition: Edition) -> bool:
    """Say whether the edition lets a second person read anything."""
    return bool(edition.second_percent or edition.second_checks)


def second_is_due(proposal: Proposal, result: str, checks: dict[str, bool]) -> bool:
    """Say whether this first decision waits for a second reader by the edition's rule."""
    edition = proposal.edition
    failed = [code for code, passed in checks.items() if not passed]
    drawn = is_drawn(edition.year, proposal.code, edition.second_percent)
    return is_due(result, failed, near_limit=edition.second_checks, drawn=drawn)


def pending() -> QuerySet[Reading]:
    """Return the readings of what is not decided."""
    decided = Screening.objects.filter(submission=OuterRef("submission"), sitting__gte=OuterRef("sitting"))
    waiting = Q(submission__withdrawal=None, proposal__state=ProposalState.SUBMITTED)
    return Reading.objects.filter(waiting, ~Exists(decided))


def sitting_of(submission: Submission) -> int:
    """Return how many decisions there are about a sending: more than none of what came back without its correction, and of what
    was passed together and taken back. One query."""
    return submission.screenings.count()


def readers_of(proposal: Proposal) -> list[int]:
    """Return the keys of those who have read what waits to be decided, the first one first. One query."""
    return [one.person_id for one in _READERS.read(proposal=proposal.pk)]


def first_reading_of(submission: Submission) -> Reading | None:
    """Return the first reading of a sending; None while nobody has read it for a second to follow."""
    return pending().filter(submission=submission, place=FIRST).first()


def pair_of(proposal: Proposal) -> list[Reading]:
    """Return both readings of a proposal about which two differ; nothing while only one person has read it. One query."""
    found = _PAIR.read(proposal=proposal.pk)
    return found if len(found) == SECOND else []


def passed_by(person: Person) -> QuerySet[Reading]:
    """Return the readings that keep their proposals out of this person's queue: their own, and the second ones."""
    return pending().filter(Q(person=person) | Q(place=SECOND))


def counts_of(edition: Edition, without: Places = NOWHERE) -> Counts:
    """Return how much waits for a second reader, and for a third, but for the institutions `without`. One query."""
    found = pending().filter(proposal__edition=edition).exclude(proposal__institution__in=without)
    number = found.aggregate(first=Count("pk", filter=Q(place=FIRST)), second=Count("pk", filter=Q(place=SECOND)))
    return Counts(number["first"] - number["second"], number["second"])


def disagreements_of(edition: Edition, without: Places = NOWHERE) -> QuerySet[Proposal]:
    """Return the proposals about which two readers differ, those first that were sent first; of none of the institutions
    `without`."""
    differing = pending().filter(proposal__edition=edition, place=SECOND).values("proposal")
    found = Proposal.objects.filter(pk__in=differing).exclude(institution__in=without)
    return found.select_related("institution", "edition").order_by("submitted_at", "pk")


def both_sides(proposals: list[Proposal]) -> list[Disagreement]:
    """Return these proposals with both readings of each; one query."""
    found: dict[int, list[Reading]] = {one.pk: [] for one in proposals}
    for reading in pending().filter(proposal__in=proposals).select_related("person").order_by("place", "pk"):
        found[reading.proposal_id].append(reading)
    return [Disagreement(one, [said_in(reading, one.edition) for reading in found[one.pk]]) for one in proposals]


def said_in(reading: Reading, edition: Edition) -> Said:
    """Return a reading as it is printed."""
    failed = [line for line in lines_of(reading.answers, edition) if not line.passed]
    known = {"name": reading.person.name, "result": reading.get_result_display(), "read_at": reading.read_at}
    return Said(place=reading.place, failed=failed, words=reading.words, **known)


_READERS = Rows(lambda: pending().filter(proposal=slot("proposal")).order_by("place", "pk"), "person_id")
_PAIR = Objects(lambda: pending().filter(proposal=slot("proposal")).order_by("place", "pk"), "person")
