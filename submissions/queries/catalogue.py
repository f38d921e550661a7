"""The public register of innovations: those known from earlier editions or from published outcomes, and no others."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from competition.models import Institution
from competition.words import normalise_title
from submissions.models import Award, Innovation

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What a reader asks of the catalogue; empty means everything."""

    search: str = ""
    year: int | None = None
    award: str = ""
    kind: str = ""


def public_innovations(asked: CatalogueFilter) -> QuerySet[Innovation]:
    """Return the public innovations that fit, in alphabetical order, with institution and awards; two queries.

    Each word of the search must stand in the title, or in the name of the institution or unit; parts of words count,
    capitals and punctuation do not. What is not public is left out before anything is matched.
    """
    innovations = Innovation.objects.filter(is_public=True)
    if asked.kind:
        innovations = innovations.filter(institution__kind=asked.kind)
    won = Award.objects.filter(innovation=OuterRef("pk"))
    if asked.year:
        won = won.filter(year=asked.year)
    if asked.award:
        won = won.filter(name=asked.award)
    if asked.year or asked.award:
        innovations = innovations.filter(Exists(won))
    for word in asked.search.split()[:MOST_WORDS]:
        innovations = innovations.filter(_holds(word))
    awards = Prefetch("awards", queryset=Award.objects.order_by("-year", "name"))
    return innovations.select_related("institution__region__parent").prefetch_related(awards).order_by("title_key", "pk")


def _holds(word: str) -> Q:
    """Return the condition that a word stands somewhere in what the list shows of an innovation."""
    owners = Institution.objects.filter(name__icontains=word).values("pk")
    found = Q(institution_id__in=owners) | Q(unit_name__icontains=word)
    key = normalise_title(word)
    return found | Q(title_key__contains=key) if key else found


def public_codes() -> list[str]:
    """Return the codes of all public innovations."""
    return list(Innovation.objects.filter(is_public=True).order_by("pk").values_list("code", flat=True))


def public_innovation(code: str) -> Innovation | None:
    """Return a public innovation with its history; None when there is none or the public may not know of it."""
    return public_innovations(CatalogueFilter()).filter(code=code.upper()).first()


def catalogue_years() -> list[int]:
    """Return the years in which a public innovation won something, latest first."""
    return list(_public_awards().values_list("year", flat=True).distinct().order_by("-year"))


def catalogue_awards() -> list[str]:
    """Return the names of the awards that public innovations won."""
    return list(_public_awards().values_list("name", flat=True).distinct().order_by("name"))


def _public_awards() -> QuerySet[Award]:
    return Award.objects.filter(innovation__is_public=True)
