"""The close is extended, and everyone is told once: on every page, in the inbox, in the calendar, and by one letter each."""

from collections import Counter
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from competition.zones import day_of, format_date
from tests.e2e.conftest import Ask
from tests.e2e.letters import read_mailbox
from tests.e2e.people import Company, Visitor
from tests.e2e.test_later_close import CLOSES

pytestmark = pytest.mark.journey
SUBJECT = "Batas waktu diperpanjang: Pendaftaran"
REASON = "Jaringan di beberapa daerah terganggu."
LETTERS = """
SELECT address, state FROM competition_notice WHERE event = 'stage_extended' ORDER BY address
"""
ANNOUNCED = """
SELECT opens_at, closes_at FROM competition_stage
WHERE key = 'announcement' AND edition_id = (SELECT id FROM competition_edition WHERE is_current)
"""
TOLD = "Klinik daring Kamis pukul 10.00 WIB."
PUT_OFF = "Sidang panel memerlukan waktu lebih lama."
found: dict[str, str] = {}


def test_the_secretariat_words_the_letter(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/kata-surat/")
    staff.look("138-kata-surat")
    staff.open("/kata-surat/stage_extended/id/")
    staff.fill("Isi surat, teks", "Kabar baik, {nama}.\n\n{isi}")
    staff.press("Simpan")
    staff.sees("Kata isian {nama} tidak dikenal.")
    staff.look("139-kata-surat-salah", every_control=True)
    staff.fill("Isi surat, teks", "Kabar baik, {penerima}.\n\n{isi}")
    staff.press("Pratinjau")
    staff.sees("Kabar baik, Sekretariat")
    staff.press("Simpan")
    staff.sees("Kata-kata surat disimpan")
    staff.look("139-kata-surat", every_control=True)
    staff.follow("Kata-kata bawaan")
    staff.look("139-kata-surat-bawaan", every_control=True)


def test_the_secretariat_moves_the_close(company: Company, ask_database: Ask) -> None:
    [(closes_at,)] = ask_database(CLOSES)
    last_day = day_of(closes_at) + timedelta(days=3)
    found["day"] = format_date(last_day, language="id")
    staff = company("sekretariat")
    staff.open("/sekretariat/")
    staff.follow("Batas waktu edisi ini")
    staff.page.get_by_role("link", name="Perpanjang Pendaftaran", exact=True).click()
    staff.page.wait_for_load_state()
    staff.fill("Hari terakhir yang baru", last_day.isoformat())
    staff.fill("Alasan", REASON)
    staff.press("Lihat akibatnya")
    staff.look("140-perpanjang-akibat", every_control=True)
    staff.press("Perpanjang sekarang")
    staff.sees(REASON)


def test_everyone_reads_the_new_close_on_the_pages(company: Company) -> None:
    for name in ("unit", "adminlokal", "pesaing"):
        one = company(name)
        one.open("/proposal/")
        one.sees(found["day"])
    guest = company.stranger()
    guest.open("/")
    guest.sees(found["day"])
    calendar = guest.context.request.get("/kalender.ics").text().replace("\r\n ", "")
    assert REASON in calendar


def test_everyone_finds_it_once_in_the_inbox(company: Company) -> None:
    writer = company("unit")
    writer.open("/pemberitahuan/")
    rows = writer.page.locator("tbody tr", has_text=SUBJECT)
    expect(rows).to_have_count(1)
    writer.look("141-pemberitahuan", every_control=True)
    rows.get_by_role("link").click()
    writer.page.wait_for_load_state()
    writer.sees(REASON)
    writer.sees("Kabar baik, Penulis Demo.")
    writer.look("142-pemberitahuan-satu", every_control=True)
    writer.press("Buka yang dimaksud")
    writer.sees(found["day"])
    writer.open("/pemberitahuan/")
    expect(rows).to_contain_text("Sudah dibaca")


def test_everyone_gets_one_letter(company: Company, ask_database: Ask) -> None:
    for _ in range(40):
        letters = ask_database(LETTERS)
        if letters and {state for _address, state in letters} == {"SENT"}:
            break
        company("sekretariat").page.wait_for_timeout(500)
    assert {state for _address, state in letters} == {"SENT"}
    assert set(Counter(address for address, _state in letters).values()) == {1}
    arrived = {whom: number for (whom, subject), number in read_mailbox(company.stranger()).items() if subject == SUBJECT}
    assert arrived == {address: 1 for address, _state in letters}
    assert len(arrived) > 3
    staff = company("sekretariat")
    staff.open("/antrean-surat/kiriman/")
    staff.look("143-kiriman")
    assert not company.faults()


def test_an_organiser_puts_off_the_announcement(company: Company, ask_database: Ask) -> None:
    [times] = ask_database(ANNOUNCED)
    opens, closes = (day_of(one) + timedelta(days=3) for one in times)
    staff = company("sekretariat")
    staff.open("/sekretariat/batas-waktu/")
    staff.look("144-batas-waktu", every_control=True)
    staff.page.get_by_role("link", name="Ubah jadwal Pengumuman Top 99").click()
    staff.page.wait_for_load_state()
    staff.fill("Hari buka yang baru", opens.isoformat())
    staff.fill("Hari terakhir yang baru", closes.isoformat())
    staff.fill("Alasan", PUT_OFF)
    staff.press("Lihat akibatnya")
    staff.look("145-ubah-jadwal-akibat", every_control=True)
    staff.press("Ubah sekarang")
    staff.sees(PUT_OFF)
    guest = company.stranger()
    for page in ("/", "/hasil/2017/"):
        # Public pages are kept for some seconds, and this one was just read.
        for _ in range(90):
            guest.open(page)
            if PUT_OFF in guest.page.locator("main").inner_text():
                break
            guest.page.wait_for_timeout(500)
        guest.sees(PUT_OFF)
        guest.sees(format_date(opens, language="id"))
    guest.look("146-hasil-menunggu")
    assert not company.faults()


def test_the_secretariat_tells_everybody_something_and_takes_it_back(company: Company, ask_database: Ask) -> None:
    [(now,)] = ask_database("SELECT now()")
    staff, guest = company("sekretariat"), company.stranger()
    staff.open("/sekretariat/")
    staff.follow("Kabar untuk semua")
    staff.look("147-kabar")
    staff.fill("Kabar", TOLD)
    staff.press("Lihat dulu")
    staff.sees("Isi hari terakhir tampil")
    staff.look("148-kabar-kurang", every_control=True)
    staff.fill("Hari terakhir tampil", (day_of(now) + timedelta(days=3)).isoformat())
    staff.press("Lihat dulu")
    staff.sees("Begini kabar itu tampil")
    staff.look("149-kabar-pratinjau")
    staff.press("Simpan kabar")
    staff.sees("Kabar disimpan.")
    staff.look("150-kabar-daftar")
    reads_until(guest, "/", TOLD, is_there=True)
    guest.look("151-kabar-halaman-depan")
    writer = company("unit")
    reads_until(writer, "/proposal/", TOLD, is_there=True)
    writer.look("152-kabar-meja")
    staff.follow(TOLD)
    staff.look("153-kabar-satu", every_control=True)
    staff.press("Turunkan kabar ini")
    staff.sees("Kabar diturunkan.")
    reads_until(guest, "/", TOLD, is_there=False)
    assert not company.faults()


def reads_until(visitor: Visitor, path: str, text: str, *, is_there: bool) -> None:
    """Read a page anew until the text is there or is gone: each process keeps what it tells for some seconds."""
    for _ in range(90):
        visitor.open(path)
        if (text in visitor.page.locator("main").inner_text()) == is_there:
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(text)
