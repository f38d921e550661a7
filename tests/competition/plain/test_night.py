"""When the letter of a day is due, on the reader's own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.letters import body_of
from competition.night import by_day, is_for_today

ZONES = [("WIB", 7), ("WITA", 8), ("WIT", 9)]


@pytest.mark.parametrize(("zone", "hours"), ZONES)
def test_what_was_written_before_seven_is_for_today_from_seven_on(zone, hours):
    seven = datetime(2017, 3, 10, 7, tzinfo=UTC) - timedelta(hours=hours)
    before, moment = seven - timedelta(minutes=1), timedelta(microseconds=1)
    assert not is_for_today(before, zone, seven - moment)
    assert is_for_today(before, zone, seven)
    assert is_for_today(before, zone, seven + timedelta(hours=20))
    assert not is_for_today(seven, zone, seven + timedelta(hours=20))
    assert is_for_today(seven, zone, seven + timedelta(days=1))


@pytest.mark.parametrize(("zone", "hours"), ZONES)
def test_by_night_the_morning_is_waited_for(zone, hours):
    midnight = datetime(2017, 3, 10, tzinfo=UTC) - timedelta(hours=hours)
    six = midnight + timedelta(hours=6)
    assert by_day(midnight - timedelta(hours=3), zone) == six
    assert by_day(midnight + timedelta(hours=5, minutes=59), zone) == six
    assert by_day(six, zone) == six
    assert by_day(midnight - timedelta(hours=3, minutes=1), zone) == midnight - timedelta(hours=3, minutes=1)


def test_a_letter_among_others_has_neither_greeting_nor_end():
    assert body_of("Yth. Sari,\n\nSatu.\n\nDua.\n\n--\nSurat otomatis.\n") == "Satu.\n\nDua."
    assert body_of("Satu baris saja") == "Satu baris saja"
    assert body_of("Yth. Sari,\n\nTanpa akhir.") == "Tanpa akhir."
