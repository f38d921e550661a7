"""What institutions were called and what became of them, at any day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from competition.models import Institution, InstitutionChange, InstitutionLink


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the days between which it was borne; no end while it is."""

    name: str
    valid_from: date
    valid_until: date | None


def name_of(institution: Institution, day: date) -> str:
    """Return what the institution was called on a day; before it existed, its first name."""
    names = names_of(institution)
    return next((one.name for one in reversed(names) if one.valid_from <= day), names[0].name)


def names_of(institution: Institution) -> list[Named]:
    """Return every name with its days, oldest first; the last is the present one."""
    former = [Named(one.name, one.valid_from, one.valid_until) for one in institution.former_names.all()]
    began = former[-1].valid_until if former else institution.valid_from
    return [*former, Named(institution.name, began, institution.valid_until)]


def changes_of(institution: Institution) -> list[InstitutionChange]:
    """Return what was done to the institution or made it, oldest first, with who recorded it."""
    linked = InstitutionLink.objects.filter(predecessor=institution) | InstitutionLink.objects.filter(successor=institution)
    found = InstitutionChange.objects.filter(institution=institution)
    found |= InstitutionChange.objects.filter(pk__in=linked.values("change"))
    return list(found.select_related("institution", "recorded_by").order_by("on", "pk"))


def successors_of(institution: Institution) -> QuerySet[Institution]:
    """Return what came out of the institution by splits and mergers."""
    return Institution.objects.filter(pk__in=institution.successor_links.values("successor")).order_by("name")


def predecessors_of(institution: Institution) -> QuerySet[Institution]:
    """Return what the institution came out of."""
    return Institution.objects.filter(pk__in=institution.predecessor_links.values("predecessor")).order_by("name")
