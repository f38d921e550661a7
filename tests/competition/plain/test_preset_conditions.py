"""Yes/no questions and conditions in an edition file: what comes out, and each fault with its line."""

import pytest

from competition.presets import find_preset, parse_preset, read_preset
from tests.competition.plain.test_presets import changed, faults

FIRST = "  - { code: ringkasan,"
APP = "  - { code: aplikasi, section: Awal, label: Aplikasi, help: Jawab., kind: yes_no }\n"
DATA = "  - { code: spbe, section: Awal, label: SPBE, help: Tulis., word_limit: 50, asked_if: aplikasi }\n"


def lines(*questions: str) -> str:
    """Return the small edition with questions before its own, which stands on line 12."""
    return changed(FIRST, "".join(questions) + FIRST)


def test_a_condition_comes_out_as_plain_values():
    first, second, third = parse_preset(lines(APP, DATA), "uji.yaml").questions
    assert (first.kind, first.asked_if, first.word_limit) == ("YES_NO", "", 1)
    assert (second.kind, second.asked_if, second.word_limit) == ("TEXT", "aplikasi", 50)
    assert (third.kind, third.asked_if) == ("TEXT", "")


def test_conditions_may_follow_from_each_other():
    chain = (APP, DATA.replace("word_limit: 50", "kind: yes_no"), DATA.replace("spbe", "data").replace("aplikasi", "spbe"))
    assert [one.asked_if for one in parse_preset(lines(*chain), "uji.yaml").questions] == ["", "aplikasi", "spbe", ""]


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        (
            (APP, DATA.replace("asked_if: aplikasi", "asked_if: aplikasy")),
            "uji.yaml:13:87: no question 'aplikasy'; did you mean",
        ),
        ((APP.replace("kind: yes_no", "word_limit: 9"), DATA), "uji.yaml:13:87: 'aplikasi' is not answered with yes or no"),
        ((DATA, APP), "uji.yaml:12:87: 'aplikasi' stands further down (line 13)"),
        (
            (APP, DATA.replace("spbe", "data").replace("asked_if: aplikasi", "asked_if: data")),
            "wait for each other: data > data",
        ),
        (
            (APP.replace("kind: yes_no", "kind: yes_no, asked_if: spbe"), DATA.replace("word_limit: 50", "kind: yes_no")),
            "uji.yaml:12:93: these questions wait for each other: aplikasi > spbe > aplikasi",
        ),
        ((APP.replace("yes_no", "yesno"),), "'yesno' is not known; did you mean 'yes_no'?"),
        ((APP.replace("kind: yes_no", "kind: yes_no, word_limit: 2"),), "a question of the kind 'yes_no' has no 'word_limit'"),
        ((APP.replace("kind: yes_no", "kind: yes_no, evidence_rows: 2"),), "of the kind 'yes_no' has no 'evidence_rows'"),
        ((DATA.replace("word_limit: 50, asked_if: aplikasi", "required: false"),), "uji.yaml:12:5: question: 'word_limit' is"),
    ],
)
def test_a_condition_that_cannot_work_is_refused_with_its_line(questions, fault):
    found = faults(lines(*questions))
    assert any(fault in line for line in found), found


def test_a_question_that_leads_into_a_circle_is_not_blamed_for_it():
    """Only who stands in the circle is named: to mend it there is to mend it everywhere."""
    circle = (APP.replace("kind: yes_no", "kind: yes_no, asked_if: spbe"), DATA.replace("word_limit: 50", "kind: yes_no"))
    outside = DATA.replace("spbe", "lain")
    assert len([line for line in faults(lines(*circle, outside)) if "wait for each other" in line]) == 2


def test_2023_asks_about_applications_and_earlier_awards_after_a_yes():
    questions = {one.code: one for one in read_preset(find_preset("2023")).questions}
    assert {code: one.asked_if for code, one in questions.items() if one.asked_if} == {
        "spbe": "aplikasi",
        "top-99-terdahulu": "pernah-top-99",
    }
    assert [code for code, one in questions.items() if one.kind == "YES_NO"] == ["aplikasi", "pernah-top-99"]
