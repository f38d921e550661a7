"""Words are counted alike on the server and in the browser, and titles are compared without what people vary."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition import words
from competition.words import count_words, normalise_title
from tests.vectors import WORDS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("vector", WORDS, ids=lambda vector: vector.why)
def test_count_words_gives_the_number_of_the_vector(vector):
    assert count_words(vector.text) == vector.words


def test_the_browser_splits_at_the_same_characters():
    script = (ROOT / "static" / "kipp.js").read_text(encoding="utf-8")
    written = re.search(r"var space = /(\[.*\]\+)/;", script)
    assert written, "static/kipp.js no longer has `var space = /[…]+/;`"
    in_browser, on_server = re.compile(written[1]), words._SPACE
    differing = [hex(code) for code in range(0x110000) if bool(in_browser.match(chr(code))) != bool(on_server.match(chr(code)))]
    assert differing == []


def test_the_browser_calls_the_same_thing_a_word():
    script = (ROOT / "static" / "kipp.js").read_text(encoding="utf-8")
    assert r"new RegExp('[\\p{L}\\p{N}]', 'u')" in script


@given(
    st.lists(st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True), max_size=12),
    st.sampled_from([" ", "\r\n", "\u00a0", " - ", "\t \n"]),
)
def test_joining_words_with_any_break_keeps_their_number(tokens, glue):
    assert count_words(glue.join(tokens)) == len(tokens)


@given(st.text())
def test_space_around_a_text_changes_nothing(text):
    assert count_words(f" \r\n{text}\u00a0 ") == count_words(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rumah Tunggu Kelahiran", "rumah tunggu  kelahiran"),
        ("SI-CEPAT", "Si Cepat"),
        ("“Gerbang Emas” (Lanjutan)", "gerbang emas lanjutan"),
        ("Kafé Data", "Kafe\u0301 data"),
        ("Layanan 24/7", "layanan 247"),
        ("ＳＡＭＳＡＴ", "samsat"),
        ("snake_case", "snake case"),
    ],
)
def test_titles_that_read_the_same_are_the_same(one, other):
    assert normalise_title(one) == normalise_title(other)


@pytest.mark.parametrize(("one", "other"), [("Layanan 1", "Layanan 2"), ("Sicepat", "Sitepat"), ("Desa", "Desaku")])
def test_titles_that_differ_in_a_letter_or_digit_differ(one, other):
    assert normalise_title(one) != normalise_title(other)


@pytest.mark.parametrize("title", ["", "   ", "-–—", "!?…", "👍", "\u200b\u0301"])
def test_a_title_without_a_letter_is_empty(title):
    assert normalise_title(title) == ""


@given(st.text())
def test_normalising_twice_changes_nothing(title):
    once = normalise_title(title)
    assert normalise_title(once) == once
