"""Instants, dates and numbers as people read them, in Indonesian and in English.

Indonesia has three zones. A deadline is decided in WIB and shown in all three, with the date wherever it differs.
Periods are half-open, so a period that ends at 00.00 is shown by its last minute: nobody misreads 23.59.

Every function takes `language`; without it the language of the current request decides.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}
LAST_DAY = timedelta(hours=24)
KEPT = 4000

_MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT_MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WEEKDAYS = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_SWAPPED = str.maketrans(",.", ".,")
_UNITS = {"id": ("hari", "jam", "menit"), "en": ("day", "hour", "minute")}


@dataclass(frozen=True)
class ZoneTime:
    """One instant on the clock of one zone. `day` is empty when the date is the same as in WIB."""

    zone: str
    time: str
    day: str


def day_of(instant: datetime, *, zone: str = "WIB") -> date:
    """Return the day on which the instant falls in a zone.

    :raises ValueError: for a datetime without a zone.
    """
    return _local(instant, zone).date()


def format_date(
    value: date | datetime,
    *,
    zone: str = "WIB",
    weekday: bool = False,
    year: bool = True,
    short: bool = False,
    language: str | None = None,
) -> str:
    """Return "10 Maret 2017", with "Jumat, " before it, without the year, or with a short month.

    :raises ValueError: for a datetime without a zone.
    """
    lang = _language(language)
    local = _local(value, zone).date() if isinstance(value, datetime) else value
    months = _SHORT_MONTHS if short else _MONTHS
    text = f"{local.day} {months[lang][local.month - 1]}"
    if year:
        text += f" {local.year}"
    return f"{_WEEKDAYS[lang][local.weekday()]}, {text}" if weekday else text


def format_time(instant: datetime, *, zone: str = "WIB", language: str | None = None) -> str:
    """Return "23.59" in Indonesian and "23:59" in English.

    :raises ValueError: for a datetime without a zone.
    """
    return _local(instant, zone).strftime("%H:%M" if _language(language) == "en" else "%H.%M")


def format_instant(instant: datetime, *, zone: str = "WIB", language: str | None = None) -> str:
    """Return "10 Maret 2017 pukul 23.59 WIB"."""
    return _instant(instant, zone, _language(language))


def last_minute(closes_at: datetime) -> datetime:
    """Return the minute to show for a half-open end: 23.59 for an end at midnight WIB, else the end itself."""
    local = _local(closes_at, "WIB")
    return closes_at - timedelta(minutes=1) if (local.hour, local.minute) == (0, 0) else closes_at


def format_closing(closes_at: datetime, *, zone: str = "WIB", language: str | None = None) -> str:
    """Return the end of a half-open period in words: midnight after 10 March is "10 Maret 2017 pukul 23.59 WIB"."""
    return format_instant(last_minute(closes_at), zone=zone, language=language)


def format_elsewhere(instant: datetime, *, language: str | None = None) -> str:
    """Return the instant on the other two clocks: "00.59 WITA (11 Maret) · 01.59 WIT (11 Maret)"."""
    return _in_zones(read_zones(instant, language=language)[1:])


def format_closing_in_zones(closes_at: datetime) -> str:
    """Return the end of a half-open period in words and on all three clocks."""
    return f"{format_closing(closes_at)} · {format_elsewhere(last_minute(closes_at))}"


def format_opening(opens_at: datetime) -> str:
    """Return the start of a period in words and on all three clocks."""
    return f"{format_instant(opens_at)} · {format_elsewhere(opens_at)}"


def format_deadline(closes_at: datetime | None) -> str:
    """Return the end of a half-open period with its weekday and in three zones; empty where there is none."""
    if closes_at is None:
        return ""
    shown = last_minute(closes_at)
    return f"{format_date(shown, weekday=True)}, {format_zones(shown)}"


def read_zones(instant: datetime, *, language: str | None = None) -> list[ZoneTime]:
    """Return the instant on the three clocks, west to east."""
    return list(_on_three_clocks(instant, _language(language)))


def format_zones(instant: datetime, *, language: str | None = None) -> str:
    """Return "23.59 WIB · 00.59 WITA (11 Maret) · 01.59 WIT (11 Maret)"."""
    return _in_zones(read_zones(instant, language=language))


def format_period(
    opens_at: datetime, closes_at: datetime, *, year: bool = False, short: bool = True, language: str | None = None
) -> str:
    """Return "24 Jan–16 Feb", "11–16 Mar" or, over two years, "1 Nov 2016–10 Mar 2017". The last day is included."""
    first, last = _local(opens_at, "WIB").date(), _local(last_minute(closes_at), "WIB").date()
    spans_years = first.year != last.year

    def words(day: date, with_year: bool) -> str:
        return format_date(day, year=with_year, short=short, language=language)

    end = words(last, year or spans_years)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{words(first, spans_years)}–{end}"


def format_remaining(until: datetime, at: datetime, *, language: str | None = None) -> str:
    """Return the time left in its two largest units, rounded down: "3 hari 4 jam lagi"; "" once it is over."""
    lang = _language(language)
    left = until - at
    if left <= timedelta(0):
        return ""
    hours, minutes = divmod(left.seconds // 60, 60)
    amounts = [(left.days, 0), (hours, 1), (minutes, 2)]
    first = next((index for index, (amount, _unit) in enumerate(amounts) if amount), None)
    if first is None:
        return "less than 1 minute left" if lang == "en" else "kurang dari 1 menit lagi"
    parts = [_amount(amount, unit, lang) for amount, unit in amounts[first : first + 2] if amount]
    return f"{' '.join(parts)} {'left' if lang == 'en' else 'lagi'}"


def is_last_day(until: datetime, at: datetime) -> bool:
    """Tell whether less than 24 hours are left, and some are."""
    return timedelta(0) < until - at < LAST_DAY


def format_number(value: int | float | Decimal | None, decimals: int | None = None, *, language: str | None = None) -> str:
    """Return "1.234,5" in Indonesian and "1,234.5" in English; an absent number is an empty text."""
    if value is None:
        return ""
    text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return text if _language(language) == "en" else text.translate(_SWAPPED)


# The same closes, arrivals and last savings stand on page after page.
@lru_cache(maxsize=KEPT)
def _instant(instant: datetime, zone: str, language: str) -> str:
    word = "at" if language == "en" else "pukul"
    day = format_date(instant, zone=zone, language=language)
    return f"{day} {word} {format_time(instant, zone=zone, language=language)} {zone}"


@lru_cache(maxsize=KEPT)
def _on_three_clocks(instant: datetime, language: str) -> tuple[ZoneTime, ...]:
    home = _local(instant, "WIB").date()
    times = []
    for zone in ZONES:
        local = _local(instant, zone).date()
        day = "" if local == home else format_date(local, year=False, language=language)
        times.append(ZoneTime(zone, format_time(instant, zone=zone, language=language), day))
    return tuple(times)


def _in_zones(times: list[ZoneTime]) -> str:
    return " · ".join(f"{item.time} {item.zone} ({item.day})" if item.day else f"{item.time} {item.zone}" for item in times)


def _amount(amount: int, unit: int, language: str) -> str:
    plural = "s" if language == "en" and amount != 1 else ""
    return f"{amount} {_UNITS[language][unit]}{plural}"


def _local(instant: datetime, zone: str) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no place on a clock")
    return instant.astimezone(ZONES[zone])


def _language(given: str | None) -> str:
    return "en" if (given or get_language() or "id").startswith("en") else "id"
