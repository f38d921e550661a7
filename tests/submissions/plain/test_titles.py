"""When two titles of one institution name the same innovation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.titles import is_same_innovation

SAME = [
    ("Rumah Tunggu Kelahiran", "RUMAH TUNGGU  KELAHIRAN"),
    ("Blood_Jek Si Pengawal Nyawa", "Blood Jek, si pengawal nyawa"),
    ("Kafé Literasi", "Kafe Literasi"),
    ("Layanan Jujug Desa yang Ramah (Judes)", "JUDES"),
    ("Layanan Jujug Desa yang Ramah (Judes)", "Judes (Layanan Jujug Desa yang Ramah)"),
    ("Layanan Jujug Desa yang Ramah", "Layanan Jujug Desa yang Ramah (Judes)"),
    ("SI PERUT LAPER", "Sistem Informasi Peta Peruntukan Lahan Perkebunan (SI PERUT LAPER)"),
    (
        "Siperut Laper (Sistem Informasi Peruntukan Lahan Perkebunan)",
        "Sistem Informasi Peta Peruntukan Lahan Perkebunan (SI PERUT LAPER)",
    ),
    ("Podium Bali Bebas Bicara Apa Saja (PB3AS)", "PB3AS"),
    ("Rumah Tunggu Kelahiran (RTK)", "Rumah Tunggu Kelahiran"),
    ("Taman Anak Cerdas: Papan Sarana Wasis Bocahe", "Taman Anak Cerdas"),
    ("SEKOLAH IBU – Ketahanan Keluarga melalui Pendidikan", "Sekolah Ibu"),
    ('MLM Pasung "Cara Cepat Bebas Pasung"', "MLM Pasung"),
    ("Sistim Informasi Cegah Wanita Resiko Tinggi Hamil", "Sistem Informasi Cegah Wanita Risiko Tinggi Hamil"),
]
DIFFERENT = [
    ("Banyuwangi Mall", "Banyuwangi Festival"),
    ("Perizinan (online)", "Pengaduan (online)"),
    ("Aplikasi: Antrean Puskesmas", "Aplikasi: Izin Usaha"),
    ("Klinik Keliling Pulau Tahap 1", "Klinik Keliling Pulau Tahap 2"),
    ("Desa Siaga Kesehatan", "Desa Siaga Kesehatan Jiwa"),
    ("Call Center (RTK)", "Rumah Tunggu Kelahiran (RTK)"),
    ("6 in 1", "3 in 1"),
    ("BREXIT", "BATIK"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_is_same_innovation_joins(one: str, other: str):
    assert is_same_innovation(one, other)
    assert is_same_innovation(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_is_same_innovation_keeps_apart(one: str, other: str):
    assert not is_same_innovation(one, other)
    assert not is_same_innovation(other, one)


@given(st.text(max_size=60), st.text(max_size=60))
def test_is_same_innovation_does_not_care_who_comes_first(one: str, other: str):
    assert is_same_innovation(one, other) == is_same_innovation(other, one)


def test_is_same_innovation_never_joins_titles_without_letters():
    assert not is_same_innovation("???", "!!!")
    assert not is_same_innovation("(-)", "")
