"""A word that was typed is a word that is kept: without a line, without the tab, without the session."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD, Company, Visitor

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
SAVED = re.compile(r"^Tersimpan pukul \d\d\.\d\d WIB$")
SAFE = "Belum tersimpan. Isian Anda aman di perangkat ini. Kami coba lagi."
# Longer than the pause after the last key, and the way to the server and back.
PATIENCE = 8_000
_numbers = iter(range(1000))


@pytest.fixture
def question(company: Company) -> Iterator[str]:
    """Return the address of a question in a draft that its unit has just made."""
    writer = company("unit")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", f"UJI SIMPAN SENDIRI {next(_numbers)} (Antrean Tanpa Antre)")
    writer.press("Buat draf")
    draft = re.sub(r"tentang/$", "", writer.page.url.removeprefix(company.base))
    writer.open(draft)
    yield writer.page.locator("main a[href*='/isi/']").first.get_attribute("href")
    assert not company.faults()


def box(page: Page):
    """Return the field of the answer."""
    return page.locator("textarea[name=text]")


def state(page: Page):
    """Return the line that says whether the text is saved."""
    return page.locator("[data-state]")


def copies(page: Page) -> int:
    """Return how many copies this browser keeps."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kipp:')).length")


def wait_until_saved(page: Page) -> None:
    """Wait until this browser has no copy left: the server has acknowledged the text."""
    for _ in range(PATIENCE // 100):
        if not copies(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError("a copy is still kept")


def test_typing_saves_itself_and_the_copy_goes(company: Company, question: str) -> None:
    writer = company("unit")
    writer.open(question)
    box(writer.page).press_sequentially("Antrean turun dari tiga hari menjadi satu jam.")
    assert copies(writer.page) == 1
    expect(state(writer.page)).to_have_text(SAVED, timeout=PATIENCE)
    assert copies(writer.page) == 0
    # What the line said is not true of the next letter.
    more = "one => { one.value += '!'; one.dispatchEvent(new Event('input', {bubbles: true})); }"
    told = box(writer.page).evaluate(f"one => {{ ({more})(one); return document.querySelector('[data-state]').textContent; }}")
    assert told == "Menyimpan…"
    expect(state(writer.page)).to_have_text(SAVED, timeout=PATIENCE)
    writer.open(question)
    expect(box(writer.page)).to_have_value("Antrean turun dari tiga hari menjadi satu jam.!")


def test_the_line_is_gone_the_tab_is_killed_and_every_word_comes_back(company: Company, question: str) -> None:
    writer = company("unit")
    writer.open(question)
    writer.context.set_offline(True)
    box(writer.page).press_sequentially("Ditulis tanpa sinyal di puskesmas pembantu.")
    expect(state(writer.page)).to_have_text(SAFE, timeout=PATIENCE)
    writer.page.close()
    writer.context.set_offline(False)
    writer.page = writer.context.new_page()
    writer.page.goto(question)
    expect(box(writer.page)).to_have_value("Ditulis tanpa sinyal di puskesmas pembantu.")
    # The closing page may have got its last words through after all; then there is nothing left to save and nothing to say.
    wait_until_saved(writer.page)
    colleague = company("rekan")
    colleague.open(question)
    expect(box(colleague.page)).to_have_value("Ditulis tanpa sinyal di puskesmas pembantu.")


def test_half_an_hour_without_a_line_and_the_text_goes_by_itself(company: Company, question: str) -> None:
    writer = company("unit")
    page = writer.page
    page.clock.install()
    writer.open(question)
    writer.context.set_offline(True)
    box(page).press_sequentially("Satu.")
    for minute in range(30):
        page.clock.fast_forward("01:00")
        if minute % 10 == 9:
            box(page).press_sequentially(" Lagi.")
    writer.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED, timeout=PATIENCE)
    expect(box(page)).to_have_value("Satu. Lagi. Lagi. Lagi.")


def test_a_button_pressed_without_a_line_keeps_the_page_and_the_text(company: Company, question: str) -> None:
    writer = company("unit")
    writer.open(question)
    writer.context.set_offline(True)
    box(writer.page).fill("Belum sempat terkirim.")
    writer.page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(state(writer.page)).to_have_text(SAFE, timeout=PATIENCE)
    expect(box(writer.page)).to_have_value("Belum sempat terkirim.")
    writer.context.set_offline(False)
    expect(state(writer.page)).to_have_text(SAVED, timeout=PATIENCE)


def before_both_texts(writer: Visitor, question: str) -> Page:
    """Write two texts in two tabs, and return the second where it shows both."""
    writer.open(question)
    second = writer.context.new_page()
    second.goto(question)
    box(writer.page).fill("Dari jendela pertama.")
    expect(state(writer.page)).to_have_text(SAVED, timeout=PATIENCE)
    writer.expected = {409}
    box(second).fill("Dari jendela kedua.")
    expect(state(second)).to_have_text("Ada isian lain yang tersimpan. Tekan Simpan untuk melihat keduanya.", timeout=PATIENCE)
    second.get_by_role("button", name="Simpan dan lanjut").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Ada dua isian")
    return second


def test_two_tabs_end_before_both_texts(company: Company, question: str) -> None:
    second = before_both_texts(company("unit"), question)
    for text in ("Dari jendela pertama.", "Dari jendela kedua."):
        expect(second.locator("main .prose", has_text=text)).to_be_visible()
    with second.expect_navigation():
        second.get_by_role("button", name="Pakai punya saya").click()
    second.goto(question)
    expect(box(second)).to_have_value("Dari jendela kedua.")
    second.close()


def test_two_texts_joined_without_a_line_stay_on_the_page_and_outlive_the_tab(company: Company, question: str) -> None:
    writer = company("unit")
    second = before_both_texts(writer, question)
    writer.context.set_offline(True)
    box(second).fill("Dari kedua jendela.")
    second.get_by_role("button", name="Simpan gabungan").click()
    expect(second.locator("main [role=status]")).to_contain_text("Isian Anda masih ada di halaman ini.", timeout=PATIENCE)
    expect(box(second)).to_have_value("Dari kedua jendela.")
    second.close()
    writer.context.set_offline(False)
    third = writer.context.new_page()
    third.goto(question)
    expect(box(third)).to_have_value("Dari kedua jendela.")
    wait_until_saved(third)
    third.close()


def test_the_session_ends_and_only_the_same_person_gets_the_text_back(company: Company, question: str) -> None:
    guest = company.stranger()
    enter(guest, "unit")
    guest.open(question)
    guest.context.clear_cookies(name="sessionid")
    guest.expected = {401, 403}
    box(guest.page).press_sequentially("Dua ribu kata yang tidak boleh hilang.")
    expect(state(guest.page)).to_contain_text("Sesi Anda sudah berakhir.", timeout=PATIENCE)
    assert copies(guest.page) == 1
    enter(guest, "rekan")
    guest.open(question)
    expect(box(guest.page)).to_have_value("")
    guest.context.clear_cookies(name="sessionid")
    enter(guest, "unit")
    guest.open(question)
    expect(box(guest.page)).to_have_value("Dua ribu kata yang tidak boleh hilang.")
    expect(state(guest.page)).to_have_text(SAVED, timeout=PATIENCE)


def test_a_shared_computer_keeps_no_copy_and_signing_out_takes_all(company: Company, question: str) -> None:
    guest = company.stranger()
    enter(guest, "unit")
    guest.open(question)
    guest.context.set_offline(True)
    box(guest.page).press_sequentially("Salinan sementara.")
    assert copies(guest.page) == 1
    guest.page.get_by_label("Komputer ini dipakai bersama").check()
    assert copies(guest.page) == 0
    box(guest.page).press_sequentially(" Lagi.")
    assert copies(guest.page) == 0
    guest.page.get_by_label("Komputer ini dipakai bersama").uncheck()
    assert copies(guest.page) == 1
    guest.context.set_offline(False)
    sign_out(guest)
    assert copies(guest.page) == 0


def test_signing_out_saves_first_and_says_so_where_it_cannot(company: Company, question: str) -> None:
    guest = company.stranger()
    enter(guest, "unit")
    guest.open(question)
    box(guest.page).press_sequentially("Sesaat sebelum keluar.")
    sign_out(guest)
    enter(guest, "unit")
    guest.open(question)
    expect(box(guest.page)).to_have_value("Sesaat sebelum keluar.")
    guest.page.route("**/otomatis/", lambda route: route.abort())
    box(guest.page).fill("Lalu sinyalnya hilang.")
    guest.page.get_by_role("button", name="Keluar").first.click()
    expect(state(guest.page)).to_contain_text("keluar menghapusnya dari perangkat ini", timeout=PATIENCE)
    expect(box(guest.page)).to_have_value("Lalu sinyalnya hilang.")
    assert copies(guest.page) == 1
    sign_out(guest)
    assert copies(guest.page) == 0
    guest.faults.clear()


def sign_out(guest: Visitor) -> None:
    """Press Keluar and wait until that has happened."""
    with guest.page.expect_navigation():
        guest.page.get_by_role("button", name="Keluar").first.click()


def enter(guest: Visitor, name: str) -> None:
    """Sign in as one of the cast in this very browser."""
    guest.open("/masuk/")
    guest.fill("Alamat email", f"{name}@demo.test")
    guest.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    guest.press("Masuk")
