"""Which category the answers of the guide suggest, when two are even, and when none fits clearly."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.presets import find_preset, read_preset
from submissions.guide import CLEAR, suggest

CODES = ["kesehatan", "pangan", "hukum"]


def answer(reason: str = "", **weights: int) -> dict:
    """Return an answer that speaks for these categories."""
    return {"reason": reason, "weights": weights}


def said(*answers: dict) -> tuple[str | None, str | None]:
    """Return what fits best and second."""
    found = suggest(answers, CODES)
    return tuple(one and one.code for one in (found.best, found.second))


@pytest.mark.parametrize(
    ("answers", "best", "second", "is_clear"),
    [
        ((), None, None, False),
        ((answer(), answer()), None, None, False),
        ((answer(kesehatan=3),), "kesehatan", None, True),
        ((answer(pangan=2), answer(hukum=1)), "pangan", "hukum", True),
        # One weak hint is the nearest there is, and no suggestion.
        ((answer(hukum=1), answer()), "hukum", None, False),
        # Two of equal weight are equals; the edition's order only says which stands first.
        ((answer(hukum=3), answer(kesehatan=3)), "kesehatan", "hukum", False),
        ((answer(hukum=2), answer(kesehatan=1), answer(kesehatan=2, hukum=2)), "hukum", "kesehatan", True),
    ],
)
def test_the_weight_of_the_answers_decides(answers, best, second, is_clear):
    assert said(*answers) == (best, second)
    assert suggest(answers, CODES).is_clear is is_clear


def test_two_of_equal_weight_are_even():
    assert suggest([answer(hukum=3, pangan=3)], CODES).is_even
    assert not suggest([answer(hukum=3, pangan=2)], CODES).is_even
    assert not suggest([answer(hukum=3)], CODES).is_even


def test_the_reasons_are_those_of_the_answers_that_gave_weight_the_strongest_first():
    found = suggest([answer("Lemah.", pangan=1), answer("Lain.", hukum=1), answer("Kuat.", pangan=3)], CODES)
    assert [one["reason"] for one in found.best.answers] == ["Kuat.", "Lemah."]


ANSWERS = st.lists(
    st.dictionaries(st.sampled_from(CODES), st.integers(1, 9)).map(lambda weights: answer(**weights)), max_size=5
)


@given(ANSWERS)
def test_nothing_has_more_weight_than_the_best_and_every_reason_gives_some(answers):
    found = suggest(answers, CODES)
    for code in CODES:
        total = sum(one["weights"].get(code, 0) for one in answers)
        assert total <= (found.best.weight if found.best else 0)
    for fit in filter(None, (found.best, found.second)):
        assert fit.answers
        assert all(one["weights"][fit.code] for one in fit.answers)


@given(ANSWERS)
def test_the_order_of_the_answers_does_not_matter(answers):
    assert said(*answers) == said(*reversed(answers))


@pytest.mark.parametrize("year", ["2017", "2023"])
def test_the_shipped_guides_have_four_questions_in_both_languages_with_a_way_out_of_each(year):
    preset = read_preset(find_preset(year))
    assert len(preset.category_guide) == 4
    for question in preset.category_guide:
        assert question.text_en, question
        assert [one.text for one in question.answers if not one.weights] == ["Tidak ada yang jelas cocok"]
        for one in question.answers:
            assert one.text_en, one
            assert bool(one.reason) == bool(one.reason_en) == bool(one.weights), one


@pytest.mark.parametrize("year", ["2017", "2023"])
def test_every_category_of_a_shipped_edition_can_be_suggested(year):
    preset = read_preset(find_preset(year))
    codes = [one.code for one in preset.categories]
    suggested = set()
    for chosen in product(*(question.answers for question in preset.category_guide)):
        found = suggest([{"weights": one.weights} for one in chosen], codes)
        suggested |= {found.best.code} if found.is_clear else set()
    assert suggested == set(codes)


@pytest.mark.parametrize("year", ["2017", "2023"])
def test_the_strongest_answer_for_a_category_alone_suggests_it(year):
    preset = read_preset(find_preset(year))
    codes = [one.code for one in preset.categories]
    for code in codes:
        strongest = [max(question.answers, key=lambda one: one.weights.get(code, 0)) for question in preset.category_guide]
        found = suggest([{"weights": one.weights} for one in strongest], codes)
        assert (found.best.code, found.best.weight >= CLEAR) == (code, True)
