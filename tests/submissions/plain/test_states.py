"""The table of moves, and which states are open to whom."""

from itertools import product

import pytest

from submissions.states import MOVES, OPEN_TO_ADMINISTRATOR, OPEN_TO_WRITER, SENT, ProposalState, may_move

STATES = ProposalState.values
FINAL = {"INELIGIBLE"}


@pytest.mark.parametrize(("source", "target"), list(product(STATES, STATES)))
def test_may_move_says_what_the_table_says(source, target):
    assert may_move(source, target) is ((source, target) in MOVES)


def test_no_state_moves_to_itself_and_the_last_ones_do_not_move():
    assert not any(source == target for source, target in MOVES)
    assert {source for source, _target in MOVES} == set(STATES) - FINAL


def test_what_passed_comes_back_to_the_secretariat_or_stays():
    assert {target for source, target in MOVES if source == "ELIGIBLE"} == {"SUBMITTED"}


def test_every_state_is_reached_from_a_draft():
    reached, fresh = set(), {"DRAFT"}
    while fresh:
        reached |= fresh
        fresh = {target for source, target in MOVES if source in reached} - reached
    assert reached == set(STATES)


def test_what_was_sent_becomes_unsent_by_withdrawing_alone():
    assert {(source, target) for source, target in MOVES if source in SENT and target not in SENT} == {
        ("SUBMITTED", "WITHDRAWN")
    }


def test_only_a_correction_opens_again_what_was_sent():
    assert OPEN_TO_WRITER < OPEN_TO_ADMINISTRATOR
    assert [state for state in STATES if state in OPEN_TO_ADMINISTRATOR & SENT] == ["CORRECTION"]
