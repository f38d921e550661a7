"""Shared wording: what is copied is found, what everybody says is not, and nothing of a text is lost by marking it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from submissions.comparing import SAME
from submissions.shingles import (
    COMMON_LEAST,
    LENGTH,
    NEAR_LEAST,
    OWN,
    count_shared,
    mark_shared,
    most_in_common,
    near_ones,
    shingles_of,
    sketch_of,
)

TEXTS = st.text(alphabet="abAB 1.\n", max_size=80)
WORDS = [f"kata{place}" for place in range(500)]


def made(seed: int, words: int = 400) -> list[str]:
    """Return words at random."""
    return Random(seed).choices(WORDS, k=words)


@given(TEXTS, TEXTS)
def test_the_pieces_joined_are_the_text(text, other):
    assert "".join(one.text for one in mark_shared(text, other)) == text
    assert all(one.text for one in mark_shared(text, other))


@given(TEXTS, TEXTS)
def test_what_is_marked_stands_in_both(text, other):
    known = set(shingles_of(other))
    for piece in mark_shared(text, other):
        assert piece.kind in (SAME, OWN)
        if piece.kind == SAME:
            assert shingles_of(piece.text)
            assert set(shingles_of(piece.text)) <= known or len(shingles_of(piece.text)) > 1


@given(TEXTS)
def test_a_text_is_its_own_copy(text):
    marked = [one.text for one in mark_shared(text, text) if one.kind == SAME]
    assert bool(marked) == bool(shingles_of(text))


def test_marks_end_with_the_last_shared_word():
    text = "Sejak 2015, warga menunggu dua jam. Lalu antrean dipindah."
    marked = mark_shared(text, "Dahulu WARGA menunggu dua – jam sehari")
    assert [(one.kind, one.text) for one in marked] == [
        (OWN, "Sejak 2015, "),
        (SAME, "warga menunggu dua jam"),
        (OWN, ". Lalu antrean dipindah."),
    ]


@given(st.text(max_size=200))
def test_numbers_fit_the_column(text):
    assert all(-(2**31) <= one < 2**31 for one in shingles_of(text))
    assert len(shingles_of(text)) >= len(sketch_of(text))
    assert sketch_of(text) == sorted(set(sketch_of(text)))


def test_fewer_words_than_a_shingle_have_none():
    assert shingles_of("satu dua") == [] == sketch_of("")
    assert len(shingles_of("satu dua tiga")) == 1
    assert LENGTH == 3


def test_capitals_and_signs_do_not_hide_a_copy():
    assert shingles_of("Antrean, TURUN (dua) jam!") == shingles_of("antrean turun dua jam")


def test_of_a_text_about_a_quarter_is_kept_and_always_the_same_quarter():
    words = made(1, 4000)
    whole = set(sketch_of(" ".join(words)))
    assert 0.2 < len(whole) / len(set(shingles_of(" ".join(words)))) < 0.3
    part = set(sketch_of(" ".join(words[1000:2000])))
    assert part <= whole
    assert part


def test_turns_of_phrase_do_not_count():
    rare, common = [1, 2], list(range(COMMON_LEAST + 1))
    assert count_shared([rare, common, [2]], COMMON_LEAST) == {1: 1, 2: 2}
    assert most_in_common(0) == COMMON_LEAST == most_in_common(1000)
    assert most_in_common(3000) == 30


def test_a_few_shared_numbers_are_chance():
    sizes = {1: 100, 2: 100, 3: 1000}
    shared = {1: NEAR_LEAST - 1, 2: NEAR_LEAST, 3: 3 * NEAR_LEAST}
    assert near_ones(shared, 100, sizes) == [(3, 0.18), (2, 0.06)]
    assert near_ones({2: NEAR_LEAST}, 1000, {2: 1000}) == []


def test_a_part_is_found_in_a_whole_and_a_stranger_is_not():
    texts = [sketch_of(" ".join(made(seed))) for seed in range(40)]
    copy = sketch_of(" ".join([*made(99), *made(7)[:200]]))
    holders = [[place for place, sketch in enumerate(texts) if one in sketch] for one in copy]
    found = near_ones(count_shared(holders, COMMON_LEAST), len(copy), dict(enumerate(map(len, texts))))
    assert [place for place, _share in found] == [7]
    assert 0.3 < found[0][1] < 0.7
