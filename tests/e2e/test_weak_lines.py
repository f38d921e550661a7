"""On a weak line, from a page that was open too long, on a small screen: nothing typed is lost, and every page fits."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from bench import chromium
from bench.front import Front
from bench.stack import Stack
from tests.e2e import audit
from tests.e2e.conftest import meet
from tests.e2e.line import Line, Weather
from tests.e2e.people import PASSWORD, Company, Visitor
from tests.e2e.test_drafting import SAFE, SAVED, box, copies, enter, state, wait_until_saved

PATIENCE = 30_000
WORDS = " ".join(f"kata{number}" for number in range(2000))
_numbers = iter(range(1000))


def new_draft(company: Company) -> str:
    """Return the address of a draft that its unit has just made."""
    writer = company("unit")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", f"UJI SINYAL LEMAH {next(_numbers)} (Antrean Tanpa Antre)")
    writer.press("Buat draf")
    return re.sub(r"tentang/$", "", writer.page.url.removeprefix(company.base))


@pytest.fixture
def draft(company: Company) -> Iterator[str]:
    """Return the address of a fresh draft; no visit may have shown a fault in the end."""
    yield new_draft(company)
    assert not company.faults()


def questions(writer: Visitor, draft: str) -> list[str]:
    """Return the addresses of the proposal's questions."""
    writer.open(draft)
    return list(dict.fromkeys(one.get_attribute("href") for one in writer.page.locator("main a[href*='/isi/']").all()))


scripted = pytest.mark.parametrize("company", ["with scripts"], indirect=True)


# A session that is over, a form that is too old


def send(guest: Visitor) -> None:
    """Press Save whatever becomes of it."""
    guest.expected = {401, 403}
    with guest.page.expect_navigation():
        guest.page.get_by_role("button", name="Simpan dan lanjut").click()


def test_two_thousand_words_wait_for_whoever_wrote_them_and_for_nobody_else(company: Company, draft: str) -> None:
    question = questions(company("unit"), draft)[0]
    guest = company.stranger()
    enter(guest, "unit")
    guest.open(question)
    guest.context.clear_cookies(name="sessionid")
    guest.expected = {401, 403}
    box(guest.page).fill(WORDS)
    send(guest)
    guest.is_at("Anda perlu masuk lagi")
    guest.sees("Tulisan Anda kami simpan sementara")
    if guest.scripts:
        guest.page.evaluate("localStorage.clear()")
    enter(guest, "rekan")
    guest.open(question)
    expect(box(guest.page)).to_have_value("")
    guest.open("/akun/teks/")
    guest.sees("Tidak ada teks yang menunggu")
    guest.context.clear_cookies(name="sessionid")
    enter(guest, "unit")
    guest.open(draft)
    guest.sees("Ada teks yang Anda kirim sebelum masuk kembali")
    guest.follow("Lihat teksnya")
    guest.sees("kata1999")
    guest.look("82-teks-menunggu")
    guest.follow("Buka di formulirnya")
    guest.sees("Teks ini belum tersimpan")
    expect(box(guest.page)).to_have_value(WORDS)
    guest.press("Simpan dan lanjut")
    guest.open(question)
    expect(box(guest.page)).to_have_value(WORDS)
    guest.open("/akun/teks/")
    guest.sees("Tidak ada teks yang menunggu")


def test_a_form_that_is_too_old_comes_back_with_its_text(company: Company, draft: str) -> None:
    question = questions(company("unit"), draft)[0]
    guest = company.stranger()
    enter(guest, "unit")
    guest.open(question)
    guest.context.clear_cookies(name="csrftoken")
    guest.expected = {401, 403}
    box(guest.page).fill("Ditulis di halaman yang terbuka sejak pagi.")
    with guest.page.expect_navigation():
        guest.page.get_by_role("button", name="Simpan dan lanjut").click()
    guest.sees("Teks ini belum tersimpan")
    expect(box(guest.page)).to_have_value("Ditulis di halaman yang terbuka sejak pagi.")
    guest.press("Simpan dan lanjut")
    guest.open(question)
    expect(box(guest.page)).to_have_value("Ditulis di halaman yang terbuka sejak pagi.")


# The header


@scripted
def test_the_header_saves_itself_and_comes_back_after_a_killed_tab(company: Company, draft: str) -> None:
    writer = company("unit")
    writer.open(f"{draft}tentang/")
    title = f"JUDUL YANG BARU {next(_numbers)}"
    writer.fill("Judul inovasi", title)
    writer.page.locator("input[name=category]").nth(1).check()
    expect(state(writer.page)).to_have_text(SAVED, timeout=PATIENCE)
    assert copies(writer.page) == 0
    writer.open(f"{draft}tentang/")
    expect(writer.page.get_by_label("Judul inovasi", exact=True)).to_have_value(title)
    writer.context.set_offline(True)
    writer.fill("Judul inovasi", f"{title} LAGI")
    writer.page.locator("input[name=category]").nth(0).check()
    expect(state(writer.page)).to_have_text(SAFE, timeout=PATIENCE)
    writer.page.close()
    writer.context.set_offline(False)
    writer.page = writer.context.new_page()
    writer.page.goto(f"{draft}tentang/")
    expect(writer.page.get_by_label("Judul inovasi", exact=True)).to_have_value(f"{title} LAGI")
    expect(writer.page.locator("input[name=category]").nth(0)).to_be_checked()
    wait_until_saved(writer.page)


@scripted
def test_half_an_hour_without_a_line_loses_nothing_of_the_header(company: Company, draft: str) -> None:
    writer = company("unit")
    page = writer.page = writer.context.new_page()
    page.clock.install()
    page.goto(f"{draft}tentang/")
    writer.context.set_offline(True)
    title = f"JUDUL TANPA SINYAL {next(_numbers)}"
    writer.fill("Judul inovasi", title)
    for _minute in range(30):
        page.clock.fast_forward("01:00")
    writer.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED, timeout=PATIENCE)
    expect(page.get_by_label("Judul inovasi", exact=True)).to_have_value(title)
    page.close()
    writer.page = writer.context.new_page()


@scripted
def test_two_tabs_end_before_both_headers(company: Company, draft: str) -> None:
    writer = company("unit")
    writer.open(f"{draft}tentang/")
    second = writer.context.new_page()
    second.goto(f"{draft}tentang/")
    first_title, second_title = (f"JENDELA {number} {next(_numbers)}" for number in ("SATU", "DUA"))
    writer.fill("Judul inovasi", first_title)
    expect(state(writer.page)).to_have_text(SAVED, timeout=PATIENCE)
    writer.expected = {409}
    second.get_by_label("Judul inovasi", exact=True).fill(second_title)
    expect(state(second)).to_contain_text("Ada isian lain yang tersimpan.", timeout=PATIENCE)
    with second.expect_navigation():
        second.get_by_role("button", name="Simpan dan lanjut").click()
    expect(second.locator("main")).to_contain_text(first_title)
    expect(second.get_by_label("Judul inovasi", exact=True)).to_have_value(second_title)
    with second.expect_navigation():
        second.get_by_role("button", name="Pakai punya saya").click()
    second.goto(f"{draft}tentang/")
    expect(second.get_by_label("Judul inovasi", exact=True)).to_have_value(second_title)
    second.close()


# A line that breaks while something is sent


@pytest.fixture
def line(company: Company) -> Iterator[Line]:
    """Return a line to the installation that can be made bad."""
    with Line(company.base) as line:
        yield line


def at_the_end_of(line: Line, company: Company) -> Visitor:
    """Return the writer at a browser on that line."""
    distant = Company(company.browser, line.base, scripts=True)
    guest = distant.stranger()
    enter(guest, "unit")
    return guest


@scripted
@pytest.mark.parametrize("bytes_through", [0, 200, 1200])
def test_a_saving_that_is_cut_is_made_again(company: Company, draft: str, line: Line, bytes_through: int) -> None:
    question = questions(company("unit"), draft)[0]
    guest = at_the_end_of(line, company)
    guest.open(question)
    line.weather = Weather(cut_after=bytes_through)
    box(guest.page).fill("Terpotong di tengah jalan.")
    expect(state(guest.page)).to_have_text(SAFE, timeout=PATIENCE)
    line.weather = Weather(latency=0.4)
    expect(state(guest.page)).to_have_text(SAVED, timeout=PATIENCE)
    guest.open(question)
    expect(box(guest.page)).to_have_value("Terpotong di tengah jalan.")


@scripted
def test_a_saving_that_was_swallowed_is_nobody_elses_text(company: Company, draft: str, line: Line) -> None:
    """The server has it, the answer never came, and the writer has gone on: no question about two texts."""
    question = questions(company("unit"), draft)[0]
    guest = at_the_end_of(line, company)
    guest.open(question)
    line.weather = Weather(is_mute=True)
    box(guest.page).fill("Yang pertama.")
    for _ in range(PATIENCE // 100):
        if line.posts > 1:  # the sign-in was the first
            break
        guest.page.wait_for_timeout(100)
    box(guest.page).press_sequentially(" Yang kedua.")
    guest.page.wait_for_timeout(500)
    line.weather = Weather()
    expect(state(guest.page)).to_have_text(SAVED, timeout=2 * PATIENCE)
    wait_until_saved(guest.page)
    guest.open(question)
    expect(box(guest.page)).to_have_value("Yang pertama. Yang kedua.")
    assert not guest.faults


@scripted
def test_what_arrives_twice_is_saved_once(company: Company, draft: str, line: Line) -> None:
    question = questions(company("unit"), draft)[0]
    guest = at_the_end_of(line, company)
    guest.open(question)
    line.weather = Weather(is_double=True)
    box(guest.page).fill("Dua kali dikirim.")
    expect(state(guest.page)).to_have_text(SAVED, timeout=PATIENCE)
    with guest.page.expect_navigation():
        guest.page.get_by_role("button", name="Simpan dan lanjut").click()
    guest.open(f"{question}riwayat/")
    assert guest.page.locator("main").inner_text().count("Dua kali dikirim.") == 1
    assert not guest.faults


@scripted
def test_on_slow_3g_a_question_is_opened_written_and_left(company: Company, draft: str) -> None:
    question = questions(company("unit"), draft)[0]
    guest = company.stranger()
    chromium.slow_down(guest.page)
    guest.context.set_default_timeout(60_000)
    enter(guest, "unit")
    guest.open(question)
    box(guest.page).fill(WORDS)
    expect(state(guest.page)).to_have_text(SAVED, timeout=PATIENCE)
    guest.press("Simpan dan lanjut")
    guest.open(f"{draft}tentang/")
    title = f"JUDUL DARI SINYAL LEMAH {next(_numbers)}"
    guest.fill("Judul inovasi", title)
    expect(state(guest.page)).to_have_text(SAVED, timeout=PATIENCE)
    guest.open(question)
    expect(box(guest.page)).to_have_value(WORDS)


# What is heard


@scripted
def test_whoever_listens_hears_of_saving_at_most_every_half_minute(company: Company, draft: str) -> None:
    writer = company("unit")
    page = writer.context.new_page()
    page.clock.install()
    page.goto(questions(writer, draft)[0])
    page.evaluate("""() => {
        window.heard = [];
        const note = changes => changes.forEach(one => {
            const place = one.target.nodeType === 1 ? one.target : one.target.parentElement;
            const live = place && place.closest('[role=status], [role=alert], [aria-live]');
            if (live && live.textContent.trim() && !/kata/.test(live.textContent)) heard.push([Date.now(), live.textContent]);
        });
        new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true});
    }""")
    for word in range(12):
        box(page).press_sequentially(f" kata{word}")
        page.clock.fast_forward("00:05")
        page.wait_for_timeout(300)
    page.clock.fast_forward("00:40")
    page.wait_for_timeout(300)
    heard = page.evaluate("window.heard")
    assert heard
    assert all(later[0] - earlier[0] >= 30_000 for earlier, later in pairwise(heard)), heard
    page.close()


# Weight and width


def finish(company: Company, draft: str) -> None:
    """Fill in all that is asked and forward it."""
    writer = company("unit")
    writer.open(f"{draft}tentang/")
    writer.page.locator("input[name=category]").first.check()
    writer.page.locator("input[name=started_on]").fill("2023-05-02")
    writer.press("Simpan dan lanjut")
    for question in questions(writer, draft):
        writer.open(question)
        if writer.page.locator("textarea[name=text]").count():
            box(writer.page).fill("Antrean turun dari tiga hari menjadi satu jam.")
            writer.choose("Ya")
        else:
            writer.page.locator("main input[type=radio]").first.check()
        writer.press("Simpan dan lanjut")
    writer.open(f"{draft}periksa/")
    writer.press("Teruskan ke admin instansi")


SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
        + ' p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [sheet];
}"""


def width_faults(page: Page) -> list[str]:
    """Return what leaves the screen: as it is, with wide spacing, and with letters twice as large."""
    faults = []
    for change, widths in (("", (320, 360, 768, 1280)), (SPACED, (320, 360, 768, 1280)), ("large", (768, 1280))):
        if change == "large":
            page.evaluate("() => { document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%'; }")
        elif change:
            page.evaluate(change)
        for width in widths:
            page.set_viewport_size({"width": width, "height": audit.HEIGHT})
            faults += [f"{page.url} at {width} {change[:5]}: {one}" for one in page.evaluate(audit.OVERFLOW)]
    return faults


def test_every_page_of_the_writing_side_fits_and_the_light_ones_are_light(
    browser: Browser, installations: dict[str, Stack]
) -> None:
    """G-1 to G-3 and G-7. One journey of a proposal, every page seen by whoever it is for."""
    company = meet(browser, installations, "with scripts")
    draft = new_draft(company)
    question = questions(company("unit"), draft)[0]
    writing = ["/proposal/", "/proposal/baru/", draft, f"{draft}tentang/", question, f"{question}riwayat/"]
    writing += [f"{draft}periksa/", f"{draft}baca/", "/akun/", "/akun/teks/", "/akun/data/"]
    light = {"/masuk/": "", draft: "unit", question: "unit"}
    faults = look_at(company, writing, "unit") + weights(company, light)
    finish(company, draft)
    faults += look_at(company, ["/proposal/", draft, f"{draft}kembalikan/", "/proposal/ringkasan/"], "adminlokal")
    faults += look_at(company, ["/proposal/", f"{draft}persetujuan/"], "pimpinan")
    faults += weights(company, {f"{draft}persetujuan/": "pimpinan"})
    assert faults == []


def look_at(company: Company, paths: list[str], name: str) -> list[str]:
    """Return what leaves the screen on these pages, seen by somebody of the cast."""
    visitor, faults = company(name), []
    for path in paths:
        visitor.open(path)
        faults += width_faults(visitor.page)
    return faults


def weights(company: Company, pages: dict[str, str]) -> list[str]:
    """Return which pages weigh more than they may, or ask another host than ours."""
    faults = []
    with Front(company.base) as front:
        visitors = chromium.Visitors(company.browser, front.base, PASSWORD)
        for path, name in pages.items():
            first, repeated = chromium.weigh(visitors, f"{name}@demo.test" if name else "", path)
            weighed = {"first": first.first, "document": first.document, "repeated": repeated.first}
            limits = {"first": chromium.FIRST, "document": chromium.DOCUMENT, "repeated": chromium.REPEATED}
            faults += [f"{path}: {kind} {weighed[kind]} > {limits[kind]}" for kind in limits if weighed[kind] > limits[kind]]
            faults += [f"{path} asks {host}" for host in first.hosts if not front.base.endswith(host)]
    return faults
