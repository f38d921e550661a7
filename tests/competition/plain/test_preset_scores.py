"""How a round's sheets become a score, as an edition file says it: defaults, and faults with line and advice."""

from decimal import Decimal

import pytest

from competition.presets import find_preset, parse_preset, read_preset
from competition.presets.rounds import Score
from tests.competition.plain.test_presets import SMALL, changed, faults


def test_parse_preset_takes_how_scores_count_and_leaves_it_as_it_was_where_nothing_is_said():
    assert parse_preset(SMALL, "uji.yaml").rounds[0].score == Score()
    said = "score: { rule: weighted_mean, missing: those_there, least_sheets: 1, rounding: half_up, passing_grade: 62.5 }\n    "
    score = parse_preset(changed("decimals: 2", said + "decimals: 2"), "uji.yaml").rounds[0].score
    assert score == Score(least_sheets=1, rounding="half_up", passing_grade=Decimal("62.5"))
    assert [
        one.score for year in ("2017", "2023") for one in read_preset(find_preset(year)).rounds if one.score != Score()
    ] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "decimals: 2",
            "score: { rule: median }\n    decimals: 2",
            "uji.yaml:31:20: 'median' is not known; write one of: weighted_mean",
        ),
        ("decimals: 2", "score: { rounding: up }\n    decimals: 2", "'up' is not known; write one of: half_even, half_up"),
        ("decimals: 2", "score: { minimum: 1 }\n    decimals: 2", "uji.yaml:31:14: score: unknown key 'minimum'"),
        (
            "decimals: 2",
            "score: { missing: those_there }\n    decimals: 2",
            "uji.yaml:31:23: with 'missing: those_there' say how many sheets are enough: add 'least_sheets'",
        ),
        ("decimals: 2", "score: { least_sheets: 1 }\n    decimals: 2", "uji.yaml:31:28: every sheet must be there"),
        (
            "decimals: 2",
            "score: { missing: those_there, least_sheets: 2 }\n    decimals: 2",
            "uji.yaml:31:50: 2 of 2 sheets are no fewer than all",
        ),
        ("decimals: 2", "score: { passing_grade: 101 }\n    decimals: 2", "101 is out of range; write a number from 0 to 100"),
    ],
)
def test_a_faulty_score_rule_is_refused_with_place_and_advice(old: str, new: str, fault: str):
    found = faults(changed(old, new))
    assert any(fault in line for line in found), found
