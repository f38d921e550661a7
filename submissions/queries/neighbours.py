"""What stands beside a public innovation: others like it, of institutions like its own."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, Q, Value, When

from competition.models import Institution
from submissions.models import CatalogueEntry, CatalogueShelf, Innovation
from submissions.searching import EMPTY, words_of

MOST = 5
MOST_WORDS = 12


def innovations_beside(innovation: Innovation) -> list[Innovation]:
    """Return up to five other public innovations of institutions of the same kind, in the same province or of the same
    category, those with most words in common first. Three queries."""
    shelf = CatalogueShelf.objects.filter(entries=innovation.pk).first()
    if shelf is None:
        return []
    near = Q(province=shelf.province) | Q(categories__overlap=shelf.categories)
    shelves = CatalogueShelf.objects.filter(near, kind=shelf.kind).order_by().values("pk")
    beside = CatalogueEntry.objects.filter(shelf__in=shelves).exclude(pk=innovation.pk)
    words = _words(innovation.title)
    if words:
        query = reduce(or_, (SearchQuery(one, config="indonesian", search_type="raw") for one in words))
        beside = beside.annotate(weight=SearchRank(F("document"), query)).order_by("-weight", "pk")
    found = beside.select_related("innovation__institution")[:MOST]
    return [one.innovation for one in found]


def innovations_for(institutions: Collection[int]) -> list[Innovation]:
    """Return up to five public innovations of institutions like the first of these: of the same kind, in the same province or
    of a category that it has itself; those that share both first, then the newest in the register. Three queries."""
    own = Institution.objects.filter(pk__in=institutions).select_related("region__parent")
    first = own.order_by(F("parent").asc(nulls_first=True), "pk").first()
    if first is None:
        return []
    region = first.region and (first.region.parent or first.region)
    kept = CatalogueShelf.objects.filter(entries__innovation__institution=first).order_by().values_list("categories", flat=True)
    near = Q(shelf__province=region.code) if region else Q(pk=None)
    like = Q(shelf__categories__overlap=list({one for some in kept for one in some}))
    found = CatalogueEntry.objects.filter(near | like, shelf__kind=first.kind).exclude(innovation__institution__in=institutions)
    both = Case(When(near & like, then=Value(1)), default=Value(0))
    ordered = found.order_by(both.desc(), "-pk").select_related("innovation__institution")
    return [one.innovation for one in ordered[:MOST]]


def _words(title: str) -> list[str]:
    """Return the telling words of a title."""
    parts = (part for chunk in title.split() for parts in words_of(chunk) for part in parts)
    return list(dict.fromkeys(one for one in parts if len(one) > 2 and one not in EMPTY))[:MOST_WORDS]


def count_public() -> int:
    """Return how many innovations are public."""
    return Innovation.objects.filter(is_public=True).count()


def public_codes_of(first: int, number: int) -> list[str]:
    """Return the codes of so many public innovations from a place on, in the order in which they came."""
    codes = Innovation.objects.filter(is_public=True).order_by("pk").values_list("code", flat=True)
    return list(codes[first : first + number])
