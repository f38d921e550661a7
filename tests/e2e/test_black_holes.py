"""A line that swallows what is sent and says nothing (FLT-21): a text, a file, a sending get through in the end, each once."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from competition.services.folders import BASE
from tests.e2e.conftest import Ask
from tests.e2e.line import Line, Weather
from tests.e2e.people import Company, Visitor
from tests.e2e.sending import ready_to_send
from tests.e2e.test_drafting import SAFE, SAVED, box, enter, state, wait_until_saved
from tests.e2e.test_uploads import big_pdf, choose
from tests.e2e.test_weak_lines import new_draft, questions

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
WAIT = 60_000
SENT = "SELECT count(*) FROM submissions_submission s JOIN submissions_proposal p ON p.id = s.proposal_id WHERE p.code = %s"
BLACK = Weather(is_black=True)


@pytest.fixture
def line(company: Company) -> Iterator[Line]:
    """Return a line to the installation that can be made bad."""
    with Line(company.base) as line:
        yield line


def at_the_end_of(line: Line, company: Company, name: str) -> Visitor:
    """Return somebody of the cast at a browser on that line."""
    guest = Company(company.browser, line.base, scripts=True).stranger()
    enter(guest, name)
    return guest


def test_half_a_minute_of_nothing_while_a_text_saves_itself(company: Company, line: Line) -> None:
    """The one story that waits in earnest: the page gives up by itself after thirty seconds, and tries again."""
    question = questions(company("unit"), new_draft(company))[0]
    guest = at_the_end_of(line, company, "unit")
    guest.open(question)
    line.weather = BLACK
    box(guest.page).fill("Ditelan jaringan.")
    expect(state(guest.page)).to_have_text(SAFE, timeout=WAIT)
    line.weather = Weather()
    expect(state(guest.page)).to_have_text(SAVED, timeout=WAIT)
    wait_until_saved(guest.page)
    guest.open(question)
    expect(box(guest.page)).to_have_value("Ditelan jaringan.")


def test_a_part_of_a_file_disappears_and_is_sent_again(company: Company, line: Line) -> None:
    place = f"{new_draft(company)}berkas/lain/"
    guest = at_the_end_of(line, company, "unit")
    page = guest.page
    guest.open(place)
    page.clock.install()
    line.weather = BLACK
    choose(guest, big_pdf())
    for _ in range(WAIT // 100):
        if line.posts > 1:  # the sign-in was the first
            break
        page.wait_for_timeout(100)
    page.clock.fast_forward("01:31")
    line.weather = Weather(is_double=True)
    for _ in range(12):
        page.clock.fast_forward("00:05")
        page.wait_for_timeout(500)
        if page.locator("ul.files li", has_text="bukti besar.pdf").count():
            break
    expect(page.locator("ul.files li", has_text="bukti besar.pdf")).to_have_count(1, timeout=WAIT)


@pytest.mark.parametrize("weather", [BLACK, Weather(is_mute=True)], ids=["the press disappears", "the answer disappears"])
def test_a_sending_that_disappears_is_sent_once(company: Company, line: Line, ask_database: Ask, weather: Weather) -> None:
    draft = ready_to_send(company)
    admin = at_the_end_of(line, company, "adminlokal")
    admin.open(f"{draft}kirim/")
    admin.page.clock.install()
    line.weather = weather
    admin.page.get_by_role("button", name="Kirim proposal").click()
    admin.page.wait_for_timeout(1500)
    admin.page.clock.fast_forward("00:16")
    line.weather = Weather(is_double=True)
    again = admin.page.get_by_role("button", name="Kirim lagi")
    receipt = admin.page.get_by_role("link", name="Buka tanda terima")
    for _ in range(30):
        admin.page.clock.fast_forward("00:01")
        admin.page.wait_for_timeout(300)
        if again.count() or receipt.count():
            break
    (again if weather.is_black else receipt).click()
    admin.is_at("Proposal sudah terkirim")
    assert ask_database(SENT, (draft.split("/")[2],)) == [(1,)]


def test_nothing_is_broken_afterwards(company: Company, installations: dict[str, Stack]) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    command = [sys.executable, "manage.py", "check_invariants"]
    done = subprocess.run(command, cwd=BASE, env=stack.environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
