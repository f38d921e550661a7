"""Which questions are asked: of the group, and after a yes, as far as the yeses reach."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.asking import SAID_NO, SAID_YES, asked_of


@dataclass(frozen=True)
class Q:
    """A question with what decides whether it is asked."""

    pk: int
    code: str
    is_yes_no: bool = False
    asked_if: str = ""
    groups: tuple[str, ...] = ()

    def is_asked_of(self, group_code: str) -> bool:
        """Say whether the group answers it at all."""
        return not self.groups or group_code in self.groups


FORM = (
    Q(1, "ringkasan"),
    Q(2, "aplikasi", is_yes_no=True),
    Q(3, "spbe", asked_if="aplikasi"),
    Q(4, "data", is_yes_no=True, asked_if="aplikasi"),
    Q(5, "hukum", asked_if="data"),
    Q(6, "pembaruan", groups=("khusus",)),
)


def codes(said: dict[int, str], group: str = "umum") -> str:
    """Return the codes of what is asked, joined."""
    return " ".join(one.code for one in asked_of(FORM, group, said))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, "ringkasan aplikasi"),
        ({2: ""}, "ringkasan aplikasi"),
        ({2: SAID_NO}, "ringkasan aplikasi"),
        ({2: SAID_YES}, "ringkasan aplikasi spbe data"),
        ({2: SAID_YES, 4: SAID_NO, 5: "Pernah ditulis."}, "ringkasan aplikasi spbe data"),
        ({2: SAID_YES, 4: SAID_YES}, "ringkasan aplikasi spbe data hukum"),
        # A yes to what is not asked leads to nothing, and stays for when it is asked again.
        ({2: SAID_NO, 4: SAID_YES}, "ringkasan aplikasi"),
        ({4: SAID_YES}, "ringkasan aplikasi"),
        # A text that happens to say yes is a text.
        ({1: SAID_YES, 3: SAID_YES}, "ringkasan aplikasi"),
    ],
)
def test_what_is_asked_follows_from_the_yeses(said, asked):
    assert codes(said) == asked


def test_a_condition_does_not_open_a_question_of_another_group():
    assert codes({}, "khusus") == "ringkasan aplikasi pembaruan"


@given(st.dictionaries(st.integers(1, 6), st.sampled_from(["", SAID_YES, SAID_NO, "Teks."])))
def test_whatever_is_asked_has_its_condition_asked_before_it_and_answered_with_yes(said):
    asked = asked_of(FORM, "umum", said)
    for place, one in enumerate(asked):
        earlier = {before.code: before for before in asked[:place]}
        assert not one.asked_if or said[earlier[one.asked_if].pk] == SAID_YES


@given(st.dictionaries(st.integers(1, 6), st.sampled_from(["", SAID_YES, SAID_NO])))
def test_asking_again_for_what_was_asked_changes_nothing(said):
    asked = asked_of(FORM, "umum", said)
    assert asked_of(asked, "umum", said) == asked
