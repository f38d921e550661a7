"""Panels in which a judge favours a province, and honest ones: how often the signs tell the two apart (SEC-08)."""

import numpy as np

from judging.collusion import Kind, Seen, signs_of

PANELS, LIFT = 100, 15
# Habits aside, sheets agree as little as published ones: worth, habits and chance have so many points, which is an ICC of 0.27.
WORTH, HABIT, CHANCE = 6.0, 4.0, 9.5


def measure_favour() -> dict[str, dict]:
    """Return in how many of a hundred panels the colluder is found, and how many honest panels show any sign."""
    found, alarmed = found_and_alarmed(PANELS)
    return {
        "colluder_found_of_100": {"figure": found, "limit": 90, "holds": found >= 90},
        "honest_panels_with_a_sign_of_100": {"figure": alarmed, "limit": 5, "holds": alarmed <= 5},
    }


def found_and_alarmed(panels: int) -> tuple[int, int]:
    """Return in how many panels judge 0 is found to favour province 0, and in how many honest ones there is any sign."""
    planted = [signs_of(panel(seed, lift=LIFT)) for seed in range(panels)]
    found = sum(any((one.kind, one.judge, one.province) == (Kind.LIFT, 0, 0) for one in signs) for signs in planted)
    return found, sum(bool(signs_of(panel(1000 + seed))) for seed in range(panels))


def panel(seed, *, judges=30, proposals=2000, readers=3, provinces=8, lift=0, pair=0, fast=-1, strict=0) -> list[Seen]:
    """Return the sheets of a panel. Judge 0 gives `lift` more to province 0, judge 1 `strict` less to all, judge 2 copies
    judge 1 on the first `pair` proposals, and judge `fast` takes two minutes for each."""
    chance = np.random.default_rng(seed)
    worth, habit = chance.normal(60, WORTH, proposals), chance.normal(0, HABIT, judges)
    habit[1] -= strict
    where = chance.integers(0, provinces, proposals)
    noise = chance.normal(0, CHANCE, (proposals, judges))
    if pair:
        noise[:, 2] = noise[:, 1]
    found = []
    for proposal, places in enumerate(np.argsort(chance.random((proposals, judges)), axis=1)[:, :readers]):
        team = {1, 2, *places[:1]} if pair and proposal < pair else set(map(int, places))
        for judge in sorted(map(int, team)):
            extra = lift if judge == 0 and where[proposal] == 0 else 0
            total = np.clip(round((worth[proposal] + habit[judge] + noise[proposal, judge] + extra) / 5) * 5, 20, 100)
            minutes = float(np.exp(chance.normal(np.log(2 if judge == fast else 18), 0.4)))
            found.append(Seen(proposal, judge, int(where[proposal]), float(total), minutes))
    return found
