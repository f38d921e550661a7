"""What is checked without a person: ages, history, title, cap, answers."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions import eligibility
from submissions.eligibility import (
    check_about,
    check_age,
    check_answer,
    check_cap,
    check_history,
    check_near_title,
    check_title,
    last_day,
    latest_start,
)


def wib(text: str) -> datetime:
    """Return an instant from its local time in WIB."""
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("closes_at", "day"),
    [
        (wib("2017-04-21T00:00"), date(2017, 4, 20)),
        (wib("2017-04-20T23:59:59"), date(2017, 4, 20)),
        (wib("2017-04-20T17:00"), date(2017, 4, 20)),
        (wib("2017-01-01T00:00"), date(2016, 12, 31)),
        (datetime.fromisoformat("2017-04-20T17:00:00+00:00"), date(2017, 4, 20)),
        (datetime.fromisoformat("2017-04-20T17:00:00.000001+00:00"), date(2017, 4, 21)),
    ],
)
def test_last_day_is_the_day_in_jakarta_of_the_last_instant_before_the_close(closes_at, day):
    assert last_day(closes_at) == day


@pytest.mark.parametrize(
    ("closes_at", "months", "day"),
    [
        ("2017-04-21T00:00", 12, date(2016, 4, 20)),
        ("2017-04-21T00:00", 24, date(2015, 4, 20)),
        ("2017-04-21T00:00", 0, date(2017, 4, 20)),
        ("2017-04-21T00:00", 5, date(2016, 11, 20)),
        ("2016-03-01T00:00", 12, date(2015, 2, 28)),  # the last day is 29 February, the year before had none
        ("2016-03-01T00:00", 48, date(2012, 2, 29)),
        ("2017-03-01T00:00", 12, date(2016, 2, 28)),
        ("2017-04-01T00:00", 1, date(2017, 2, 28)),  # 31 March less one month
        ("2016-04-01T00:00", 1, date(2016, 2, 29)),
        ("2017-06-01T00:00", 3, date(2017, 2, 28)),  # 31 May
        ("2018-01-01T00:00", 1, date(2017, 11, 30)),  # 31 December
        ("2018-01-01T00:00", 12, date(2016, 12, 31)),
        ("2017-02-01T00:00", 1, date(2016, 12, 31)),  # across the year
    ],
)
def test_latest_start_counts_months_back_and_stays_in_the_month(closes_at, months, day):
    assert latest_start(wib(closes_at), months) == day


@given(st.integers(0, 3_000_000_000), st.integers(0, 120))
def test_latest_start_never_leaves_the_month_that_many_months_back(seconds, months):
    closes_at = wib("2001-01-01T00:00") + timedelta(seconds=seconds)
    end, start = last_day(closes_at), latest_start(closes_at, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert start.day == end.day or (start.day < end.day and (start + timedelta(days=1)).month != start.month)


CLOSE = wib("2017-04-21T00:00")


@pytest.mark.parametrize(
    ("started_on", "found"),
    [(date(2016, 4, 20), 0), (date(2016, 4, 19), 0), (date(2016, 4, 21), 1), (date(2012, 2, 29), 0), (None, 0)],
)
def test_check_age_takes_the_last_possible_day_and_refuses_the_next(started_on, found):
    assert len(check_age(started_on, CLOSE, 12)) == found


def test_check_age_names_the_day_and_where_to_mend_it():
    [finding] = check_age(date(2016, 4, 21), CLOSE, 12)
    assert (finding.check, finding.target) == ("age", "about")
    assert "20 April 2016" in finding.text


def test_an_extended_close_lets_younger_innovations_in():
    started_on = date(2016, 4, 21)
    assert check_age(started_on, CLOSE, 12)
    assert not check_age(started_on, CLOSE + timedelta(days=1), 12)


BARRED = ["Top 40", "Top 45"]


@pytest.mark.parametrize(
    ("awards", "found"),
    [
        ([], 0),
        ([(2015, "Top 99")], 0),
        ([(2015, "Top 99"), (2016, "Top 99")], 1),
        ([(2015, "Top 99"), (2015, "Top 25")], 0),  # two lists of one year are one year
        ([(2014, "Top 33"), (2015, "Top 99"), (2015, "Top 25")], 1),
        ([(2016, "Top 40")], 1),
        ([(2016, "Top 45"), (2015, "Top 99"), (2014, "Top 99")], 1),
        ([(2014, "UNPSA"), (2015, "Penghargaan khusus"), (2016, "Top 99")], 0),  # other prizes do not count
    ],
)
def test_check_history_bars_winners_and_repeated_finalists(awards, found):
    assert len(check_history(awards, BARRED, 2)) == found


def test_check_history_names_the_prize_and_its_year():
    [finding] = check_history([(2016, "Top 40")], BARRED, 2)
    assert "Top 40" in finding.text
    assert "2016" in finding.text


def test_check_history_takes_the_pairs_of_a_generator():
    assert check_history(iter([(2015, "Top 99"), (2016, "Top 99")]), iter(["Top 40"]), 2)


def test_check_title_finds_a_taken_one():
    assert check_title(is_taken=False) == []
    assert check_title(is_taken=True)[0].target == "about"


@pytest.mark.parametrize(
    ("sent", "maximum", "found"), [(0, None, 0), (500, None, 0), (0, 1, 0), (1, 1, 1), (2, 3, 0), (4, 3, 1)]
)
def test_check_cap_counts_up_to_the_maximum(sent, maximum, found):
    assert len(check_cap(sent, maximum)) == found


@pytest.mark.parametrize(
    ("required", "words", "limit", "check"),
    [
        (True, 0, 300, "complete"),
        (False, 0, 300, None),
        (True, 1, 300, None),
        (True, 300, 300, None),
        (True, 301, 300, "limits"),
        (False, 301, 300, "limits"),
    ],
)
def test_check_answer_at_its_edges(required, words, limit, check):
    found = check_answer(code="dampak", label="Dampak", required=required, words=words, limit=limit)
    assert [finding.check for finding in found] == ([check] if check else [])
    assert all(finding.target == "dampak" for finding in found)


def test_check_answer_says_how_many_words_to_cut():
    [finding] = check_answer(code="dampak", label="Dampak", required=True, words=312, limit=300)
    assert "12" in finding.text
    assert "300" in finding.text


@pytest.mark.parametrize(
    ("has_category", "started_on", "number"),
    [(True, CLOSE.date(), 0), (False, CLOSE.date(), 1), (True, None, 1), (False, None, 2)],
)
def test_check_about_names_everything_missing(has_category, started_on, number):
    found = check_about(has_category=has_category, started_on=started_on)
    assert len(found) == number
    assert {finding.target for finding in found} <= {"about"}


def test_every_check_has_words_for_the_screening_list():
    produced = [
        *check_about(has_category=False, started_on=None),
        *check_answer(code="a", label="A", required=True, words=9, limit=1),
        *check_age(CLOSE.date(), CLOSE, 12),
        *check_history([(2016, "Top 40")], BARRED, 2),
        *check_title(is_taken=True),
        *check_cap(1, 1),
    ]
    assert {finding.check for finding in produced} == set(eligibility.CHECKS)
    assert all(finding.text for finding in produced)


@pytest.mark.parametrize(("nearness", "found"), [(0.0, 0), (0.59, 0), (0.6, 1), (1.0, 1)])
def test_check_near_title_begins_at_its_share(nearness, found):
    assert len(check_near_title(nearness)) == found
