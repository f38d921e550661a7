"""Where one more reading gains most: near the line, where little is known; and better there than spread evenly."""

import numpy as np
import pytest

from bench.greyzone import found_after
from judging.greyzone import deserving, gains_of
from judging.weighing import weigh
from tests.judging.plain.test_weighing import planted


def test_the_gain_is_what_playing_it_through_gives():
    chance = np.random.default_rng(1)
    distance, sd, noise = 3.0, 4.0, 8.0
    worth = distance + sd * chance.standard_normal(400_000)
    reading = worth + noise * chance.standard_normal(400_000)
    weight = sd**2 / (sd**2 + noise**2)
    after = distance + weight * (reading - distance)
    # Given the place when it seems above the line: with and without the reading.
    played = np.where(after > 0, worth, 0).mean() - worth.mean()
    assert gains_of([distance], [sd], noise)[0] == pytest.approx(played, abs=0.02)


def test_nearer_to_the_line_and_less_known_gains_more():
    gains = gains_of([0.0, 2.0, -2.0, 9.0, 2.0], [4.0, 4.0, 4.0, 4.0, 2.0], 8.0)
    assert gains[0] > gains[1] == gains[2] > gains[3] > 0
    assert gains[1] > gains[4]


def test_the_most_deserving_come_first_and_none_twice():
    sheets, _worth, _habits = planted(8, proposals=120)
    weighing = weigh(sheets, 30)
    batch = deserving(weighing, 15)
    assert len({one.proposal for one in batch}) == 15
    assert [one.gain for one in batch] == sorted((one.gain for one in batch), reverse=True)
    chances = {one.proposal: one.chance for one in weighing.proposals}
    assert all(0.05 < chances[one.proposal] < 0.95 for one in batch)


def test_the_same_budget_finds_more_of_the_best_there_than_spread_evenly():
    even, targeted = found_after(rounds=20, proposals=400, places=40)
    assert targeted > even + 0.02
