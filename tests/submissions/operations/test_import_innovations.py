"""Lists of earlier winners become innovations with a history, once, whatever their spelling."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from competition.models import Institution
from competition.operations.reference import load_reference
from submissions.award_lists import read_award_list
from submissions.models import Award, Innovation
from submissions.operations.innovations import Imported, import_innovations

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 3, 30, tzinfo=UTC)
HEADER = "year,rank_or_group,title,institution,institution_type,region,source\n"
SHIPPED = Path(settings.BASE_DIR) / "submissions" / "data" / "innovations.csv"


@pytest.fixture(autouse=True)
def institutions() -> None:
    """Make the four institutions of these lists."""
    for code, name, kind in (
        ("uji-1", "Pemerintah Kabupaten Uji Timur", "REGENCY"),
        ("uji-2", "Pemerintah Kota Uji", "CITY"),
        ("uji-3", "Kementerian Uji", "MINISTRY"),
    ):
        Institution.objects.create(code=code, name=name, kind=kind, valid_from=date(2000, 1, 1))


def take(*rows: str) -> Imported:
    """Import a list of these rows."""
    raw = (HEADER + "".join(f"{row}\n" for row in rows)).encode()
    return import_innovations(award_list=read_award_list(raw), person=None, at=NOW)


def test_import_innovations_adds_innovations_with_their_awards():
    done = take(
        '2018,Top 40,"SEJUTA IKAN (Sertifikasi Hasil Perikanan)",Pemerintah Kota Uji - UPT Mutu,kota,x,https://contoh.test/1'
    )
    assert (done.innovations, done.awards, done.known, done.faults) == (1, 1, 0, [])
    innovation = Innovation.objects.get()
    assert innovation.title == "SEJUTA IKAN (Sertifikasi Hasil Perikanan)"
    assert innovation.title_key == "sejutaikansertifikasihasilperikanan"
    assert (innovation.institution.code, innovation.unit_name, innovation.is_public) == ("uji-2", "UPT Mutu", True)
    award = innovation.awards.get()
    assert (award.year, award.name, award.source) == (2018, "Top 40", "https://contoh.test/1")
    assert award.title_then == innovation.title


def test_import_innovations_adds_nothing_the_second_time():
    rows = (
        "2017,Top 99,Lorong Sehat (Longset),Pemerintah Kota Uji,kota,x,y",
        "2018,diajukan,Satu Hari Selesai,Pemerintah Kota Uji,kota,x,y",
        "2018,Top 40,LONGSET,Pemerintah Kota Uji,kota,x,y",
    )
    assert (take(*rows).innovations, Innovation.objects.count(), Award.objects.count()) == (2, 2, 2)
    again = take(*rows)
    assert (again.innovations, again.awards, again.known) == (0, 0, 3)
    assert (Innovation.objects.count(), Award.objects.count()) == (2, 2)


def test_import_innovations_joins_two_spellings_and_says_so():
    done = take(
        "2017,Top 99,Layanan Jujug Desa yang Ramah (Judes),Pemerintah Kabupaten Uji Timur,kabupaten,x,y",
        "2019,Top 45,JUDES,pemerintah kabupaten uji timur - RSUD Prof. Dr Uji,kabupaten,x,y",
        "2020,Top 99,judes!,Pemkab Uji Timur - RSUD Prof Dr. Uji,kabupaten,x,y",
    )
    innovation = Innovation.objects.get()
    assert [(award.year, award.title_then) for award in innovation.awards.order_by("year")] == [
        (2017, "Layanan Jujug Desa yang Ramah (Judes)"),
        (2019, "JUDES"),
        (2020, "judes!"),
    ]
    assert innovation.unit_name == "RSUD Prof. Dr Uji"
    assert [joined.line for joined in done.joined] == [3, 4]
    assert "'JUDES' is taken as 'Layanan Jujug Desa yang Ramah (Judes)'" in str(done.joined[0])


def test_import_innovations_keeps_equal_titles_of_two_institutions_apart():
    take("2017,Top 99,Desa Sehat,Pemerintah Kota Uji,kota,x,y", "2017,Top 99,Desa Sehat,Kementerian Uji,kementerian,x,y")
    assert Innovation.objects.count() == 2


def test_import_innovations_keeps_two_prizes_of_one_year():
    take("2018,Top 99,Desa Sehat,Pemerintah Kota Uji,kota,x,y", "2018,Top 40,Desa Sehat,Pemerintah Kota Uji,kota,x,y")
    assert Innovation.objects.get().awards.count() == 2


def test_import_innovations_prefers_the_very_title_to_one_alike():
    take(
        "2017,Top 99,Taman Anak Cerdas: Ruang Baca,Pemerintah Kota Uji,kota,x,y",
        "2017,Top 99,Taman Anak Cerdas: Ruang Main,Pemerintah Kota Uji,kota,x,y",
        "2018,Top 99,TAMAN ANAK CERDAS - RUANG MAIN,Pemerintah Kota Uji,kota,x,y",
    )
    assert Innovation.objects.count() == 2
    assert Award.objects.get(year=2018).innovation.title == "Taman Anak Cerdas: Ruang Main"


def test_import_innovations_keeps_what_won_nothing_out_of_the_catalogue():
    take("2017,diajukan,Desa Sehat,Pemerintah Kota Uji,kota,x,y")
    innovation = Innovation.objects.get()
    assert not innovation.is_public
    assert not innovation.awards.exists()
    take("2018,Top 99,Desa Sehat,Pemerintah Kota Uji,kota,x,y")
    innovation.refresh_from_db()
    assert innovation.is_public


def test_import_innovations_notes_an_inferred_institution_in_the_source():
    take("2017,Top 99,Hemat 60 % Energi,Kementerian Uji (inferred),kementerian,Nasional,buku 2017")
    assert Award.objects.get().source == "buku 2017 (institution inferred)"


def test_import_innovations_reports_bad_rows_in_order_and_keeps_the_good():
    done = take(
        "2017,Top 99,Desa Sehat,Puskesmas Entah,kabupaten,x,y",
        "2017,Top 99,Kota Sehat,Pemerintah Kota Uji,kota,x,y",
        "tahun,Top 99,Desa Sehat,Pemerintah Kota Uji,kota,x,y",
        "2017,Top 99,Desa Sehat,Pemerintah Kota Uji,kabupaten,x,y",
        "2017,Top 99,Desa Sehat,Pemerintah Kota Uji,desa,x,y",
    )
    assert [str(fault) for fault in done.faults] == [
        "line 2: no institution 'Puskesmas Entah'",
        "line 4: 'tahun' is not a year; write four digits",
        "line 5: 'Pemerintah Kota Uji' is of the type CITY, not REGENCY",
        "line 6: unknown institution type 'desa'; known: kementerian, lembaga, provinsi, kabupaten, kota, bumn, bumd",
    ]
    assert (done.innovations, done.awards) == (1, 1)


def test_import_innovations_asks_the_database_little(django_assert_max_num_queries):
    rows = [f"2017,Top 99,Layanan Nomor {number},Pemerintah Kota Uji,kota,x,y" for number in range(30)]
    take(*rows)
    with django_assert_max_num_queries(8):
        assert take(*rows).known == 30


def test_the_shipped_list_is_imported_whole(capsys: pytest.CaptureFixture[str]):
    load_reference(at=NOW)
    call_command("import_innovations", str(SHIPPED))
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.endswith("87 innovations and 85 awards added, 0 rows known already, 0 rows left out\n")
    call_command("import_innovations", str(SHIPPED))
    assert "0 innovations and 0 awards added, 87 rows known already" in capsys.readouterr().out
    titles = set(Innovation.objects.values_list("title", flat=True))
    assert 'MLM Pasung "Cara Cepat Jawa Timur Bebas Pasung"' in titles
    assert not Innovation.objects.filter(unit_name__contains="inferred").exists()
    assert Award.objects.exclude(source="").count() == Award.objects.count()


def test_the_command_reports_by_line_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "daftar.csv"
    path.write_text(f"{HEADER}2017,Top 99,A1,Pemerintah Kota Uji,kota,x,y\n2017,Top 99,B2,Entah,kota,x,y\n")
    call_command("import_innovations", str(path))
    told = capsys.readouterr()
    assert f"{path}: line 3: no institution 'Entah'" in told.err
    assert "1 innovations and 1 awards added, 0 rows known already, 1 rows left out" in told.out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file"),
        (b"", "the file is empty"),
        (HEADER.encode() + "Kafé".encode("latin-1"), "line 2: the file is not UTF-8"),
        (HEADER.encode() + b"2017,Top 99,A1,Entah,kota,x,y\n", "no row could be used; has load_reference been run?"),
    ],
)
def test_the_command_fails_plainly(tmp_path: Path, content: bytes | None, reason: str):
    path = tmp_path / "daftar.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("import_innovations", str(path))
    assert reason in str(caught.value)
