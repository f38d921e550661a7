"""Reads about interviews: a round's slots, who sits before whom, and who is asked to be elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations

from django.db.models import F, QuerySet

from competition.models import Person, Round
from competition.models.editions import RoundKind
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import tied_in
from judging.models import Assignment, Slot, Timetable
from judging.queries.hours import engaged_outside
from judging.states import ACTIVE_ASSIGNMENTS
from judging.timetabling import Span

ACTIVE = sorted(ACTIVE_ASSIGNMENTS)
_WHOLE = ("timetable__round__edition", "timetable__round__stage", "timetable__round__ranking", "proposal__institution")


def span_of(slot: Slot) -> Span:
    """Return when the slot is."""
    return Span(slot.starts_at, slot.ends_at)


def slots_of(round_: Round) -> QuerySet[Slot]:
    """Return the round's slots in the order of time and room, with what a list prints."""
    slots = Slot.objects.filter(timetable__round=round_).order_by("starts_at", "room", "pk")
    return slots.select_related("timetable__round__edition", "proposal__institution", "confirmed_by")


def coming_slots(round_: Round, at: datetime) -> QuerySet[Slot]:
    """Return the round's slots that have not begun, as `slots_of`."""
    return slots_of(round_).filter(starts_at__gt=at)


def confirmed_in(round_: Round) -> int:
    """Return how many of the round's slots somebody has confirmed."""
    return Slot.objects.filter(timetable__round=round_, confirmed_at__isnull=False).count()


def slot_by_code(code: str) -> Slot | None:
    """Return a slot with its round and its proposal, if there is one."""
    return Slot.objects.select_related(*_WHOLE, "confirmed_by").filter(code=code).first()


def panels_of(round_: Round) -> dict[int, list[Person]]:
    """Return who scores each proposal of the round now, by the proposal's id. One query."""
    found: dict[int, list[Person]] = defaultdict(list)
    rows = Assignment.objects.filter(round=round_, state__in=ACTIVE).select_related("judge")
    for one in rows.order_by("judge__name", "pk"):
        found[one.proposal_id].append(one.judge)
    return found


def own_slots(judge: Person, at: datetime) -> list[Slot]:
    """Return the slots of proposals that the judge scores, by time, each with the code of its `task` and that one's
    `state`; but for those of institutions the judge is tied to now."""
    editions = [one.edition_id for one in rights_of(judge, at).appointments if one.role == AppointmentRole.JUDGE]
    mine = Slot.objects.filter(
        timetable__round__edition__in=editions,
        proposal__assignments__judge=judge,
        proposal__assignments__round=F("timetable__round"),
        proposal__assignments__state__in=ACTIVE,
    )
    shown = mine.annotate(task=F("proposal__assignments__code"), state=F("proposal__assignments__state"))
    shown = shown.exclude(proposal__institution__in=tied_in(judge, editions, at))
    return list(shown.select_related("timetable__round", "proposal__institution").order_by("starts_at", "pk"))


def task_in(slot: Slot, judge: Person) -> Assignment | None:
    """Return the judge's own task for what is presented in the slot, if there is one."""
    rows = Assignment.objects.filter(round=slot.timetable.round_id, proposal=slot.proposal_id, judge=judge)
    return rows.select_related("round__edition", "proposal").first()


def unconfirmed_between(first: datetime, last: datetime) -> QuerySet[Slot]:
    """Return the slots in between that nobody has confirmed and nobody was reminded of."""
    waiting = Slot.objects.filter(confirmed_at=None, reminded_at=None, starts_at__gt=first, starts_at__lte=last)
    return waiting.select_related("timetable__round__edition", "timetable__round__stage", "proposal__institution").order_by(
        "pk"
    )


def begun_in(round_: Round, at: datetime) -> set[int]:
    """Return the ids of proposals whose turn in the round has begun."""
    begun = Slot.objects.filter(timetable__round=round_, starts_at__lte=at).order_by("pk")
    return set(begun.values_list("proposal_id", flat=True))


def tasks_about(round_: Round, proposals: Collection[int]) -> Counter[int]:
    """Return how many of these proposals each judge scores, by the judge's id. Nothing is asked where there is none."""
    if not proposals:
        return Counter()
    rows = Assignment.objects.filter(round=round_, state__in=ACTIVE, proposal__in=proposals).order_by("pk")
    return Counter(rows.values_list("judge_id", flat=True))


def timetable_of(round_: Round) -> Timetable | None:
    """Return the round's timetable, if it has one."""
    return Timetable.objects.filter(round=round_).first()


def busy_in(round_: Round) -> set[tuple[int, int]]:
    """Return the (proposal, judge) pairs in which the judge sits before another proposal when this one presents, or is busy in
    another round. Nothing is asked about a round without interviews."""
    spans = _spans(round_)
    if not spans:
        return set()
    sits: dict[int, list[int]] = defaultdict(list)
    rows = Assignment.objects.filter(round=round_, state__in=ACTIVE, proposal__in=spans).order_by("pk")
    for judge, proposal in rows.values_list("judge_id", "proposal_id"):
        sits[judge].append(proposal)
    return {
        (proposal, judge)
        for judge, before in sits.items()
        for proposal, span in spans.items()
        if any(one != proposal and span.overlaps(spans[one]) for one in before)
    } | {
        (proposal, judge)
        for judge, mine in engaged_outside(round_, spans.values()).judges.items()
        for proposal, span in spans.items()
        if any(span.overlaps(one) for one, _what in mine)
    }


def twice_at_once(round_: Round, pairs: Iterable[tuple[int, int]]) -> bool:
    """Say whether these new (proposal, judge) pairs ask somebody to be in two rooms at once."""
    spans, new = _spans(round_), defaultdict(list)
    for proposal, judge in pairs:
        if proposal in spans:
            new[judge].append(spans[proposal])
    return any(one.overlaps(other) for mine in new.values() for one, other in combinations(mine, 2))


def _spans(round_: Round) -> dict[int, Span]:
    if round_.kind != RoundKind.INTERVIEW:
        return {}
    rows = Slot.objects.filter(timetable__round=round_).order_by("pk").values_list("proposal_id", "starts_at", "ends_at")
    return {proposal: Span(starts_at, ends_at) for proposal, starts_at, ends_at in rows}
