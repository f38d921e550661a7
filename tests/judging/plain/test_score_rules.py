"""What a round may choose of its score: rounding, sheets that may be missing, a passing grade; and the script follows it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging import verifying
from judging.scoring import MissingSheet, proposal_score, rank, rubric_record
from tests.judging.plain.test_scoring import coarse, rounds, rubric_of, sheets_of


@given(rounds(), st.integers(1, 5))
def test_sheets_that_are_missing_are_counted_as_none_and_never_as_zero(drawn, least):
    """Either every proposal has so many sheets, and each counts with those there, or those that have fewer are named."""
    rubric, proposals = drawn
    short = {one.proposal for one in proposals if len(one.sheets) < least}
    if short:
        with pytest.raises(MissingSheet) as refusal:
            rank(rubric, proposals, readers_required=least)
        assert {one.proposal for one in refusal.value.shortfalls} == short
        return
    counts = {one.proposal: len(one.sheets) for one in proposals}
    entries = rank(rubric, proposals, readers_required=least).entries
    assert {entry.proposal: entry.figures.sheets for entry in entries} == counts


@given(rounds(marks=coarse))
def test_the_script_that_anybody_runs_recomputes_every_figure_by_the_same_rule(drawn):
    rubric, proposals = drawn
    entries = rank(rubric, proposals, readers_required=2).entries
    about = {"round": "r", "least_sheets": "2", "decimals": str(rubric.decimals), "rounding": rubric.rounding}
    rows = {
        "weights": [{"round": "r", "criterion": one.code, "weight": str(one.weight)} for one in rubric.criteria],
        "sheets": [
            {"round": "r", "proposal": one.proposal, "judge": sheet.judge, "criterion": line.code, "points": str(mark)}
            for one in proposals
            for sheet in one.sheets
            for line in rubric.asked
            for mark in [sheet.marks[line.code]]
        ],
        "ranking": [
            {
                "round": "r",
                "rank": str(one.rank),
                "proposal": one.proposal,
                "score": str(one.score),
                "means": " ".join(f"{code}={mean}" for code, mean in one.figures.criterion_means),
                "spread": str(one.figures.spread),
                "sheets": str(one.figures.sheets),
                "tied": str(one.tied),
            }
            for one in entries
        ],
    }
    verifying.check_ranking(rows, about | {"tie_break": " ".join(rubric.tie_break)})


@given(rounds())
def test_half_up_is_never_lower_and_never_more_than_a_step_higher(drawn):
    rubric, proposals = drawn
    up, even = (replace(rubric, rounding=one) for one in ("HALF_UP", "HALF_EVEN"))
    for one in proposals:
        apart = proposal_score(up, one.sheets, 2).score - proposal_score(even, one.sheets, 2).score
        assert apart in (0, Decimal(1).scaleb(-rubric.decimals))


def test_half_up_goes_up_where_half_even_does_not():
    rubric = rubric_of(25, 25, 25, 25, rounding="HALF_UP")
    scores = [proposal_score(rubric, sheets_of((80, 80, 80, last)), 1).score for last in ("80.02", "80.06", "80.10")]
    assert [str(score) for score in scores] == ["80.01", "80.02", "80.03"]


def test_a_round_that_chose_nothing_has_the_fingerprint_it_had_before_there_was_a_choice():
    chosen = rubric_record(rubric_of(100, rounding="HALF_UP", grade=Decimal(60)))
    plain = rubric_record(rubric_of(100))
    assert chosen == plain | {"rounding": "HALF_UP", "passing_grade": Decimal(60)}
    assert plain.keys() == {"version", "weights", "decimals", "tie_break"}
