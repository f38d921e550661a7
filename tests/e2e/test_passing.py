"""The secretariat passes together what nothing speaks against: chosen from a list, read once more, all at once."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until

pytestmark = pytest.mark.journey
BEGUN = 20
# The texts of a demo are made of a few sentences, so that many are like others; here none is.
UNCOPIED = """
INSERT INTO submissions_textsketch (proposal_id, submission_id, hashes, percent)
SELECT p.id, max(s.id), '{}', 0 FROM submissions_proposal p JOIN submissions_submission s ON s.proposal_id = p.id GROUP BY p.id
ON CONFLICT (proposal_id) DO UPDATE SET percent = 0
"""
WAITING = "SELECT code FROM submissions_proposal WHERE state = 'SUBMITTED' ORDER BY submitted_at, id"
DECIDED = "SELECT result, count(*) FROM submissions_screening GROUP BY result ORDER BY result"


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack]) -> None:
    """Fill the installation with sent proposals, and let screening begin."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "submitted", BEGUN)
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Maju ke tahap berikutnya")
    office.press("Geser kalender")


def test_the_clean_ones_are_passed_together(company: Company, ask_database: Ask) -> None:
    ask_database(UNCOPIED)
    office, number = company("sekretariat"), len(ask_database(WAITING))
    office.open("/sekretariat/")
    office.follow("Loloskan bersama")
    office.look("206-loloskan-bersama", walk=True)
    expect(office.page.locator("main [name=proposal]")).to_have_count(number)
    office.follow("Pilih semua")
    office.page.locator("main [name=proposal]").first.uncheck()
    office.press("Lihat yang dipilih")
    office.is_at(f"Loloskan {number - 1} proposal")
    office.look("207-loloskan-periksa")
    office.press("Loloskan semua ini")
    office.sees(f"{number - 1} proposal diloloskan.")
    office.look("208-loloskan-selesai")
    assert ask_database(DECIDED) == [("ELIGIBLE", number - 1)]
    assert len(ask_database(WAITING)) == 1
    assert not company.faults()


def test_they_are_taken_back_by_who_passed_them(company: Company, ask_database: Ask) -> None:
    office, number = company("sekretariat"), len(ask_database(WAITING))
    office.open("/sekretariat/loloskan/")
    office.look("209-baru-diloloskan")
    office.follow("Urungkan")
    office.press("Urungkan semua ini")
    office.sees("Isi alasan")
    office.look("210-urungkan", every_control=True)
    office.fill("Alasan", "Daftar yang dipilih keliru.")
    office.press("Urungkan semua ini")
    office.sees("keputusan diurungkan.")
    assert len(ask_database(WAITING)) > number
    *_first, (code,) = ask_database(WAITING)
    office.open(f"/sekretariat/proposal/{code}/")
    office.sees("Loloskan bersama diurungkan")
    office.look("211-pemeriksaan-sesudah-diurungkan")
    assert not company.faults()


def test_the_rules_of_screening_are_changed_with_a_reason(company: Company) -> None:
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Aturan seleksi")
    office.look("212-aturan-seleksi")
    office.fill("Contoh acak, dari seratus keputusan", "10")
    office.choose("Umur inovasi mencukupi")
    office.press("Simpan aturan")
    office.sees("Isi alasan perubahan")
    office.look("213-aturan-seleksi-kurang", every_control=True)
    office.fill("Alasan perubahan", "Rapat sekretariat 3 November.")
    office.press("Simpan aturan")
    office.sees("Versi 2 aturan seleksi berlaku sejak sekarang.")
    office.sees("Contoh acak dari seratus: 0 menjadi 10.")
    office.look("214-aturan-seleksi-versi", walk=True)
    assert not company.faults()
