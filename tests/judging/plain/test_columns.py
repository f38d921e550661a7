"""Very large rounds are solved over few readings and proven over all of them: the same optimum as by the solver of the core."""

import numpy as np
import pytest

from judging.allocation import columns
from judging.allocation.columns import by_linear_program, by_network_simplex, network_simplex, solve_large
from judging.allocation.flow import Network, SolverFailed, solve

# Where the extra is installed it is held to the same.
INNER = [by_linear_program, *([by_network_simplex] if network_simplex() else [])]


def network(seed: int) -> Network:
    """Return a small network with kept readings, maxima that bind, proposals in need of nothing, and conflicts."""
    chance = np.random.default_rng(seed)
    proposals, judges = int(chance.integers(1, 9)), int(chance.integers(2, 7))
    held = chance.integers(0, 3, judges).astype(np.int64)
    free = chance.random((proposals, judges)) > 0.3
    return Network(
        need=np.where(chance.random(proposals) < 0.2, 0, chance.integers(1, 4)).astype(np.int64),
        held=held,
        most=held + chance.integers(0, 6, judges),
        free=free,
        price=chance.random(free.shape) / (judges + 1) + (chance.random(free.shape) < 0.3),
    )


@pytest.mark.parametrize("inner", INNER, ids=lambda one: one.__name__)
def test_it_finds_the_same_optimum_and_proves_it(inner, monkeypatch):
    monkeypatch.setattr(columns, "FIRST", 2)
    unfilled = 0
    for seed in range(120):
        asked = network(seed)
        if not asked.need.any():
            continue
        known, found = solve(asked), solve_large(asked, inner)
        assert found.cost == pytest.approx(known.cost, rel=1e-8)
        assert found.cost - found.bound <= 1e-9 * max(1.0, abs(found.bound))
        assert found.unfilled.sum() == known.unfilled.sum()
        assert not (found.given & ~asked.free).any()
        assert (found.given.sum(axis=1) + found.unfilled == asked.need).all()
        unfilled += bool(found.unfilled.any())
    assert unfilled


def test_a_solution_that_is_none_of_the_best_is_not_handed_out():
    asked = network(3)
    assert solve(asked).given.any()

    def worst(part: Network):
        dearest = Network(part.need, part.held, part.most, part.free, part.price.max() - part.price)
        return by_linear_program(dearest)

    with pytest.raises(SolverFailed):
        solve_large(asked, worst)


def test_readings_left_out_at_first_are_found_where_they_pay(monkeypatch):
    """All proposals have the same cheapest judges, who cannot read them all."""
    monkeypatch.setattr(columns, "FIRST", 2)
    asked_for: list[int] = []
    judges, proposals = 12, 40
    price = np.tile(np.arange(judges) / (judges * (judges + 1)), (proposals, 1))
    wide = Network(np.full(proposals, 1), np.zeros(judges, dtype=np.int64), np.full(judges, 5), price >= 0, price)

    def counting(part: Network):
        asked_for.append(int(part.free.sum()))
        return by_linear_program(part)

    found = solve_large(wide, counting)
    assert found.cost == pytest.approx(solve(wide).cost)
    assert found.given.sum(axis=0).max() - found.given.sum(axis=0).min() <= 1
    assert asked_for[0] == 2 * proposals < asked_for[-1]
