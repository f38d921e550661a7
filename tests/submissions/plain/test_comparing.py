"""Two texts, word by word: nothing is lost, nothing is invented."""

from hypothesis import given
from hypothesis import strategies as st

from submissions.comparing import ADDED, MOST_WORDS, REMOVED, SAME, Piece, compare_words

TEXTS = st.text(alphabet="ab \n\t", max_size=60)


def joined(pieces: list[Piece], *but: str) -> str:
    """Return the text of all pieces but those of these kinds."""
    return "".join(one.text for one in pieces if one.kind not in but)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(before, after):
    pieces = compare_words(before, after)
    assert (joined(pieces, ADDED), joined(pieces, REMOVED)) == (before, after)
    assert all(one.text for one in pieces)


@given(TEXTS)
def test_the_same_text_has_nothing_new(text):
    assert {one.kind for one in compare_words(text, text)} <= {SAME}


def test_one_word_replaced():
    assert compare_words("antrean turun dua jam", "antrean turun satu jam") == [
        Piece(SAME, "antrean turun "),
        Piece(REMOVED, "dua "),
        Piece(ADDED, "satu "),
        Piece(SAME, "jam"),
    ]


def test_a_line_break_after_a_changed_word_stays():
    assert compare_words("ibu hamil.\n\nSumber", "ibu hamil dan lansia.\n\nSumber")[-1] == Piece(SAME, "\n\nSumber")


def test_a_very_long_text_is_compared_by_its_lines():
    line = "kata " * 40
    before = f"{line}\n" * (MOST_WORDS // 30)
    pieces = compare_words(before, before + "baris baru")
    assert [one.kind for one in pieces] == [SAME, ADDED]
    assert pieces[-1].text == "baris baru"
