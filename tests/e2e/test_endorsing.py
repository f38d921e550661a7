"""A leader endorses on a telephone by the link of a letter; while away for a week, whom they named does it."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser

from bench.stack import Stack
from competition.zones import ZONES
from tests.e2e.conftest import meet
from tests.e2e.people import DOMAIN, Company, Visitor

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}
# E-1: bytes of the first load of the screen, and presses from the opened link to the word that it is done.
MOST_BYTES, MOST_TAPS = 40_000, 3
PATIENCE = 60
LEADER, DELEGATE = f"pimpinan@{DOMAIN}", f"adminlokal@{DOMAIN}"


@pytest.fixture(scope="module", params=["with scripts", "without scripts"])
def company(request: pytest.FixtureRequest, browser: Browser, installations: dict[str, Stack]) -> Company:
    """Return the people of one installation; each way of browsing takes one of its drafts."""
    met = meet(browser, installations, "with scripts", fresh=True)
    return Company(met.browser, met.base, scripts=request.param == "with scripts")


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


def in_mailbox(guest: Visitor, to: str, subject: str, words: str) -> str:
    """Return what the pattern finds in the newest letter to an address with this subject, once it has arrived."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        guest.open("/kotak-surat/")
        rows = guest.page.locator("tbody tr", has_text=to).filter(has_text=subject)
        if rows.count():
            guest.open(rows.first.locator("a").first.get_attribute("href") or "")
            return re.search(words, guest.page.locator("main").inner_text())[0]
        time.sleep(1)
    raise AssertionError(f"no letter to {to}: {subject}")


def test_the_leader_endorses_on_a_telephone_in_three_taps(company: Company, code: str) -> None:
    reader, phone = company.stranger(), company.stranger()
    phone.page.set_viewport_size(PHONE)
    link = in_mailbox(reader, LEADER, "Perlu persetujuan Anda", r"/persetujuan/[0-9a-f]{64}/")
    phone.open(link)
    phone.look("110-tautan-persetujuan", is_light=True, every_control=True)
    taps = 0

    def tap(name: str) -> None:
        nonlocal taps
        taps += 1
        phone.press(name)

    phone.page.set_viewport_size(PHONE)
    tap("Kirim kode")
    phone.is_at("Ketik kode dari surat")
    digits = in_mailbox(reader, LEADER, "Kode untuk membuka satu proposal", r"\b\d{6}\b")
    phone.fill("Kode", digits)
    tap("Buka proposal")
    phone.sees("Dengan menekan Setujui")
    assert phone.weight.bytes <= MOST_BYTES, phone.weight.bytes
    print(f"\n{phone.weight.bytes} bytes over the line for the screen, {'with' if company.scripts else 'without'} scripts")
    phone.look("111-layar-persetujuan", is_light=True, every_control=True)
    phone.page.set_viewport_size(PHONE)
    sizes = [one.bounding_box() for one in phone.page.locator(".pair .btn").all()]
    assert len({(round(one["width"]), round(one["height"])) for one in sizes}) == 1, "two buttons of one size"
    tap("Setujui")
    phone.sees("Proposal disetujui.")
    assert taps <= MOST_TAPS
    phone.look("112-selesai", is_light=True)
    # The link did what it was for, and this browser is nobody's.
    phone.open(link)
    phone.is_at("Sudah dijawab")
    phone.open(f"/proposal/{code}/")
    phone.is_at("Masuk")


def test_the_administrator_finds_links_to_copy(company: Company, code: str) -> None:
    admin = company("adminlokal")
    admin.open(f"/proposal/{code}/minta-persetujuan/")
    admin.sees("Sudah dijawab")
    admin.press(f"Kirim tautan baru {'Pimpinan Demo'}")
    admin.sees("Tautan baru dikirim kepada Pimpinan Demo.")
    admin.sees("/persetujuan/")
    admin.look("113-minta-persetujuan")


def test_a_change_lets_it_lapse_and_the_delegate_endorses(company: Company, code: str) -> None:
    admin, leader = company("adminlokal"), company("pimpinan")
    admin.open(f"/proposal/{code}/isi/ringkasan/")
    admin.page.get_by_role("textbox", name="Ringkasan").fill("Ringkasan yang diperbaiki admin pada malam terakhir.")
    admin.press("Simpan dan kembali")
    leader.open(f"/proposal/{code}/persetujuan/")
    leader.sees("Isi proposal berubah sejak disetujui.")
    today = datetime.now(ZONES["WIB"]).date()
    leader.open("/instansi/")
    leader.follow("Tunjuk pelaksana atas nama Anda")
    leader.fill("Alamat email", DELEGATE)
    leader.fill("Jabatan", "Plh. Bupati")
    leader.fill("Nomor surat penunjukan", "800/112/BKPSDM")
    leader.fill("Mulai tanggal", today.isoformat())
    leader.fill("Sampai tanggal", (today + timedelta(days=6)).isoformat())
    leader.fill("Alasan", "Dinas luar")
    leader.press("Tunjuk")
    leader.sees("Pelaksana atas nama Anda sudah ditunjuk")
    admin.open(f"/proposal/{code}/")
    admin.follow("Baca dan setujui")
    admin.sees("Sebagai Plh. Bupati (800/112/BKPSDM), atas nama Pimpinan Demo")
    admin.look("114-persetujuan-pelaksana", every_control=True)
    admin.press("Setujui")
    admin.sees("Proposal disetujui.")
    admin.sees("atas nama Pimpinan Demo")
    admin.follow("Periksa dan kirim")
    admin.is_at(re.compile("kirim", re.IGNORECASE))


def test_the_delegation_ends_before_its_time(company: Company, code: str) -> None:
    leader = company("pimpinan")
    leader.open("/instansi/")
    leader.page.locator("tr", has_text="Atas nama Pimpinan Demo").get_by_role("link").first.click()
    card = leader.page.locator("section.card", has_text="Menyetujui proposal atas nama")
    leader.follow("Akhiri peran", within=card)
    leader.press("Akhiri peran")
    leader.sees("berakhir.")
