"""A citizen without an account objects to a published list, confirms the address, and reads the secretariat's answer."""

import re
import time
from pathlib import Path

import pytest

from bench.stack import Stack
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults
from tests.submissions.files import pdf

pytestmark = pytest.mark.journey
PROOF = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": pdf()}
ADDRESS = "warga@contoh.test"
PATIENCE = 30


@pytest.fixture(scope="module", autouse=True)
def published(company: Company, installations: dict[str, Stack]) -> None:
    """Publish a list."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "published", proposals=6, judges=3)


def link_in_mailbox(guest: Visitor) -> str:
    """Return the path of the link in the letter to whoever objected, once it has arrived."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        guest.open("/kotak-surat/")
        for row in guest.page.locator("tbody tr", has_text=ADDRESS).all():
            guest.page.goto(row.locator("a").first.get_attribute("href") or "")
            found = re.search(r"/keberatan/[\w-]+/", guest.page.locator("main").inner_text())
            if found:
                return found[0]
            guest.open("/kotak-surat/")
        time.sleep(1)
    raise AssertionError("no letter with a link")


def test_from_the_list_to_the_answer(company: Company) -> None:
    guest = company.stranger()
    guest.open("/hasil/2017/")
    guest.follow("Ajukan keberatan")
    guest.is_at("Ajukan keberatan")
    guest.look("195-keberatan", every_control=True, walk=True)
    guest.fill("Keberatan", "Angka pada ringkasan tidak sesuai dengan laporan tahunan.")
    guest.press("Kirim keberatan")
    guest.sees("Isi nama Anda")
    guest.look("195-keberatan-kurang", every_control=True)
    assert width_faults(guest.page) == []
    guest.fill("Nama Anda", "Warga Uji")
    guest.fill("Alamat email Anda", ADDRESS)
    guest.page.get_by_label("Bukti", exact=True).set_input_files(PROOF)
    guest.press("Kirim keberatan")
    guest.is_at("Konfirmasi alamat Anda")
    link = link_in_mailbox(guest)
    guest.open(link)
    guest.press("Ya, catat keberatan saya")
    guest.sees("Dijawab paling lambat")
    guest.look("196-keberatan-tercatat", every_control=True, walk=True)
    answer(company)
    guest.open(link)
    guest.sees("Kami mencocokkan kedua laporan; angkanya sama.")
    guest.open("/hasil/2017/")
    guest.sees("Keberatan yang dicatat")
    assert not guest.faults


def answer(company: Company) -> None:
    """Find the objection on the secretariat's list as whoever was given it, and answer it."""
    for name in ("sekretariat", "sekretariat2"):
        desk = company(name)
        desk.open("/sekretariat/")
        desk.follow("Keberatan")
        if desk.page.locator("tbody").get_by_text("Anda", exact=True).count():
            break
    desk.follow("Daftar secara keseluruhan")
    desk.look("197-keberatan-jawab", every_control=True, walk=True)
    desk.choose("Tidak dikabulkan")
    desk.fill("Alasan", "Kami mencocokkan kedua laporan; angkanya sama.")
    desk.press("Kirim jawaban")
    desk.sees("Jawaban disimpan dan dikirim kepada pengirim keberatan.")
    assert not company.faults()
