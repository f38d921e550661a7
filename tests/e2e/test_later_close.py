"""One institution is given a later close: the secretariat reads first what it means, and the institution alone goes by it."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from competition.zones import day_of
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.sending import ready_to_send, send

pytestmark = pytest.mark.journey
CLOSE = """
UPDATE competition_stage SET opens_at = now() - interval '9 days', closes_at = now() - interval '1 minute'
WHERE key = 'registration' AND edition_id = (SELECT id FROM competition_edition WHERE is_current)
"""
CLOSES = """
SELECT closes_at FROM competition_stage
WHERE key = 'registration' AND edition_id = (SELECT id FROM competition_edition WHERE is_current)
"""
FOR_ONE = "Diperpanjang khusus untuk instansi Anda"
found: dict[str, str] = {}


def test_the_secretariat_reads_what_it_means_and_gives_it(company: Company, ask_database: Ask) -> None:
    found["draft"] = ready_to_send(company)
    [(closes_at,)] = ask_database(CLOSES)
    staff = company("sekretariat")
    staff.open("/sekretariat/")
    staff.follow("Batas waktu edisi ini")
    staff.look("130-batas-waktu")
    staff.page.get_by_role("link", name="Perpanjang untuk satu instansi").first.click()
    staff.page.wait_for_load_state()
    staff.press("Lihat akibatnya")
    staff.sees("Isi instansi")
    staff.look("131-perpanjang-satu-kosong", every_control=True)
    staff.fill("Instansi", "KAB-73.17")
    staff.fill("Hari terakhir yang baru", day_after(closes_at).isoformat())
    staff.fill("Alasan", "Kantor terendam banjir.")
    staff.press("Lihat akibatnya")
    staff.sees("Hanya Pemerintah Kabupaten Luwu yang dapat mengirim sampai batas itu")
    staff.look("132-perpanjang-satu-akibat", every_control=True)
    staff.press("Perpanjang sekarang")
    staff.sees("Kantor terendam banjir.")
    staff.look("133-perpanjang-satu-tercatat")


def day_after(closes_at: datetime):
    """Return a day on which nobody else's registration is open."""
    return day_of(closes_at) + timedelta(days=1)


def test_the_institution_reads_it_and_the_others_do_not(company: Company) -> None:
    admin, rival = company("adminlokal"), company("pesaing")
    admin.open(found["draft"])
    admin.sees(FOR_ONE)
    admin.look("134-batas-sendiri-daftar")
    admin.open("/proposal/")
    admin.look("135-batas-sendiri-meja")
    admin.open(f"{found['draft']}kirim/")
    admin.sees(FOR_ONE)
    admin.look("136-batas-sendiri-kirim")
    rival.open("/proposal/")
    expect(rival.page.locator("main")).not_to_contain_text(FOR_ONE)


def test_after_everybodys_close_it_still_sends_but_begins_nothing(company: Company, ask_database: Ask) -> None:
    ask_database(CLOSE)
    writer, rival = company("unit"), company("pesaing")
    for one in (writer, rival):
        one.open("/proposal/baru/")
        expect(one.page.get_by_role("button", name="Buat draf")).to_have_count(0)
        one.look("137-tidak-dapat-mulai")
    send(company, found["draft"])
    assert not company.faults()
