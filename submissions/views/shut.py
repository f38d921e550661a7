"""Holidays and collective leave beside the dates that somebody chooses."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competition.holidays import LEAVE, Holiday, holiday_on, holidays_between, incomplete_years, is_weekend
from competition.models.editions import pick_language
from competition.zones import day_of, format_date, last_minute

# So far past the present close somebody looks who moves it.
BEYOND = timedelta(days=30)


def shut_days(at: datetime, closes_at: datetime) -> dict[str, Any]:
    """Return the days on which offices are shut, from today until well past the close, and what is not known of them."""
    first = day_of(at)
    last = max(first, day_of(closes_at)) + BEYOND
    years = incomplete_years(first, last)
    return {
        "shut": [_row(one) for one in holidays_between(first, last)],
        "shut_until": last,
        "shut_unknown": [str(year) for year in years],
    }


def shut_then(closes_at: datetime) -> list[str]:
    """Return a sentence when the new last day of a period is one on which offices are shut; none otherwise."""
    return _said(_("Hari terakhir yang baru, %(day)s, adalah hari libur: %(name)s."), day_of(last_minute(closes_at)))


def shut_between(starts_at: datetime, ends_at: datetime) -> list[str]:
    """Return the same about the first and the last day of a period."""
    first = _said(_("Hari pertama, %(day)s, adalah hari libur: %(name)s."), day_of(starts_at))
    return first + _said(_("Hari terakhir, %(day)s, adalah hari libur: %(name)s."), day_of(last_minute(ends_at)))


def _said(text: str, day: date) -> list[str]:
    found = holiday_on(day)
    if found is None and not is_weekend(day):
        return []
    name = _name(found) if found else pgettext("day", "akhir pekan")
    return [text % {"day": _words(day), "name": name}]


def _row(one: Holiday) -> dict[str, str]:
    return {"day": _words(one.day), "name": _name(one), "kind": _("cuti bersama") if one.kind == LEAVE else _("libur nasional")}


def _name(one: Holiday) -> str:
    return pick_language(one.name, one.name_en)


def _words(day: date) -> str:
    return format_date(day, weekday=True)
