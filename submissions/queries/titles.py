"""Titles that read alike: what a writer should know of before a second proposal is made of one innovation."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import BooleanField, CharField, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Greatest

from competition.models import Edition, Person
from competition.queries.people import rights_of
from competition.words import normalise_title
from submissions.models import Award, Innovation, Proposal
from submissions.queries.proposals import proposals_of

MOST = 5
# Fewer letters are part of too many titles.
SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A public innovation, or one of the reader's own proposals (`is_own`), whose title reads alike. `place` is the institution
    or the unit, `awards` what it won ("Top 40 2016")."""

    code: str
    title: str
    place: str
    awards: tuple[str, ...]
    is_own: bool


def titles_like(title: str, person: Person, edition: Edition, at: datetime, *, own: str = "") -> list[Likeness]:
    """Return up to five, the nearest first; nothing for a title too short to tell. One query.

    It reads what is public and the proposals the person works on, and nothing else: what others write is left out before
    anything is compared. A proposal whose code is `own` is not like itself, nor is its innovation.
    """
    if len(normalise_title(title)) < SHORTEST:
        return []
    mine = proposals_of(rights_of(person, at)).filter(edition=edition)
    known = Innovation.objects.filter(is_public=True).exclude(pk__in=mine.filter(code=own).values("innovation"))
    none = Cast(Value("{}"), ArrayField(TextField()))
    public = _alike(known, title, place=F("institution__name"), prizes=_awards(), is_own=False)
    proposals = _alike(mine.exclude(code=own), title, place=F("unit__name"), prizes=none, is_own=True)
    nearest = public.union(proposals, all=True).order_by("-nearness", "title", "code")[:MOST]
    return _likenesses(nearest)


def innovations_like(proposal: Proposal) -> list[Likeness]:
    """Return up to five other public innovations whose titles are like a proposal's, with what they won. One query."""
    if len(proposal.title_key) < SHORTEST:
        return []
    others = Innovation.objects.filter(is_public=True).exclude(pk=proposal.innovation_id)
    nearest = _alike(others, proposal.title, place=F("institution__name"), prizes=_awards(), is_own=False)
    return _likenesses(nearest)


def _likenesses(rows: QuerySet) -> list[Likeness]:
    return [Likeness(code, name, place, tuple(awards), is_own) for code, name, place, awards, is_own, _nearness in rows]


def _awards() -> ArraySubquery:
    won = Award.objects.filter(innovation=OuterRef("pk")).order_by("-year", "name")
    return ArraySubquery(won.values(text=Concat("name", Value(" "), Cast("year", CharField()))))


def _alike(rows: QuerySet, title: str, *, place: F, prizes: object, is_own: bool) -> QuerySet:
    """Return what is like the title as a whole, or has it in it as far as it was typed. Both go by the trigram index."""
    alike = Q(title__trigram_similar=title) | Q(title__trigram_word_similar=title)
    nearness = Greatest(TrigramSimilarity("title", title), TrigramWordSimilarity(title, "title"))
    own = Value(is_own, BooleanField())
    found = rows.filter(alike).annotate(place=place, prizes=prizes, is_own=own, nearness=nearness)
    return found.order_by("-nearness", "code").values_list("code", "title", "place", "prizes", "is_own", "nearness")[:MOST]
