"""Codes are unguessable, and a receipt number with one slip of the finger is recognised as wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.codes import ALPHABET, check_character, is_receipt_number, new_code, new_receipt_number

bodies = st.text(alphabet=ALPHABET, min_size=7, max_size=7)


def test_the_alphabet_is_a_prime_number_of_letters_nobody_confuses():
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    assert not set(ALPHABET) & set("01ILOUZ")


@given(bodies)
def test_every_single_wrong_letter_is_noticed(body):
    whole = body + check_character(body)
    for place, right in enumerate(whole):
        for wrong in set(ALPHABET) - {right}:
            typed = whole[:place] + wrong + whole[place + 1 :]
            assert not is_receipt_number(f"KIPP17-{typed[:4]}-{typed[4:]}"), typed


@given(bodies)
def test_every_swap_of_neighbours_is_noticed(body):
    whole = body + check_character(body)
    for place in range(7):
        typed = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
        if typed != whole:
            assert not is_receipt_number(f"KIPP17-{typed[:4]}-{typed[4:]}"), typed


@given(st.integers(2000, 2099))
def test_a_new_number_is_well_formed_and_recognised(year):
    number = new_receipt_number(year)
    assert re.fullmatch(rf"KIPP{year % 100:02d}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", number)
    assert is_receipt_number(number)
    assert is_receipt_number(f"  {number.lower()} ")


@pytest.mark.parametrize(
    "text", ["", "KIPP17", "KIPP17-", "KIPP17-2222-222", "KIPP17-2222-22222", "ABCD17-2222-2222", "KIPP17-222O-2222", "👍"]
)
def test_other_text_is_no_number(text):
    assert not is_receipt_number(text)


def test_new_codes_use_the_alphabet_and_do_not_repeat():
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 10 and set(code) <= set(ALPHABET) for code in codes)
