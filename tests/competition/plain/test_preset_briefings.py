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


def test_a_text_has_its_english_its_expected_levels_and_may_wait_in_the_stock():
    one = "        - { code: dua, title: Naskah dua, answers: [{ question: ringkasan, text: Tanpa angka. }] }\n"
    more = (
        "        - { code: dua, title: Naskah dua, title_en: Text two, used: false,"
        " answers: [{ question: ringkasan, text: Tanpa angka., text_en: No figures. }],"
        " expected: [{ criterion: baru, level: 2, reason: Lazim., reason_en: Common. }] }\n"
    )
    assert one in BRIEFING
    first, second = parse_preset(written(BRIEFING.replace(one, more)), "a").rounds[0].briefing.anchors
    assert (first.is_used, first.title_en, first.answers_en, first.expected) == (True, "", {}, {})
    assert (second.is_used, second.title_en, second.answers_en) == (False, "Text two", {"ringkasan": "No figures."})
    assert second.expected == {"baru": {"level": 2, "reason": "Lazim.", "reason_en": "Common."}}


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
        (
            "{ code: dua,",
            "{ code: dua, expected: [{ criterion: bari, level: 2, reason: Lazim. }],",
            "no scored criterion 'bari'",
        ),
        ("{ code: dua,", "{ code: dua, expected: [{ criterion: baru, level: 9, reason: Lazim. }],", "has no level 9"),
    ],
    ids=["question", "code", "answer", "title", "criterion", "level"],
)
def test_a_fault_is_told_with_its_line(old, new, line):
    with pytest.raises(PresetFaulty) as caught:
        parse_preset(written(BRIEFING.replace(old, new, 1)), "a")
    (problem,) = caught.value.problems
    assert line in problem.text
    assert problem.place.line > SMALL[: SMALL.index("    criteria:")].count("\n")


@pytest.mark.parametrize("year", ["2017", "2023"])
def test_the_shipped_texts_answer_what_judges_score_in_both_languages(year):
    preset = read_preset(find_preset(year))
    desk = preset.rounds[0]
    scored = {one.code for one in desk.criteria if one.levels}
    asked = {one.code: one.criterion_code for one in preset.questions}
    assert not desk.briefing.required
    assert len([one for one in desk.briefing.anchors if one.is_used]) == 2
    for one in desk.briefing.anchors:
        assert scored <= {asked[code] for code in one.answers}
        assert one.title_en
        assert one.answers_en.keys() == one.answers.keys()
        assert one.expected.keys() == scored
        assert all(known["reason_en"] for known in one.expected.values())
