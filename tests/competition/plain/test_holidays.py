"""Days on which offices are shut: what is shipped, what an operator's file adds, and years without their decree."""

from datetime import date
from pathlib import Path

import pytest

from competition.holidays import (
    HOLIDAY,
    LEAVE,
    SHIPPED,
    UnreadableHolidays,
    holiday_on,
    holidays_between,
    incomplete_years,
    is_weekend,
    known_holidays,
    read_holidays,
)

NAMES = "day,kind,name,name_en,source\n"


def file_of(folder: Path, *lines: str, names: str = NAMES) -> str:
    path = folder / "own.csv"
    path.write_text(names + "\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_decree_of_2026_is_whole():
    year = holidays_between(date(2026, 1, 1), date(2026, 12, 31))
    assert [sum(one.kind == kind for one in year) for kind in (HOLIDAY, LEAVE)] == [17, 8]
    # Nobody is given a day of leave on a day that is free anyhow.
    assert not [one for one in year if one.kind == LEAVE and is_weekend(one.day)]
    assert holiday_on(date(2026, 3, 21)).name.startswith("Idulfitri")
    assert holiday_on(date(2026, 3, 25)) is None


def test_every_line_has_both_names_and_a_source_and_no_day_comes_twice():
    rows = list(read_holidays(SHIPPED))
    assert all(one.name and one.name_en and one.source for one in rows)
    assert len({one.day for one in rows}) == len(rows)
    assert [one.day for one in rows] == sorted(one.day for one in rows)


def test_a_year_without_its_decree_is_said_to_be_incomplete(settings, tmp_path):
    period = (date(2026, 12, 1), date(2027, 2, 1))
    assert incomplete_years(*period) == [2027]
    settings.HOLIDAYS_FILE = file_of(tmp_path, "2027-03-10,HOLIDAY,Idulfitri,Eid,SKB 3 Menteri Uji")
    assert incomplete_years(*period) == []


def test_a_file_of_ones_own_adds_replaces_and_removes(tmp_path):
    own = known_holidays(
        file_of(
            tmp_path,
            "2026-08-18,LEAVE,Cuti bersama Kemerdekaan,Leave,SKB Uji",
            "2026-12-24,LEAVE,,,SKB Uji",
            "2026-12-25,HOLIDAY,Natal,Christmas,SKB Uji",
        )
    )
    assert own[date(2026, 8, 18)].kind == LEAVE
    assert date(2026, 12, 24) not in own
    assert own[date(2026, 12, 25)].name == "Natal"


@pytest.mark.parametrize("line", ["kemarin,HOLIDAY,A,A,SKB", "2026-13-01,LEAVE,A,A,SKB", "2026-01-02,PARTY,A,A,SKB", ",,,,"])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    with pytest.raises(UnreadableHolidays, match=r"own\.csv:2"):
        known_holidays(file_of(tmp_path, line))


def test_other_columns_are_refused(tmp_path):
    with pytest.raises(UnreadableHolidays, match="columns"):
        known_holidays(file_of(tmp_path, "2026-01-01,A", names="date,name\n"))
