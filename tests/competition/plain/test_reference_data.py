"""The shipped reference data is complete, consistent and honest about where it comes from."""

from collections import Counter
from datetime import date

import pytest

from competition.reference import codes_by_name, read_institutions, read_regions
from competition.words import normalise_title

REGIONS = read_regions()
INSTITUTIONS = read_institutions()
KICK_OFF_2017 = date(2017, 3, 10)


def valid(rows, day: date):
    """Return the rows that are true on a day."""
    return [row for row in rows if row.valid_from <= day and (row.valid_until is None or day < row.valid_until)]


def test_regions_are_those_of_the_decree():
    assert Counter(region.kind for region in REGIONS) == {"PROVINCE": 38, "REGENCY": 416, "CITY": 98}
    assert len({region.code for region in REGIONS}) == 552
    provinces = {region.code for region in REGIONS if region.kind == "PROVINCE"}
    for region in REGIONS:
        assert region.parent == ("" if region.kind == "PROVINCE" else region.code[:2])
        assert region.code[:2] in provinces
        assert "2138/2025" in region.source
    # By the decree's rule, cities are numbered from 71.
    assert all((region.code[3:] >= "71") == (region.kind == "CITY") for region in REGIONS if region.kind != "PROVINCE")


def test_regions_lie_in_the_time_zone_of_their_province():
    zones = {region.code: region.time_zone for region in REGIONS}
    assert Counter(zone for code, zone in zones.items() if len(code) == 2) == {"WIB": 18, "WITA": 12, "WIT": 8}
    for code, zone in zones.items():
        assert zones[code[:2]] == zone
    assert (zones["31"], zones["51"], zones["73"], zones["93"]) == ("WIB", "WITA", "WITA", "WIT")


def test_new_provinces_begin_with_their_law():
    assert sum(region.kind == "PROVINCE" for region in valid(REGIONS, KICK_OFF_2017)) == 34
    begins = {region.code: region.valid_from for region in REGIONS}
    assert begins["93"] == begins["94"] == begins["95.01"] == date(2022, 7, 25)
    assert begins["96"] == begins["96.71"] == date(2022, 12, 8)


def test_governments_follow_from_regions_without_the_administrative_parts_of_jakarta():
    kinds = Counter(row.kind for row in INSTITUTIONS)
    assert (kinds["PROVINCE"], kinds["REGENCY"], kinds["CITY"]) == (38, 415, 93)
    names = {row.code: row.name for row in INSTITUTIONS}
    assert names["PROV-32"] == "Pemerintah Provinsi Jawa Barat"
    assert names["KAB-32.04"] == "Pemerintah Kabupaten Bandung"
    assert names["KOTA-32.73"] == "Pemerintah Kota Bandung"
    assert names["PROV-31"] == "Pemerintah Provinsi DKI Jakarta"
    assert names["PROV-11"] == "Pemerintah Aceh"
    assert not any("Administrasi Jakarta" in name for name in names.values())


def test_a_regency_under_a_new_province_keeps_its_age():
    merauke = next(row for row in INSTITUTIONS if row.name == "Pemerintah Kabupaten Merauke")
    assert (merauke.region, merauke.valid_from) == ("93.01", date(2014, 1, 1))
    province = next(row for row in INSTITUTIONS if row.name == "Pemerintah Provinsi Papua Selatan")
    assert province.valid_from == date(2022, 7, 25)


def test_ministries_change_with_the_cabinets():
    ministries = [row for row in INSTITUTIONS if row.kind == "MINISTRY"]
    assert len(valid(ministries, KICK_OFF_2017)) == 34
    assert len(valid(ministries, date(2024, 12, 31))) == 48
    names = {row.name for row in valid(ministries, KICK_OFF_2017)}
    assert "Kementerian Hukum dan Hak Asasi Manusia" in names
    assert "Kementerian Hukum" not in names


def test_all_seven_kinds_are_there_and_every_row_has_a_source():
    assert Counter(row.kind for row in INSTITUTIONS).keys() == {
        *("MINISTRY", "AGENCY", "PROVINCE", "REGENCY", "CITY", "BUMN", "BUMD")
    }
    codes = [row.code for row in INSTITUTIONS]
    assert len(set(codes)) == len(codes)
    for row in INSTITUTIONS:
        assert row.source
        assert len(row.source) <= 300
        assert len(row.code) <= 40
        assert len(row.name) <= 200
        assert row.valid_until is None or row.valid_until > row.valid_from


def test_a_bumd_hangs_on_a_local_government():
    kinds = {row.code: row.kind for row in INSTITUTIONS}
    for row in INSTITUTIONS:
        if row.kind == "BUMD":
            assert kinds[row.parent] in {"PROVINCE", "REGENCY", "CITY"}
            assert row.region
        else:
            assert row.parent == ""
    town = {row.code: row.name for row in INSTITUTIONS}
    parents = {row.name: town[row.parent] for row in INSTITUTIONS if row.parent}
    assert parents["Perumda Tugu Tirta Kota Malang"] == "Pemerintah Kota Malang"
    assert parents["Perumda Tirta Satria Banyumas"] == "Pemerintah Kabupaten Banyumas"


def test_no_name_stands_for_two_institutions_at_once():
    rows = {row.code: row for row in INSTITUTIONS}
    for name, codes in codes_by_name().items():
        for day in (KICK_OFF_2017, date(2020, 6, 1), date(2025, 1, 1)):
            assert len(valid([rows[code] for code in codes], day)) <= 1, (name, codes)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Polri", "L-POLRI"),
        ("pemerintah provinsi dki jakarta", "PROV-31"),
        ("Pemerintah Provinsi Daerah Istimewa Yogyakarta", "PROV-34"),
        ("Pemerintah Provinsi Aceh", "PROV-11"),
        ("Pemerintah Kabupaten Tolitoli", "KAB-72.04"),
        ("Pemerintah Kabupaten Fakfak", "KAB-92.03"),
        ("PAM Jaya", "D-PAMJAYA"),
    ],
)
def test_names_people_write_are_known(name: str, code: str):
    assert code in codes_by_name()[normalise_title(name)]
