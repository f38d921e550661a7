"""Pace, forecast, habits and disputes, by hand and against a plain oracle."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from statistics import fmean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.pacing import LEAST_SHEETS, Given, Outlook, disputes_of, forecast, habits_of
from judging.weighing import AllEqual, Reading, TooSmall, agreement_of, weigh

SINCE = datetime(2027, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSE = SINCE + 10 * DAY
sheets = st.lists(st.builds(Given, st.integers(1, 6), st.integers(1, 4), st.integers(20, 100).map(Decimal)), max_size=40)


@pytest.mark.parametrize(
    ("total", "locked", "days", "outlook"),
    [
        (0, 0, 5, Outlook.IDLE),
        (9, 9, 5, Outlook.DONE),
        (10, 0, 0.9, Outlook.EARLY),
        (10, 4, 0.9, Outlook.EARLY),
        (10, 0, 1, Outlook.LATE),
        (10, 1, 1, Outlook.IN_TIME),
        (10, 5, 5, Outlook.IN_TIME),
        (10, 4, 5, Outlook.LATE),
        (10, 9, 9.5, Outlook.LATE),
        (20, 19, 9.5, Outlook.IN_TIME),
        (10, 9, 10, Outlook.LATE),
        (10, 10, 11, Outlook.DONE),
    ],
)
def test_late_is_whose_pace_leaves_something_over(total, locked, days, outlook):
    assert forecast(total, locked, SINCE, SINCE + days * DAY, CLOSE).outlook == outlook


def test_pace_and_need_are_told_by_the_day():
    said = forecast(30, 10, SINCE, SINCE + 5 * DAY, CLOSE)
    assert (said.pace, said.needed, said.left) == (2.0, 4.0, 20)
    # The last hours do not make thirty sheets a day out of two.
    assert forecast(30, 28, SINCE, CLOSE - DAY / 24, CLOSE).needed == 2.0
    # After the close no day is added to the time it took.
    assert forecast(30, 10, SINCE, CLOSE + 30 * DAY, CLOSE).pace == 1.0
    # Before the round opens nothing has passed.
    assert forecast(3, 0, SINCE, SINCE - 5 * DAY, CLOSE).outlook == Outlook.EARLY


@settings(max_examples=60)
@given(sheets)
def test_habits_are_mean_and_deviation_of_enough_sheets(given):
    found = habits_of(given)
    for judge in range(1, 5):
        totals = [float(one.total) for one in given if one.judge == judge]
        assert (judge in found) == (len(totals) >= LEAST_SHEETS)
        if judge in found:
            assert (found[judge].sheets, found[judge].mean) == (len(totals), fmean(totals))
            assert found[judge].spread == stdev(totals)


@settings(max_examples=60)
@given(sheets, st.none() | st.integers(0, 60).map(Decimal))
def test_disputes_are_all_pairs_as_far_apart_as_the_round_says(given, gap):
    expected = {}
    for one, other in combinations(given, 2):
        apart = abs(one.total - other.total)
        if gap is not None and other.proposal == one.proposal and apart >= gap:
            expected[one.proposal] = max(apart, expected.get(one.proposal, Decimal(0)))
    found = disputes_of(given, gap)
    assert {one.proposal: one.gap for one in found} == expected
    assert [one.gap for one in found] == sorted((one.gap for one in found), reverse=True)


def readings(number: int) -> list[Reading]:
    """Return sheets of three judges about so many proposals, two on each."""
    judges = ("a", "b", "c")
    return [
        Reading(f"p{place:03}", judges[(place + seat) % 3], 40.0 + 7 * (place % 5) + 3 * seat)
        for place in range(number)
        for seat in range(2)
    ]


def test_the_agreement_is_the_one_of_the_frozen_round_and_needs_no_line():
    assert agreement_of(readings(20)) == weigh(readings(20), 5).agreement
    with pytest.raises(TooSmall):
        agreement_of(readings(5))
    with pytest.raises(AllEqual):
        agreement_of([one._replace(total=50.0) for one in readings(20)])
