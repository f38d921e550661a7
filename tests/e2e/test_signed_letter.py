"""The leader is not online: a signed letter proves the yes. The signer objects once; recorded anew, it is verified."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from competition.zones import ZONES
from tests.e2e.people import DOMAIN, Company, Visitor
from tests.submissions import files

pytestmark = pytest.mark.journey
LEADER = f"pimpinan@{DOMAIN}"
PATIENCE = 60


@pytest.fixture(scope="module")
def code(company: Company) -> Iterator[str]:
    """Return the code of a proposal that its unit forwards now."""
    writer = company("unit")
    writer.open("/proposal/")
    pages = [one.get_attribute("href") or "" for one in writer.page.locator("main a[href^='/proposal/']").all()]
    for page in dict.fromkeys(one for one in pages if re.fullmatch(r"/proposal/[0-9A-Z]{10}/", one)):
        writer.open(page)
        ready = writer.page.locator("main").get_by_role("link", name="Periksa dan teruskan", exact=True)
        if ready.count() and "line" not in (ready.first.get_attribute("class") or ""):
            writer.follow("Periksa dan teruskan")
            writer.press("Teruskan ke admin instansi")
            writer.sees("Proposal diteruskan")
            yield page.split("/")[2]
            assert not company.faults()
            return
    raise AssertionError("no draft is written whole")


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the letter as it lies on the administrator's device."""
    path = tmp_path_factory.mktemp("letter") / "surat-persetujuan.pdf"
    path.write_bytes(files.pdf(words="Surat persetujuan"))
    return path


def newest(guest: Visitor, subject: str, words: str) -> str:
    """Return what the pattern finds in the leader's newest letter with this subject, once it has arrived."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        guest.open("/kotak-surat/")
        rows = guest.page.locator("tbody tr", has_text=LEADER).filter(has_text=subject)
        if rows.count():
            guest.open(rows.first.locator("a").first.get_attribute("href") or "")
            return re.search(words, guest.page.locator("main").inner_text())[0]
        time.sleep(1)
    raise AssertionError(f"no letter: {subject}")


def choose(admin: Visitor, letter: Path) -> None:
    """Choose the letter; a script sends it at once."""
    admin.page.get_by_label("Surat yang sudah ditandatangani").set_input_files(letter)
    if admin.scripts:
        expect(admin.page.locator("main [role=status]")).to_contain_text("sudah diunggah", timeout=PATIENCE * 1000)


def record(admin: Visitor, code: str, letter: Path, number: str) -> None:
    """Fill in the page of a signed letter and send it."""
    admin.open(f"/proposal/{code}/")
    admin.follow("Catat surat bertanda tangan")
    admin.fill("Nomor surat", number)
    admin.fill("Tanggal surat", datetime.now(ZONES["WIB"]).date().isoformat())
    admin.page.get_by_label(re.compile("^Pimpinan Demo")).check()
    choose(admin, letter)
    admin.press("Catat surat")
    admin.sees("Surat dicatat dan sedang diperiksa.")


def test_the_administrator_records_the_letter(company: Company, code: str, letter: Path) -> None:
    admin = company("adminlokal")
    admin.open(f"/proposal/{code}/surat-persetujuan/")
    admin.look("160-catat-surat", every_control=True)
    admin.press("Catat surat")
    admin.sees("Isi nomor surat")
    admin.sees("Pilih berkas")
    admin.look("161-catat-surat-keliru")
    choose(admin, letter)
    admin.press("Catat surat")
    admin.sees("Isi nomor surat")
    admin.sees("surat-persetujuan.pdf sudah diunggah.")
    admin.look("161-surat-sudah-diunggah", every_control=True)
    record(admin, code, letter, "188.4/17/2026")
    admin.sees("Disetujui dengan surat No 188.4/17/2026")
    admin.open(f"/proposal/{code}/kirim/")
    admin.sees("ditandatangani Pimpinan Demo")
    admin.look("162-kirim-dengan-surat")


def test_the_signer_objects_by_the_link_in_their_letter(company: Company, code: str) -> None:
    reader, phone = company.stranger(), company.stranger()
    phone.open(newest(reader, "Surat persetujuan atas nama Anda", r"/persetujuan/[0-9a-f]{64}/"))
    phone.press("Kirim kode")
    phone.fill("Kode", newest(reader, "Kode untuk membuka satu proposal", r"\b\d{6}\b"))
    phone.press("Buka proposal")
    phone.is_at("Keberatan atas surat persetujuan")
    phone.look("163-keberatan", is_light=True, every_control=True)
    phone.fill("Alasan", "Nomor surat itu bukan nomor surat saya.")
    phone.press("Nyatakan keberatan")
    phone.sees("Keberatan dicatat.")
    admin = company("adminlokal")
    admin.open(f"/proposal/{code}/")
    admin.sees("Surat persetujuan No 188.4/17/2026 tidak berlaku lagi.")
    admin.look("164-surat-tidak-berlaku")


def test_it_is_recorded_anew_sent_and_verified(company: Company, code: str, letter: Path) -> None:
    admin = company("adminlokal")
    record(admin, code, letter, "188.4/18/2026")
    admin.page.locator("main ul.tasks a", has_text="Persetujuan pimpinan").click()
    admin.is_at("Catat surat persetujuan")
    until = time.monotonic() + PATIENCE
    while "Siap" not in admin.page.locator("main").inner_text() and time.monotonic() < until:
        time.sleep(1)
        admin.open(f"/proposal/{code}/surat-persetujuan/")
    admin.look("165-surat-dicatat", every_control=True)
    admin.open(f"/proposal/{code}/kirim/")
    admin.press("Kirim proposal")
    admin.is_at("Proposal sudah terkirim")
    desk = company("sekretariat")
    desk.open(f"/sekretariat/proposal/{code}/")
    desk.sees("Disetujui dengan surat No 188.4/18/2026")
    with desk.page.expect_download() as given:
        desk.page.get_by_role("link", name="surat-persetujuan.pdf").click()
    assert given.value.suggested_filename == "surat-persetujuan.pdf"
    desk.look("166-seleksi-dengan-surat")
