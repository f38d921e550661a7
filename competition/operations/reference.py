"""Bring the shipped reference data into the database, as often as you like."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from competition.models import Institution, InstitutionChange, InstitutionLink, Region
from competition.reference import read_institutions, read_regions


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, mended and left as they were."""

    added: int
    mended: int
    same: int

    def __str__(self) -> str:
        return f"{self.added} added, {self.mended} mended, {self.same} unchanged"


@transaction.atomic
def load_reference(*, at: datetime) -> dict[str, Loaded]:
    """Add regions and institutions that are missing and mend those that differ from the shipped files; remove nothing.

    Rows that people added themselves are left alone, and `verified_at` of an institution is only set when it is added.
    """
    regions = load_regions()
    institutions = load_institutions(at)
    return {"regions": regions, "institutions": institutions}


def load_regions() -> Loaded:
    """Write regions; a region is known by its code and the day it began."""
    rows = read_regions()
    known = {(one.code, one.valid_from): one for one in Region.objects.select_for_update()}
    provinces: dict[str, Region] = {}
    batch = Batch(("name", "kind", "parent", "time_zone", "valid_until", "source"))
    for level in (False, True):
        for row in (one for one in rows if bool(one.parent) is level):
            values = {
                "name": row.name,
                "kind": row.kind,
                "parent": provinces.get(row.parent),
                "time_zone": row.time_zone,
                "valid_until": row.valid_until,
                "source": row.source,
            }
            key = {"code": row.code, "valid_from": row.valid_from}
            region = batch.take(known.get((row.code, row.valid_from)), Region, key, values)
            provinces.setdefault(row.code, region)
        batch.write(Region)
    return batch.counts()


def load_institutions(at: datetime) -> Loaded:
    """Write institutions; an institution is known by its code. What people recorded about one goes before the files:
    once it was renamed, split, merged, closed or moved, its name, parent and end stay as they are; and one that people added
    themselves is not added again under the files' code."""
    known = {one.code: one for one in Institution.objects.select_for_update(of=("self",)).select_related("parent")}
    recorded = institutions_with_a_history()
    standing = {listed_as(one.name, one.kind, one.region_id): one for one in known.values() if one.valid_until is None}
    regions = {one.code: one for one in Region.objects.filter(valid_until=None)}
    batch = Batch(("name", "kind", "region", "parent", "valid_from", "valid_until", "source"))
    written: dict[str, Institution] = {}
    rows = read_institutions()
    for level in (False, True):
        for row in (one for one in rows if bool(one.parent) is level):
            values = {
                "name": row.name,
                "kind": row.kind,
                "region": regions.get(row.region),
                "parent": written.get(row.parent),
                "valid_from": row.valid_from,
                "valid_until": row.valid_until,
                "source": row.source,
            }
            key = {"code": row.code, "verified_at": at}
            found = known.get(row.code)
            if found is None and row.valid_until is None:
                region = values["region"]
                found = standing.get(listed_as(row.name, row.kind, region.pk if region else None))
                if found is not None:
                    written[row.code] = found
                    batch.same += 1
                    continue
            if found is not None and found.pk in recorded:
                values |= {"name": found.name, "parent": found.parent, "valid_until": found.valid_until}
            written[row.code] = batch.take(found, Institution, key, values)
        batch.write(Institution)
    return batch.counts()


def listed_as(name: str, kind: str, region_id: int | None) -> tuple[str, str, int | None]:
    """Return what two open institutions may not have in common; the database refuses it too."""
    return name.lower(), kind, region_id


def institutions_with_a_history() -> set[int]:
    """Return the institutions about which people recorded something."""
    changed = InstitutionChange.objects.values_list("institution")
    linked = InstitutionLink.objects.values_list("predecessor")
    return {pk for (pk,) in changed.union(linked)}


class Batch:
    """Collects new and changed rows and writes them together."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.new: list[models.Model] = []
        self.changed: list[models.Model] = []
        self.added = self.mended = self.same = 0

    def take(self, found: models.Model | None, kind: type, key: dict, values: dict) -> models.Model:
        """Return the row with these values, marked for writing where it is new or differs."""
        if found is None:
            found = kind(**key, **values)
            self.new.append(found)
            self.added += 1
        elif any(differs(found, field, value) for field, value in values.items()):
            for field, value in values.items():
                setattr(found, field, value)
            self.changed.append(found)
            self.mended += 1
        else:
            self.same += 1
        return found

    def write(self, kind: type[models.Model]) -> None:
        """Write what was collected so far; new rows have their ids afterwards."""
        kind.objects.bulk_create(self.new)
        if self.changed:
            kind.objects.bulk_update(self.changed, self.fields)
        self.new, self.changed = [], []

    def counts(self) -> Loaded:
        """Return what happened."""
        return Loaded(self.added, self.mended, self.same)


def differs(found: models.Model, field: str, value: object) -> bool:
    """Say whether the row holds something else; related rows are compared by id, without a query."""
    if isinstance(value, models.Model) or field in {"parent", "region"}:
        return getattr(found, f"{field}_id") != getattr(value, "pk", None)
    return getattr(found, field) != value
