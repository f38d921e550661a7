"""Which proposals deserve one more reading: where it gains the decision most, in points of worth.

A place near the line may be given to the wrong proposal; what is lost then is how far apart the two are worth. One more reading
moves the estimate by an amount whose spread is known beforehand, and it gains where that may carry it across the line. So the
zone is neither a band of scores nor of ranks: a proposal read five times at the line may gain less than one read twice
beside it. Reasons and figures: docs/decisions/0078-what-the-scores-can-carry.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from judging.weighing import NORMAL, Weighing

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Deserving:
    """A proposal, and by how many points one more reading may be expected to better the decision on it."""

    proposal: str
    gain: float


def deserving(weighing: Weighing, most: int) -> tuple[Deserving, ...]:
    """Return the proposals that deserve one more reading most, the most deserving first; none twice, at most so many."""
    worth = np.array([one.worth.value for one in weighing.proposals])
    sd = np.array([(one.worth.high - one.worth.low) / 2 / NORMAL for one in weighing.proposals])
    gains = gains_of(worth - weighing.line, sd, np.hypot(weighing.noise, weighing.habit))
    listed = (Deserving(one.proposal, float(gain)) for one, gain in zip(weighing.proposals, gains, strict=True))
    return tuple(sorted(listed, key=lambda one: (-one.gain, one.proposal))[:most])


def gains_of(distance: Floats | Sequence[float], sd: Floats | Sequence[float], noise: float) -> Floats:
    """Return the expected gain of one more reading of each proposal.

    :param distance: worth less the line, in points.
    :param sd: how far the worth may stray from its estimate.
    :param noise: how far a single reading by any judge strays from the worth.
    """
    from scipy.special import ndtr  # type: ignore[import-untyped]  # scipy has no types

    away, known = np.abs(np.asarray(distance, dtype=np.float64)), np.asarray(sd, dtype=np.float64) ** 2
    moves = np.maximum(known / np.sqrt(known + noise**2), 1e-12)
    density = np.exp(-((away / moves) ** 2) / 2) / np.sqrt(2 * np.pi)
    gains: Floats = moves * density - away * ndtr(-away / moves)
    return gains
