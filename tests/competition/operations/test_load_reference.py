"""Reference data can be loaded as often as one likes."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from competition.models import Institution, Region
from competition.operations.reference import Loaded, load_reference
from competition.queries.institutions import InstitutionFinder, InstitutionNotFound

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 3, 30, tzinfo=UTC)


def test_load_reference_adds_everything_and_then_nothing(django_assert_max_num_queries):
    first = load_reference(at=NOW)
    assert first["regions"].added == Region.objects.count() == 552
    assert first["institutions"].added == Institution.objects.count()
    with django_assert_max_num_queries(8):
        again = load_reference(at=NOW)
    assert again == {
        "regions": Loaded(0, 0, 552),
        "institutions": Loaded(0, 0, first["institutions"].added),
    }


def test_load_reference_links_regions_and_parents():
    load_reference(at=NOW)
    bandung = Institution.objects.get(code="KOTA-32.73")
    assert bandung.region.parent.name == "Jawa Barat"
    assert bandung.verified_at == NOW
    malang = Institution.objects.get(code="D-TUGUTIRTA")
    assert malang.parent.code == "KOTA-35.73"
    assert malang.region == malang.parent.region
    assert Institution.objects.get(code="K-PANRB").region is None


def test_load_reference_mends_what_differs_and_keeps_what_people_did():
    load_reference(at=NOW)
    Institution.objects.filter(code="K-PANRB").update(name="Kemenpan", verified_at=None)
    Region.objects.filter(code="32.73").update(time_zone="WIT")
    own = Institution.objects.create(code="kami", name="PDAM Kami", kind="BUMD", valid_from=date(2020, 1, 1))
    counts = load_reference(at=NOW)
    assert (counts["regions"].mended, counts["institutions"].mended) == (1, 1)
    ministry = Institution.objects.get(code="K-PANRB")
    assert ministry.name == "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
    assert ministry.verified_at is None
    assert Region.objects.get(code="32.73").time_zone == "WIB"
    own.refresh_from_db()
    assert own.name == "PDAM Kami"


def test_the_command_prints_counts(capsys: pytest.CaptureFixture[str]):
    call_command("load_reference")
    assert "regions: 552 added, 0 mended, 0 unchanged" in capsys.readouterr().out


@pytest.fixture
def finder() -> InstitutionFinder:
    """Return a finder over the shipped institutions."""
    load_reference(at=NOW)
    return InstitutionFinder()


@pytest.mark.parametrize(
    ("name", "kind", "year", "code"),
    [
        ("Pemkab Bogor", "REGENCY", 2019, "KAB-32.01"),
        ("Pemkot Bogor", "CITY", 2019, "KOTA-32.71"),
        ("KOTA BOGOR", "CITY", 2019, "KOTA-32.71"),
        ("Pemprov Jabar", "PROVINCE", 2019, "PROV-32"),
        ("Pemerintah Kab. Bogor", "REGENCY", 2019, "KAB-32.01"),
        ("Kepolisian Negara RI", "AGENCY", 2018, "L-POLRI"),
        ("BKKBN", "AGENCY", 2017, "L-BKKBN"),
        ("BKKBN", "MINISTRY", 2025, "K-KEPENDUDUKAN"),
        ("Kementerian Pariwisata", "MINISTRY", 2017, "K-PAR"),
        ("Kementerian Pariwisata", "MINISTRY", 2025, "K-PARIWISATA"),
        ("Kementerian Hukum", "MINISTRY", 2017, "K-HUKUM"),
    ],
)
def test_find_knows_names_as_people_write_them(finder, name: str, kind: str, year: int, code: str):
    assert finder.find(name, kind=kind, year=year).code == code


@pytest.mark.parametrize(
    ("name", "kind", "year", "reason"),
    [
        ("Puskesmas Cluwak", "REGENCY", 2019, "no institution 'Puskesmas Cluwak'"),
        ("Pemerintah Kota Bogr", "CITY", 2019, "did you mean 'Pemerintah Kota Bogor'?"),
        ("Pemerintah Kota Bogor", "REGENCY", 2019, "'Pemerintah Kota Bogor' is of the type CITY, not REGENCY"),
        ("Kementerian Pariwisata", "MINISTRY", 2021, "may be any of"),
    ],
)
def test_find_says_why_not(finder, name: str, kind: str, year: int, reason: str):
    with pytest.raises(InstitutionNotFound) as caught:
        finder.find(name, kind=kind, year=year)
    assert reason in str(caught.value)


def test_find_knows_institutions_people_added(finder):
    Institution.objects.create(code="kami", name="PDAM Tirta Kami", kind="BUMD", valid_from=date(2020, 1, 1))
    assert InstitutionFinder().find("pdam tirta kami", kind="BUMD", year=2021).code == "kami"
