"""Selections against the best list found by trying all, and the reasons they give."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.selecting import (
    BadSelection,
    Candidate,
    Move,
    MoveWithoutReason,
    NothingMoved,
    NotUp,
    Quota,
    Reason,
    TooManySelected,
    UnknownProposal,
    apply_moves,
    select,
)

VALUES = {"KIND": ("ministry", "province", "city"), "CATEGORY": ("a", "b"), "REGION": ("3T", "")}


# ---- the oracle: every list of the right length, judged by the rule's own words -------------------------------------


def in_order(candidates):
    """The ranking as a list; equals by code."""
    return sorted(candidates, key=lambda one: (one.rank, one.proposal))


def lacking(chosen, quotas):
    """How much the floors lack in all."""
    return sum(max(0, quota.floor - sum(one.traits[quota.dimension] == quota.value for one in chosen)) for quota in quotas)


def best_lists(candidates, places, quotas):
    """All lists that no other list beats: floors first, then the sum of ranks, then better places kept."""
    listed = in_order(candidates)
    from_end = {one.proposal: len(listed) - position for position, one in enumerate(listed)}
    judged = {}
    for chosen in combinations(listed, min(places, len(listed))):
        kept = sum(from_end[one.proposal] ** 2 for one in chosen)
        verdict = (lacking(chosen, quotas), sum(one.rank for one in chosen), -kept)
        judged.setdefault(verdict, []).append({one.proposal for one in chosen})
    return judged[min(judged)]


@st.composite
def requests(draw, dimensions=tuple(VALUES), most=8):
    """Candidates with frequent ties, places, and floors that may not fit."""
    ranks, rank = [], 1
    for size in draw(st.lists(st.sampled_from([1, 1, 1, 2, 3]), min_size=0, max_size=most)):
        ranks += [rank] * size
        rank += size
    candidates = [
        Candidate(f"P{n}", rank, {dimension: draw(st.sampled_from(values)) for dimension, values in VALUES.items()})
        for n, rank in enumerate(ranks[:most])
    ]
    traits = [(dimension, value) for dimension in dimensions for value in VALUES[dimension]]
    floors = draw(st.dictionaries(st.sampled_from(traits), st.integers(0, 3), max_size=5))
    return candidates, draw(st.integers(0, 5)), [Quota(*trait, floor) for trait, floor in floors.items()]


def check(request_, selection):
    """What holds for every selection, from its entries alone."""
    candidates, places, quotas = request_
    listed = in_order(candidates)
    assert [entry.proposal for entry in selection.entries] == [one.proposal for one in listed]
    assert len(selection.chosen) + selection.vacant == places
    assert set(selection.chosen) in best_lists(candidates, places, quotas)
    merit = {one.proposal for one in listed[:places]}
    entries = {entry.proposal: entry for entry in selection.entries}
    for entry in selection.entries:
        expected = {
            (True, True): Reason.MERIT,
            (True, False): Reason.QUOTA,
            (False, True): Reason.OUT_WITHOUT_QUOTA,
            (False, False): Reason.OUT,
        }[entry.selected, entry.proposal in merit]
        assert entry.reason is expected
        paired = entry.reason in (Reason.QUOTA, Reason.OUT_WITHOUT_QUOTA)
        assert bool(entry.quotas) == bool(entry.counterpart) == paired
        if paired:
            assert entries[entry.counterpart].counterpart == entry.proposal
            assert entries[entry.counterpart].selected != entry.selected
    for result in selection.quotas:
        counted = [entry for entry in selection.entries if entry.traits[result.quota.dimension] == result.quota.value]
        assert result.available == len(counted)
        assert result.selected == sum(entry.selected for entry in counted)
        assert result.on_merit == sum(entry.proposal in merit for entry in counted)
        assert result.shortfall == max(0, result.quota.floor - result.selected)
        assert result.cost >= 0 or selection.unmet
    assert selection.cost == sum(entries[code].rank for code in selection.chosen) - sum(one.rank for one in listed[:places])


@settings(max_examples=250)
@given(requests())
def test_a_selection_is_the_best_of_all_lists(request_):
    check(request_, select(*request_))


@settings(max_examples=250)
@given(requests(), st.integers(0, 9))
def test_who_is_below_the_grade_has_no_place_and_changes_nothing_for_the_others(request_, last):
    candidates, places, quotas = request_
    graded = [replace(one, barred=None if one.rank <= last else Reason.BELOW_GRADE) for one in candidates]
    selection = select(graded, places, quotas)
    able = select([one for one in candidates if one.rank <= last], places, quotas)
    failed = {one.proposal for one in candidates if one.rank > last}
    assert {one.proposal for one in selection.entries if one.reason == Reason.BELOW_GRADE} == failed
    assert tuple(one for one in selection.entries if one.proposal not in failed) == able.entries
    assert (selection.quotas, selection.open_ties, selection.cost) == (able.quotas, able.open_ties, able.cost)
    for code in failed:
        with pytest.raises(NotUp):
            apply_moves(selection, [Move(code, True, "Alasan.")])


@given(requests(dimensions=("KIND",)))
def test_floors_of_one_dimension_are_best_by_construction(request_):
    check(request_, select(*request_))


@settings(max_examples=100)
@given(requests(), st.randoms())
def test_the_order_of_the_input_does_not_matter(request_, chance):
    candidates, places, quotas = request_
    selection = select(candidates, places, quotas)
    assert select(chance.sample(candidates, len(candidates)), places, quotas) == selection
    assert select(candidates, places, chance.sample(quotas, len(quotas))).chosen == selection.chosen


@settings(max_examples=100)
@given(requests(dimensions=("KIND", "CATEGORY")))
def test_out_without_quota_is_true(request_):
    """Each floor named keeps the entry out by itself; or no floor does, and all that took a place are named."""
    candidates, places, quotas = request_
    selection = select(candidates, places, quotas)
    for entry in selection.entries:
        if entry.reason is not Reason.OUT_WITHOUT_QUOTA:
            continue
        alone = {
            quota.trait: entry.proposal in select(candidates, places, [one for one in quotas if one != quota]).chosen
            for quota in quotas
        }
        named = [alone[trait] for trait in entry.quotas]
        assert all(named) or not any(alone.values())


@settings(max_examples=100)
@given(requests())
def test_an_open_tie_is_a_choice_that_only_the_code_decided(request_):
    candidates, places, quotas = request_
    selection = select(candidates, places, quotas)
    by_code = {one.proposal: one for one in candidates}
    inside = [by_code[code] for code in selection.chosen]
    outside = [one for one in candidates if one.proposal not in selection.chosen]
    expected = set()
    for i in inside:
        for o in outside:
            exchanged = [one for one in inside if one is not i] + [o]
            if i.rank == o.rank and lacking(exchanged, quotas) <= lacking(inside, quotas):
                expected |= {i.proposal, o.proposal}
    if not selection.unmet:
        assert {code for tie in selection.open_ties for code in tie} == expected
    else:
        assert {code for tie in selection.open_ties for code in tie} <= expected


# ---- the rule in small cases a person can follow -------------------------------------------------------------------


def ranked(kinds, ranks=None):
    """Candidates A, B, C, … of the kinds given by letters, ranked in that order."""
    names = {"m": "ministry", "p": "province", "c": "city"}
    return [
        Candidate(chr(ord("A") + n), ranks[n] if ranks else n + 1, {"KIND": names[kind], "CATEGORY": "a", "REGION": ""})
        for n, kind in enumerate(kinds)
    ]


def reasons(selection):
    """{code: (reason, floors, counterpart)} of every entry that is not plainly in or out."""
    plain = (Reason.MERIT, Reason.OUT)
    return {
        one.proposal: (one.reason.value, [value for _, value in one.quotas], one.counterpart)
        for one in selection.entries
        if one.reason not in plain
    }


def test_without_quotas_the_first_places_are_in():
    selection = select(ranked("mmpc"), 2)
    assert selection.chosen == ("A", "B")
    assert (reasons(selection), selection.cost, selection.open_ties) == ({}, 0, ())


def test_a_floor_brings_in_the_best_of_its_value_and_names_whom_it_displaced():
    selection = select(ranked("mmmmpp"), 3, [Quota("KIND", "province", 1)])
    assert selection.chosen == ("A", "B", "E")
    assert reasons(selection) == {
        "C": ("OUT_WITHOUT_QUOTA", ["province"], "E"),
        "E": ("QUOTA", ["province"], "C"),
    }
    assert (selection.cost, selection.quotas[0].cost, selection.quotas[0].on_merit) == (2, 2, 0)


def test_a_floor_that_merit_fills_costs_nothing():
    selection = select(ranked("mpmmpp"), 3, [Quota("KIND", "province", 1)])
    assert (selection.chosen, reasons(selection), selection.cost) == (("A", "B", "C"), {}, 0)


def test_two_floors_name_together_what_neither_did_alone():
    selection = select(ranked("mmmpc"), 3, [Quota("KIND", "province", 1), Quota("KIND", "city", 1)])
    assert selection.chosen == ("A", "D", "E")
    assert reasons(selection) == {
        "B": ("OUT_WITHOUT_QUOTA", ["province", "city"], "E"),
        "C": ("OUT_WITHOUT_QUOTA", ["province", "city"], "D"),
        "D": ("QUOTA", ["province"], "C"),
        "E": ("QUOTA", ["city"], "B"),
    }


def test_one_entry_may_fill_floors_of_two_dimensions():
    candidates = [
        Candidate("A", 1, {"KIND": "city", "CATEGORY": "a"}),
        Candidate("B", 2, {"KIND": "city", "CATEGORY": "a"}),
        Candidate("C", 3, {"KIND": "province", "CATEGORY": "a"}),
        Candidate("D", 4, {"KIND": "city", "CATEGORY": "b"}),
        Candidate("E", 5, {"KIND": "province", "CATEGORY": "b"}),
    ]
    selection = select(candidates, 2, [Quota("KIND", "province", 1), Quota("CATEGORY", "b", 1)])
    assert selection.chosen == ("A", "E")
    assert selection.entries[4].quotas == (("KIND", "province"), ("CATEGORY", "b"))


def test_a_floor_nobody_can_fill_is_reported():
    selection = select(ranked("mmp"), 2, [Quota("KIND", "province", 2), Quota("KIND", "city", 1)])
    assert [(one.quota.value, one.selected, one.available, one.shortfall) for one in selection.unmet] == [
        ("province", 1, 1, 1),
        ("city", 0, 0, 1),
    ]


def test_floors_beyond_the_places_lose_the_costliest():
    selection = select(ranked("mmpc"), 1, [Quota("KIND", "province", 1), Quota("KIND", "city", 1)])
    assert selection.chosen == ("C",)
    assert [one.quota.value for one in selection.unmet] == ["city"]


def test_fewer_candidates_than_places_leave_places_vacant():
    selection = select(ranked("mp"), 5, [Quota("KIND", "city", 1)])
    assert (selection.chosen, selection.vacant, len(selection.unmet)) == (("A", "B"), 3, 1)


def test_nobody_and_nothing():
    assert select([], 3).vacant == 3
    assert select(ranked("mp"), 0).chosen == ()


@pytest.mark.parametrize(
    ("candidates", "places", "quotas"),
    [
        (ranked("m") * 2, 1, []),
        (ranked("m"), -1, []),
        (ranked("m"), 1, [Quota("KIND", "city", -1)]),
        (ranked("m"), 1, [Quota("KIND", "city", 1), Quota("KIND", "city", 2)]),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(candidates, places, quotas):
    with pytest.raises(BadSelection):
        select(candidates, places, quotas)


def test_a_tie_across_the_border_is_open():
    selection = select(ranked("mmmm", ranks=[1, 2, 2, 4]), 2)
    assert selection.open_ties == (("B", "C"),)
    assert select(ranked("mmmm", ranks=[1, 2, 2, 4]), 3).open_ties == ()


def test_a_tie_that_a_floor_decides_is_not_open():
    selection = select(ranked("mmpm", ranks=[1, 2, 2, 4]), 2, [Quota("KIND", "province", 1)])
    assert (selection.chosen, selection.open_ties) == (("A", "C"), ())


def test_a_tie_for_the_last_place_of_a_floor_is_open():
    selection = select(ranked("mmpp", ranks=[1, 2, 3, 3]), 2, [Quota("KIND", "province", 1)])
    assert (selection.chosen, selection.open_ties) == (("A", "C"), (("C", "D"),))


# ---- moves by hand -------------------------------------------------------------------------------------------------

OUT_B = Move("B", False, "Withdrew before the plenary")
IN_D = Move("D", True, "Decided by the plenary of 13 July")


def test_moves_stand_with_their_reason():
    selection = apply_moves(select(ranked("mmpc"), 2), [OUT_B, IN_D])
    assert selection.chosen == ("A", "D")
    assert [(one.proposal, one.reason, one.note) for one in selection.entries if one.note] == [
        ("B", Reason.MANUAL_OUT, "Withdrew before the plenary"),
        ("D", Reason.MANUAL_IN, "Decided by the plenary of 13 July"),
    ]
    assert selection.cost == 2


def test_a_move_that_breaks_a_floor_leaves_it_unmet():
    selection = select(ranked("mpmm"), 2, [Quota("KIND", "province", 1)])
    assert apply_moves(selection, [OUT_B, IN_D]).unmet[0].quota.value == "province"
    assert selection.unmet == ()


def test_a_move_out_leaves_a_place_vacant():
    assert apply_moves(select(ranked("mmm"), 2), [OUT_B]).vacant == 1


@pytest.mark.parametrize(
    ("moves", "refusal"),
    [
        ([Move("B", False, " \t")], MoveWithoutReason),
        ([Move("Z", True, "why not")], UnknownProposal),
        ([Move("A", True, "it is good")], NothingMoved),
        ([OUT_B, Move("B", True, "changed our mind")], NothingMoved),
        ([IN_D], TooManySelected),
    ],
)
def test_moves_that_are_refused(moves, refusal):
    with pytest.raises(refusal):
        apply_moves(select(ranked("mmpc"), 2), moves)


def test_an_open_tie_is_decided_by_confirming_or_exchanging():
    selection = select(ranked("mmmm", ranks=[1, 2, 2, 4]), 2)
    confirmed = apply_moves(selection, [Move("B", True, "Higher in the field visit")])
    assert (confirmed.chosen, confirmed.open_ties) == (("A", "B"), ())
    exchanged = apply_moves(selection, [OUT_B, Move("C", True, "Next in the tie")])
    assert (exchanged.chosen, exchanged.open_ties) == (("A", "C"), ())


def test_the_whole_of_2017_with_floors_in_four_dimensions_is_proven():
    chance = random.Random(2017)
    kinds = dict(zip("MLPRCBD", (20, 3, 21, 30, 15, 5, 5), strict=True))
    candidates = [
        Candidate(
            f"P{n:04}",
            n + 1,
            {
                "KIND": chance.choices(list(kinds), list(kinds.values()))[0],
                "CATEGORY": chance.choice("abcdefghijk"),
                "GROUP": chance.choice("UUUUR"),
                "REGION": chance.choice(["3T", *[""] * 13]),
            },
        )
        for n in range(1373)
    ]
    quotas = [Quota("KIND", kind, floor) for kind, floor in kinds.items()]
    quotas += [Quota("CATEGORY", category, 9) for category in "abcdefghijk"]
    quotas += [Quota("GROUP", "R", 33), Quota("REGION", "3T", 15)]
    selection = select(candidates, 99, quotas)
    assert (len(selection.chosen), selection.unmet) == (99, ())
