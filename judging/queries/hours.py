"""Who is asked to be where outside one round: the interviews of other rounds, of whatever edition, and visits."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from competition.models import Institution, Person, Round
from competition.zones import ZONES, format_date, format_time
from judging.models import Slot, Visit
from judging.states import ACTIVE_ASSIGNMENTS, VisitState
from judging.timetabling import Span

DAY = timedelta(days=1)


class Engagements:
    """What judges and agencies do elsewhere, by their ids. Says when, never about which proposal."""

    def __init__(self) -> None:
        self.judges: dict[int, list[tuple[Span, str]]] = defaultdict(list)
        self.agencies: dict[int, list[tuple[Span, str]]] = defaultdict(list)

    def of_judge(self, judge: Person, span: Span) -> str:
        """Return why the judge cannot come then; empty if they can."""
        what = _first(self.judges.get(judge.pk, ()), span)
        return _("%(who)s bertugas di tempat lain: %(what)s.") % {"who": judge.name, "what": what} if what else ""

    def of_agency(self, agency: Institution, span: Span) -> str:
        """Return why the agency cannot come then; empty if it can."""
        what = _first(self.agencies.get(agency.pk, ()), span)
        return _("%(who)s diminta hadir di tempat lain: %(what)s.") % {"who": agency, "what": what} if what else ""


def _first(engagements: Collection[tuple[Span, str]], span: Span) -> str:
    return next((what for other, what in engagements if other.overlaps(span)), "")


def engaged_outside(round_: Round, spans: Collection[Span], *, visits: bool = True) -> Engagements:
    """Return what judges and agencies do outside the round between the first of these spans and the last. Three queries, two
    without visits, whatever is found; none where there is no span."""
    found = Engagements()
    if not spans:
        return found
    first, last = min(one.starts_at for one in spans), max(one.ends_at for one in spans)
    slots = Slot.objects.exclude(timetable__round=round_).filter(starts_at__lt=last, ends_at__gt=first).order_by("pk")
    for agency, starts_at, ends_at in slots.values_list("proposal__institution", "starts_at", "ends_at"):
        found.agencies[agency].append(_interview(starts_at, ends_at))
    for judge, starts_at, ends_at in _heard(slots):
        found.judges[judge].append(_interview(starts_at, ends_at))
    if visits:
        rows = _journeys().exclude(round=round_).filter(starts_on__lte=last.date() + DAY, ends_on__gte=first.date() - DAY)
        for _pk, agency, judge, starts_on, ends_on in rows:
            one = (days_of(starts_on, ends_on), _("kunjungan lapangan, %(day)s") % {"day": format_date(starts_on)})
            found.judges[judge].append(one)
            found.agencies[agency].append(one)
    return found


def days_of(starts_on: date, ends_on: date) -> Span:
    """Return the days of a journey as a span: they begin in the east and end in the west."""
    first = datetime.combine(starts_on, time(), ZONES["WIT"])
    return Span(first, datetime.combine(ends_on + DAY, time(), ZONES["WIB"]))


def _interview(starts_at: datetime, ends_at: datetime) -> tuple[Span, str]:
    when = f"{format_date(starts_at, short=True)} {format_time(starts_at)}"
    return Span(starts_at, ends_at), _("wawancara babak lain, %(when)s WIB") % {"when": when}


def _heard(slots: QuerySet[Slot]) -> QuerySet:
    """Return who hears these slots, with their times."""
    known = {"proposal__assignments__round": F("timetable__round")}
    heard = slots.filter(proposal__assignments__state__in=sorted(ACTIVE_ASSIGNMENTS), **known)
    return heard.values_list("proposal__assignments__judge", "starts_at", "ends_at")


def _journeys() -> QuerySet:
    """Return each visit that was not called off, once for each of its team."""
    rows = Visit.objects.exclude(state=VisitState.CANCELLED).order_by("pk")
    return rows.values_list("pk", "proposal__institution", "members__person", "starts_on", "ends_on")


def nobody_is_in_two_places() -> Iterator[str]:
    """INV-07: no judge and no agency is in two interviews at once, of whatever rounds, nor in one on the day of a visit."""
    judges, agencies = defaultdict(list), defaultdict(list)
    slots = Slot.objects.order_by("pk")
    for agency, starts_at, ends_at in slots.values_list("proposal__institution", "starts_at", "ends_at"):
        agencies[agency].append((starts_at, ends_at, 0))
    for judge, starts_at, ends_at in _heard(slots):
        judges[judge].append((starts_at, ends_at, 0))
    for visit, agency, judge, starts_on, ends_on in _journeys():
        span = days_of(starts_on, ends_on)
        agencies[agency].append((span.starts_at, span.ends_at, visit))
        judges[judge].append((span.starts_at, span.ends_at, visit))
    for who, engagements in (("judge", judges), ("agency", agencies)):
        for key, mine in engagements.items():
            if _meet(mine):
                yield f"{who} {key}: is asked to be in two places at once"


def _meet(engagements: list[tuple[datetime, datetime, int]]) -> bool:
    """Say whether two of them overlap, where not both are visits: a team may see two places on one day."""
    turns = sorted(one for one in engagements if not one[2])
    if any(one[1] > other[0] for one, other in pairwise(turns)):
        return True
    journeys = [Span(one[0], one[1]) for one in engagements if one[2]]
    return any(one.overlaps(Span(turn[0], turn[1])) for one in journeys for turn in turns)


CHECKS = {"INV-07 hours": nobody_is_in_two_places}
