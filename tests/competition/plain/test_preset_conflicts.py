"""Who must not judge what, in an edition file: what comes out, and each fault with its line."""

import pytest

from competition.presets import PresetFaulty, find_preset, parse_preset, read_preset
from tests.competition.plain.test_presets import SMALL

CONFLICTS = """\
conflicts:
  cooling_off_years: 3
  own_region: true
"""


def test_parse_preset_reads_when_a_judge_must_not_read_and_has_defaults():
    plain = parse_preset(SMALL, "uji.yaml").conflicts
    assert (plain.cooling_off_years, plain.own_region, plain.judged_earlier) == (None, False, False)
    told = parse_preset(SMALL + CONFLICTS, "uji.yaml").conflicts
    assert (told.cooling_off_years, told.own_region, told.judged_earlier) == (3, True, False)
    for year in ("2017", "2023"):
        assert read_preset(find_preset(year)).conflicts.cooling_off_years == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("years: 3", "years: 51", 2, "51 is out of range"),
        ("years: 3", "years: tiga", 2, "'tiga'"),
        ("own_region: true", "own_region: mungkin", 3, "'mungkin'"),
        ("own_region", "own_regions", 3, "conflicts: unknown key 'own_regions'; did you mean 'own_region'?"),
    ],
)
def test_parse_preset_refuses_faulty_conflicts_at_their_line(old: str, new: str, line: int, fault: str):
    with pytest.raises(PresetFaulty) as caught:
        parse_preset(SMALL + CONFLICTS.replace(old, new), "uji.yaml")
    assert f"uji.yaml:{SMALL.count(chr(10)) + line}:" in str(caught.value)
    assert fault in str(caught.value)
