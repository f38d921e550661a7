"""The secretariat moves a unit with its draft to another agency; its writer goes on there, and both sides have their letter."""

import time

import pytest

from tests.e2e.people import Company, Visitor
from tests.e2e.test_new_agency import PATIENCE

pytestmark = pytest.mark.journey
UNIT = "Dinas Kesehatan"
HOME, OTHER = "Pemerintah Kabupaten Luwu", "Pemerintah Kota Palopo"
TITLE = "Perahu Imunisasi Pulau Kecil"


def move_unit(staff: Visitor, into: str, on: str) -> None:
    """Fill in and send the form that moves the unit."""
    staff.page.get_by_label("Unit yang pindah", exact=True).select_option(label=UNIT)
    staff.fill("Instansi penerima", into)
    staff.fill("Berlaku sejak", on)
    staff.fill("Nomor surat atau peraturan", "Perpres 3/2026")
    staff.fill("Alasan", "Urusan kesehatan pulau beralih.")
    staff.press("Pindahkan unit")
    staff.sees("Pindahkan unit: tercatat")


def has_letter(guest: Visitor, subject: str, recipient: str) -> bool:
    """Say whether the letter lies in the mailbox before patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        guest.open("/kotak-surat/")
        if guest.page.locator("tbody tr", has_text=recipient).filter(has_text=subject).count():
            return True
        time.sleep(1)
    return False


def test_a_writer_has_a_draft(company: Company) -> None:
    writer = company("unit")
    writer.open("/proposal/")
    writer.follow("Mulai proposal")
    writer.fill("Judul inovasi", TITLE)
    writer.press("Buat draf")
    writer.open("/proposal/")
    writer.sees(TITLE)


def test_the_secretariat_moves_the_unit(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/registri/KAB-73.17/")
    staff.follow("Pindahkan unit")
    staff.press("Pindahkan unit")
    staff.sees("Pilih unit yang pindah")
    staff.look("110-pindah-unit-kosong")
    move_unit(staff, OTHER, "2026-01-02")
    staff.sees(f"{UNIT} → {OTHER}")
    staff.look("112-unit-pindah")
    assert not staff.faults


def test_the_writer_goes_on_in_the_other_agency(company: Company) -> None:
    writer = company("unit")
    writer.open("/proposal/")
    writer.sees(TITLE)
    writer.look("113-meja-sesudah-pindah")
    assert has_letter(company.stranger(), f"Unit pindah: {UNIT}", "unit@demo.test")
    assert has_letter(company.stranger(), f"Unit pindah: {UNIT}", "adminlokal@demo.test")


def test_it_comes_back(company: Company) -> None:
    """The other stories of this installation find the unit where it was."""
    staff = company("sekretariat")
    staff.open("/registri/KOTA-73.73/pindah-unit/")
    move_unit(staff, HOME, "2026-01-03")
    staff.sees(f"{UNIT} → {HOME}")
