"""What was announced: published lists and their outcomes, as the public may read them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject, Lower

from competition.methods import Line, Method
from competition.models import Category, Criterion, Edition, Round
from competition.models.editions import pick_language
from competition.queries.editions import calendar_of, stages_of, with_calendar
from submissions.models import Outcome, Publication, ResultsBundle
from submissions.models.outcome import is_out

RULE = ("readers_per_proposal", "least_sheets", "rounding", "decimals", "tie_break", "nominees")


@dataclass(frozen=True, slots=True)
class OutcomeFilter:
    """What a reader asks of a published list; empty means everything."""

    search: str = ""
    kind: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """Which kinds of institution and which categories a list has at all; each category by its stored and its shown name."""

    kinds: frozenset[str]
    categories: tuple[tuple[str, str], ...]


def edition_of_year(year: int) -> Edition | None:
    """Return the edition of the year with its calendar."""
    edition = Edition.objects.filter(year=year).first()
    return with_calendar(edition, calendar_of(edition.pk)) if edition else None


def announced_at(edition: Edition) -> datetime | None:
    """Return when the edition's first list comes: when the stage after its first round opens; None when no round is planned."""
    first = Round.objects.select_related("stage").filter(edition=edition).order_by("order").first()
    if first is None:
        return None
    ends = first.stage.closes_at
    following = (one.opens_at for one in stages_of(edition) if not one.is_parallel and one.opens_at >= ends)
    return min(following, default=ends)


def publications_at(at: datetime, year: int | None = None) -> QuerySet[Publication]:
    """Return what is public at the instant, of one year or of all, the latest first, each with its number of outcomes
    as `size` and whether its edition's bundle is out as `has_bundle`."""
    published = Publication.objects.filter(is_out(at))
    bundles = ResultsBundle.objects.filter(edition=OuterRef("edition"))
    return (
        (published if year is None else published.filter(edition__year=year))
        .select_related("edition")
        .annotate(size=Count("outcomes", filter=Q(outcomes__until=None)), has_bundle=Exists(bundles))
        .order_by("-edition__year", "-published_at", "-pk")
    )


def with_rule(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications with the rule of their rounds, for `rule_of`: by no query more."""
    of_it = {"edition": OuterRef("edition"), "key": OuterRef("round_key")}
    grade, weight = Cast("passing_grade", CharField()), Cast("weight", CharField())
    rule = JSONObject(**{name: name for name in RULE}, passing_grade=grade)
    line = JSONObject(code="code", name="name", name_en="name_en", weight=weight)
    lines = Criterion.objects.filter(**{f"round__{name}": value for name, value in of_it.items()}, weight__gt=0)
    return publications.annotate(
        rule=Subquery(Round.objects.filter(**of_it).order_by("pk").values(rule=rule)[:1]),
        lines=ArraySubquery(lines.order_by("order", "pk").values(line=line)),
    )


def rule_of(publication: Publication) -> Method | None:
    """Return how the scores of a list were counted, named in the reader's language; None where it came from elsewhere. It was
    read `with_rule`."""
    rule = publication.rule
    if rule is None:
        return None
    lines = [Line(one["code"], pick_language(one["name"], one["name_en"]), Decimal(one["weight"])) for one in publication.lines]
    grade = rule["passing_grade"] and Decimal(rule["passing_grade"])
    return Method(**rule | {"passing_grade": grade, "lines": lines})


def announced_years(at: datetime) -> list[int]:
    """Return the years of which a list is public at the instant."""
    return sorted(set(Publication.objects.filter(is_out(at)).order_by().values_list("edition__year", flat=True)))


def editions_announced(at: datetime) -> list[Edition]:
    """Return the editions of which a list is public at the instant, the latest first. One query."""
    lists = Publication.objects.filter(is_out(at), edition=OuterRef("pk"))
    return list(Edition.objects.filter(Exists(lists)).order_by("-year"))


def objections_ended_between(start: datetime, end: datetime) -> bool:
    """Say whether the time to object to some list ended after one instant and by the other; its page says so from then on."""
    ends = (one.objections_close_at for one in Publication.objects.select_related("edition").order_by("pk"))
    return any(one is not None and start < one <= end for one in ends)


def facets_of(publication: Publication) -> Facets:
    """Return what the list can be narrowed to, categories in the reader's language; two queries."""
    pairs = set(publication.outcomes.order_by().values_list("institution_kind", "category_name").distinct())
    shown = category_labels(publication.edition_id)
    names = sorted({name for _kind, name in pairs})
    return Facets(frozenset(kind for kind, _name in pairs), tuple((name, shown.get(name, name)) for name in names))


def category_labels(edition: int) -> dict[str, str]:
    """Return the edition's categories in the reader's language by name: an outcome holds names alone, as announced."""
    return {one.name: str(one) for one in Category.objects.filter(edition=edition)}


def outcomes_of(publication: Publication, asked: OutcomeFilter) -> QuerySet[Outcome]:
    """Return the list's outcomes that fit, in alphabetical order: the order says nothing about the verdict.

    Each carries `innovation_code`, under which the catalogue keeps it for good.
    """
    outcomes = publication.outcomes.annotate(innovation_code=F("proposal__innovation__code"))
    if asked.kind:
        outcomes = outcomes.filter(institution_kind=asked.kind)
    if asked.category:
        outcomes = outcomes.filter(category_name=asked.category)
    for word in asked.search.split():
        outcomes = outcomes.filter(
            Q(title__icontains=word)
            | Q(institution_name__icontains=word)
            | Q(unit_name__icontains=word)
            | Q(province_name__icontains=word)
        )
    return outcomes.order_by(Lower("title"), "pk")
