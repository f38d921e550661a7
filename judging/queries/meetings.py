"""When an agency presents and when it is visited, as the pages of its proposals print it: never who judges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q

from competition.queries.remembered import Briefly
from competition.zones import day_of
from judging.models import Slot, Visit, VisitMember
from judging.states import VisitState
from judging.timetabling import confirm_until
from submissions.models import Proposal

MOST = 10


@dataclass(frozen=True, slots=True)
class Interview:
    """A slot; `confirm_until` is None once somebody has confirmed."""

    title: str
    code: str
    starts_at: datetime
    room: str
    confirm_until: datetime | None


@dataclass(frozen=True, slots=True)
class Journey:
    """A visit, with who stands in the door."""

    title: str
    proposal: str
    starts_on: date
    ends_on: date
    place: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meetings:
    """What is to come, by time; false where there is nothing."""

    interviews: tuple[Interview, ...] = ()
    visits: tuple[Journey, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.interviews or self.visits)


def meetings_of(proposals: Iterable[Proposal], at: datetime) -> Meetings:
    """Return what is to come for these proposals, a few of each kind. Two queries, one more for teams of visits."""
    slots = Slot.objects.filter(proposal__in=proposals, ends_at__gt=at).select_related("proposal")
    # Also once the team has confirmed: on which day it did is not the agency's to read from its desk.
    told = Visit.objects.filter(~Q(state=VisitState.CANCELLED), proposal__in=proposals)
    visits = told.filter(ends_on__gte=day_of(at, zone="WIB"))
    team = Prefetch("members", VisitMember.objects.select_related("person").order_by("seat", "person__name", "pk"))
    return Meetings(
        tuple(_interview(one) for one in slots.order_by("starts_at", "pk")[:MOST]),
        tuple(
            _journey(one) for one in visits.select_related("proposal").prefetch_related(team).order_by("starts_on", "pk")[:MOST]
        ),
    )


def agencies_with_meetings() -> frozenset[int]:
    """Return the ids of institutions that present or are visited, as it was a moment ago; for pages that ask on only there."""
    return _AGENCIES.get()


def _agencies() -> frozenset[int]:
    slots = Slot.objects.order_by().values_list("proposal__institution")
    visits = Visit.objects.filter(~Q(state=VisitState.CANCELLED)).order_by().values_list("proposal__institution")
    return frozenset(pk for (pk,) in slots.union(visits))


_AGENCIES = Briefly(_agencies)


def _interview(slot: Slot) -> Interview:
    until = None if slot.confirmed_at else confirm_until(slot.starts_at, slot.changed_at)
    return Interview(slot.proposal.title, slot.code, slot.starts_at, slot.room, until)


def _journey(visit: Visit) -> Journey:
    names = tuple(one.person.name for one in visit.members.all())
    return Journey(visit.proposal.title, visit.proposal.code, visit.starts_on, visit.ends_on, visit.place, names)
