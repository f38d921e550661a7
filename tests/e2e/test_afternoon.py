"""A judge's whole afternoon without a mouse: twelve proposals, one handed back, some scored on the page, some offline."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bench.stack import Stack
from competition.environment import private_database
from competition.services.folders import BASE
from tests.e2e import audit
from tests.e2e.conftest import DEMO, meet
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.story import CRITERIA, REASONS
from tests.workbooks import book_of, rows_of

pytestmark = pytest.mark.journey
WAY = "with scripts"
# Sixteen proposals, three readers each, four judges: twelve for each of them.
PROPOSALS, JUDGES, MINE = 16, 4, 12
ONLINE = 5
MOST_KEYS = 25
LEVEL, REASON = 5, 6


class Keys:
    """Hands that have a keyboard and nothing else; what they press is counted, but for words."""

    def __init__(self, judge: Visitor) -> None:
        self.judge, self.page, self.pressed = judge, judge.page, 0

    def press(self, key: str) -> None:
        """Press one key."""
        self.pressed += 1
        self.page.keyboard.press(key)

    def go_to(self, wanted: Locator, most: int = 200) -> None:
        """Press Tab until what is wanted has the focus."""
        for _ in range(most):
            self.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab does not lead to {wanted} on {self.page.url}")

    def skip_to_content(self) -> None:
        """Take the first link of every page, past its header."""
        self.go_to(self.page.get_by_role("link", name="Langsung ke isi", exact=True))
        self.press("Enter")

    def follow(self, name: str | re.Pattern[str], role: str = "link") -> None:
        """Go to the first link or button of this name in the main part, from the top of a page, and press it."""
        self.skip_to_content()
        self.enter(self.page.locator("main").get_by_role(role, name=name, exact=isinstance(name, str)).first)

    def enter(self, wanted: Locator) -> None:
        """Go on to a link or button, press it, and wait for what it leads to."""
        self.go_to(wanted)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose_file(self, content: bytes, folder: Path) -> None:
        """Go to the page's file field and choose a file by the keyboard."""
        path = folder / "lembar.xlsx"
        path.write_bytes(content)
        self.skip_to_content()
        self.go_to(self.page.locator("input[type=file]"))
        with self.page.expect_file_chooser() as chosen:
            self.press("Space")
        chosen.value.set_files(path)


@pytest.fixture(scope="module")
def company(browser: Browser, installations: dict[str, Stack]) -> Company:
    """Return the people of a fresh installation; digits and Ctrl+Enter need scripts, so there is one way only."""
    return meet(browser, installations, WAY, fresh=True)


@pytest.fixture(scope="module")
def hands(company: Company, installations: dict[str, Stack]) -> Keys:
    """Return the judge's hands, once the organiser has given out the tasks."""
    stack = installations[DEMO]
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "screened", PROPOSALS, JUDGES)
    assign(company("sekretariat"))
    judge = company("penilai1")
    judge.open("/penilaian/")
    return Keys(judge)


def assign(office: Visitor) -> None:
    office.open("/babak/2017/desk/penugasan/")
    office.press("Lihat rencana")
    office.press("Berikan tugas ini")


def test_eleven_are_accepted_and_one_is_handed_back(hands: Keys) -> None:
    page = hands.page
    hands.skip_to_content()
    boxes = page.locator("input[name=codes]")
    expect(boxes).to_have_count(MINE)
    for place in range(MINE - 1):
        hands.go_to(boxes.nth(place))
        hands.press("Space")
    hands.enter(page.get_by_role("button", name="Terima yang dicentang"))
    hands.judge.sees(f"{MINE - 1} tugas diterima.")
    hands.follow(re.compile("^Nyatakan konflik"))
    hands.skip_to_content()
    hands.go_to(page.get_by_role("radio").first)
    hands.press("ArrowDown")
    expect(page.get_by_role("radio", name="Hubungan keluarga dengan anggota tim")).to_be_checked()
    hands.enter(page.get_by_role("button", name="Nyatakan konflik"))
    hands.judge.sees("Konflik tercatat.")


def test_some_are_scored_and_locked_on_their_page(hands: Keys) -> None:
    page = hands.page
    hands.follow("Lanjutkan")
    for number in range(ONLINE):
        hands.pressed = 0
        hands.skip_to_content()
        hands.go_to(page.get_by_role("link", name="Langsung ke lembar nilai"))
        hands.press("Enter")
        hands.go_to(page.locator("form.sheet input[type=radio]").first, 3)
        for place, criterion in enumerate(CRITERIA):
            hands.press(str(2 + (number + place) % 4))
            hands.press("Tab")
            page.keyboard.insert_text(REASONS[criterion])
            if criterion != CRITERIA[-1]:
                hands.press("Tab")
        hands.enter(page.get_by_role("button", name="Kunci nilai"))
        assert hands.pressed <= MOST_KEYS, f"{hands.pressed} keys for one sheet"
        hands.judge.is_at("Kunci nilai ini?")
        hands.follow("Kunci nilai", role="button")
        hands.judge.is_at("Nilai terkunci")
        hands.follow("Nilai proposal berikutnya")


def test_the_others_are_read_and_filled_in_offline(hands: Keys, browser: Browser, tmp_path: Path) -> None:
    page, left = hands.page, MINE - 1 - ONLINE
    hands.judge.open("/penilaian/")
    hands.follow("Paket luring")
    hands.judge.sees(f"{left} proposal yang sudah Anda terima")
    hands.judge.look("190-paket-luring", every_control=True)
    reading = take(hands, "Unduh bacaan (HTML)", tmp_path / "bacaan.html")
    read_offline(browser, reading, left, hands.judge)
    rows = rows_of(take(hands, "Unduh lembar nilai (XLSX)", tmp_path / "taken.xlsx").read_bytes())
    assert len(rows) == 1 + left * len(CRITERIA)
    for place, row in enumerate(rows[1:]):
        row[LEVEL], row[REASON] = f"{1 + place % 5},0", REASONS[CRITERIA[place % len(CRITERIA)]]
    hands.judge.open("/penilaian/paket/")
    hands.choose_file(book_of(rows[:3] + rows[4:]), tmp_path)
    hands.enter(page.get_by_role("button", name="Periksa lembar"))
    hands.judge.sees("hilang. Kembalikan barisnya")
    hands.judge.look("191-lembar-salah", every_control=True)
    fits(page)
    hands.judge.open("/penilaian/paket/")
    hands.choose_file(book_of(rows), tmp_path)
    hands.enter(page.get_by_role("button", name="Periksa lembar"))
    hands.judge.sees(f"{left * len(CRITERIA)} baris pada {left} proposal")
    hands.judge.look("192-lembar-diperiksa")
    fits(page)
    hands.follow("Simpan semua sebagai draf", role="button")
    hands.judge.sees(f"{left} lembar tersimpan sebagai draf.")


def take(hands: Keys, name: str, path: Path) -> Path:
    """Follow a link to a file by the keyboard, and keep the file."""
    hands.judge.open("/penilaian/paket/")
    hands.skip_to_content()
    hands.go_to(hands.page.get_by_role("link", name=name))
    with hands.page.expect_download() as taken:
        hands.press("Enter")
    taken.value.save_as(path)
    return path


def read_offline(browser: Browser, path: Path, number: int, judge: Visitor) -> None:
    """Open the file where there is no server, and hold it to what holds of every page."""
    context = browser.new_context(offline=True, locale="id-ID")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(path.as_uri())
    expect(page.locator("article")).to_have_count(number)
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    fits(page)
    page.screenshot(path=judge.shots / "193-bacaan.png")
    assert audit.axe_faults(page) == []
    context.close()


def fits(page: Page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": audit.HEIGHT})
        assert page.evaluate(audit.OVERFLOW) == []


def test_what_came_back_is_locked_one_by_one(hands: Keys) -> None:
    page = hands.page
    hands.judge.open("/penilaian/")
    hands.follow("Lanjutkan")
    for _ in range(MINE - 1 - ONLINE):
        hands.pressed = 0
        hands.skip_to_content()
        hands.go_to(page.get_by_role("link", name="Langsung ke lembar nilai"))
        hands.press("Enter")
        hands.enter(page.get_by_role("button", name="Kunci nilai"))
        assert hands.pressed <= MOST_KEYS
        hands.follow("Kunci nilai", role="button")
        hands.judge.is_at("Nilai terkunci")
        if page.get_by_role("link", name="Nilai proposal berikutnya").count():
            hands.follow("Nilai proposal berikutnya")
    hands.judge.open("/penilaian/")
    hands.judge.sees("Semua lembar nilai Anda pada babak ini sudah terkunci.")


def test_what_must_always_hold_holds_after_it(company: Company, installations: dict[str, Stack]) -> None:
    """INV-07 and INV-08, with the reader that was missing found by the organiser."""
    assign(company("sekretariat"))
    data = Path(installations[DEMO].environment["DATA_DIR"])
    known = os.environ | installations[DEMO].environment | {"DATABASE_URL": private_database(data)}
    command = [sys.executable, "manage.py", "check_invariants"]
    said = subprocess.run(command, cwd=BASE, env=known, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert not company.faults()
