"""SEC-08: somebody who favours a province is found, honest panels are left alone, and each sign shows what it says."""

from datetime import datetime, timedelta

import pytest

from bench.favour import found_and_alarmed, panel
from judging.collusion import LEAST_JUDGES, Kind, Seen, minutes_between, signs_of

PANELS = 20


def test_a_planted_colluder_is_found_and_honest_panels_are_left_alone():
    """A judge gives 15 points more to one province: found in at least 90 of 100 panels. Where nobody does, at most 5 of 100
    panels show any sign at all, of any of the four kinds. `make bench` plays a hundred of each."""
    found, alarmed = found_and_alarmed(PANELS)
    assert found >= 0.9 * PANELS
    assert alarmed <= 0.05 * PANELS


def test_only_the_colluder_is_named_and_the_own_province_as_such():
    (sign,) = signs_of(panel(3, lift=15), {0: 0, 1: 4})
    assert (sign.kind, sign.judge, sign.province, sign.is_own) == (Kind.LIFT, 0, 0, True)
    assert sign.value == pytest.approx(15, abs=5)
    assert signs_of(panel(3, lift=-15)) == []


def test_two_who_copy_are_found_as_a_pair():
    found = signs_of(panel(4, pair=40))
    assert [(one.kind, one.judge, one.other, one.sheets >= 40) for one in found] == [(Kind.PAIR, 1, 2, True)]


def test_who_marks_far_from_the_panel_and_who_hardly_reads():
    assert [(one.kind, one.judge) for one in signs_of(panel(5, strict=30))] == [(Kind.SHIFT, 1)]
    assert signs_of(panel(5, strict=30))[0].value == pytest.approx(-30, abs=8)
    assert [(one.kind, one.judge) for one in signs_of(panel(6, fast=7))] == [(Kind.HASTE, 7)]


def test_the_order_of_rows_does_not_matter_and_of_few_nothing_is_said():
    rows = panel(3, lift=15)
    assert signs_of(rows[::-1]) == signs_of(rows)
    assert signs_of([one for one in rows if one.judge < LEAST_JUDGES - 1]) == []
    assert signs_of([]) == []
    assert signs_of([Seen(proposal, judge, None, 60.0) for proposal in range(20) for judge in range(6)]) == []


def test_a_break_is_not_counted_as_reading():
    begin = datetime.fromisoformat("2017-04-01T09:00:00+07:00")
    times = [begin, begin + timedelta(minutes=15), begin + timedelta(days=1), begin + timedelta(days=1, minutes=20)]
    assert minutes_between(times) == [None, 15.0, None, 20.0]
    assert minutes_between([]) == []
