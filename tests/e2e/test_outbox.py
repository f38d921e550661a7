"""The secretariat looks after the letters: where each is on its way, and what can be done about it."""

import time
from datetime import timedelta

from competition.zones import day_of
from tests.e2e.conftest import Ask
from tests.e2e.people import DOMAIN, Company
from tests.e2e.test_later_close import CLOSES

PATIENCE = 30


def test_the_secretariat_sees_where_a_letter_is(company: Company) -> None:
    guest = company.stranger()
    guest.open("/kata-sandi/lupa/")
    guest.fill("Alamat email", f"unit@{DOMAIN}")
    guest.press("Kirim tautan")
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Antrean surat")
    office.is_at("Antrean surat")
    sent, until = office.page.locator("main tbody a"), time.monotonic() + PATIENCE
    office.open("/antrean-surat/?status=SENT")
    while not sent.count() and time.monotonic() < until:
        office.open("/antrean-surat/?status=SENT")
    office.look("90-antrean-surat")
    sent.first.click()
    office.page.wait_for_load_state()
    office.sees("Diterima server surat pada")
    office.look("91-surat")
    office.open("/antrean-surat/?cari=tidak-ada")
    office.sees("Tidak ada surat di sini")
    office.look("92-antrean-kosong")
    assert not company.faults()


def test_nobody_else_finds_the_queue(company: Company) -> None:
    company("unit").open("/antrean-surat/", status=404)


def test_letters_are_had_once_a_day(company: Company) -> None:
    chair = company("ketua")
    chair.open("/pemberitahuan/")
    chair.follow("Surat segera atau sekali sehari")
    chair.is_at("Surat segera atau sekali sehari")
    chair.look("93-surat-harian", every_control=True)
    chair.choose("Penilaian")
    chair.press("Simpan")
    chair.sees("Pilihan surat Anda disimpan.")
    chair.open("/akun/data/")
    chair.sees("sekali sehari: Penilaian")
    assert not company.faults()


def test_what_a_letter_says_is_changed_before_it_leaves(company: Company, ask_database: Ask) -> None:
    reader = company("adminlokal")
    reader.open("/akun/surat/")
    reader.choose("Jadwal")
    reader.press("Simpan")
    [(closes_at,)] = ask_database(CLOSES)
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Batas waktu edisi ini")
    office.follow("Perpanjang Pendaftaran")
    office.fill("Hari terakhir yang baru", (day_of(closes_at) + timedelta(days=3)).isoformat())
    office.fill("Alasan", "Jaringan terganggu.")
    office.press("Lihat akibatnya")
    office.press("Perpanjang sekarang")
    office.open(f"/antrean-surat/?status=DAILY&cari=adminlokal@{DOMAIN}")
    office.page.locator("main tbody a").first.click()
    office.page.wait_for_load_state()
    office.press("Tahan surat ini")
    office.look("94-surat-ditahan", every_control=True)
    office.follow("Ubah isi surat")
    office.look("95-ubah-surat", every_control=True)
    office.fill("Perihal", "Batas waktu diperpanjang tiga hari")
    office.press("Simpan")
    office.sees("Isi surat diubah.")
    office.press("Lepas surat ini")
    reader.open("/pemberitahuan/")
    reader.sees("Batas waktu diperpanjang tiga hari")
    assert not company.faults()
