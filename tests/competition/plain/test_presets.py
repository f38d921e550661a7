"""Edition files: every fault has its line and column and says what to do; a good file comes out as plain values."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.presets import (
    SHIPPED,
    WIB,
    PresetAbsent,
    PresetFaulty,
    find_preset,
    fingerprint,
    parse_preset,
    read_preset,
)
from competition.presets.screening import CHECKS
from submissions import eligibility

SMALL = """\
year: 2031
name: Kompetisi Uji
legal_basis: Peraturan Uji 1
stages:
  - { key: registration, name: Pendaftaran, opens: 2031-01-01, closes: 2031-02-01 00:00 }
  - { key: judging, name: Penilaian, opens: 2031-02-01, closes: 2031-03-01 }
categories:
  - { code: tata-kelola, name: Tata kelola }
groups:
  - { code: umum, name: Umum }
questions:
  - { code: ringkasan, section: Awal, label: Ringkasan, help: Tulis., word_limit: 200, groups: [umum], criterion: baru }
eligibility:
  min_age_months: 12
  barred_awards: [Top 40]
  max_finalist_times: 2
  unique_title: true
caps:
  - { kind: CITY, maximum: 10 }
rounds:
  - key: desk
    name: Penilaian
    stage: judging
    readers_per_proposal: 2
    max_load: 50
    places: 10
    award: Top 10
    nominees: 20
    gap: 15
    reason_min_words: 5
    decimals: 2
    tie_break: [baru]
    criteria:
      - code: baru
        name: Kebaruan
        weight: 62.5
        levels: [{ value: 1, points: 20, text: Rendah }, { value: 2, points: 90.5, text: Tinggi }]
      - code: manfaat
        name: Manfaat
        weight: 37.5
        levels: [{ value: 1, points: 0, text: Rendah }, { value: 2, points: 100, text: Tinggi }]
    quotas:
      - { dimension: KIND, value: BUMD, floor: 1 }
      - { dimension: CATEGORY, value: tata-kelola, floor: 2 }
"""


def faults(text: str) -> list[str]:
    """Return the fault lines of a file that must not pass."""
    with pytest.raises(PresetFaulty) as caught:
        parse_preset(text, "uji.yaml")
    return str(caught.value).splitlines()


def changed(old: str, new: str) -> str:
    """Return the small edition with one thing changed."""
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1)


def test_parse_preset_gives_plain_values():
    preset = parse_preset(SMALL, "uji.yaml")
    assert preset.year == 2031
    assert preset.theme == preset.note == ""
    assert preset.stages[0].opens_at == datetime(2031, 1, 1, tzinfo=WIB)
    assert preset.stages[0].closes_at == datetime(2031, 2, 1, tzinfo=WIB)
    assert [stage.order for stage in preset.stages] == [1, 2]
    assert preset.questions[0].groups == ("umum",)
    assert preset.questions[0].criterion_code == "baru"
    assert preset.eligibility.barred_awards == ("Top 40",)
    assert preset.caps[0].maximum == 10
    desk = preset.rounds[0]
    assert [line.weight for line in desk.criteria] == [Decimal("62.5"), Decimal("37.5")]
    assert desk.criteria[0].levels[1].points == Decimal("90.5")
    assert desk.tie_break == ("baru",)
    assert desk.gap == Decimal(15)
    assert [(quota.value, quota.floor) for quota in desk.quotas] == [("BUMD", 1), ("tata-kelola", 2)]


def test_parse_preset_takes_words_as_they_are_written():
    preset = parse_preset(changed("name: Tata kelola }", "name: no }"), "uji.yaml")
    assert preset.categories[0].name == "no"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("year: 2031", "year: MMXXXI", "uji.yaml:1:7: 'MMXXXI': write a whole number from 2000 to 2200"),
        ("year: 2031", "year: 31", "uji.yaml:1:7: 31 is out of range; write a whole number from 2000 to 2200"),
        ("name: Kompetisi Uji", "nama: Kompetisi Uji", "uji.yaml:2:1: edition: unknown key 'nama'; did you mean 'name'?"),
        ("name: Kompetisi Uji", "name:", "uji.yaml:2:6: write some text here; it is empty"),
        ("name: Kompetisi Uji", "name: [Uji]", "uji.yaml:2:7: write text here, not a list or keys"),
        (
            "legal_basis: Peraturan Uji 1",
            "legal_basis: A\nyear: 2032",
            "uji.yaml:4:1: edition: 'year' stands twice (first on line 1); keep one",
        ),
        ("legal_basis: Peraturan Uji 1\n", "", "uji.yaml:1:1: edition: 'legal_basis' is missing; add it"),
        ("code: tata-kelola", "code: Tata Kelola", "'Tata Kelola': write small letters, digits and hyphens only"),
        ("closes: 2031-02-01 00:00", "closes: 1 Feb 2031", "write the time in WIB as YYYY-MM-DD HH:MM"),
        ("closes: 2031-02-01 00:00", "closes: 2031-02-30 00:00", "'2031-02-30 00:00' is not a day and time that exists"),
        ("closes: 2031-02-01 00:00", "closes: 2031-01-31 23:59", "is the first minute that is too late"),
        ("closes: 2031-02-01 00:00", "closes: 2030-02-01 00:00", "'registration' closes at or before it opens"),
        ("opens: 2031-02-01", "opens: 2031-01-31", "uji.yaml:6:45: 'judging' opens before 'registration' closes (line 5)"),
        ("key: judging", "key: registration", "uji.yaml:6:12: 'registration' is already taken on line 5"),
        ("key: registration", "key: pendaftaran", "a stage with the key 'registration' is missing"),
        ("name: Pendaftaran,", "name: Pendaftaran, parallel: true,", "'registration' may not be parallel"),
        ("word_limit: 200", "word_limit: 0", "0 is out of range; write a whole number from 1 to 32767"),
        ("groups: [umum]", "groups: [umun]", "no group 'umun'; did you mean 'umum'?"),
        ("groups: [umum]", "groups: umum", "write a list such as [a, b] here"),
        ("groups: [umum]", "groups: [umum, umum]", "'umum' stands twice in the list; keep one"),
        ("criterion: baru", "criterion: baharu", "no round has a criterion 'baharu'; did you mean 'baru'?"),
        ("[Top 40]", "[Top40]", "uji.yaml:15:19: no award 'Top40'; did you mean 'Top 40'?"),
        ("unique_title: true", "unique_title: mungkin", "'mungkin': write true or false"),
        (
            "caps:",
            "screening: { reasons: [{ code: a, check: umur, text: A. }] }\ncaps:",
            "uji.yaml:18:42: 'umur' is not known; write one of: complete, limits, age, history, title, cap",
        ),
        (
            "caps:",
            "screening:\n  reasons:\n    - { code: a, check: age, text: A. }\n    - { code: a, check: cap, text: B. }\ncaps:",
            "uji.yaml:21:15: 'a' is already taken on line 20; choose another code",
        ),
        (
            "caps:",
            "screening: { reasons: [{ code: a, check: age }] }\ncaps:",
            "uji.yaml:18:24: reason: 'text' is missing; add it",
        ),
        ("kind: CITY", "kind: TOWN", "'TOWN' is not known; write one of: MINISTRY, AGENCY, PROVINCE"),
        ("maximum: 10", "maximum: 10 }\n  - { kind: CITY, maximum: 3", "'CITY' is already taken on line 19"),
        ("stage: judging", "stage: judgment", "no stage 'judgment'; did you mean 'judging'?"),
        ("nominees: 20", "nominees: 9", "9 nominees cannot fill 10 places"),
        ("tie_break: [baru]", "tie_break: [lama]", "no scored criterion 'lama' in this round"),
        ("weight: 62.5", "weight: 62.4", "uji.yaml:34:7: weights must total exactly 100; 62.4 + 37.5 = 99.9"),
        ("weight: 62.5", "weight: 62,5", "'62,5': write a number with a point, such as 12.5"),
        ("weight: 62.5", "weight: 62.555", "'62.555': write a number with at most two decimals"),
        ("code: manfaat", "code: baru", "'baru' is already taken on line 34"),
        ("points: 90.5", "points: 20", "the points of levels must rise: 20 follows 20"),
        ("{ value: 2, points: 90.5", "{ value: 1, points: 90.5", "the value of levels must rise: 1 follows 1"),
        ("points: 90.5", "points: 101", "101 is out of range; write a number from 0 to 100"),
        (", { value: 2, points: 90.5, text: Tinggi }", "", "'baru' needs at least two levels, 1 given"),
        ("value: BUMD", "value: BUMDES", "no KIND 'BUMDES'; did you mean 'BUMD'?"),
        ("value: tata-kelola", "value: kesehatan", "no CATEGORY 'kesehatan'"),
        ("dimension: CATEGORY", "dimension: REGION", "'REGION' is not known; write one of: KIND, CATEGORY, GROUP"),
        ("floor: 2", "floor: 11", "floors of CATEGORY take 11 places, the round has 10"),
        ("floor: 1 }", "floor: 1 }\n      - { dimension: KIND, value: BUMD, floor: 1 }", "KIND 'BUMD' has a floor on line 43"),
        ("  - { code: umum, name: Umum }", "  []", "group: at least 1 needed, 0 given"),
        ("  - { code: umum, name: Umum }", "  umum", "write a list of group entries here"),
        ("  - { code: umum, name: Umum }", "  - umum", "group: write keys with values here"),
    ],
)
def test_parse_preset_refuses_with_place_and_advice(old: str, new: str, fault: str):
    found = faults(changed(old, new))
    assert any(fault in line for line in found), found
    assert all(line.startswith("uji.yaml:") for line in found)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "uji.yaml:1:1: the file is empty"),
        ("# hanya komentar\n", "uji.yaml:1:1: the file is empty"),
        ("hanya teks", "uji.yaml:1:1: edition: write keys with values here"),
        ("year: [2031\nname: x", "uji.yaml:2:5: not YAML"),
        ("year: 2031\n\tname: x", "uji.yaml:2:1: not YAML"),
        ("name: a: b", "uji.yaml:1:8: not YAML"),
        ("year: 2031\n---\nyear: 2032", "uji.yaml:2:1: not YAML"),
        ("year: &tahun 2031\nname: *tahun", "uji.yaml:2:7: write the values out instead of the alias '*tahun'"),
        ("year: 2031\nname: a\x07b", "uji.yaml:2:8: remove the character U+0007"),
        ("year: " + "[" * 3000, "uji.yaml:1:"),
    ],
)
def test_parse_preset_refuses_what_is_no_edition(text: str, fault: str):
    assert faults(text)[0].startswith(fault)


def test_parse_preset_reports_every_fault_at_once_in_the_file_s_order():
    broken = SMALL
    for old, new in (("year: 2031", "year: x"), ("groups: [umum]", "groups: [a]"), ("weight: 62.5", "weight: 60")):
        broken = broken.replace(old, new, 1)
    assert [line.split(":")[1] for line in faults(broken)] == ["1", "12", "34"]


def test_parse_preset_takes_weight_0_without_levels_and_refuses_them():
    line = "      - { code: ringkas, name: Ringkas, weight: 0 }\n      - code: manfaat\n"
    preset = parse_preset(changed("      - code: manfaat\n", line), "uji.yaml")
    assert preset.rounds[0].criteria[1].levels == ()
    levelled = line.replace("weight: 0", "weight: 0, levels: [{ value: 1, points: 1, text: a }]")
    assert "weight 0, so nobody scores it" in faults(changed("      - code: manfaat\n", levelled))[0]


def test_parse_preset_refuses_a_tie_broken_by_what_nobody_scores():
    line = "      - { code: ringkas, name: Ringkas, weight: 0 }\n      - code: manfaat\n"
    text = changed("      - code: manfaat\n", line).replace("tie_break: [baru]", "tie_break: [ringkas]")
    assert "no scored criterion 'ringkas'" in faults(text)[0]


def test_parse_preset_lets_parallel_windows_overlap():
    clinics = "  - { key: klinik, name: K, opens: 2030-12-01, closes: 2031-02-10, parallel: true }\n"
    text = changed("stages:\n", f"stages:\n{clinics}")
    assert parse_preset(text, "uji.yaml").stages[0].is_parallel


def test_parse_preset_gathers_notes_under_what_they_are_about():
    text = changed("weight: 62.5", "weight: 62.5\n        note: Bawaan.").replace("year:", "note: Tema kosong.\nyear:", 1)
    assert parse_preset(text, "uji.yaml").note == "Tema kosong.\nPenilaian › Kebaruan: Bawaan."


def test_fingerprint_follows_the_rules_and_not_the_dates_or_the_layout():
    base = fingerprint(parse_preset(SMALL, "a"))
    assert fingerprint(parse_preset("# lain\n" + changed("opens: 2031-01-01", "opens: 2030-12-31"), "b")) == base
    assert fingerprint(parse_preset(changed("word_limit: 200", "word_limit: 201"), "c")) != base


def test_read_preset_refuses_other_encodings_at_the_byte(tmp_path: Path):
    path = tmp_path / "uji.yaml"
    path.write_bytes(SMALL.replace("Kompetisi Uji", "Kompetisi Ujé").encode("latin-1"))
    with pytest.raises(PresetFaulty, match=r"uji\.yaml:2:19: not UTF-8; save the file in that encoding"):
        read_preset(path)
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert read_preset(path).year == 2031


def test_read_preset_refuses_a_file_that_is_too_large(tmp_path: Path):
    path = tmp_path / "uji.yaml"
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(PresetFaulty, match="larger than 1000000 bytes"):
        read_preset(path)


def test_find_preset_knows_names_and_paths(tmp_path: Path):
    path = tmp_path / "uji.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert find_preset(str(path)) == path
    assert find_preset("2017").parent == SHIPPED
    for absent in ("1999", str(tmp_path), ""):
        with pytest.raises(PresetAbsent, match="shipped presets: 2017, 2023"):
            find_preset(absent)


def test_preset_2017_is_what_was_published():
    preset = read_preset(find_preset("2017"))
    assert [category.code for category in preset.categories] == ["tata-kelola", "tik", "kesejahteraan", "pelayanan-langsung"]
    stages = {stage.key: stage for stage in preset.stages}
    assert stages["registration"].opens_at == datetime(2016, 11, 1, tzinfo=WIB)
    assert stages["registration"].closes_at == datetime(2017, 3, 11, tzinfo=WIB)
    assert [key for key, stage in stages.items() if stage.is_parallel] == ["clinics"]
    desk, interview = preset.rounds
    assert [line.code for line in desk.criteria] == ["kebaruan", "produktif", "manfaat", "keberlanjutan"]
    assert {line.weight for line in desk.criteria} == {Decimal(25)}
    assert (desk.places, desk.nominees, desk.award) == (99, 150, "Top 99")
    assert (interview.places, interview.award) == (40, "Top 40")
    assert {quota.value: quota.floor for quota in desk.quotas} == dict.fromkeys(
        ("MINISTRY", "AGENCY", "PROVINCE", "REGENCY", "CITY", "BUMN", "BUMD"), 1
    )
    assert preset.eligibility.min_age_months == 12
    assert preset.eligibility.barred_awards == ("Top 9", "Top 25", "Top 35", "Top 40")
    assert preset.theme == ""
    assert "bobot sama rata (25)" in preset.note


def test_preset_2023_has_the_published_weights_and_limits():
    preset = read_preset(find_preset("2023"))
    assert len(preset.categories) == 11
    assert [line.weight for line in preset.rounds[0].criteria] == [Decimal(n) for n in (0, 10, 15, 5, 30, 20, 5, 15)]
    limits = [question.word_limit for question in preset.questions if question.criterion_code]
    assert limits == [200, 300, 200, 200, 600, 100, 200, 200, 500]
    assert [group.code for group in preset.groups] == ["umum", "khusus"]
    registration = next(stage for stage in preset.stages if stage.key == "registration")
    assert registration.closes_at == datetime(2023, 5, 7, tzinfo=WIB)


@pytest.mark.parametrize("name", ["2017", "2023"])
def test_shipped_presets_speak_both_languages_and_help_the_writer(name: str):
    preset = read_preset(find_preset(name))
    for named in (*preset.stages, *preset.categories, *preset.groups, *preset.rounds):
        assert named.name_en, named
    for question in preset.questions:
        assert question.label_en, question
        assert question.help_en, question
        if question.kind == "YES_NO":
            continue
        assert question.example_good, question
        assert question.example_weak, question
        assert len(question.example_good.split()) <= question.word_limit
    for judging in preset.rounds:
        for line in judging.criteria:
            assert all(level.text_en for level in line.levels)
            assert len({level.text for level in line.levels}) == len(line.levels)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SMALL)), st.text(max_size=6))
def test_parse_preset_answers_any_damage_with_places(at: int, junk: str):
    found = []
    try:
        parse_preset(SMALL[:at] + junk + SMALL[at + len(junk) :], "uji.yaml")
    except PresetFaulty as error:
        found = error.problems or [((0, 0), "refused without a reason")]
    assert all(line >= 1 and column >= 1 for (line, column), _text in found)


@pytest.mark.parametrize(("name", "measured"), [("2017", ["produktif", "manfaat"]), ("2023", ["signifikansi"])])
def test_shipped_presets_ask_for_figures_and_say_what_makes_something_last(name, measured):
    questions = read_preset(find_preset(name)).questions
    assert [one.code for one in questions if one.evidence_rows] == measured
    lasting = next(one for one in questions if one.code == "keberlanjutan")
    assert len(lasting.checklist) == len(lasting.checklist_en) == 4


FILES = """files:
  max_mb: 2
  max_files: 4
  letters:
    - { code: tim, name: Surat tim, help: Bertanda tangan. }
    - { code: ikut, name: Surat lain, help: Bila ada., required: false }
"""


def test_parse_preset_reads_what_may_be_uploaded_and_has_defaults():
    plain = parse_preset(SMALL, "uji.yaml").files
    assert (plain.max_mb, plain.max_files, plain.max_total_mb, plain.video, plain.letters) == (5, 10, 25, False, ())
    files = parse_preset(SMALL + FILES, "uji.yaml").files
    assert (files.max_mb, files.max_files, files.max_total_mb) == (2, 4, 25)
    assert [(one.code, one.required) for one in files.letters] == [("tim", True), ("ikut", False)]


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("max_mb: 2", "max_mb: 21", 1, "21 is out of range"),
        ("max_mb: 2", "max_mb: 2\n  max_total_mb: 1", 2, "one file of 2 MB does not fit into 1 MB"),
        ("max_files: 4", "max_file: 4", 2, "files: unknown key 'max_file'; did you mean 'max_files'?"),
        ("code: ikut", "code: tim", 5, "'tim' is already taken on line"),
        ("max_files: 4", "max_files: 0", 2, "0 is out of range"),
    ],
)
def test_parse_preset_refuses_faulty_limits_at_their_line(old: str, new: str, line: int, fault: str):
    text = FILES.replace(old, new)
    with pytest.raises(PresetFaulty) as caught:
        parse_preset(SMALL + text, "uji.yaml")
    assert f"uji.yaml:{SMALL.count(chr(10)) + 1 + line}:" in str(caught.value)
    assert fault in str(caught.value)


def test_parse_preset_refuses_more_required_letters_than_files():
    text = FILES.replace("max_files: 4", "max_files: 1").replace(", required: false", "")
    with pytest.raises(PresetFaulty, match="2 letters are required, so allow at least so many files"):
        parse_preset(SMALL + text, "uji.yaml")


def test_shipped_presets_ask_for_the_letters_of_their_year():
    files_2017, files_2023 = (read_preset(find_preset(year)).files for year in ("2017", "2023"))
    assert [(one.code, one.required) for one in files_2017.letters] == [("komitmen", False)]
    assert [(one.code, one.required) for one in files_2023.letters] == [
        ("implementasi", True),
        ("identitas", True),
        ("replikasi", True),
    ]
    assert (files_2023.max_mb, files_2023.max_files, files_2023.max_total_mb, files_2023.video) == (5, 10, 25, True)
    assert "batas berkas" in read_preset(find_preset("2017")).note


def test_the_lines_of_the_check_are_those_that_are_screened():
    assert tuple(eligibility.CHECKS) == CHECKS


@pytest.mark.parametrize("name", ["2017", "2023"])
def test_a_shipped_edition_lists_a_reason_for_every_line_in_two_languages(name):
    reasons = read_preset(find_preset(name)).screening.reasons
    assert {one.check_code for one in reasons} == set(eligibility.CHECKS)
    assert all(one.text and one.text_en for one in reasons)
