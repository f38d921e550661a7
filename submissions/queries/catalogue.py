"""The public register of innovations: those known from earlier editions or from published outcomes, and no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest

from submissions.models import Award, CatalogueEntry, CatalogueShelf, CatalogueWord, Innovation
from submissions.searching import allowed_slips, is_near, words_of

# With fewer found than this, words that the catalogue does not know are taken for misspelt ones.
FEW = 3
CANDIDATES = 100
# A hit of what was typed stands above one of what may have been meant.
TYPED = Value(100.0)
# Where the order comes from many rows, the best of so many are shown; the page says so.
MOST_HITS = 1000


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What a reader asks of the catalogue; empty means everything. `province` is a Kemendagri code."""

    search: str = ""
    year: int | None = None
    award: str = ""
    kind: str = ""
    category: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A search as it is asked of the database: what was `typed`, and the same with misspelt words mended (`meant`).

    Both are None where nothing was typed; `is_vain` says that what was typed holds no word. `guesses` are the words put in.
    """

    typed: SearchQuery | None = None
    meant: SearchQuery | None = None
    is_vain: bool = False
    guesses: tuple[str, ...] = ()


def understand(asked: CatalogueFilter) -> Understood:
    """Return how a search is understood; two queries where it finds little, else one, and none without words.

    Each word must be there: its stem ("layanan" is in "pelayanan"), or a word that begins with it.
    """
    words = words_of(asked.search)
    if not words:
        return Understood(is_vain=bool(asked.search.strip()))
    typed = _all_of(words, {})
    found = catalogue_entries(asked, Understood(typed, typed))[:FEW].values_list("pk", flat=True)
    if len(found) >= FEW:
        return Understood(typed, typed)
    near = _near_words({part for parts in words for part in parts}, is_lost=not found)
    guesses = tuple(sorted({one for some in near.values() for one in some}))
    return Understood(typed, _all_of(words, near) if near else typed, guesses=guesses)


def catalogue_entries(asked: CatalogueFilter, search: Understood) -> QuerySet[CatalogueEntry]:
    """Return the entries of the catalogue that fit, in no order."""
    entries = CatalogueEntry.objects.order_by()
    if search.is_vain:
        return entries.none()
    shelves = _shelves(asked)
    if shelves is not None:
        entries = entries.filter(shelf__in=shelves)
    return entries if search.meant is None else entries.filter(document=search.meant)


def public_innovations(asked: CatalogueFilter, search: Understood | None = None) -> QuerySet[Innovation]:
    """Return the public innovations that fit, with institution and awards; two queries beside those of `understand`, and one
    more at once where words were looked for.

    They come in the order of relevance where words were looked for, else by title.
    """
    search = understand(asked) if search is None else search
    innovations = Innovation.objects.filter(is_public=True)
    if asked != CatalogueFilter():
        fitting = catalogue_entries(asked, search)
        # As numbers: from a subquery PostgreSQL reads all innovations in turn to keep those that are among a thousand.
        innovations = innovations.filter(pk__in=_first_hits(fitting) if search.meant else fitting)
    awards = Prefetch("awards", queryset=Award.objects.order_by("-year", "name"))
    innovations = innovations.select_related("institution__region__parent").prefetch_related(awards)
    if search.meant is None:
        return innovations.order_by("title_key", "pk")
    # As it is kept: of a name alone Django would make a document out of the document's text, without the weights in it.
    document = F("catalogue_entry__document")
    weight = SearchRank(document, search.typed) * TYPED + SearchRank(document, search.meant)
    return innovations.annotate(weight=weight).order_by("-weight", "title_key", "pk")


def _first_hits(entries: QuerySet[CatalogueEntry]) -> list[int]:
    return list(entries.values_list("pk", flat=True)[:MOST_HITS])


def _shelves(asked: CatalogueFilter) -> QuerySet[CatalogueShelf] | None:
    """Return the shelves that fit; None for all."""
    wanted = {"kind": asked.kind, "province": asked.province}
    wanted |= {"categories__contains": asked.category and [asked.category]}
    if asked.year and asked.award:
        wanted["prizes__contains"] = [f"{asked.year} {asked.award}"]
    else:
        wanted |= {"years__contains": asked.year and [asked.year], "awards__contains": asked.award and [asked.award]}
    given = {name: value for name, value in wanted.items() if value}
    return CatalogueShelf.objects.filter(**given).order_by().values("pk") if given else None


def _all_of(words: Iterable[list[str]], near: dict[str, list[str]]) -> SearchQuery:
    return reduce(and_, (_chunk(parts, near) for parts in words))


def _chunk(parts: list[str], near: dict[str, list[str]]) -> SearchQuery:
    """Return the condition that what was typed between spaces stands there, in parts or as one word."""
    apart = reduce(and_, (reduce(or_, (_word(one) for one in (part, *near.get(part, ())))) for part in parts))
    return apart | _start("".join(parts)) if len(parts) > 1 else apart


def _word(word: str) -> SearchQuery:
    return SearchQuery(word, config="indonesian", search_type="raw") | _start(word)


def _start(word: str) -> SearchQuery:
    """Return the condition that a word begins so; of one or two letters, that it is so."""
    return SearchQuery(f"{word}:*" if len(word) > 2 else word, config="simple", search_type="raw")


def _near_words(words: set[str], *, is_lost: bool) -> dict[str, list[str]]:
    """Return for each word those of the catalogue it may be a slip of; a word that the catalogue knows is no slip, unless
    nothing at all was found (`is_lost`). One query."""
    long = sorted(word for word in words if allowed_slips(word) and not any(map(str.isdigit, word)))
    if not long:
        return {}
    alike = reduce(or_, (Q(word__trigram_similar=word) for word in long))
    nearness = [TrigramSimilarity("word", word) for word in long]
    rows = CatalogueWord.objects.filter(alike).annotate(nearness=Greatest(*nearness) if len(long) > 1 else nearness[0])
    known = list(rows.order_by("-nearness", "word").values_list("word", flat=True)[:CANDIDATES])
    doubtful = [word for word in long if is_lost or word not in known]
    near = {word: [one for one in known if one != word and is_near(word, one)] for word in doubtful}
    return {word: some for word, some in near.items() if some}


def public_codes() -> list[str]:
    """Return the codes of all public innovations."""
    return list(Innovation.objects.filter(is_public=True).order_by("pk").values_list("code", flat=True))


def public_innovation(code: str) -> Innovation | None:
    """Return a public innovation with its history; None when there is none or the public may not know of it."""
    return public_innovations(CatalogueFilter()).filter(code=code.upper()).first()
