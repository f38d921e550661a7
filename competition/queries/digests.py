"""Whose letters of a day are due."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min

from competition.models import Membership, Notice, Person
from competition.models.notices import NoticeState
from competition.night import is_for_today
from competition.queries.people import in_force

HOME = "WIB"


def people_to_gather_for(at: datetime) -> list[int]:
    """Return the people for whose letters 07.00 came on their own clock, who waited longest first. Two queries."""
    waiting = Notice.objects.filter(state=NoticeState.DAILY, recipient__is_active=True).exclude(text="")
    first = waiting.order_by().values("recipient").annotate(first=Min("created_at")).order_by("first", "recipient")
    known = list(first.values_list("recipient", "first"))
    zones = zones_of([pk for pk, _first in known], at)
    return [pk for pk, written_at in known if is_for_today(written_at, zones[pk], at)]


def zone_of(person: Person, at: datetime) -> str:
    """Return the zone of the person's institution; WIB for somebody who has none, or one of the whole country."""
    return zones_of([person.pk], at)[person.pk]


def zones_of(people: Collection[int], at: datetime) -> dict[int, str]:
    """Return the same for each of some people. One query."""
    held = Membership.objects.filter(in_force(at), person__in=people, institution__region__isnull=False)
    # Of two institutions the one they came to last stands.
    found = held.order_by("starts_at", "pk").values_list("person", "institution__region__time_zone")
    return dict.fromkeys(people, HOME) | dict(found)
