"""Figures before and after: cleaned, read by people, counted where they are typed, joined without a loss."""

from hypothesis import given
from hypothesis import strategies as st

from competition.words import count_words
from submissions.evidence import CELLS, clean_rows, join_rows, readable

ROW = {"indicator": "Lama izin", "before": "17 hari", "after": "3 hari", "source": "register loket"}
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(CELLS, st.text(max_size=30))), max_size=5)


def test_clean_rows_leaves_out_empty_rows_and_puts_each_cell_on_one_line():
    given_rows = [{}, {"indicator": " Lama\r\nizin ", "after": "3\thari", "lain": "x"}, dict.fromkeys(CELLS, " \n")]
    assert clean_rows(given_rows) == [{"indicator": "Lama izin", "before": "", "after": "3 hari", "source": ""}]


def test_readable_puts_a_line_for_each_row_below_the_text():
    assert readable("Hasil.", [ROW]) == "Hasil.\n\n- Lama izin: 17 hari → 3 hari (register loket)"
    assert readable("", [ROW]).startswith("- Lama izin")
    assert readable("Hasil.", []) == "Hasil."


@given(st.text(max_size=60), rows)
def test_the_whole_has_as_many_words_as_the_text_and_the_cells(text, typed):
    cleaned = clean_rows(typed)
    cells = sum(count_words(cell) for row in cleaned for cell in row.values())
    assert count_words(readable(text, cleaned)) == count_words(text) + cells


@given(rows, rows, st.integers(0, 5))
def test_join_rows_loses_no_row_and_doubles_none(stored, typed, most):
    kept, rest = join_rows(stored[:most], typed, most)
    assert len(kept) <= most
    assert all(row in kept or row in rest for row in stored[:most] + typed)
