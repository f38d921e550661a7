"""The coaching clinics of an edition, as its file says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from competition.presets.nodes import Key, Problems, Record, boolean, choice, instant, integer, items, optional, text

ZONES = ("WIB", "WITA", "WIT")
INVITED = ("MINISTRY", "AGENCY", "PROVINCE", "REGENCY", "CITY", "BUMN", "BUMD")
TIMES = (("starts", "ends"), ("books_from", "books_until"))
CLINIC = {
    "number": Key(integer(1, 99)),
    "title": optional(text(200, blank=True)),
    "starts": optional(instant, default=None),
    "ends": optional(instant, default=None),
    "hours_known": optional(boolean, default=True),
    "zone": optional(choice(ZONES), default="WIB"),
    "place": optional(text(300, blank=True)),
    "seats": optional(integer(1, 10_000), default=None),
    "seats_per_institution": optional(integer(1, 10_000), default=None),
    "provinces": optional(items(text(8)), default=()),
    "kinds": optional(items(choice(INVITED)), default=()),
    "guests": optional(boolean, default=False),
    "agenda": optional(text(blank=True)),
    "books_from": optional(instant, default=None),
    "books_until": optional(instant, default=None),
    "note": optional(text(2_000)),
}


@dataclass(frozen=True, slots=True)
class Clinic:
    """One batch; what is not known is None or empty. Provinces are codes of the list of regions."""

    number: int
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_whole_day: bool
    zone: str
    place: str
    capacity: int | None
    seats_per_institution: int | None
    provinces: tuple[str, ...]
    kinds: tuple[str, ...]
    takes_guests: bool
    agenda: str
    note: str
    books_from: datetime | None
    books_until: datetime | None


def build_clinic(found: Record) -> Clinic:
    """Return one batch."""
    return Clinic(
        number=found.get("number"),
        title=found.get("title"),
        starts_at=found.get("starts"),
        ends_at=found.get("ends"),
        is_whole_day=not found.get("hours_known"),
        zone=found.get("zone"),
        place=found.get("place"),
        capacity=found.get("seats"),
        seats_per_institution=found.get("seats_per_institution"),
        provinces=tuple(item.value for item in found.get("provinces")),
        kinds=tuple(item.value for item in found.get("kinds")),
        takes_guests=found.get("guests"),
        agenda=found.get("agenda"),
        note=found.get("note") or "",
        books_from=found.get("books_from"),
        books_until=found.get("books_until"),
    )


def check_clinics(clinics: Iterable[Record], problems: Problems) -> None:
    """Note clinics and times to book that end before they begin or lack one end, and bookings after the clinic began."""
    for one in clinics:
        for first, last in TIMES:
            begins, ends = one.get(first), one.get(last)
            if (begins is None) != (ends is None):
                problems.add(one.where(first), f"'{first}' and '{last}' stand together; write both or none")
            elif begins is not None and ends <= begins:
                problems.add(one.where(last), f"'{last}' is not after '{first}'; move it later")
        until, starts = one.get("books_until"), one.get("starts")
        if until is not None and (starts is None or until > starts):
            problems.add(one.where("books_until"), "'books_until' is after the clinic 'starts'; move it earlier")
