"""What was parked for a person, for that person alone."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from competition.models import ParkedForm, Person
from competition.sealing import unseal


@dataclass(frozen=True, slots=True)
class Parked:
    """A form as it was sent: the address it belongs to, its fields, when it came and until when it is kept."""

    path: str
    fields: dict[str, str]
    parked_at: datetime
    ends_at: datetime


def parked_for(person: Person, at: datetime) -> list[Parked]:
    """Return what is kept for the person, the latest first."""
    return [one for row in alive(person, at).order_by("-parked_at", "-pk") for one in _open(row)]


def parked_at_path(person: Person, path: str, at: datetime) -> Parked | None:
    """Return what is kept for the person and the address, if anything is."""
    return next((one for row in alive(person, at).filter(path=path) for one in _open(row)), None)


def parked_paths(person: Person, at: datetime) -> list[str]:
    """Return the addresses for which something is kept."""
    return list(alive(person, at).order_by("-parked_at", "-pk").values_list("path", flat=True))


def alive(person: Person, at: datetime) -> QuerySet[ParkedForm]:
    """Return the rows that may still be given back."""
    return ParkedForm.objects.filter(person=person, ends_at__gt=at)


def _open(row: ParkedForm) -> list[Parked]:
    """Return the form; nothing when its key is gone."""
    text = unseal(ParkedForm.purpose_for(row.person_id), row.sealed)
    return [] if text is None else [Parked(row.path, json.loads(text), row.parked_at, row.ends_at)]
