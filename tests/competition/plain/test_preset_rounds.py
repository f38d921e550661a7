"""Rounds in a row, in an edition file: of which kind each is, who enters it, and each fault with its line."""

import pytest

from competition.presets import PresetFaulty, find_preset, parse_preset, read_preset
from tests.competition.plain.test_presets import SMALL

_ROUND = SMALL[SMALL.index("  - key: desk") :]
THREE = (
    SMALL.replace("categories:", "  - { key: later, name: Wawancara, opens: 2031-03-05, closes: 2031-04-01 }\ncategories:", 1)
    + _ROUND.replace("key: desk", "key: wawancara\n    kind: interview").replace("stage: judging", "stage: later")
    + _ROUND.replace("key: desk", "key: kunjungan\n    kind: field\n    entrants: desk").replace(
        "stage: judging", "stage: later"
    )
)


def test_a_round_says_what_its_judges_go_by_and_whose_list_says_who_enters():
    rounds = parse_preset(THREE, "uji.yaml").rounds
    assert [(one.key, one.kind, one.chosen_in) for one in rounds] == [
        ("desk", "DESK", ""),
        ("wawancara", "INTERVIEW", "desk"),
        ("kunjungan", "FIELD", "desk"),
    ]


def test_a_later_round_takes_the_chosen_of_the_one_before_unless_it_says_otherwise():
    following = THREE.replace("    entrants: desk\n", "").replace("stage: later", "stage: judging", 1)
    with pytest.raises(PresetFaulty, match="'wawancara' takes the chosen of 'desk'"):
        parse_preset(following, "uji.yaml")
    free = THREE.replace("kind: interview", "kind: interview\n    entrants: eligible")
    free = free.replace("entrants: desk", "entrants: wawancara").replace("stage: later", "stage: judging", 1)
    assert [one.chosen_in for one in parse_preset(free, "uji.yaml").rounds] == ["", "", "wawancara"]


@pytest.mark.parametrize("year", ["2017", "2023"])
def test_shipped_editions_interview_those_whom_the_desk_round_chose(year):
    rounds = read_preset(find_preset(year)).rounds
    assert [(one.kind, one.chosen_in) for one in rounds] == [("DESK", ""), ("INTERVIEW", "desk")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: field", "kind: lapangan", "'lapangan' is not known; write one of: desk, interview, field"),
        ("entrants: desk", "entrants: dsk", "no round 'dsk' further up; did you mean 'desk'?"),
        ("entrants: desk", "entrants: kunjungan", "no round 'kunjungan' further up"),
        ("key: kunjungan", "key: eligible", "'eligible' is what 'entrants' says for all; choose another key"),
        ("entrants: desk", "entrants: wawancara", "may not open before 'later' closes (line 7); name a later stage"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_line(old, new, fault):
    assert THREE.count(old) == 1
    text = THREE.replace(old, new)
    with pytest.raises(PresetFaulty) as refusal:
        parse_preset(text, "uji.yaml")
    where = next(line for line in str(refusal.value).splitlines() if fault in line)
    place = new if "further up" in fault or "not known" in fault or "all; choose" in fault else "stage: later"
    lines = text.splitlines()
    assert place in lines[int(where.split(":")[1]) - 1]


def test_a_round_says_what_is_done_where_readers_are_far_apart():
    told = SMALL.replace("gap: 15", "gap: 15\n    dispute: { way: third_reader, blocks_ranking: true }")
    for text, known in ((SMALL, ("consolidate", False, "replaces")), (told, ("third_reader", True, "replaces"))):
        found = parse_preset(text, "uji.yaml").rounds[0].dispute
        assert (found.way, found.blocks_ranking, found.agreed_sheet) == known


@pytest.mark.parametrize("year", ["2017", "2023"])
def test_shipped_editions_mark_it_as_the_softwares_own_default(year):
    preset = read_preset(find_preset(year))
    assert {(one.dispute.way, one.dispute.blocks_ranking) for one in preset.rounds} == {("consolidate", False)}
    assert "Bawaan: sumber tidak menyebut langkah bila penilai berbeda jauh." in preset.note


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "gap: 15",
            "gap: 15\n    dispute: { way: bicara }",
            "'bicara' is not known; write one of: consolidate, third_reader, none",
        ),
        ("gap: 15", "dispute: { way: none }", "'dispute' says what happens from 'gap' on; add 'gap' to the round"),
        ("gap: 15", "gap: 15\n    dispute: { way: none, agreed_sheet: beside }", "with 'way: none' nobody agrees on a sheet"),
        ("gap: 15", "gap: 15\n    dispute: { way: none, blocks_ranking: true }", "the ranking would wait for ever"),
        ("gap: 15", "gap: 15\n    dispute: { waktu: 3 }", "dispute: unknown key 'waktu'"),
    ],
)
def test_a_dispute_that_cannot_be_is_refused_with_its_line(old, new, fault):
    text = SMALL.replace(old, new)
    with pytest.raises(PresetFaulty) as refusal:
        parse_preset(text, "uji.yaml")
    [where] = [line for line in str(refusal.value).splitlines() if fault in line]
    assert "dispute:" in text.splitlines()[int(where.split(":")[1]) - 1]
