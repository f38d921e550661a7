"""Training texts in an edition file: what comes out, and every fault with its line."""

import pytest

from competition.presets import PresetFaulty, find_preset, parse_preset, read_preset
from tests.competition.plain.test_presets import SMALL

BRIEFING = """\
    briefing:
      required: true
      anchors:
        - code: satu
          title: Naskah satu
          answers:
            - { question: ringkasan, text: Antrean pendek. }
        - { code: dua, title: Naskah dua, answers: [{ question: ringkasan, text: Tanpa angka. }] }
"""


def written(briefing: str = BRIEFING) -> str:
    """Return a small edition with a briefing."""
    return SMALL.replace("    criteria:\n", f"{briefing}    criteria:\n", 1)


def test_a_briefing_comes_out_as_it_was_written():
    briefing = parse_preset(written(), "a").rounds[0].briefing
    assert briefing.required
    assert [(one.code, one.order, one.title) for one in briefing.anchors] == [
        ("satu", 1, "Naskah satu"),
        ("dua", 2, "Naskah dua"),
    ]
    assert briefing.anchors[0].answers == {"ringkasan": "Antrean pendek."}
    assert parse_preset(SMALL, "a").rounds[0].briefing is None
    assert not parse_preset(written(BRIEFING.replace("      required: true\n", "")), "a").rounds[0].briefing.required


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("question: ringkasan, text: Antrean", "question: ringkas, text: Antrean", "no question 'ringkas'"),
        ("code: dua", "code: satu", "'satu' is already taken on line"),
        (
            "text: Antrean pendek. }",
            "text: A. }\n            - { question: ringkasan, text: B. }",
            "'ringkasan' is already taken",
        ),
        ("title: Naskah dua, ", "", "'title' is missing"),
    ],
    ids=["question", "code", "answer", "title"],
)
def test_a_fault_is_told_with_its_line(old, new, line):
    with pytest.raises(PresetFaulty) as caught:
        parse_preset(written(BRIEFING.replace(old, new, 1)), "a")
    (problem,) = caught.value.problems
    assert line in problem.text
    assert problem.place.line > SMALL[: SMALL.index("    criteria:")].count("\n")


def test_the_shipped_texts_answer_what_judges_score():
    briefing = read_preset(find_preset("2017")).rounds[0].briefing
    assert not briefing.required
    assert len(briefing.anchors) >= 2
    for one in briefing.anchors:
        assert {"kebaruan", "produktif", "manfaat", "keberlanjutan"} <= one.answers.keys()
