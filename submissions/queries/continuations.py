"""How innovations go on, as their institutions said, and who is still to be asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from competition.models import Membership, Person
from competition.models.people import MembershipRole
from competition.queries.people import in_force
from submissions.models import Award, Continuation, ContinuationAsk, Innovation

ANSWERERS = (MembershipRole.ADMINISTRATOR, MembershipRole.WRITER)


@dataclass(frozen=True, slots=True)
class YearSaid:
    """What is known of a year: the answer, or that there was none."""

    year: int
    said: Continuation | None


def years_of(innovation: Innovation, before: int) -> list[YearSaid]:
    """Return the years with what was said of each, newest first; one without an answer only when it is over, that is before
    `before`. Two queries."""
    found: dict[int, YearSaid] = {}
    for one in Continuation.objects.filter(innovation=innovation).order_by("year", "pk"):
        found[one.year] = YearSaid(one.year, one)
    asked = ContinuationAsk.objects.filter(innovation=innovation, year__lt=before).values_list("year", flat=True)
    for year in asked:
        found.setdefault(year, YearSaid(year, None))
    return [found[year] for year in sorted(found, reverse=True)]


def latest_status(innovation: Innovation, year: int | None = None) -> Continuation | None:
    """Return what was said last of an innovation, of this year or of any."""
    said = Continuation.objects.filter(innovation=innovation)
    return (said.filter(year=year) if year else said).order_by("-year", "-pk").first()


def own_innovations(institutions: Collection[int], year: int) -> QuerySet[Innovation]:
    """Return the public innovations of institutions, first those of which nothing is said for the year."""
    said = Continuation.objects.filter(innovation=OuterRef("pk"), year=year)
    found = Innovation.objects.filter(institution__in=institutions, is_public=True).select_related("institution")
    return found.annotate(is_answered=Exists(said)).order_by("is_answered", "title_key", "pk")


def innovation_of_code(code: str) -> Innovation | None:
    """Return an innovation with its institution."""
    return Innovation.objects.select_related("institution").filter(code=code.upper()).first()


def unasked(year: int, at: datetime, institutions: Collection[int] | None = None) -> QuerySet[Innovation]:
    """Return the public innovations of which nobody was asked nor said anything for the year, where somebody can answer. What
    won in the year itself is asked about in the next."""
    answerers = Membership.objects.filter(in_force(at), role__in=ANSWERERS, person__is_active=True).values("institution")
    found = Innovation.objects.filter(is_public=True, institution__in=answerers)
    if institutions is not None:
        found = found.filter(institution__in=institutions)
    for known in (ContinuationAsk, Continuation, Award):
        found = found.filter(~Exists(known.objects.filter(innovation=OuterRef("pk"), year=year)))
    return found


def unanswered(year: int, asked_until: datetime) -> QuerySet[ContinuationAsk]:
    """Return the questions of the year that were asked until then, and neither answered nor asked again."""
    said = Continuation.objects.filter(innovation=OuterRef("innovation"), year=year)
    open_ = ContinuationAsk.objects.filter(year=year, asked_at__lte=asked_until, reminded_at=None)
    return open_.filter(~Exists(said))


def answerers_of(institutions: Collection[int], at: datetime) -> dict[int, list[Person]]:
    """Return whom to ask for each institution: its administrators, or its writers where it has none. One query."""
    held = Membership.objects.filter(in_force(at), institution__in=institutions, role__in=ANSWERERS, person__is_active=True)
    found: dict[int, dict[str, list[Person]]] = {}
    for one in held.select_related("person").order_by("pk"):
        found.setdefault(one.institution_id, {}).setdefault(one.role, []).append(one.person)
    administrator, writer = ANSWERERS
    return {place: roles.get(administrator) or roles[writer] for place, roles in found.items()}
