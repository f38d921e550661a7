"""Days on which offices are shut: national holidays and collective leave, from files. Knows no database.

The shipped file is competition/data/holidays.csv; `HOLIDAYS_FILE` names one more, whose lines come before it. The columns and
where the days come from stand in competition/data/README.md.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from competition.reference import DATA
from competition.zones import ZONES, day_of

SHIPPED = DATA / "holidays.csv"
COLUMNS = ["day", "kind", "name", "name_en", "source"]
FRIDAY = 5
HOLIDAY, LEAVE = "HOLIDAY", "LEAVE"
# A line whose source begins so is of the joint decree that names all days of its year.
DECREE = "SKB"


class UnreadableHolidays(ValueError):
    """A line of the file is not as documented; the text says which."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which offices are shut, by law or by collective leave."""

    day: date
    kind: str
    name: str
    name_en: str
    source: str


def holidays_between(first: date, last: date) -> list[Holiday]:
    """Return the days from the first to the last, both included, in order."""
    known = known_holidays(settings.HOLIDAYS_FILE)
    return [known[day] for day in sorted(known) if first <= day <= last]


def holiday_on(day: date) -> Holiday | None:
    """Return what the day is; None of an ordinary one, a Sunday included."""
    return known_holidays(settings.HOLIDAYS_FILE).get(day)


def incomplete_years(first: date, last: date) -> list[int]:
    """Return the years of a period whose joint decree is in no file: of them only some days are known."""
    complete = {one.day.year for one in known_holidays(settings.HOLIDAYS_FILE).values() if one.source.startswith(DECREE)}
    return [year for year in range(first.year, last.year + 1) if year not in complete]


@cache
def known_holidays(own: str) -> dict[date, Holiday]:
    """Return every day that is known; `own` is the path of the operator's file, empty for none.

    :raises UnreadableHolidays: a file is not as documented.
    :raises OSError: it cannot be opened.
    """
    found: dict[date, Holiday] = {}
    for path in (SHIPPED, *([Path(own)] if own else [])):
        for one in read_holidays(path):
            found[one.day] = one
    return {day: one for day, one in found.items() if one.name}


def read_holidays(path: Path) -> Iterator[Holiday]:
    """Yield the lines of a file.

    :raises UnreadableHolidays: other columns, no date, or an unknown kind.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise UnreadableHolidays(f"{path}: the columns are not {','.join(COLUMNS)}")
        for row in reader:
            try:
                day = date.fromisoformat((row["day"] or "").strip())
            except ValueError as error:
                raise UnreadableHolidays(f"{path}:{reader.line_num}: {row['day']!r} is no date") from error
            values = {name: (row[name] or "").strip() for name in COLUMNS[1:]}
            if values["kind"] not in (HOLIDAY, LEAVE):
                raise UnreadableHolidays(f"{path}:{reader.line_num}: the kind is {HOLIDAY} or {LEAVE}")
            yield Holiday(day, **values)


def is_weekend(day: date) -> bool:
    """Say whether it is a Saturday or Sunday."""
    return day.isoweekday() > FRIDAY


def is_working_day(day: date) -> bool:
    """Say whether offices are open: no weekend, national holiday or day of collective leave."""
    return not is_weekend(day) and holiday_on(day) is None


def end_of_working_days(start: datetime, days: int) -> datetime:
    """Return the instant at which so many working days (at least one) after the day of `start` are over: the first of the next
    day in WIB, the end of a half-open period."""
    day = day_of(start)
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return datetime.combine(day + timedelta(days=1), time.min, ZONES["WIB"])
