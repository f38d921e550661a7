"""Hostile text in real pages (SEC-14): whoever reads it, nothing of it runs and the content policy has nothing to report."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Company, Visitor
from tests.e2e.test_endorsing import LEADER, in_mailbox
from tests.vectors import HOSTILE

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
SHORT = [one.text.replace("\x00", "") for one in HOSTILE if len(one.text) < 1000]
# Whatever opens a dialog, and whatever the policy stops, is told; the page itself never asks anything that way.
HOOK = """
window.alert = window.confirm = window.prompt = said => window.tell('ran: ' + said);
document.addEventListener('securitypolicyviolation', event => window.tell(event.violatedDirective + ': ' + event.blockedURI));
"""


@pytest.fixture
def told(company: Company) -> Iterator[list[str]]:
    """Return what the hooks of every browser of this test were told."""
    company.people.clear()
    yield []
    company.people.clear()


def listening(company: Company, name: str, told: list[str]) -> Visitor:
    """Return a member of the cast whose browser tells."""
    visitor = company(name)
    listen(visitor, told)
    return visitor


def listen(visitor: Visitor, told: list[str]) -> None:
    """Let a browser tell."""
    visitor.context.expose_function("tell", lambda said: told.append(said))
    visitor.context.add_init_script(HOOK)


def crawl(visitor: Visitor, start: str, most: int) -> list[str]:
    """Open the pages of a proposal that a page leads to, and return their addresses."""
    visitor.open(start)
    hrefs = visitor.page.eval_on_selector_all("main a[href^='/']", "links => links.map(one => one.getAttribute('href'))")
    found = [start, *dict.fromkeys(one.split("#")[0] for one in hrefs)][:most]
    for address in found[1:]:
        visitor.open(address)
        visitor.page.wait_for_load_state()
    return found


def test_hostile_text_is_text_to_every_role(company: Company, told: list[str]) -> None:
    writer = listening(company, "unit", told)
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", 'UJI "><img src=x onerror=alert(7731)> {{7*7}} \u202etxt')
    writer.press("Buat draf")
    proposal = re.sub(r"tentang/$", "", writer.page.url.removeprefix(company.base))
    writer.page.locator("input[name=category]").first.check()
    writer.fill("Tanggal mulai penerapan", "2012-02-29")
    writer.press("Simpan dan kembali")
    answers = writer.page.eval_on_selector_all("main a[href*='/isi/']", "links => links.map(one => one.getAttribute('href'))")
    for place, address in enumerate(answers):
        writer.open(address)
        # A few dozen words each, so that the proposal may go on; all of the list goes through the questions together.
        part = "\n\n".join(SHORT[place :: len(answers)])
        writer.page.locator("textarea[name=text]").fill(f"Awal {part} akhir")
        for cell in writer.page.locator("[data-cell]").all()[:4]:
            cell.fill(SHORT[place])
        writer.press("Simpan dan kembali")
    writer.open(f"{proposal}periksa/")
    writer.press("Teruskan ke admin instansi")
    administrator = listening(company, "adminlokal", told)
    administrator.open(f"{proposal}kembalikan/")
    administrator.page.locator("textarea").first.fill("\n\n".join(SHORT)[:4900])
    administrator.press("Kembalikan kepada penulis")
    seen = crawl(writer, proposal, 14)
    seen += crawl(listening(company, "rekan", told), f"{proposal}baca/", 4)
    seen += crawl(administrator, "/proposal/", 6)
    seen += crawl(listening(company, "pimpinan", told), proposal, 4)
    seen += crawl(listening(company, "pesaing", told), "/proposal/", 4)
    assert len(seen) >= 20
    writer.open(f"{proposal}baca/")
    expect(writer.page.locator("main")).to_contain_text("<script>alert(7731)</script>")
    assert told == []
    assert not company.faults()


def test_hostile_text_is_text_to_whoever_comes_by_an_endorsement_link(company: Company, told: list[str]) -> None:
    """The same proposal once more: without a session, on the pages of a link, and in the note that goes back."""
    writer, reader, phone = listening(company, "unit", told), company.stranger(), company.stranger()
    listen(phone, told)
    writer.open("/proposal/")
    writer.page.locator("main a[href^='/proposal/']", has_text="UJI").first.click()
    writer.page.wait_for_load_state()
    writer.open(f"{urlsplit(writer.page.url).path}periksa/")
    writer.press("Teruskan ke admin instansi")
    phone.open(in_mailbox(reader, LEADER, "Perlu persetujuan Anda: UJI", r"/persetujuan/[0-9a-f]{64}/"))
    phone.press("Kirim kode")
    phone.fill("Kode", in_mailbox(reader, LEADER, "Kode untuk membuka satu proposal", r"\b\d{6}\b"))
    phone.press("Buka proposal")
    screen = urlsplit(phone.page.url).path
    expect(phone.page.locator("main")).to_contain_text("{{7*7}}")
    seen = crawl(phone, screen, 4)
    assert len(seen) >= 3, seen
    phone.open(next(one for one in seen if one.endswith("lengkap/")))
    expect(phone.page.locator("main")).to_contain_text("<script>alert(7731)</script>")
    phone.open(screen)
    phone.follow("Kembalikan dengan catatan")
    phone.page.locator("textarea").first.fill("\n\n".join(SHORT)[:4900])
    phone.press("Kembalikan kepada penulis")
    writer.open("/proposal/")
    assert told == []
    assert not phone.faults
    assert not company.faults()


def test_the_hooks_hear_what_would_run(company: Company, told: list[str]) -> None:
    """The control: markup put into a page past the templates is stopped by the policy, and the hook says so."""
    writer = listening(company, "unit", told)
    writer.open("/proposal/")
    writer.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=alert(7731)>')")
    writer.page.wait_for_timeout(500)
    assert any("script-src" in one for one in told), told
    writer.page.evaluate("alert(7731)")
    assert "ran: 7731" in told
    writer.faults.clear()
