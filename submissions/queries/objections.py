"""Objections to published lists: for whoever filed one, for the secretariat, and as numbers for everybody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from competition.models import Edition, Notice, Person
from competition.models.people import AppointmentRole
from competition.queries.people import appointees_of
from competition.queries.ties import Places, tied_to
from competition.tokens import hash_of
from submissions.models import Objection, Outcome, Publication
from submissions.models.objection import CONFIRMED_WITHIN
from submissions.models.outcome import is_out
from submissions.states import ANSWERED, ObjectionState


@dataclass(frozen=True, slots=True)
class Tally:
    """How many objections to a list were confirmed, and what became of them."""

    filed: int
    upheld: int
    partly: int
    dismissed: int

    @property
    def waiting(self) -> int:
        """How many have no answer yet."""
        return self.filed - self.upheld - self.partly - self.dismissed


def with_objections(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications, each with what `tally_of` reads: no query more, because the page is everybody's."""
    counted = Objection.objects.filter(publication=OuterRef("pk")).exclude(state=ObjectionState.FILED).order_by("pk")
    return publications.annotate(objection_states=ArraySubquery(counted.values("state")))


def tally_of(publication: Publication) -> Tally:
    """Return the numbers that everybody may know of a publication that came by `with_objections`; of what was never confirmed
    nothing."""
    counts = Counter(publication.objection_states)
    return Tally(counts.total(), *(counts[one] for one in ANSWERED))


def has_unanswered(publication: Publication) -> bool:
    """Say whether an objection to the list waits for its answer."""
    return Objection.objects.filter(publication=publication, state=ObjectionState.OPEN).exists()


def has_unconfirmed(publication: Publication, at: datetime) -> bool:
    """Say whether the address of an objection to the list may still be confirmed."""
    filed = Objection.objects.filter(publication=publication, state=ObjectionState.FILED)
    return filed.filter(filed_at__gt=at - CONFIRMED_WITHIN).exists()


def publication_out(year: int, key: str, at: datetime) -> Publication | None:
    """Return the list of that round if it is out."""
    published = Publication.objects.filter(is_out(at), edition__year=year, round_key=key)
    return published.select_related("edition").first()


def entries_of(publication: Publication) -> list[Outcome]:
    """Return the entries of a list in alphabetical order."""
    return list(publication.outcomes.order_by(Lower("title"), "pk"))


def objection_by_code(code: str) -> Objection | None:
    """Return a confirmed objection with all that its page prints; None when there is none."""
    return _whole().exclude(state=ObjectionState.FILED).filter(code=code).first()


def objection_by_token(token: str) -> Objection | None:
    """Return the objection whose link this is."""
    return _whole().filter(token_hash=hash_of(token)).first()


def objections_of(edition: Edition, person: Person, at: datetime, state: str) -> QuerySet[Objection]:
    """Return those of a state that the person may see: without what is about institutions they are tied to, or is their own."""
    rows = _seen(edition, person, at).filter(state=state).select_related("publication__edition", "outcome", "handler")
    return rows.order_by("confirmed_at", "pk") if state == ObjectionState.OPEN else rows.order_by("-answered_at", "-pk")


def letter_of_answer(objection: Objection) -> Notice | None:
    """Return the letter with the answer to whoever objected: no queue shows it, because its address says who that was."""
    letters = Notice.objects.filter(event="objection_answered", entry__subject_key=objection.code)
    return letters.order_by("-pk").first()


def objection_counts(edition: Edition, person: Person, at: datetime) -> dict[str, int]:
    """Return how many there are in each state, of those the person may see."""
    rows = _seen(edition, person, at).order_by().values_list("state").annotate(number=Count("pk"))
    counts = dict(rows)
    return {state: counts.get(state, 0) for state in (ObjectionState.OPEN, *ANSWERED)}


def least_burdened(edition: Edition, people: Iterable[Person]) -> list[Person]:
    """Return the people, who has the fewest objections to answer first."""
    people = list(people)
    open_ = Count("objections", filter=Q(objections__state=ObjectionState.OPEN, objections__publication__edition=edition))
    ranked = Person.objects.filter(pk__in=[one.pk for one in people]).annotate(open_objections=open_)
    order = {pk: place for place, pk in enumerate(ranked.order_by("open_objections", "pk").values_list("pk", flat=True))}
    return sorted(people, key=lambda one: order[one.pk])


def secretaries_of(edition: Edition, at: datetime) -> list[Person]:
    """Return who is in the edition's secretariat now."""
    return list(appointees_of(edition.pk, at, AppointmentRole.SECRETARIAT).order_by("name", "pk"))


def organisers_of(edition: Edition, at: datetime) -> list[Person]:
    """Return the edition's organisers now."""
    return list(appointees_of(edition.pk, at, AppointmentRole.ORGANISER).order_by("name", "pk"))


def _whole() -> QuerySet[Objection]:
    return Objection.objects.select_related("publication__edition", "outcome__proposal", "handler", "evidence")


def _seen(edition: Edition, person: Person, at: datetime) -> QuerySet[Objection]:
    rows = Objection.objects.filter(publication__edition=edition).exclude(state=ObjectionState.FILED)
    rows = rows.exclude(email=person.email)
    without: Places = tied_to(person, edition, at)
    # One about a whole list is for who is tied to nobody.
    return rows.exclude(Q(outcome=None) | Q(outcome__proposal__institution__in=without)) if without else rows
