"""What scores can carry: planted habits are found, planted chances come true, and what cannot be said is refused by name."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from judging import weighing
from judging.weighing import AllEqual, NoLine, NotConnected, Reading, TooSmall, weigh


def planted(seed: int, proposals: int = 300, judges: int = 24, readers: int = 3, habit: float = 5.0, agreement: float = 0.3):
    """Return sheets with the worth and the habits they were made of; the worth of a proposal strays by ten points."""
    chance = np.random.default_rng(seed)
    noise = np.sqrt(100 / agreement - 100 - habit**2)
    worth, habits = 60 + 10 * chance.standard_normal(proposals), habit * chance.standard_normal(judges)
    sheets = [
        Reading(f"P{one:04}", f"J{judge:02}", float(worth[one] + habits[judge] + noise * chance.standard_normal()))
        for one in range(proposals)
        for judge in chance.choice(judges, readers, replace=False)
    ]
    return sheets, worth, habits


def test_planted_habits_and_shares_are_found():
    sheets, _worth, habits = planted(1, proposals=600, habit=8.0, agreement=0.35)
    found = weigh(sheets, 100)
    told = {one.judge: one.severity for one in found.judges}
    planted_severity = -(habits - habits.mean())
    covered = [told[f"J{seat:02}"].low <= value <= told[f"J{seat:02}"].high for seat, value in enumerate(planted_severity)]
    assert sum(covered) >= 19
    assert np.corrcoef([told[f"J{seat:02}"].value for seat in range(24)], planted_severity)[0, 1] > 0.97
    assert found.spread == pytest.approx(10, abs=1.5)
    assert found.agreement.low < 0.35 < found.agreement.high
    assert [one.severity.value for one in found.judges] == sorted((one.severity.value for one in found.judges), reverse=True)


def test_of_proposals_given_about_sixty_percent_about_sixty_percent_are_truly_in():
    given: list[tuple[float, bool]] = []
    for seed in range(12):
        sheets, worth, _habits = planted(seed)
        best = {f"P{one:04}" for one in np.argsort(-worth)[:80]}
        given += [(one.chance, one.proposal in best) for one in weigh(sheets, 80, seed=seed).proposals]
    for low, high in ((0.05, 0.2), (0.2, 0.4), (0.4, 0.5), (0.5, 0.7), (0.7, 0.9)):
        inside = [(chance, truly) for chance, truly in given if low <= chance < high]
        assert len(inside) > 100
        told, true = (float(np.mean([one[part] for one in inside])) for part in (0, 1))
        assert true == pytest.approx(told, abs=0.06), (low, high)


def test_the_intervals_of_worth_cover_what_they_say():
    sheets, worth, _habits = planted(3)
    found = weigh(sheets, 80).proposals
    covered = [one.worth.low <= worth[int(one.proposal[1:])] <= one.worth.high for one in found]
    assert np.mean(covered) == pytest.approx(weighing.CONFIDENCE, abs=0.06)


def test_corrected_scores_are_nearer_to_the_worth_than_plain_ones():
    sheets, worth, _habits = planted(4, habit=12.0, agreement=0.25)
    found = weigh(sheets, 80).proposals
    truth = np.array([worth[int(one.proposal[1:])] for one in found])
    plain, corrected = (np.array([getattr(one, name) for one in found]) for name in ("raw", "corrected"))
    assert np.corrcoef(corrected, truth)[0, 1] > np.corrcoef(plain, truth)[0, 1] + 0.02


def test_the_same_sheets_in_any_order_give_the_same_figures():
    sheets, _worth, _habits = planted(5, proposals=60)
    assert weigh(sheets, 20) == weigh(list(reversed(sheets)), 20)
    chances = [one.chance for one in weigh(sheets, 20).proposals]
    assert sum(chances) == pytest.approx(20, abs=0.01)


def test_without_a_judge_ranks_and_list_are_what_counting_by_hand_gives():
    sheets, _worth, _habits = planted(6, proposals=40, judges=6)
    found = weigh(sheets, 10)
    for judge in found.judges:
        scores = dict(_means(sheets, judge.judge))
        ranks = {code: 1 + sum(other > score for other in scores.values()) for code, score in scores.items()}
        assert judge.changes == sum(one.rank <= 10 < ranks[one.proposal] for one in found.proposals)
        for one in found.proposals:
            if one.without == judge.judge:
                assert one.worst_rank == ranks[one.proposal] > one.rank


def _means(sheets: list[Reading], without: str) -> Iterator[tuple[str, float]]:
    for code in {one.proposal for one in sheets}:
        yield code, round(float(np.mean([one.total for one in sheets if one.proposal == code and one.judge != without])), 2)


def test_a_judge_whose_sheets_are_all_equal_is_weighed_like_anybody():
    sheets, _worth, _habits = planted(7, proposals=60)
    sheets = [one._replace(total=70.0) if one.judge == "J00" else one for one in sheets]
    assert {one.judge for one in weigh(sheets, 20).judges} == {one.judge for one in sheets}


def test_groups_that_share_no_judge_are_refused_with_their_number():
    sheets = [
        Reading(f"P{group}{one:02}", f"J{group}{judge}", float(50 + one + judge))
        for group in (0, 1)
        for one in range(12)
        for judge in range(3)
    ]
    with pytest.raises(NotConnected) as caught:
        weigh(sheets, 5)
    assert caught.value.parts == 2


@pytest.mark.parametrize(("proposals", "judges"), [(9, 3), (12, 2), (12, 1)])
def test_too_little_is_refused(proposals, judges):
    sheets = [Reading(f"P{one:02}", f"J{seat}", float(one * 3 + seat)) for one in range(proposals) for seat in range(judges)]
    with pytest.raises(TooSmall):
        weigh(sheets, 5)


def test_places_for_all_and_equal_sheets_are_refused():
    pairs = list(combinations(range(4), 2))
    sheets = [Reading(f"P{one:02}", f"J{seat}", 70.0) for one in range(12) for seat in pairs[one % len(pairs)]]
    with pytest.raises(AllEqual):
        weigh(sheets, 5)
    with pytest.raises(NoLine):
        weigh(sheets, 12)
