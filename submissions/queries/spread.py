"""How far public innovations have spread: counted from the very rows that the lists behind the figures show.

A confirmed replication is always counted; who took the innovation over is told only where both institutions agreed. Of the
others the far side is `HIDDEN` in every row, so no figure and no filter can tell more than the list.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Case, Count, DurationField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from competition.models import Institution
from competition.models.institutions import InstitutionKind
from competition.zones import ZONES
from submissions.models import Innovation, Replication
from submissions.queries.catalogue import CatalogueFilter, Understood, catalogue_entries
from submissions.queries.facets import province_names
from submissions.replicating import ReplicationState

# In place of a province: of a ministry or another institution of no province; and what is not to be told.
CENTRAL, HIDDEN = "pusat", "tertutup"
FACETS = ("kind", "category", "province", "year")
NOTHING = Understood()
# What a row of a confirmed replication says.
TOLD = ("year", "innovation_code", "title", "categories", "from_name", "from_kind", "from_province")
TOLD += ("to_name", "to_kind", "to_province", "waited")

COUNT = """
WITH copied AS MATERIALIZED (SELECT DISTINCT innovation_id FROM submissions_replication WHERE state = 'CONFIRMED'),
held AS MATERIALIZED (
    SELECT hits.shelf_id, i.institution_id, count(*) AS n, count(copied.innovation_id) AS copied
    FROM ({hits}) AS hits JOIN submissions_innovation i ON i.id = hits.innovation_id
    LEFT JOIN copied ON copied.innovation_id = i.id GROUP BY 1, 2
),
placed AS MATERIALIZED (
    SELECT s.kind, s.province, s.categories, s.years, held.* FROM held JOIN submissions_catalogueshelf s ON s.id = held.shelf_id
)
SELECT 'all', '', coalesce(sum(n), 0)::bigint, count(DISTINCT institution_id), coalesce(sum(copied), 0)::bigint FROM placed
UNION ALL SELECT 'kind', kind, sum(n)::bigint, count(DISTINCT institution_id), sum(copied)::bigint FROM placed GROUP BY kind
UNION ALL SELECT 'province', province, sum(n)::bigint, count(DISTINCT institution_id), sum(copied)::bigint
    FROM placed WHERE province <> '' GROUP BY province
UNION ALL SELECT 'category', one, sum(n)::bigint, count(DISTINCT institution_id), sum(copied)::bigint
    FROM placed, unnest(categories) AS one GROUP BY one
UNION ALL SELECT 'year', one::text, sum(n)::bigint, count(DISTINCT institution_id), sum(copied)::bigint
    FROM placed, unnest(years) AS one GROUP BY one
"""


@dataclass(frozen=True, slots=True)
class SpreadFilter:
    """What is asked of the figures: of the innovation its `year`, `kind`, `category` and `province`; of whoever took it over
    `to_province` and `to_kind`. A replication's year is the one in which it was confirmed. Empty means everything."""

    year: int | None = None
    kind: str = ""
    category: str = ""
    province: str = ""
    to_province: str = ""
    to_kind: str = ""
    is_named: bool = False

    @property
    def of_catalogue(self) -> CatalogueFilter:
        """The same as it is asked of the catalogue."""
        return CatalogueFilter(year=self.year, kind=self.kind, category=self.category, province=self.province)


@dataclass(slots=True)
class Figures:
    """The figures of one row: innovations, institutions that have one, innovations that were replicated, replications of them,
    and replications that arrived."""

    innovations: int = 0
    institutions: int = 0
    replicated: int = 0
    replications: int = 0
    received: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """All figures: by facet and key (`rows["all"][""]` is the whole), the ways replications took, the median of days from the
    interest to the confirmation among those that are told of (`named` so many), and where nothing is or arrives."""

    rows: dict[str, dict[str, Figures]]
    ways: list[tuple[str, str, int]]
    median_days: float | None
    named: int
    missing: dict[str, list[tuple[str, str]]]

    @property
    def whole(self) -> Figures:
        """The figures of everything that was asked."""
        return self.rows["all"][""]


def spread_of(asked: SpreadFilter) -> Spread:
    """Return the figures of what is asked. Three queries, whatever the size."""
    rows = _innovation_figures(asked)
    copies = list(confirmed_replications(asked))
    for one in copies:
        keys = [("all", ""), ("kind", one["from_kind"]), ("year", str(one["year"])), ("province", one["from_province"])]
        keys += [("category", key) for key in one["categories"] if asked.category in ("", key)]
        for facet, key in keys:
            rows[facet].setdefault(key, Figures()).replications += 1
        for facet, key in (("all", ""), ("province", one["to_province"]), ("kind", one["to_kind"])):
            rows[facet].setdefault(key, Figures()).received += 1
    ways = Counter((one["from_province"], one["to_province"]) for one in copies)
    days = [one["waited"].days for one in copies if one["waited"] is not None]
    ordered = sorted(((*way, number) for way, number in ways.items()), key=lambda way: (-way[2], way[:2]))
    return Spread(rows, ordered, median(days) if days else None, len(days), _missing(asked, rows))


def confirmed_replications(asked: SpreadFilter) -> QuerySet[Replication, dict[str, Any]]:
    """Return the confirmed replications of public innovations that fit, the last year first, as may be told of each."""
    told = Q(shown_by_origin=True, shown_by_institution=True)
    found = Replication.objects.filter(state=ReplicationState.CONFIRMED)
    found = found.filter(innovation__catalogue_entry__in=_entries(replace(asked, year=None)))
    shelf = "innovation__catalogue_entry__shelf__"
    region = Coalesce("institution__region__parent__code", "institution__region__code", Value(CENTRAL))
    found = found.annotate(
        year=ExtractYear("state_since", tzinfo=ZONES["WIB"]),
        categories=F(f"{shelf}categories"),
        from_kind=F(f"{shelf}kind"),
        from_province=Case(When(**{f"{shelf}province": ""}, then=Value(CENTRAL)), default=F(f"{shelf}province")),
        to_kind=Case(When(told, then=F("institution__kind")), default=Value(HIDDEN)),
        to_province=Case(When(told, then=region), default=Value(HIDDEN)),
        to_name=Case(When(told, then=F("institution__name")), default=Value("")),
        waited=Case(When(told, then=F("state_since") - F("asked_at")), default=None, output_field=DurationField()),
        innovation_code=F("innovation__code"),
        title=F("innovation__title"),
        from_name=F("innovation__institution__name"),
    )
    wanted = {"year": asked.year, "to_province": asked.to_province, "to_kind": asked.to_kind}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if asked.is_named:
        found = found.filter(told)
    return found.order_by("-year", "title", "innovation_id", "to_name", "pk").values(*TOLD)


def replicated_innovations(asked: SpreadFilter) -> QuerySet[Innovation]:
    """Return the public innovations that fit and were replicated at least once, whenever, each with its number (`copies`)."""
    confirmed = Q(replications__state=ReplicationState.CONFIRMED)
    found = Innovation.objects.filter(catalogue_entry__in=_entries(asked)).select_related("institution__region__parent")
    return (
        found.annotate(copies=Count("replications", filter=confirmed))
        .filter(copies__gt=0)
        .order_by("-copies", "title_key", "pk")
    )


def institutions_with_innovations(asked: SpreadFilter) -> QuerySet[Institution]:
    """Return the institutions that have a public innovation that fits, each with how many (`number`)."""
    fits = Q(innovations__catalogue_entry__in=_entries(asked))
    found = Institution.objects.filter(fits).select_related("region__parent")
    return found.annotate(number=Count("innovations", filter=fits, distinct=True)).order_by("name", "pk")


def _entries(asked: SpreadFilter) -> QuerySet:
    """Return the entries of the catalogue that fit."""
    if asked.province == CENTRAL:
        return catalogue_entries(replace(asked, province="").of_catalogue, NOTHING).filter(shelf__province="")
    return catalogue_entries(asked.of_catalogue, NOTHING)


def _innovation_figures(asked: SpreadFilter) -> dict[str, dict[str, Figures]]:
    """Return the figures of innovations; of a facet that was narrowed down, what was chosen and nothing beside it: an
    innovation of two years would be counted under one that the list behind the figure does not ask for."""
    hits, params = _entries(asked).values("innovation_id", "shelf_id").query.sql_with_params()
    rows: dict[str, dict[str, Figures]] = {facet: {} for facet in ("all", *FACETS)}
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(hits=hits), params)
        for facet, key, *numbers in cursor.fetchall():
            if str(getattr(asked, facet, None) or key) == key:
                rows[facet][key] = Figures(*numbers)
    rows["all"].setdefault("", Figures())
    return rows


def _missing(asked: SpreadFilter, rows: dict[str, dict[str, Figures]]) -> dict[str, list[tuple[str, str]]]:
    """Return where nothing is (`…_without_innovation`) and where nothing is known to have arrived (`…_without_replication`):
    provinces, of which the chosen one alone if one is, and kinds of institution."""
    places = province_names()
    kinds = [(code, str(label)) for code, label in InstitutionKind.choices]
    chosen_places = [one for one in places if asked.province in ("", one[0])]
    chosen_kinds = [one for one in kinds if asked.kind in ("", one[0])]
    return {
        "province_without_innovation": _lacking(chosen_places, rows["province"], "innovations"),
        "kind_without_innovation": _lacking(chosen_kinds, rows["kind"], "innovations"),
        "province_without_replication": _lacking(places, rows["province"], "received"),
        "kind_without_replication": _lacking(kinds, rows["kind"], "received"),
    }


def _lacking(all_of_them: Iterable[tuple[str, str]], rows: dict[str, Figures], figure: str) -> list[tuple[str, str]]:
    return [(key, name) for key, name in all_of_them if not getattr(rows.get(key, Figures()), figure)]


def confirmed_years() -> list[int]:
    """Return the years in which replications of public innovations were confirmed. One query."""
    found = Replication.objects.filter(state=ReplicationState.CONFIRMED, innovation__is_public=True).order_by()
    return list(found.annotate(year=ExtractYear("state_since", tzinfo=ZONES["WIB"])).values_list("year", flat=True).distinct())
