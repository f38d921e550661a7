"""A new agency applies with its letter, the secretariat verifies it, its first administrator accepts and adds a unit."""

import re
import time

import pytest

from tests.e2e.people import Company, Visitor
from tests.submissions.files import pdf

pytestmark = pytest.mark.journey
LETTER = {"name": "surat resmi.pdf", "mimeType": "application/pdf", "buffer": pdf()}
PATIENCE = 30


def agency(company: Company) -> str:
    """Return the new agency's name: one for each way of browsing."""
    return f"Badan Pelayanan Kepulauan {'Satu' if company.scripts else 'Dua'}"


def address(company: Company) -> str:
    """Return the contact person's address."""
    return f"narahubung.{'satu' if company.scripts else 'dua'}@badan.test"


def fill_first_step(guest: Visitor, name: str) -> None:
    """Say which institution it is."""
    guest.page.get_by_label("Jenis instansi", exact=True).select_option(label="Lembaga")
    guest.fill("Nama instansi", name)
    guest.press("Lanjut")


def link_in_mailbox(guest: Visitor, to: str) -> str:
    """Return the path of the invitation in the letter to this address, once it has arrived."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        guest.open("/kotak-surat/")
        for row in guest.page.locator("tbody tr", has_text=to).all():
            guest.page.goto(row.locator("a").first.get_attribute("href") or "")
            found = re.search(r"/undangan/[\w-]+/", guest.page.locator("main").inner_text())
            if found:
                return found[0]
            guest.open("/kotak-surat/")
        time.sleep(1)
    raise AssertionError(f"no invitation for {to}")


def test_the_agency_applies(company: Company) -> None:
    guest = company.stranger()
    guest.open("/")
    guest.follow("Daftarkan instansi")
    guest.is_at("Daftarkan instansi")
    guest.press("Lanjut")
    guest.sees("Pilih jenis instansi")
    guest.look("90-daftar-instansi")
    fill_first_step(guest, agency(company))
    guest.fill("Nama narahubung", "Ani Kepulauan")
    guest.fill("Jabatan narahubung", "Kepala Bagian Organisasi")
    guest.fill("Alamat email narahubung", address(company))
    guest.press("Kirim pendaftaran")
    guest.sees("Pilih berkas surat")
    guest.look("91-pendaftaran-tanpa-surat")
    guest.page.get_by_label("Surat resmi bertanda tangan", exact=True).set_input_files([LETTER])
    guest.press("Kirim pendaftaran")
    guest.is_at("Pendaftaran diterima")
    guest.look("92-pendaftaran-diterima")


def test_the_secretariat_verifies_it(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/registri/")
    staff.look("93-daftar-instansi")
    staff.open("/pendaftaran-instansi/")
    staff.follow(agency(company))
    staff.look("94-pendaftaran")
    until = time.monotonic() + PATIENCE
    while staff.page.get_by_text("Surat sedang diperiksa.").count() and time.monotonic() < until:
        time.sleep(0.5)
        staff.page.reload()
    with staff.page.expect_download() as download:
        staff.page.get_by_role("link", name="Unduh surat").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    staff.choose("Verifikasi dan undang narahubung sebagai admin")
    if staff.page.get_by_label("Instansi baru", exact=True).count():
        staff.choose("Instansi baru")
    staff.press("Simpan keputusan")
    staff.open(f"/registri/?cari={agency(company)}")
    staff.follow(agency(company))
    staff.sees("Terverifikasi")
    staff.look("95-instansi")
    staff.follow("Ubah nama instansi")
    staff.look("96-ubah-nama")
    assert not company.faults()


def test_the_administrator_accepts_and_adds_a_unit(company: Company) -> None:
    guest = company.stranger()
    guest.open(link_in_mailbox(guest, address(company)))
    guest.fill("Nama lengkap", "Ani Kepulauan")
    guest.page.get_by_label("Kata sandi baru", exact=True).fill("perahu-merah-di-dermaga-tua")
    guest.choose("Saya sudah membaca dan menyetujui pemberitahuan privasi")
    guest.press("Buat akun dan terima undangan")
    guest.open("/instansi/")
    guest.is_at("Orang di instansi")
    guest.follow("Daftar unit")
    guest.fill("Nama unit", "Puskesmas Dermaga")
    guest.press("Tambah unit")
    guest.sees("Puskesmas Dermaga")
    guest.look("97-unit")
    assert not guest.faults
