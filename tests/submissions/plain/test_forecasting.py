"""Which proposals will miss the close, at the pace they have."""

from datetime import timedelta

import pytest

from submissions.forecasting import time_needed, will_miss

HANDOVER = timedelta(days=3)


@pytest.mark.parametrize(
    ("filled", "missing", "days", "expected"),
    [
        (10, 0, 5, 3),
        (5, 5, 5, 8),
        (2, 8, 4, 19),
        # Written in an hour: no pace is told from less than a day.
        (8, 2, 0, 3.25),
    ],
)
def test_the_missing_parts_take_as_long_as_the_filled_ones_did(filled, missing, days, expected):
    needed = time_needed(filled=filled, missing=missing, written_for=timedelta(days=days), handover=HANDOVER)
    assert needed == timedelta(days=expected)
    assert not will_miss(needed, needed)
    assert will_miss(needed - timedelta(seconds=1), needed)


def test_what_was_never_begun_has_no_pace_and_misses_it():
    assert time_needed(filled=0, missing=9, written_for=timedelta(days=1), handover=HANDOVER) is None
    assert will_miss(timedelta(days=365), None)
