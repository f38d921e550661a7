"""What the catalogue can be narrowed to, and how many there are of each: counted by shelf, in one query each."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from competition.models import Region
from competition.models.editions import pick_language
from competition.models.institutions import RegionKind
from submissions.models import CatalogueEntry

COUNT = """
WITH found AS (SELECT hits.shelf_id, count(*) AS n FROM ({hits}) AS hits GROUP BY hits.shelf_id),
held AS MATERIALIZED (SELECT s.*, found.n FROM found JOIN submissions_catalogueshelf s ON s.id = found.shelf_id)
SELECT 'all', '', coalesce(sum(n), 0)::bigint FROM found
UNION ALL SELECT 'kind', kind, sum(n)::bigint FROM held GROUP BY kind
UNION ALL SELECT 'province', province, sum(n)::bigint FROM held WHERE province <> '' GROUP BY province
UNION ALL SELECT 'category', one, sum(n)::bigint FROM held, unnest(categories) AS one GROUP BY one
UNION ALL SELECT 'year', one::text, sum(n)::bigint FROM held, unnest(years) AS one GROUP BY one
UNION ALL SELECT 'award', one, sum(n)::bigint FROM held, unnest(awards) AS one GROUP BY one
"""
CHOICES = """
WITH used AS MATERIALIZED (
    SELECT s.* FROM submissions_catalogueshelf s
    WHERE EXISTS (SELECT 1 FROM submissions_catalogueentry e WHERE e.shelf_id = s.id)
)
SELECT 'year', one::text, '', '' FROM (SELECT DISTINCT unnest(years) AS one FROM used) AS years
UNION ALL SELECT 'award', one, '', '' FROM (SELECT DISTINCT unnest(awards) AS one FROM used) AS awards
UNION ALL SELECT 'province', one, coalesce((
    SELECT name FROM competition_region WHERE code = one ORDER BY valid_until DESC NULLS FIRST, valid_from DESC LIMIT 1
), one), '' FROM (SELECT DISTINCT province AS one FROM used WHERE province <> '') AS provinces
UNION ALL SELECT 'category', one, one, coalesce((
    SELECT name_en FROM competition_category WHERE name = one ORDER BY id DESC LIMIT 1
), '') FROM (SELECT DISTINCT unnest(categories) AS one FROM used) AS categories
"""
Numbers = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the catalogue holds at all, each as stored and as shown; years the latest first, the others by what is shown."""

    years: list[tuple[int, str]]
    awards: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    provinces: list[tuple[str, str]]


def catalogue_choices() -> Choices:
    """Return what the whole catalogue can be narrowed to. One query."""
    found: dict[str, list[tuple[str, str]]] = {"year": [], "award": [], "category": [], "province": []}
    with connection.cursor() as cursor:
        cursor.execute(CHOICES)
        for facet, key, name, name_en in cursor.fetchall():
            found[facet].append((key, pick_language(name, name_en) if name else key))
    years = sorted((int(key), name) for key, name in found.pop("year"))
    by_name = {facet: sorted(pairs, key=lambda pair: pair[1]) for facet, pairs in found.items()}
    return Choices(years[::-1], by_name["award"], by_name["category"], by_name["province"])


def count_facets(entries: QuerySet[CatalogueEntry], most: int | None) -> Numbers:
    """Return the numbers of the entries by facet and key, and of all of them under `["all"][""]`; of the first `most`, if
    given. One query."""
    numbers: Numbers = {name: {} for name in ("all", "kind", "province", "category", "year", "award")}
    if entries.query.is_empty():
        return numbers | {"all": {"": 0}}
    hits, params = entries.values("shelf_id")[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(hits=hits), params)
        for facet, key, number in cursor.fetchall():
            numbers[facet][key] = number
    return numbers


def province_names() -> list[tuple[str, str]]:
    """Return the provinces that there are today, code and name, in the order of the codes. One query."""
    provinces = Region.objects.filter(kind=RegionKind.PROVINCE, valid_until=None)
    return list(provinces.order_by("code").values_list("code", "name"))
