"""The score of record against an oracle written apart from it, and the properties that hold for any input."""

import random
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.canonical import canonical_json
from judging.scoring import (
    ROUNDINGS,
    BadRubric,
    Criterion,
    Doubled,
    MissingMark,
    MissingSheet,
    OffScale,
    ProposalSheets,
    Rubric,
    Sheet,
    UnknownMark,
    decided_by,
    missing_sheets,
    open_ties,
    proposal_score,
    rank,
    ranking_record,
    sheet_total,
)

CODES = ("novelty", "productive", "useful", "lasting")


def rubric_of(*weights, decimals=2, tie_break=(), rounding="HALF_EVEN", grade=None):
    """A rubric with the first codes and the given weights."""
    criteria = tuple(Criterion(code, Decimal(weight)) for code, weight in zip(CODES, weights, strict=False))
    return Rubric(criteria, decimals, tie_break, "test/1", rounding, grade)


EQUAL = rubric_of(25, 25, 25, 25, tie_break=("useful", "novelty"))


def sheets_of(*rows):
    """Sheets by judges j0, j1, … from rows of points in the order of CODES."""
    return tuple(
        Sheet(f"j{i}", {code: Decimal(str(points)) for code, points in zip(CODES, row, strict=False)})
        for i, row in enumerate(rows)
    )


# ---- the oracle: rationals instead of decimals, places counted instead of sorted, rounding spelled out --------------


def oracle_round(value, rubric):
    """The nearest multiple of 10^-decimals; of two equally near the higher one, or the one that ends on an even digit."""
    decimals = rubric.decimals
    scaled = value * 10**decimals
    below = scaled.numerator // scaled.denominator
    gap = scaled - below
    up = gap > Fraction(1, 2) or (gap == Fraction(1, 2) and (rubric.rounding == "HALF_UP" or below % 2 != 0))
    return Fraction(below + (1 if up else 0), 10**decimals)


def oracle_figures(rubric, sheets):
    """Rounded figures of one proposal: (score, means by code, spread), all Fractions."""
    weights = {criterion.code: Fraction(criterion.weight) for criterion in rubric.criteria if criterion.weight}
    totals = [sum(w * Fraction(sheet.marks[c]) for c, w in weights.items()) / 100 for sheet in sheets]
    means = {c: oracle_round(Fraction(sum(Fraction(sheet.marks[c]) for sheet in sheets), len(sheets)), rubric) for c in weights}
    score = oracle_round(Fraction(sum(totals), len(totals)), rubric)
    return score, means, oracle_round(max(totals) - min(totals), rubric)


def oracle_ranks(rubric, proposals):
    """Rank of each proposal: one more than the number of proposals that beat it."""
    keys = {}
    for one in proposals:
        score, means, _ = oracle_figures(rubric, one.sheets)
        keys[one.proposal] = (score, *[means[code] for code in rubric.tie_break])
    return {code: 1 + sum(other > mine for other in keys.values()) for code, mine in keys.items()}


# ---- what hypothesis draws: few distinct points, so that ties are common --------------------------------------------

coarse = st.sampled_from([Decimal(n) for n in (0, 25, 50, 75, 100)])
fine = st.decimals(0, 100, places=2)
points = st.one_of(coarse, fine)


@st.composite
def rubrics(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=3, max_size=3)))
    weights = [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    asked = [code for code, weight in zip(CODES, weights, strict=True) if weight]
    order = draw(st.permutations(asked))
    tie_break = tuple(order[: draw(st.integers(0, len(order)))])
    rounding = draw(st.sampled_from(ROUNDINGS))
    return rubric_of(*weights, decimals=draw(st.integers(0, 4)), tie_break=tie_break, rounding=rounding)


@st.composite
def rounds(draw, marks=points):
    """A rubric and 1 to 8 proposals with two to four sheets each, two required."""
    sheets = st.lists(st.tuples(*[marks] * len(CODES)), min_size=2, max_size=4)
    rows = draw(st.lists(sheets, min_size=1, max_size=8))
    return draw(rubrics()), [ProposalSheets(f"P{i}", sheets_of(*row)) for i, row in enumerate(rows)]


@given(rounds())
def test_rank_agrees_with_the_oracle(drawn):
    rubric, proposals = drawn
    ranking = rank(rubric, proposals, readers_required=2)
    assert {entry.proposal: entry.rank for entry in ranking.entries} == oracle_ranks(rubric, proposals)
    by_code = {one.proposal: one for one in proposals}
    for entry in ranking.entries:
        score, means, spread = oracle_figures(rubric, by_code[entry.proposal].sheets)
        assert (Fraction(entry.score), Fraction(entry.figures.spread)) == (score, spread)
        assert {code: Fraction(mean) for code, mean in entry.figures.criterion_means} == means
        assert entry.figures.sheets == len(by_code[entry.proposal].sheets)
        assert -entry.score.as_tuple().exponent == rubric.decimals


@given(rounds(marks=coarse), st.randoms())
def test_rank_does_not_depend_on_any_order(drawn, chance):
    rubric, proposals = drawn
    shuffled = [
        ProposalSheets(
            one.proposal,
            tuple(
                Sheet(sheet.judge, dict(chance.sample(sorted(sheet.marks.items()), len(sheet.marks))))
                for sheet in chance.sample(one.sheets, len(one.sheets))
            ),
        )
        for one in chance.sample(proposals, len(proposals))
    ]
    expected = canonical_json(ranking_record(rank(rubric, proposals, readers_required=2)))
    assert canonical_json(ranking_record(rank(rubric, shuffled, readers_required=2))) == expected


@given(rounds(marks=coarse))
def test_rank_does_not_depend_on_the_ambient_decimal_context(drawn):
    rubric, proposals = drawn
    expected = ranking_record(rank(rubric, proposals, readers_required=2))
    with localcontext(Context(prec=2)):
        assert ranking_record(rank(rubric, proposals, readers_required=2)) == expected


@given(rounds(), st.integers(2, 4))
def test_halving_every_mark_halves_the_totals(drawn, divisor):
    rubric, proposals = drawn
    for one in proposals:
        for sheet in one.sheets:
            smaller = {code: mark / 2**divisor for code, mark in sheet.marks.items()}
            assert sheet_total(rubric, smaller) * 2**divisor == sheet_total(rubric, sheet.marks)


@given(rounds(marks=coarse), st.data())
def test_better_marks_never_lower_a_score_or_a_rank(drawn, data):
    rubric, proposals = drawn
    chosen = data.draw(st.sampled_from(proposals))
    better = tuple(
        Sheet(sheet.judge, {code: data.draw(st.sampled_from([mark, Decimal(100)])) for code, mark in sheet.marks.items()})
        for sheet in chosen.sheets
    )
    raised = [ProposalSheets(one.proposal, better) if one is chosen else one for one in proposals]
    before = {entry.proposal: entry for entry in rank(rubric, proposals, readers_required=2).entries}
    after = {entry.proposal: entry for entry in rank(rubric, raised, readers_required=2).entries}
    assert after[chosen.proposal].score >= before[chosen.proposal].score
    assert after[chosen.proposal].rank <= before[chosen.proposal].rank


@given(rounds())
def test_scores_stay_on_the_scale_and_between_the_sheets(drawn):
    rubric, proposals = drawn
    step = Decimal(1).scaleb(-rubric.decimals)
    for one in proposals:
        totals = [sheet_total(rubric, sheet.marks) for sheet in one.sheets]
        assert all(0 <= total <= 100 for total in totals)
        assert min(totals) - step <= proposal_score(rubric, one.sheets, 2).score <= max(totals) + step


def test_sheet_total_is_the_exact_weighted_sum():
    rubric = rubric_of("33.33", "33.33", "33.34")
    assert sheet_total(rubric, {"novelty": Decimal("66.67"), "productive": Decimal(50), "useful": Decimal(75)}) == Decimal(
        "63.891111"
    )


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        # 0.5 at the last digit goes to the even neighbour, both ways.
        ([(80, 80, 80, "80.02"), (80, 80, 80, "80.02")], "80.00"),
        ([(80, 80, 80, "80.06"), (80, 80, 80, "80.06")], "80.02"),
        ([(80, 80, 80, "80.10"), (80, 80, 80, "80.10")], "80.02"),
        # a third is compared, not cut: 80.0066… is nearer to 80.01.
        ([(80, 80, 80, "80.08"), (80, 80, 80, 80), (80, 80, 80, 80)], "80.01"),
        # sheets are not rounded before they are averaged: 0.005 and 0.01 would else become 0.00.
        ([(0, 0, 0, "0.02"), (0, 0, 0, "0.04")], "0.01"),
    ],
)
def test_the_score_is_rounded_once_half_to_even(rows, score):
    assert str(proposal_score(EQUAL, sheets_of(*rows), 2).score) == score


def test_a_missing_mark_is_refused_not_zero():
    marks = dict(sheets_of((80, 80, 80, 80))[0].marks)
    del marks["useful"]
    with pytest.raises(MissingMark) as refusal:
        sheet_total(EQUAL, marks)
    assert refusal.value.criterion == "useful"


def test_a_criterion_without_weight_is_not_asked():
    rubric = rubric_of(0, 50, 50)
    marks = {"productive": Decimal(60), "useful": Decimal(80)}
    assert sheet_total(rubric, marks) == 70
    assert sheet_total(rubric, marks | {"novelty": Decimal(3)}) == 70
    assert [criterion.code for criterion in rubric.asked] == ["productive", "useful"]
    assert [code for code, _ in proposal_score(rubric, (Sheet("j", marks),), 1).criterion_means] == [
        "productive",
        "useful",
    ]


@pytest.mark.parametrize(
    "points",
    [
        Decimal("100.01"),
        Decimal("-0.01"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("1e-7"),
        80.0,
        "80",
        80,
    ],
)
def test_points_off_the_scale_are_refused(points):
    marks = sheets_of((80, 80, 80, 80))[0].marks | {"useful": points}
    with pytest.raises(OffScale) as refusal:
        sheet_total(EQUAL, marks)
    assert refusal.value.criterion == "useful"


def test_marks_for_another_rubric_are_refused():
    with pytest.raises(UnknownMark):
        sheet_total(EQUAL, sheets_of((80, 80, 80, 80))[0].marks | {"charm": Decimal(100)})


@pytest.mark.parametrize(
    ("weights", "options"),
    [
        ((25, 25, 25, 24), {}),
        ((25, 25, 25, "25.01"), {}),
        ((125, -25), {}),
        (("33.3333333", "66.6666667"), {}),
        ((100,), {"decimals": 7}),
        ((100,), {"decimals": -1}),
        ((100,), {"tie_break": ("charm",)}),
        ((100, 0), {"tie_break": ("productive",)}),
        ((50, 50), {"tie_break": ("novelty", "novelty")}),
        ((100,), {"rounding": "DOWN"}),
        ((100,), {"grade": Decimal("100.5")}),
    ],
)
def test_a_rubric_that_cannot_score_is_refused(weights, options):
    with pytest.raises(BadRubric):
        rubric_of(*weights, **options)


def test_a_criterion_twice_is_refused():
    with pytest.raises(BadRubric):
        Rubric((Criterion("novelty", Decimal(50)), Criterion("novelty", Decimal(50))))


def test_missing_sheets_refuse_the_ranking_and_are_all_named():
    full = sheets_of((80, 80, 80, 80), (70, 70, 70, 70))
    proposals = [ProposalSheets("P3", full[:1]), ProposalSheets("P2", full), ProposalSheets("P1", ())]
    with pytest.raises(MissingSheet) as refusal:
        rank(EQUAL, proposals, readers_required=2)
    assert refusal.value.shortfalls == missing_sheets(proposals, readers_required=2)
    assert [(one.proposal, one.present, one.required) for one in refusal.value.shortfalls] == [
        ("P1", 0, 2),
        ("P3", 1, 2),
    ]


def test_no_sheet_is_missing_even_when_none_is_required():
    with pytest.raises(MissingSheet):
        proposal_score(EQUAL, (), 0)


def test_a_third_reader_counts_beside_the_required_two():
    sheets = sheets_of((60,) * 4, (90,) * 4, (90,) * 4)
    figures = proposal_score(EQUAL, sheets, 2)
    assert (figures.score, figures.spread, figures.sheets) == (80, 30, 3)


def test_doubles_are_refused():
    sheet = sheets_of((80, 80, 80, 80))[0]
    with pytest.raises(Doubled):
        proposal_score(EQUAL, (sheet, sheet), 2)
    with pytest.raises(Doubled):
        rank(EQUAL, [ProposalSheets("P", (sheet,))] * 2, readers_required=1)


def ranked(rubric, **rows):
    """A ranking with one sheet a proposal."""
    return rank(rubric, [ProposalSheets(code, sheets_of(row)) for code, row in rows.items()], readers_required=1)


def test_ties_share_a_rank_and_leave_room():
    ranking = ranked(EQUAL, A=(90,) * 4, B=(80,) * 4, C=(80,) * 4, D=(70,) * 4)
    assert [(e.proposal, e.rank, e.tied) for e in ranking.entries] == [
        ("A", 1, 1),
        ("B", 2, 2),
        ("C", 2, 2),
        ("D", 4, 1),
    ]


def test_the_tie_break_goes_by_its_criteria_in_order():
    ranking = ranked(EQUAL, A=(90, 70, 80, 80), B=(70, 80, 90, 80), C=(80, 80, 80, 80))
    assert [(e.proposal, e.rank) for e in ranking.entries] == [("B", 1), ("A", 2), ("C", 3)]
    first, second, third = ranking.entries
    assert (decided_by(ranking, first, second), decided_by(ranking, second, third)) == ("useful", "novelty")


def test_what_is_printed_decides():
    """Scores that differ only beyond the printed decimals are a tie, not a hidden order."""
    rubric = rubric_of(25, 25, 25, 25, decimals=1)
    ranking = ranked(rubric, A=(80, 80, 80, "80.08"), B=(80, 80, 80, 80))
    assert [entry.rank for entry in ranking.entries] == [1, 1]
    assert decided_by(ranking, *ranking.entries) == ""


@pytest.mark.parametrize(("line", "open_codes"), [(0, ""), (1, ""), (2, "BCD"), (3, "BCD"), (4, ""), (5, ""), (9, "")])
def test_a_tie_is_open_only_across_the_line(line, open_codes):
    ranking = ranked(EQUAL, A=(90,) * 4, B=(80,) * 4, C=(80,) * 4, D=(80,) * 4, E=(70,) * 4)
    assert "".join(entry.proposal for entry in open_ties(ranking, line)) == open_codes


def test_ranking_nobody_gives_an_empty_ranking():
    assert rank(EQUAL, [], readers_required=3).entries == ()


def test_the_inputs_hash_moves_with_every_input_that_counts_and_no_other():
    def digest(rubric=EQUAL, judge="j0", mark="80", required=1):
        marks = sheets_of((80, 80, 80, mark))[0].marks
        return rank(rubric, [ProposalSheets("P", (Sheet(judge, marks),))], readers_required=required).inputs_hash

    same = digest()
    assert digest(mark="80.000") == same
    others = [
        digest(mark="80.01"),
        digest(judge="j1"),
        digest(required=0),
        digest(rubric=rubric_of(26, 24, 25, 25)),
        digest(rubric=rubric_of(25, 25, 25, 25, decimals=3)),
        digest(rubric=rubric_of(25, 25, 25, 25)),
        digest(rubric=rubric_of(25, 25, 25, 25, tie_break=("useful", "novelty"), rounding="HALF_UP")),
        digest(rubric=rubric_of(25, 25, 25, 25, tie_break=("useful", "novelty"), grade=Decimal(60))),
    ]
    assert len({same, *others}) == 1 + len(others)


def test_three_thousand_proposals_rank():
    chance = random.Random(1)
    levels = (0, 25, 50, 75, 100)
    proposals = [
        ProposalSheets(f"P{i:04}", sheets_of(*[[chance.choice(levels) for _ in CODES] for _ in range(3)])) for i in range(3000)
    ]
    ranking = rank(EQUAL, proposals, readers_required=3)
    assert len(ranking.entries) == 3000
