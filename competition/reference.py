"""The shipped reference data: regions, and the institutions of all seven kinds. Reads files, knows no database.

Where each row comes from stands in its `source`; competition/data/README.md tells how the files were made.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from competition.words import normalise_title

DATA = Path(__file__).resolve().parent / "data"
# Aceh and Yogyakarta have names of their own by law; Jakarta is called by the name everybody uses.
PROVINCE_GOVERNMENTS = {
    "11": "Pemerintah Aceh",
    "31": "Pemerintah Provinsi DKI Jakarta",
    "34": "Pemerintah Daerah Daerah Istimewa Yogyakarta",
}
# Parts of Jakarta without a government of their own: regions, but no entrants.
ADMINISTRATIVE = ("Kabupaten Administrasi ", "Kota Administrasi ")
PREFIXES = {"PROVINCE": "PROV", "REGENCY": "KAB", "CITY": "KOTA"}
BEFORE_THE_FIRST_EDITION = date(2014, 1, 1)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region under its code, true between two dates."""

    code: str
    name: str
    kind: str
    parent: str
    time_zone: str
    valid_from: date
    valid_until: date | None
    aliases: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """An institution under our own code; `region` and `parent` are codes."""

    code: str
    name: str
    kind: str
    region: str
    parent: str
    valid_from: date
    valid_until: date | None
    aliases: tuple[str, ...]
    source: str


def read_regions() -> list[RegionRow]:
    """Return every region, provinces before what lies in them."""
    rows = [
        RegionRow(
            **{key: row[key] for key in ("code", "name", "kind", "parent", "time_zone", "source")},
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=read_end(row),
            aliases=read_aliases(row),
        )
        for row in read_rows("regions.csv")
    ]
    return sorted(rows, key=lambda row: (bool(row.parent), row.code))


def read_institutions() -> list[InstitutionRow]:
    """Return every institution, parents before the BUMD that hang on them."""
    governments = [row for region in read_regions() if (row := government_of(region))]
    region_of = {row.code: row.region for row in governments}
    others = [
        InstitutionRow(
            **{key: row[key] for key in ("code", "name", "kind", "parent", "source")},
            region=region_of.get(row["parent"], ""),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=read_end(row),
            aliases=read_aliases(row),
        )
        for row in read_rows("institutions.csv")
    ]
    return governments + others


def government_of(region: RegionRow) -> InstitutionRow | None:
    """Return the government of a region; None for the administrative parts of Jakarta.

    A regency that came under a new province got a new code, not a new government: it keeps its age.
    """
    if region.name.startswith(ADMINISTRATIVE):
        return None
    is_province = region.kind == "PROVINCE"
    title = "Pemerintah Provinsi" if is_province else "Pemerintah"
    usual = f"{title} {region.name}"
    name = PROVINCE_GOVERNMENTS.get(region.code, usual)
    names = [usual, *(f"{title} {alias}" for alias in region.aliases)]
    is_new = is_province or region.valid_from < date(2022, 1, 1)
    return InstitutionRow(
        code=f"{PREFIXES[region.kind]}-{region.code}",
        name=name,
        kind=region.kind,
        region=region.code,
        parent="",
        valid_from=region.valid_from if is_new else BEFORE_THE_FIRST_EDITION,
        valid_until=region.valid_until,
        aliases=tuple(other for other in names if other != name),
        source=region.source,
    )


@cache
def codes_by_name() -> dict[str, tuple[str, ...]]:
    """Return the codes of the shipped institutions by each name they go by, without capitals, accents and spaces.

    One name may stand for several: BKKBN was an agency until 2024 and a ministry after.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in read_institutions():
        for key in dict.fromkeys(normalise_title(name) for name in (row.name, *row.aliases)):
            found[key] = (*found.get(key, ()), row.code)
    return found


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_end(row: dict[str, str]) -> date | None:
    """Return the first day on which the row is no longer true."""
    return date.fromisoformat(row["valid_until"]) if row["valid_until"] else None


def read_aliases(row: dict[str, str]) -> tuple[str, ...]:
    """Return the other names of the row."""
    return tuple(filter(None, row["aliases"].split("|")))
