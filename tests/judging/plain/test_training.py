"""The comparison on training texts: figures that can be checked by hand, and nothing of too few."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from judging.training import LEAST_OTHERS, Stand, Trained, compare, distances_of

LEVELS = [Decimal(20 * level) for level in range(1, 6)]


def sheets(*points):
    return [{"baru": Decimal(one)} for one in points]


def test_the_median_and_the_middle_half_of_the_others():
    (found,) = compare({"baru": Decimal(100)}, sheets(20, 40, 60, 80, 100))
    assert (found.median, found.low, found.high, found.stand) == (60, 40, 80, Stand.ABOVE)
    for own, stand in ((20, Stand.BELOW), (40, Stand.WITHIN), (60, Stand.WITHIN), (80, Stand.WITHIN)):
        assert compare({"baru": Decimal(own)}, sheets(20, 40, 60, 80, 100))[0].stand == stand


def test_of_one_other_nothing_is_said():
    assert LEAST_OTHERS == 2
    assert compare({"baru": Decimal(60)}, sheets(20)) == []
    assert len(compare({"baru": Decimal(60)}, sheets(20, 40))) == 1
    assert compare({"baru": Decimal(60)}, [{"lama": Decimal(20)}] * 3) == []


def test_the_distance_is_that_from_the_others_and_not_from_oneself():
    given = [Trained(1, 1, Decimal(80)), Trained(1, 2, Decimal(60)), Trained(1, 3, Decimal(50)), Trained(2, 1, Decimal(70))]
    found = distances_of([*given, Trained(2, 2, Decimal(60)), Trained(2, 3, Decimal(60))])
    assert (found[1].texts, found[1].points) == (2, 17.5)
    assert found[2].points == (60 - 65 + 60 - 65) / 2
    assert distances_of(given[:2]) == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LEVELS), min_size=LEAST_OTHERS, max_size=30), st.sampled_from(LEVELS))
def test_whoever_gave_what_more_than_half_gave_is_close(others, own):
    (found,) = compare({"baru": own}, [{"baru": one} for one in others])
    assert found.low <= found.median <= found.high
    if 2 * others.count(own) > len(others):
        assert (found.median, found.stand) == (own, Stand.WITHIN)
