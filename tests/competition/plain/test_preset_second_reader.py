"""How the secretariat screens, in an edition file: what comes out, and each fault with its line."""

import pytest

from competition.presets import PresetFaulty, find_preset, parse_preset, read_preset
from tests.competition.plain.test_presets import SMALL

SECOND = """\
screening:
  second_reader:
    percent: 10
    near_limit: [age, limits]
"""


def test_parse_preset_reads_what_a_second_person_reads_and_has_nothing_by_default():
    for preset in (parse_preset(SMALL, "uji.yaml"), *(read_preset(find_preset(year)) for year in ("2017", "2023"))):
        assert (preset.screening.second_reader.percent, preset.screening.second_reader.near_limit) == (0, ())
    told = parse_preset(SMALL + SECOND, "uji.yaml").screening.second_reader
    assert (told.percent, told.near_limit) == (10, ("age", "limits"))


def test_parse_preset_reads_how_long_a_correction_may_take_and_gives_three_working_days_by_default():
    told = [parse_preset(SMALL + more, "uji.yaml") for more in ("", SECOND, SECOND + "  correction_days: 0\n")]
    assert [one.screening.correction_days for one in told] == [3, 3, 0]


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("percent: 10", "percent: 101", 3, "101 is out of range; write a whole number from 0 to 100"),
        ("[age, limits]", "[umur]", 4, "'umur' is not known; write one of: complete, limits, age, history, title, cap"),
        ("[age, limits]", "[age, age]", 4, "'age' stands twice in the list; keep one"),
        ("    percent: 10\n    near_limit: [age, limits]", "    percent: 0", 3, "'second_reader' would read nothing"),
        ("percent", "persen", 3, "persen"),
        ("  second_reader:", "  correction_days: 31\n  second_reader:", 2, "31 is out of range"),
    ],
)
def test_parse_preset_names_the_line_of_a_fault(old, new, line, fault):
    assert SECOND.count(old) == 1
    first = SMALL.count("\n")
    with pytest.raises(PresetFaulty) as refusal:
        parse_preset(SMALL + SECOND.replace(old, new), "uji.yaml")
    assert f"uji.yaml:{first + line}:" in str(refusal.value)
    assert fault in str(refusal.value)
