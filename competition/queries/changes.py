"""What institutions were called and what became of them, at any day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

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


@dataclass(frozen=True, slots=True)
class History:
    """What became of an institution, oldest first, and what it came out of and what came out of it."""

    changes: list[InstitutionChange]
    predecessors: list[Institution]
    successors: list[Institution]


def history_of(institution: Institution) -> History:
    """Return what was done to the institution or made it; two queries."""
    either = Q(predecessor=institution) | Q(successor=institution)
    related = ("change__recorded_by", "change__institution", "predecessor", "successor")
    links = list(InstitutionLink.objects.filter(either).select_related(*related))
    changes = {one.pk: one for one in institution.changes.select_related("recorded_by")}
    changes |= {one.change_id: one.change for one in links}
    by_name = sorted(links, key=lambda one: (one.predecessor.name, one.successor.name))
    return History(
        sorted(changes.values(), key=lambda one: (one.on, one.pk)),
        list(dict.fromkeys(one.predecessor for one in by_name if one.successor_id == institution.pk)),
        list(dict.fromkeys(one.successor for one in by_name if one.predecessor_id == institution.pk)),
    )


def successors_of(institution: Institution) -> list[Institution]:
    """Return what came out of the institution by splits and mergers."""
    return history_of(institution).successors


def predecessors_of(institution: Institution) -> list[Institution]:
    """Return what the institution came out of."""
    return history_of(institution).predecessors
