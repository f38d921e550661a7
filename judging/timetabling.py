"""Who presents when, in which room, before which judges. Knows no database: the same request gives the same timetable.

All rooms work at the same times. A judge sits in one room, so nobody is asked to be in two. What remains is who goes into which
room (not before a judge with a tie), and in which order, so that no agency presents in two rooms at once. The first is a
matching of proposals with rooms, raised until everybody has a place. The second is a colouring of the edges between
agencies and rooms: each time is a colour, and as many as the busiest room or agency has are always enough (König). So a
request that has a solution gets one, and one that has none is told by how many turns it falls short.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

# An agency says by then that it comes, and with whom.
BEFORE_START = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: a session without a break, or one turn in it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Say whether both have an instant in common; one that begins when the other ends has none."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Span") -> bool:
        """Say whether the other lies in this one from beginning to end."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


@dataclass(frozen=True, slots=True)
class Room:
    """A room or a link, and who sits in it."""

    name: str
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be planned. `talks`: proposal -> agency; `times`: how many turns each room has; `readers`: how many sheets
    each proposal needs; `conflicts`: (proposal, judge) pairs that must not meet; `most`: how many proposals a judge takes."""

    talks: Mapping[str, str]
    rooms: Sequence[Room]
    times: int
    readers: int
    conflicts: frozenset[tuple[str, str]]
    most: Mapping[str, int]
    seed: int


@dataclass(frozen=True, slots=True)
class Placed:
    """One turn: the proposal, its room and its time by their places in the request, and who scores it."""

    talk: str
    room: int
    time: int
    judges: tuple[str, ...]


class Lack(StrEnum):
    """Which rule stands in the way."""

    READERS = "READERS"
    TIMES = "TIMES"
    AGENCY = "AGENCY"
    LOAD = "LOAD"


@dataclass(frozen=True, slots=True)
class Shortage:
    """A rule that cannot be kept: needed is `required`, there is `available`. `about`: a proposal, an agency or a judge."""

    lack: Lack
    required: int
    available: int
    about: str = ""


class NoTimetable(Exception):
    """No timetable keeps every rule."""

    def __init__(self, shortages: list[Shortage]) -> None:
        self.shortages = shortages
        super().__init__(", ".join(f"{one.lack} {one.about} {one.available}/{one.required}" for one in shortages))


def turns_of(sessions: Iterable[Span], minutes: int, pause: int) -> list[Span]:
    """Return the turns that fit into the sessions, a pause between two of them; what lies between sessions is a break."""
    length, gap, found = timedelta(minutes=minutes), timedelta(minutes=pause), []
    for session in sessions:
        starts_at = session.starts_at
        while starts_at + length <= session.ends_at:
            found.append(Span(starts_at, starts_at + length))
            starts_at += length + gap
    return found


def confirm_until(starts_at: datetime, changed_at: datetime) -> datetime:
    """Return until when attendance is confirmed: a day before, or the start itself where the turn was changed later."""
    until = starts_at - BEFORE_START
    return until if changed_at < until else starts_at


def plan(request: Request) -> list[Placed]:
    """Return a turn for every proposal, in the order of time and room.

    :raises NoTimetable: naming every rule that stands in the way, and by how much.
    :raises ValueError: a judge sits in two rooms.
    """
    seats = Counter(judge for room in request.rooms for judge in room.judges)
    if any(number > 1 for number in seats.values()):
        raise ValueError("a judge sits in two rooms")
    chance = Random(request.seed)
    talks = sorted(request.talks)
    chance.shuffle(talks)
    free = {talk: _free_judges(request, talk) for talk in talks}
    shortages = [
        Shortage(Lack.READERS, request.readers, max(map(len, free[talk]), default=0), talk)
        for talk in sorted(talks)
        if all(len(judges) < request.readers for judges in free[talk])
    ]
    if shortages:
        raise NoTimetable(shortages)
    open_to = {talk: [place for place, who in enumerate(free[talk]) if len(who) >= request.readers] for talk in talks}
    room_of = _into_rooms(talks, open_to, len(request.rooms))
    _check_times(request, room_of)
    time_of = _into_times(talks, request.talks, room_of)
    ordered = sorted(talks, key=lambda talk: (time_of[talk], room_of[talk]))
    readers = _readers(request, ordered, {talk: free[talk][room_of[talk]] for talk in talks})
    return [Placed(talk, room_of[talk], time_of[talk], readers[talk]) for talk in ordered]


def _free_judges(request: Request, talk: str) -> list[list[str]]:
    """Return for each room who in it may score the proposal."""
    return [[judge for judge in room.judges if (talk, judge) not in request.conflicts] for room in request.rooms]


def _into_rooms(talks: list[str], open_to: Mapping[str, list[int]], rooms: int) -> dict[str, int]:
    """Spread the proposals over the rooms open to them, as evenly as that goes."""
    most = -(-len(talks) // rooms) if rooms else 0
    while True:
        members: list[list[str]] = [[] for _ in range(rooms)]
        if all(_seat(talk, open_to, members, most, set()) for talk in talks):
            return {talk: place for place, inside in enumerate(members) for talk in inside}
        most += 1


def _seat(talk: str, open_to: Mapping[str, list[int]], members: list[list[str]], most: int, seen: set[int]) -> bool:
    """Find the proposal a room, moving others to further rooms where that makes room."""
    for place in sorted(open_to[talk], key=lambda one: (len(members[one]), one)):
        if place in seen:
            continue
        seen.add(place)
        if len(members[place]) < most:
            members[place].append(talk)
            return True
        for other in list(members[place]):
            if _seat(other, open_to, members, most, seen):
                members[place][members[place].index(other)] = talk
                return True
    return False


def _check_times(request: Request, room_of: Mapping[str, int]) -> None:
    """Refuse where a room, or an agency that can be in one room at a time, needs more times than there are."""
    busiest = max(Counter(room_of.values()).values(), default=0)
    shortages = [Shortage(Lack.TIMES, busiest, request.times)] if busiest > request.times else []
    agencies = Counter(request.talks.values())
    shortages += [
        Shortage(Lack.AGENCY, number, request.times, agency)
        for agency, number in sorted(agencies.items())
        if number > request.times
    ]
    if shortages:
        raise NoTimetable(shortages)


def _into_times(talks: list[str], agency_of: Mapping[str, str], room_of: Mapping[str, int]) -> dict[str, int]:
    """Give each proposal a time at which neither its room nor its agency has another."""
    times = max([*Counter(room_of.values()).values(), *Counter(agency_of[talk] for talk in talks).values()], default=0)
    taken: dict[tuple[str, object], dict[int, str]] = defaultdict(dict)
    found: dict[str, int] = {}

    def ends(talk: str) -> tuple[tuple[str, object], tuple[str, object]]:
        return ("agency", agency_of[talk]), ("room", room_of[talk])

    def put(talk: str, time: int) -> None:
        found[talk] = time
        for end in ends(talk):
            taken[end][time] = talk

    for talk in talks:
        agency, room = ends(talk)
        at_agency, at_room = ([time for time in range(times) if time not in taken[end]] for end in (agency, room))
        both = next((time for time in at_agency if time in at_room), None)
        if both is None:
            both = at_agency[0]
            path, end, time = [], room, both
            # From the room along the two times in turn: the way never comes to the agency, which has nothing at the first.
            while time in taken[end]:
                path.append(taken[end][time])
                end = next(one for one in ends(path[-1]) if one != end)
                time = at_room[0] if time == both else both
            for one in path:
                for end in ends(one):
                    del taken[end][found[one]]
            for one in path:
                put(one, at_room[0] if found[one] == both else both)
        put(talk, both)
    return found


def _readers(request: Request, ordered: list[str], free: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Let those of a room score who have fewest so far, up to the most that each takes."""
    loads: Counter[str] = Counter()
    found = {}
    for talk in ordered:
        chosen = sorted(free[talk], key=lambda one: (loads[one] >= request.most[one], loads[one], one))[: request.readers]
        loads.update(chosen)
        found[talk] = tuple(sorted(chosen))
    over = [one for one in sorted(loads) if loads[one] > request.most[one]]
    if over:
        raise NoTimetable([Shortage(Lack.LOAD, loads[one], request.most[one], one) for one in over])
    return found
