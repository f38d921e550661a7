"""A no carries its reason and is false; the clock is the database's."""

import pytest
from django.utils.translation import gettext_lazy

from competition.clock import read_clock
from competition.verdict import YES, NotAllowed, Refused, no, require


class Named(Refused):
    """A refusal with words of its own."""

    reason = gettext_lazy("Isi catatan")


def test_a_verdict_is_its_answer():
    assert YES
    assert not no("Sudah ditutup.")
    assert no("Sudah ditutup.").reason == "Sudah ditutup."


def test_a_lazy_reason_becomes_text_at_once():
    assert type(no(gettext_lazy("Sudah ditutup.")).reason) is str
    assert type(Named().reason) is str


def test_require_passes_a_yes_and_raises_a_no_with_its_reason():
    require(YES)
    with pytest.raises(NotAllowed) as caught:
        require(no("Bukan giliran Anda."))
    assert caught.value.reason == str(caught.value) == "Bukan giliran Anda."


def test_a_named_refusal_says_its_own_words_unless_given_others():
    assert Named().reason == "Isi catatan"
    assert Named("Isi alasan").reason == "Isi alasan"


def test_a_verdict_cannot_be_changed():
    with pytest.raises(AttributeError):
        YES.allowed = False


def test_the_clock_moves_on_inside_a_transaction_and_knows_its_zone(db):
    first, second = read_clock(), read_clock()
    assert first < second
    assert first.utcoffset().total_seconds() == 0
