"""A decree, its certificates, and the sceptic who checks one, with and without this site; then an entry is put right, everybody
reads what changed and what stood before, and the certificate of the old words stands no more."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from competition.canonical import sha256_of
from competition.services.folders import BASE
from competition.zones import ZONES
from tests.e2e.conftest import Ask
from tests.e2e.installing import Installation
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults
from tests.submissions.files import pdf

pytestmark = pytest.mark.journey
ROUND, LIST, DECREE_AT = "/babak/2017/desk/", "/hasil/2017/", "/sekretariat/keputusan/2017/desk/"
DECREE = {"name": "keputusan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
REASON = "Judul ditulis lain daripada pada proposalnya."
PATIENCE = 30
WINNER = """SELECT split_part(person.email, '@', 1), outcome.title, proposal.code FROM submissions_outcome outcome
    JOIN submissions_proposal proposal ON proposal.id = outcome.proposal_id
    JOIN competition_person person ON person.id = proposal.created_by_id
    WHERE person.email LIKE '%%@demo.test' ORDER BY outcome.id LIMIT 1"""
found: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def published(company: Company, installations: dict[str, Installation], ask_database: Ask) -> None:
    """Publish a list whose days for objections are over."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "published", proposals=12, judges=6)
    ask_database("UPDATE competition_edition SET objection_days = 0")


def look(visitor: Visitor, name: str) -> None:
    """Hold the page to what holds of every page, and to the narrowest screen."""
    visitor.look(name, every_control=True)
    assert width_faults(visitor.page) == []


def check(guest: Visitor, number: str, fingerprint: str, answer: str) -> None:
    """Ask the page that checks, and read the answer."""
    guest.open("/verifikasi/")
    guest.fill("Nomor tanda terima atau sertifikat", number)
    guest.fill("Sidik jari (SHA-256)", fingerprint)
    guest.press("Periksa")
    guest.sees(answer)


def check_offline(folder: Path, signed: Path, key: str) -> int:
    """Run the program of docs/certificates.md, as it stands there, over a file; return how it ends."""
    text = (BASE / "docs/certificates.md").read_text(encoding="utf-8")
    program = folder / "check_certificate.py"
    program.write_text(text.partition("```python\n")[2].partition("```")[0], encoding="utf-8")
    command = [sys.executable, str(program), str(signed), key]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


def test_a_decree_is_recorded_and_its_certificates_are_issued(company: Company, ask_database: Ask) -> None:
    ((today,),) = ask_database("SELECT now()")
    first, second = company("sekretariat"), company("sekretariat2")
    first.open(DECREE_AT)
    first.fill("Nomor keputusan", "Nomor 19 Tahun 2017")
    first.fill("Tanggal keputusan", f"{today.astimezone(ZONES['WIB']):%Y-%m-%d}")
    first.page.get_by_label("Keputusan yang sudah ditandatangani", exact=True).set_input_files(DECREE)
    first.press("Catat keputusan")
    until = time.monotonic() + PATIENCE
    second.open(DECREE_AT)
    while "Berkas sedang diperiksa" in second.page.content() and time.monotonic() < until:
        second.page.wait_for_timeout(500)
        second.open(DECREE_AT)
    second.press("Sahkan dan umumkan")
    second.follow("Sertifikat daftar ini")
    look(second, "240-sertifikat-belum-terbit")
    second.press("Terbitkan sertifikat")
    second.sees("sertifikat diterbitkan.")
    look(second, "241-sertifikat-terbit")
    assert not company.faults()


def test_the_winner_downloads_it_from_the_letter(company: Company, ask_database: Ask) -> None:
    ((name, title, code),) = ask_database(WINNER)
    found.update(winner=name, title=title, code=code)
    winner = company(name)
    winner.open(f"/proposal/{code}/")
    winner.page.get_by_role("link", name=re.compile("ertifikat")).first.click()
    winner.page.wait_for_load_state()
    winner.sees("Sertifikat ini benar diterbitkan dan berlaku")
    winner.sees(title)
    with winner.page.expect_download() as download:
        winner.page.get_by_role("link", name="Unduh sertifikat (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    found["number"] = Path(download.value.suggested_filename).stem
    assert not company.faults()


def test_the_sceptic_checks_it_by_number_and_by_file(company: Company, tmp_path: Path) -> None:
    guest = company.stranger()
    check(guest, found["number"].lower(), "", "Sertifikat ini benar diterbitkan dan berlaku")
    look(guest, "242-sertifikat-diperiksa")
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="Unduh tanda tangannya (JSON)").click()
    signed = tmp_path / "sertifikat.json"
    signed.write_bytes(Path(download.value.path()).read_bytes())
    facts = json.loads(signed.read_text())["facts"]
    check(guest, found["number"], sha256_of(facts), "Isinya tidak berubah.")
    key = guest.page.locator("dt", has_text=re.compile("^Kunci [0-9a-f]{8}")).first.locator("+ dd").inner_text()
    assert check_offline(tmp_path, signed, key) == 0
    signed.write_text(signed.read_text().replace("Nomor 19 Tahun 2017", "Nomor 18 Tahun 2017"))
    facts = json.loads(signed.read_text())["facts"]
    check(guest, found["number"], sha256_of(facts), "Sidik jari yang Anda tempel berbeda.")
    look(guest, "243-sertifikat-berbeda")
    assert check_offline(tmp_path, signed, key) == 1
    assert not guest.faults


def test_an_entry_is_put_right_by_two(company: Company) -> None:
    first, second = company("sekretariat"), company("sekretariat2")
    first.open(ROUND)
    first.follow("Ralat daftar: perbaiki tulisan, coret, atau ganti entri")
    row = first.page.locator("tbody tr").filter(has_text=found["title"])
    row.get_by_role("link", name=re.compile("^Perbaiki tulisan")).click()
    first.page.wait_for_load_state()
    first.sees("tidak berlaku lagi begitu ralat disahkan")
    first.press("Usulkan ralat")
    look(first, "244-ralat-kurang")
    found["right"] = f"{found['title']} (Diralat)"
    first.fill("Judul inovasi", found["right"])
    first.fill("Alasan ralat", REASON)
    first.press("Usulkan ralat")
    first.sees("Ralat diusulkan.")
    second.open(ROUND)
    second.follow("Ralat daftar: perbaiki tulisan, coret, atau ganti entri")
    second.sees(REASON)
    look(second, "245-ralat-menunggu")
    second.press("Sahkan dan umumkan")
    second.sees("Ralat berlaku.")
    assert not company.faults()


def test_everybody_reads_what_changed_and_what_stood_before(company: Company) -> None:
    guest = company.stranger()
    guest.open(LIST)
    guest.sees(REASON)
    expect(guest.page.get_by_role("link", name=found["right"], exact=True)).to_be_visible()
    look(guest, "246-daftar-diralat")
    guest.follow("Lihat daftar sebelum ralat ini (versi 1)")
    guest.sees(found["title"])
    expect(guest.page.locator("main table")).not_to_contain_text(found["right"])
    look(guest, "247-daftar-sebelum-ralat")
    check(guest, found["number"], "", "jadi sertifikat ini tidak berlaku lagi")
    expect(guest.page.get_by_role("link", name="Unduh sertifikat (PDF)")).to_have_count(0)
    assert not guest.faults
