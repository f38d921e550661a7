"""The answer to a sending gets lost: the next page says what became of it, and pressing again never sends twice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Company, Visitor
from tests.lines import Line

SENT = re.compile(r"Terkirim pada .+ WIB\.")
# The page looks for ten seconds.
PATIENCE = 20_000


@pytest.fixture(scope="module")
def proposal(company: Company) -> str:
    """Return the address of a proposal that is ready to be sent."""
    writer, leader = company("unit"), company("pimpinan")
    writer.open("/proposal/")
    writer.page.locator("main a[href*='/proposal/']", has_text="Lanjutkan menulis").first.or_(
        writer.page.locator("main .task a, main li a[href*='/proposal/']").first
    ).first.click()
    writer.page.wait_for_load_state()
    address = writer.page.url.removeprefix(company.base)
    writer.open(f"{address}periksa/")
    writer.press("Teruskan ke admin instansi")
    leader.open(f"{address}persetujuan/")
    leader.press("Setujui")
    return address


@pytest.fixture
def line(company: Company) -> Iterator[Line]:
    """Return a line to the installation."""
    line = Line(int(company.base.rsplit(":", 1)[1]))
    yield line
    line.close()


@pytest.fixture
def admin(company: Company, line: Line, proposal: str) -> Iterator[Visitor]:
    """Return the administrator at the other end of the line, with the page of sending open; it is taken back afterwards."""
    shots = company.shots
    admin = Visitor(company.browser, line.base, scripts=company.scripts, shots=shots, name="adminlokal").sign_in()
    admin.open(f"{proposal}kirim/")
    yield admin
    line.is_cut = line.is_dead = False
    admin.open(f"{proposal}tarik/")
    admin.fill("Alasan", "Uji.")
    admin.press("Tarik kembali")
    admin.press("Buka kembali", role="link")
    admin.press("Buka kembali")
    admin.context.close()


def key_address(admin: Visitor) -> str:
    """Return the address of the form's key."""
    return admin.page.locator("form[data-sending]").get_attribute("action")


def state(admin: Visitor):
    """Return where the page says what became of it."""
    return admin.page.locator("[data-state]")


def button(admin: Visitor, name: str):
    """Return the button of this name."""
    return admin.page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("company", ["with scripts"], indirect=True)
def test_an_answer_that_is_lost_is_found_by_the_page(company: Company, line: Line, admin: Visitor) -> None:
    line.is_cut = True
    button(admin, "Kirim proposal").click()
    expect(state(admin)).to_contain_text("Belum ada sambungan.", timeout=PATIENCE)
    line.is_cut = False
    expect(state(admin)).to_contain_text(SENT, timeout=PATIENCE)
    admin.look("60-jawaban-ditemukan")
    state(admin).get_by_role("link", name="Buka tanda terima").click()
    admin.is_at("Proposal sudah terkirim")


@pytest.mark.parametrize("company", ["with scripts"], indirect=True)
def test_a_sending_that_never_arrived_is_said_and_sent_again(company: Company, line: Line, admin: Visitor) -> None:
    line.is_dead = True
    button(admin, "Kirim proposal").click()
    expect(state(admin)).to_contain_text("Belum ada sambungan.", timeout=PATIENCE)
    line.is_dead = False
    expect(state(admin)).to_contain_text("Belum terkirim, tekan Kirim lagi.", timeout=PATIENCE)
    admin.look("61-belum-terkirim")
    button(admin, "Kirim lagi").click()
    admin.is_at("Proposal sudah terkirim")


@pytest.mark.parametrize("company", ["with scripts"], indirect=True)
def test_a_busy_server_is_asked_again(company: Company, line: Line, admin: Visitor) -> None:
    admin.expected = {503}
    admin.page.route("**/kirim/*/", lambda route: answer_once(admin, route), times=1)
    button(admin, "Kirim proposal").click()
    expect(state(admin)).to_contain_text("Kami sedang memastikan…")
    expect(state(admin)).to_contain_text("Belum terkirim, tekan Kirim lagi.", timeout=PATIENCE)
    button(admin, "Kirim lagi").click()
    admin.is_at("Proposal sudah terkirim")


def answer_once(admin: Visitor, route) -> None:
    """Answer as a proxy does that has waited long enough."""
    route.fulfill(status=503, content_type="text/html", body="503")


@pytest.mark.parametrize("company", ["without scripts"], indirect=True)
def test_without_scripts_the_address_of_the_form_says_it(company: Company, line: Line, admin: Visitor) -> None:
    address = key_address(admin)
    line.is_cut = True
    button(admin, "Kirim proposal").click(no_wait_after=True)
    admin.page.wait_for_timeout(2000)
    line.is_cut = False
    admin.open(address)
    expect(admin.page.get_by_role("heading", level=1)).to_have_text(SENT, timeout=PATIENCE)
    admin.look("60-jawaban-ditemukan")


@pytest.mark.parametrize("company", ["without scripts"], indirect=True)
def test_without_scripts_what_never_arrived_is_said_within_ten_seconds(company: Company, line: Line, admin: Visitor) -> None:
    admin.open(key_address(admin))
    admin.is_at("Kami sedang memastikan…")
    expect(admin.page.get_by_role("heading", level=1)).to_have_text("Belum terkirim, tekan Kirim lagi.", timeout=PATIENCE)
    admin.look("61-belum-terkirim")
    admin.press("Kirim lagi")
    admin.is_at("Proposal sudah terkirim")
