"""Times and numbers in words: three zones, half-open ends, two languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from competition import zones

MIDNIGHT_AFTER_10_MARCH = datetime(2017, 3, 10, 17, 0, tzinfo=UTC)
TEN_IN_THE_MORNING = datetime(2017, 4, 20, 3, 0, tzinfo=UTC)


def test_format_date_spells_the_month_in_both_languages():
    assert zones.format_date(date(2017, 8, 1), language="id") == "1 Agustus 2017"
    assert zones.format_date(date(2017, 8, 1), language="en") == "1 August 2017"
    assert zones.format_date(date(2017, 3, 10), weekday=True, language="id") == "Jumat, 10 Maret 2017"
    assert zones.format_date(date(2017, 3, 10), year=False, short=True, language="id") == "10 Mar"


def test_format_date_of_an_instant_takes_the_day_of_the_zone():
    assert zones.format_date(MIDNIGHT_AFTER_10_MARCH - timedelta(minutes=1), language="id") == "10 Maret 2017"
    assert zones.format_date(MIDNIGHT_AFTER_10_MARCH - timedelta(minutes=1), zone="WIT", language="id") == "11 Maret 2017"


def test_format_time_has_a_dot_in_indonesian_and_a_colon_in_english():
    assert zones.format_time(TEN_IN_THE_MORNING, language="id") == "10.00"
    assert zones.format_time(TEN_IN_THE_MORNING, language="en") == "10:00"


def test_format_instant_names_its_zone():
    assert zones.format_instant(TEN_IN_THE_MORNING, language="id") == "20 April 2017 pukul 10.00 WIB"
    assert zones.format_instant(TEN_IN_THE_MORNING, zone="WITA", language="en") == "20 April 2017 at 11:00 WITA"


def test_format_closing_shows_a_midnight_end_by_its_last_minute():
    assert zones.format_closing(MIDNIGHT_AFTER_10_MARCH, language="id") == "10 Maret 2017 pukul 23.59 WIB"


def test_format_closing_leaves_an_end_during_the_day_alone():
    assert zones.format_closing(TEN_IN_THE_MORNING, language="id") == "20 April 2017 pukul 10.00 WIB"


def test_format_closing_in_zones_is_the_end_on_three_clocks():
    words = "10 Maret 2017 pukul 23.59 WIB · 00.59 WITA (11 Maret) · 01.59 WIT (11 Maret)"
    with translation.override("id"):
        assert zones.format_closing_in_zones(MIDNIGHT_AFTER_10_MARCH) == words


def test_format_elsewhere_leaves_out_the_clock_that_is_said_already():
    assert zones.format_elsewhere(TEN_IN_THE_MORNING, language="id") == "11.00 WITA · 12.00 WIT"


def test_format_zones_adds_the_date_where_it_differs():
    shown = zones.last_minute(MIDNIGHT_AFTER_10_MARCH)
    assert zones.format_zones(shown, language="id") == "23.59 WIB · 00.59 WITA (11 Maret) · 01.59 WIT (11 Maret)"
    assert zones.format_zones(TEN_IN_THE_MORNING, language="id") == "10.00 WIB · 11.00 WITA · 12.00 WIT"


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("2017-01-24T00:00", "2017-02-17T00:00", "24 Jan–16 Feb"),
        ("2017-03-11T00:00", "2017-03-17T00:00", "11–16 Mar"),
        ("2016-11-01T00:00", "2017-03-11T00:00", "1 Nov 2016–10 Mar 2017"),
        ("2017-04-20T10:00", "2017-04-21T00:00", "20 Apr"),
    ],
)
def test_format_period_includes_the_last_day(opens, closes, words):
    opens_at, closes_at = (datetime.fromisoformat(f"{text}+07:00") for text in (opens, closes))
    assert zones.format_period(opens_at, closes_at, language="id") == words


def test_format_period_says_the_year_once_when_asked():
    opens, closes = (datetime(2017, 3, day, tzinfo=zones.ZONES["WIB"]) for day in (11, 17))
    assert zones.format_period(opens, closes, year=True, short=False, language="id") == "11–16 Maret 2017"


@pytest.mark.parametrize(
    ("left", "indonesian", "english"),
    [
        (timedelta(days=3, hours=4, minutes=59), "3 hari 4 jam lagi", "3 days 4 hours left"),
        (timedelta(days=1), "1 hari lagi", "1 day left"),
        (timedelta(days=2, minutes=5), "2 hari lagi", "2 days left"),
        (timedelta(hours=5, minutes=1), "5 jam 1 menit lagi", "5 hours 1 minute left"),
        (timedelta(seconds=59), "kurang dari 1 menit lagi", "less than 1 minute left"),
        (timedelta(0), "", ""),
        (timedelta(seconds=-1), "", ""),
    ],
)
def test_format_remaining_rounds_down_and_ends_in_silence(left, indonesian, english):
    at = MIDNIGHT_AFTER_10_MARCH - left
    assert zones.format_remaining(MIDNIGHT_AFTER_10_MARCH, at, language="id") == indonesian
    assert zones.format_remaining(MIDNIGHT_AFTER_10_MARCH, at, language="en") == english


def test_is_last_day_covers_the_last_24_hours_and_not_the_end_itself():
    end = MIDNIGHT_AFTER_10_MARCH
    assert not zones.is_last_day(end, end - timedelta(hours=24))
    assert zones.is_last_day(end, end - timedelta(hours=23, minutes=59))
    assert not zones.is_last_day(end, end)


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (3054, None, "3.054", "3,054"),
        (Decimal("1234.5"), None, "1.234,5", "1,234.5"),
        (Decimal("62.5"), 2, "62,50", "62.50"),
        (0, None, "0", "0"),
        (None, 2, "", ""),
    ],
)
def test_format_number_groups_and_marks_decimals(value, decimals, indonesian, english):
    assert zones.format_number(value, decimals, language="id") == indonesian
    assert zones.format_number(value, decimals, language="en") == english


def test_the_language_of_the_request_decides_without_a_language():
    with translation.override("en"):
        assert zones.format_date(date(2017, 5, 2)) == "2 May 2017"
    with translation.override("id"):
        assert zones.format_date(date(2017, 5, 2)) == "2 Mei 2017"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        zones.format_time(TEN_IN_THE_MORNING.replace(tzinfo=None))


@pytest.mark.parametrize(("zone", "hours"), [("WIB", 7), ("WITA", 8), ("WIT", 9)])
def test_no_zone_ever_changes_its_hour(zone, hours):
    instants = [datetime(year, month, 1, tzinfo=UTC) for year in range(2020, 2036) for month in range(1, 13)]
    assert {one.astimezone(zones.ZONES[zone]).utcoffset() for one in instants} == {timedelta(hours=hours)}


def test_a_close_that_passes_midnight_only_in_the_east():
    close = datetime(2027, 5, 6, 15, 30, tzinfo=UTC)
    assert zones.format_zones(close, language="id") == "22.30 WIB · 23.30 WITA · 00.30 WIT (7 Mei)"


def test_a_close_at_the_end_of_the_year_and_of_february():
    new_year = datetime(2027, 12, 31, 16, 0, tzinfo=UTC)
    assert zones.format_zones(new_year, language="id") == "23.00 WIB · 00.00 WITA (1 Januari) · 01.00 WIT (1 Januari)"
    leap = datetime(2028, 2, 29, 17, 0, tzinfo=UTC)
    assert zones.format_closing(leap, language="id") == "29 Februari 2028 pukul 23.59 WIB"


def test_format_opening_is_the_start_on_three_clocks():
    with translation.override("id"):
        assert zones.format_opening(TEN_IN_THE_MORNING).endswith("pukul 10.00 WIB · 11.00 WITA · 12.00 WIT")
