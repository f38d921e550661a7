"""The guide to the categories in an edition file: what comes out, and each fault with its line."""

import pytest

from competition.presets import parse_preset
from tests.competition.plain.test_presets import SMALL, changed, faults

ANSWERS = (
    '      - { text: Ya, reason: "Sebab itu.", weights: [{ category: tata-kelola, weight: 3 }] }\n      - { text: Tidak ada }\n'
)
GUIDE = f"category_guide:\n  - code: inti\n    text: Apa intinya?\n    answers:\n{ANSWERS}groups:\n"


def guided(old: str = "", new: str = "") -> str:
    """Return the small edition with a guide in which one thing is changed; it begins on line 9."""
    assert old in GUIDE
    return changed("groups:\n", GUIDE.replace(old, new, 1) if old else GUIDE)


def test_a_guide_comes_out_as_plain_values():
    question = parse_preset(guided(), "uji.yaml").category_guide[0]
    assert (question.code, question.text, question.text_en, question.order) == ("inti", "Apa intinya?", "", 1)
    first, second = question.answers
    assert (first.text, first.reason, first.weights) == ("Ya", "Sebab itu.", {"tata-kelola": 3})
    assert (second.text, second.reason, second.weights) == ("Tidak ada", "", {})


def test_an_edition_needs_no_guide():
    assert parse_preset(SMALL, "uji.yaml").category_guide == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("tata-kelola", "tata-kelole", "uji.yaml:13:65: no category 'tata-kelole'; did you mean 'tata-kelola'?"),
        ("weight: 3", "weight: 0", "uji.yaml:13:86: 0 is out of range; write a whole number from 1 to 9"),
        (
            "weight: 3 }",
            "weight: 3 }, { category: tata-kelola, weight: 1 }",
            "uji.yaml:13:103: 'tata-kelola' is already taken on line 13",
        ),
        (', reason: "Sebab itu."', "", "uji.yaml:13:9: answer: 'reason' is missing; say why it speaks for a category"),
        ("      - { text: Tidak ada }\n", "", "answer: at least 2 needed, 1 given"),
        ("    text: Apa intinya?\n", "", "uji.yaml:10:5: category_guide: 'text' is missing; add it"),
        (
            ", weights: [{ category: tata-kelola, weight: 3 }]",
            "",
            "uji.yaml:8:13: no answer of 'category_guide' leads to 'tata-kelola'; give it weight in one",
        ),
        (
            "groups:\n",
            "  - code: inti\n    text: Lagi?\n    answers:\n" + ANSWERS + "groups:\n",
            "'inti' is already taken on line 10",
        ),
    ],
)
def test_a_faulty_guide_is_refused_with_its_line(old, new, fault):
    found = faults(guided(old, new))
    assert any(fault in line for line in found), found
