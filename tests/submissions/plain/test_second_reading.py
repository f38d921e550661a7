"""Which decisions a second person reads: the share that is drawn, and what is near a limit."""

import pytest

from submissions.second_reading import is_drawn, is_due

CODES = [f"{number:x}-{number * 7919 % 10007}" for number in range(10_000)]


@pytest.mark.parametrize("percent", [0, 1, 10, 50, 99, 100])
def test_so_many_of_a_hundred_are_drawn_in_every_year(percent):
    for year in (2017, 2023, 2031):
        drawn = sum(is_drawn(year, code, percent) for code in CODES)
        # Five standard deviations of a fair draw; none of all and all of all are exact.
        assert abs(drawn - 100 * percent) <= 5 * (percent * (100 - percent)) ** 0.5


def test_the_same_are_drawn_again_and_more_of_them_at_a_larger_share():
    few, again, more = ({code for code in CODES if is_drawn(2017, code, percent)} for percent in (10, 10, 30))
    assert few == again
    assert few < more


def test_another_year_draws_others():
    first, second = ({code for code in CODES if is_drawn(year, code, 10)} for year in (2017, 2018))
    assert len(first & second) < len(first) / 3


@pytest.mark.parametrize(
    ("result", "failed", "drawn", "due"),
    [
        ("ELIGIBLE", [], False, False),
        ("ELIGIBLE", [], True, True),
        ("INELIGIBLE", ["title"], False, False),
        ("INELIGIBLE", ["title"], True, True),
        ("INELIGIBLE", ["title", "age"], False, True),
        ("CORRECTION", ["age"], True, False),
    ],
)
def test_a_second_reads_what_is_drawn_and_refusals_near_a_limit(result, failed, drawn, due):
    assert is_due(result, failed, near_limit=["age", "limits"], drawn=drawn) is due
