"""The secretariat screens twenty proposals without a mouse; without scripts by the same links and buttons, within reach."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until

pytestmark = pytest.mark.journey
# Of 40 begun, 21 are sent.
BEGUN, DECIDED, WITHOUT_SCRIPTS = 40, 20, 4
DECISIONS = "SELECT result, count(*) FROM submissions_screening GROUP BY result ORDER BY result"
NAMES = {
    "l": ("button", "Semua terpenuhi, lolos"),
    "t": ("link", "Tidak lolos"),
    "n": ("link", "Lewati"),
    "u": ("link", "Ubah"),
}


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack]) -> None:
    """Fill the installation with sent proposals, and let screening begin."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "submitted", BEGUN)
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Maju ke tahap berikutnya")
    office.press("Geser kalender")


def strike(office: Visitor, key: str) -> None:
    """Press the key, or without scripts reach what carries it and press Enter; wait for the next page."""
    page = office.page
    with page.expect_navigation():
        if office.scripts:
            page.keyboard.press(key)
        else:
            role, name = NAMES[key]
            page.get_by_role(role, name=name, exact=True).focus()
            page.keyboard.press("Enter")
    page.wait_for_load_state()


def confirm(office: Visitor) -> None:
    """The cursor already is where the decision is confirmed."""
    expect(office.page.get_by_role("button", name="Simpan keputusan")).to_be_focused()
    with office.page.expect_navigation():
        office.page.keyboard.press("Enter")
    office.page.wait_for_load_state()


def refuse(office: Visitor, words: str) -> None:
    """Choose the refusal, say why, read it once more."""
    strike(office, "t")
    box = office.page.get_by_label("Alasan", exact=True)
    if office.scripts:
        expect(box).to_be_focused()
    else:
        box.focus()
    office.page.keyboard.type(words)
    with office.page.expect_navigation():
        if office.scripts:
            office.page.keyboard.press("Control+Enter")
        else:
            office.page.get_by_role("button", name="Baca dan putuskan").focus()
            office.page.keyboard.press("Enter")
    office.page.wait_for_load_state()
    office.sees(words)


def heading(office: Visitor) -> str:
    return office.page.get_by_role("heading", level=1).inner_text()


def test_screen_20_proposals_by_keyboard(company: Company, ask_database: Ask) -> None:
    office, number = company("sekretariat"), DECIDED if company.scripts else WITHOUT_SCRIPTS
    office.open("/sekretariat/")
    office.follow("Periksa berikutnya")
    office.look("180-pemeriksaan", walk=True)
    for place in range(number):
        if place % 4 == 3:
            refuse(office, f"Bukti ke-{place} tidak memadai.")
            if place == 3:
                office.look("182-pemeriksaan-tidak-lolos")
        else:
            strike(office, "l")
            if place == 0:
                office.look("181-pemeriksaan-putuskan")
        confirm(office)
        office.sees("dicatat:")
    refused = number // 4
    assert ask_database(DECISIONS) == [("ELIGIBLE", number - refused), ("INELIGIBLE", refused)]


def test_what_is_passed_over_and_what_is_changed_decides_nothing(company: Company, ask_database: Ask) -> None:
    office, before = company("sekretariat2"), ask_database(DECISIONS)
    office.open("/sekretariat/")
    office.follow("Periksa berikutnya")
    title = heading(office)
    strike(office, "l")
    strike(office, "u")
    assert heading(office) == title
    office.look("183-pemeriksaan-draf")
    strike(office, "n")
    assert ask_database(DECISIONS) == before


def test_letters_can_be_switched_off(company: Company) -> None:
    if not company.scripts:
        return
    office = company("sekretariat2")
    office.open("/sekretariat/")
    office.follow("Periksa berikutnya")
    address = office.page.url
    office.page.get_by_role("button", name="Matikan tombol huruf").click()
    office.page.keyboard.press("n")
    office.page.keyboard.press("t")
    expect(office.page.get_by_role("button", name="Nyalakan tombol huruf")).to_be_visible()
    assert office.page.url == address
    office.page.get_by_role("button", name="Nyalakan tombol huruf").click()
    strike(office, "t")
    assert "hasil=INELIGIBLE" in office.page.url
