"""Which stamp of the proxy is believed."""

from datetime import UTC, datetime, timedelta

import pytest

from competition.arrivals import arrived_at

AT = datetime(2027, 5, 6, 17, 0, 0, 250_000, tzinfo=UTC)


def stamp(at: datetime) -> str:
    """Write an instant as nginx does."""
    return f"{at.timestamp():.3f}"


@pytest.mark.parametrize("queue", [timedelta(0), timedelta(milliseconds=1), timedelta(seconds=119), timedelta(seconds=120)])
def test_a_stamp_within_the_longest_queue_is_believed_to_the_millisecond(queue):
    assert arrived_at(stamp(AT - queue), AT) == AT - queue


@pytest.mark.parametrize("queue", [timedelta(seconds=120, milliseconds=1), timedelta(days=1), -timedelta(milliseconds=1)])
def test_an_older_stamp_or_one_ahead_is_not(queue):
    assert arrived_at(stamp(AT - queue), AT) == AT


@pytest.mark.parametrize(
    "text", ["", "abc", "nan", "inf", "1e9", "-5", "1.2.3", "9" * 40, " 1810000000.0", "١٨١٠٠٠٠٠٠٠", "0x10"]
)
def test_what_is_no_stamp_is_not(text):
    assert arrived_at(text, AT) == AT
