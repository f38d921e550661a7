"""Drift: a planted move is found, a steady judge stays where they are, and of few sheets nothing is said."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from judging.drifting import LEAST_HALF, Timed, drifts_of

BEGIN = datetime.fromisoformat("2017-04-01T09:00:00+07:00")


def panel(judges=6, proposals=60, *, readers=3, moved=0.0, seed=1):
    """Return the sheets of a panel in which judge 0 gives `moved` points more in the later half, and judge 1 always 6 less."""
    chance = random.Random(seed)
    found, read = [], dict.fromkeys(range(judges), 0)
    worth = [chance.gauss(60, 10) for _ in range(proposals)]
    for proposal in range(proposals):
        for judge in sorted(chance.sample(range(judges), readers)):
            read[judge] += 1
            extra = moved if judge == 0 and read[judge] > proposals * readers / judges / 2 else 0
            habit = -6 if judge == 1 else 0
            total = worth[proposal] + extra + habit + chance.gauss(0, 3)
            found.append(Timed(proposal, judge, Decimal(round(total, 2)), BEGIN + timedelta(hours=proposal)))
    return found


def test_a_planted_move_is_found_and_the_steady_stay():
    found = drifts_of(panel(moved=12))
    assert found[0].change == pytest.approx(12, abs=3)
    assert all(abs(found[judge].change) < 6 for judge in range(1, 6))
    assert found[1].first == pytest.approx(-6, abs=3)
    assert abs(drifts_of(panel())[0].change) < 3


def test_a_sheet_nobody_else_read_says_nothing_and_few_sheets_neither():
    assert drifts_of(panel(readers=1)) == {}
    alone = panel(2, LEAST_HALF * 2 - 1, readers=2)
    assert drifts_of(alone) == {}
    assert set(drifts_of(panel(2, LEAST_HALF * 2, readers=2))) == {0, 1}


def test_the_order_of_rows_does_not_matter():
    rows = panel()
    assert drifts_of(rows) == drifts_of(rows[::-1])
