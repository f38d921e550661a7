"""What people do wrong at a form, and what others try: nothing is lost, everything is said, nothing is given away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bench.stack import Stack
from tests.e2e.conftest import meet
from tests.e2e.people import Company, Visitor

SUMMARY = "main .errors"
# Where the server alone decides, one way of browsing shows it.
once = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
# What the server says where no script saves first (test_drafting.py has the other way).
plain = pytest.mark.parametrize("company", ["without scripts"], indirect=True)
HOSTILE = "Baris satu 👩‍👩‍👧 \u202eterbalik\u202c <script>alert(1)</script> {{ 7*7 }} ' \" & ‮ \u0301 akhir"


@pytest.fixture(scope="module", params=["with scripts", "without scripts"])
def company(request: pytest.FixtureRequest, browser: Browser, installations: dict[str, Stack]) -> Company:
    """Return the people of one installation, with and without scripts: forms are the same for both."""
    met = meet(browser, installations, "with scripts", fresh=True)
    return Company(met.browser, met.base, scripts=request.param == "with scripts")


@pytest.fixture
def draft(company: Company) -> Iterator[str]:
    """Return the address of a draft that its unit writes at the moment."""
    writer = company("unit")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", f"UJI ISIAN {company.scripts} {next(_numbers)} (Antrean Tanpa Antre)")
    writer.press("Buat draf")
    yield re.sub(r"tentang/$", "", writer.page.url.removeprefix(company.base))
    assert not company.faults()


_numbers = iter(range(1000))


def says_error(visitor: Visitor, text: str, field: str) -> None:
    """Expect the summary with a link to the field, the same words at the field, and the word in the title."""
    page = visitor.page
    link = page.locator(SUMMARY).get_by_role("link", name=text, exact=True)
    expect(page.locator(SUMMARY).get_by_role("heading", name="Ada yang perlu diperbaiki")).to_be_visible()
    assert page.title().startswith("Kesalahan: ")
    control = page.get_by_label(field, exact=True).first
    expect(control).to_have_attribute("aria-invalid", "true")
    described = (control.get_attribute("aria-describedby") or "").split()
    said = [page.locator(f"#{one}").inner_text().removeprefix("Kesalahan:").strip() for one in described]
    assert text in said, "the field does not say the same words"
    if visitor.scripts:
        expect(page.locator(SUMMARY)).to_be_focused()
    link.click()
    if visitor.scripts:
        expect(control).to_be_focused()


def test_empty_sign_in(company: Company) -> None:
    guest = company.stranger()
    guest.open("/masuk/")
    guest.fill("Alamat email", "bukan alamat")
    guest.press("Masuk")
    says_error(guest, "Isi kata sandi", "Kata sandi")
    expect(guest.page.get_by_label("Alamat email")).to_have_value("bukan alamat")
    guest.look("70-masuk-salah")
    guest.fill("Alamat email", "unit@demo.test")
    guest.page.get_by_label("Kata sandi", exact=True).fill("salah")
    guest.press("Masuk")
    guest.sees("Alamat email atau kata sandi tidak cocok")
    expect(guest.page.get_by_label("Alamat email")).to_have_value("unit@demo.test")
    expect(guest.page.get_by_label("Kata sandi", exact=True)).to_have_value("")


def test_a_password_can_be_shown(company: Company) -> None:
    guest = company.stranger()
    guest.open("/masuk/")
    field = guest.page.get_by_label("Kata sandi", exact=True)
    button = guest.page.get_by_role("button", name="Tampilkan kata sandi")
    if company.scripts:
        button.click()
        expect(field).to_have_attribute("type", "text")
    else:
        expect(button).to_have_count(0)


@pytest.mark.parametrize("title", ["", "   ", "👍👍", "-"])
def test_a_title_of_nothing(company: Company, title: str) -> None:
    writer = company("unit")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", title)
    writer.press("Buat draf")
    says_error(writer, "Isi judul inovasi", "Judul inovasi")


@once
def test_a_long_title_is_kept_and_refused(company: Company) -> None:
    writer = company("unit")
    writer.open("/proposal/baru/")
    field = writer.page.get_by_label("Judul inovasi")
    field.evaluate("box => box.removeAttribute('maxlength')")
    field.fill("Layanan " * 26)
    writer.press("Buat draf")
    writer.sees("Judul inovasi paling banyak 200 huruf")
    expect(writer.page.get_by_label("Judul inovasi")).to_have_value(re.compile(r"^(Layanan ){25}Layanan ?$"))


@once
def test_the_longest_title_fits_every_page(company: Company) -> None:
    writer = company("unit")
    words = f"PANJANG {company.scripts} " + "Pelayanankependudukandanpencatatansipilterpadu " * 5
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", words[:200].strip())
    writer.press("Buat draf")
    about = writer.page.url
    writer.look("71-judul-panjang")
    for page in ("", "isi/ringkasan/", "periksa/", "baca/"):
        writer.open(about.removesuffix("tentang/") + page)
        writer.look(f"72-judul-panjang-{page.split('/')[0] or 'daftar'}")
    writer.open("/proposal/")
    writer.look("73-judul-panjang-meja")


def test_a_text_over_the_limit_is_saved_and_named(company: Company, draft: str) -> None:
    writer = company("unit")
    text = "kata " * 212
    writer.open(f"{draft}isi/ringkasan/")
    box = writer.page.get_by_role("textbox", name="Ringkasan")
    box.fill(text)
    if company.scripts:
        writer.sees("Kelebihan 12 kata")
    writer.press("Simpan dan kembali")
    writer.sees("Ringkasan paling banyak 200 kata. Sekarang 212 kata, kurangi 12 kata.")
    writer.look("74-terlalu-panjang")
    writer.open(f"{draft}isi/ringkasan/")
    assert writer.page.get_by_role("textbox", name="Ringkasan").input_value().split() == text.split()


@once
def test_a_hostile_text_stays_text(company: Company, draft: str) -> None:
    writer = company("unit")
    writer.open(f"{draft}isi/ringkasan/")
    writer.page.get_by_role("textbox", name="Ringkasan").fill(HOSTILE)
    writer.press("Simpan dan kembali")
    writer.open(f"{draft}baca/")
    writer.sees("<script>alert(1)</script> {{ 7*7 }}")
    writer.open(f"{draft}isi/ringkasan/")
    expect(writer.page.get_by_role("textbox", name="Ringkasan")).to_have_value(HOSTILE)


@once
def test_a_megabyte_is_kept(company: Company, draft: str) -> None:
    writer = company("unit")
    text = ("kalimat panjang " * 64 + "\n") * 1000
    writer.open(f"{draft}isi/ringkasan/")
    writer.page.get_by_role("textbox", name="Ringkasan").evaluate("(box, text) => { box.value = text }", text)
    writer.press("Simpan dan kembali")
    writer.sees("128.000 dari 200 kata")


def test_two_people_at_one_answer(company: Company, draft: str) -> None:
    """The second one to save loses nothing and overwrites nothing (Q-5)."""
    first, second = company("unit"), company("rekan")
    for one in (first, second):
        one.open(f"{draft}isi/masalah/")
    second.page.get_by_role("textbox", name="Masalah sebelum inovasi").fill("Isian rekan.")
    second.press("Simpan dan kembali")
    first.page.get_by_role("textbox", name="Masalah sebelum inovasi").fill("Isian saya.")
    first.press("Simpan dan kembali", status=409)
    first.is_at("Ada dua isian: Masalah sebelum inovasi")
    first.sees("Isian saya.")
    first.sees("Isian rekan.")
    first.look("75-dua-isian")
    first.page.get_by_label("Isian yang tersimpan, disusul isian Anda").fill("Isian rekan. Isian saya.")
    first.press("Simpan gabungan")
    first.open(f"{draft}baca/")
    first.sees("Isian rekan. Isian saya.")


@plain
def test_a_page_left_open_too_long(company: Company, draft: str) -> None:
    """A stale form token is refused in our own words, and what was stored stays."""
    writer = company("unit")
    writer.open(f"{draft}isi/ringkasan/")
    writer.page.get_by_role("textbox", name="Ringkasan").fill("Isian sesudah sesi berakhir.")
    for field in writer.page.locator("input[name=csrfmiddlewaretoken]").all():
        field.evaluate("box => { box.value = 'x'.repeat(64) }")
    writer.press("Simpan dan kembali", status=403)
    writer.look("76-formulir-usang")
    writer.open(draft)


@once
def test_others_do_not_learn_that_it_exists(company: Company, draft: str) -> None:
    """A foreign proposal answers like one that does not exist, page for page."""
    rival = company("pesaing")
    pages = ("", "tentang/", "isi/ringkasan/", "periksa/", "baca/", "kembalikan/", "persetujuan/", "kirim/", "tanda-terima/")
    for page in pages:
        rival.open(draft + page, status=404)
        foreign = rival.page.content()
        rival.open(f"/proposal/AAAAAAAAAA/{page}", status=404)
        missing = rival.page.content()
        code = draft.split("/")[2]
        assert foreign.replace(code, "AAAAAAAAAA") == missing, page
    rival.look("77-tidak-ada")
    for path in ("/penilaian/", "/sekretariat/", "/babak/", "/demo/tahap-berikutnya/"):
        assert rival.page.request.get(path).status in (403, 404), path


def test_the_other_language(company: Company) -> None:
    guest = company.stranger()
    guest.open("/masuk/")
    guest.page.get_by_role("button", name="English").click()
    guest.page.wait_for_load_state()
    guest.language = "en"
    guest.is_at("Sign in")
    guest.look("78-english-sign-in")
    guest.open("/")
    guest.look("79-english-landing")
    guest.page.get_by_role("button", name="Bahasa Indonesia").click()
    guest.page.wait_for_load_state()
    expect(guest.page.locator("html")).to_have_attribute("lang", "id")


@once
def test_strange_requests(company: Company) -> None:
    """Wrong methods, foreign hosts, foreign places to go to: our pages, no trace of the machine room."""
    guest = company.stranger()
    ask = guest.page.request
    for method, path, status in (
        ("DELETE", "/proposal/", 403),
        ("PUT", "/masuk/", 403),
        ("GET", "/keluar/", 405),
        ("GET", "/bahasa/", 405),
        ("POST", "/masuk/", 403),
        ("POST", "/proposal/baru/", 403),
        ("GET", "/tidak-ada/", 404),
        ("GET", "/proposal/%00/", 404),
        ("GET", "/verifikasi/?nomor=%00", 200),
        ("GET", "/inovasi/?halaman=99999999999999999999", 200),
        ("GET", "/inovasi/?cari=%27%22%3Cb%3E%F0%9F%98%80%00", 200),
        ("GET", "/inovasi/A%2f..%2f/", 404),
        ("GET", "/hasil/99999999999999/", 404),
    ):
        answer = ask.fetch(path, method=method, max_redirects=0)
        assert answer.status == status, f"{method} {path}: {answer.status}"
        assert not re.search(r"Traceback|django|DisallowedHost", answer.text(), re.IGNORECASE), path
    evil = ask.get("/", headers={"Host": "evil.test"})
    assert evil.status == 400
    assert "Host" not in evil.text()
    for target in (
        "//evil.test",
        "/\\evil.test",
        "https:evil.test",
        "https://evil.test/",
        "/%0d%0aX: y",
        "javascript:alert(1)",
    ):
        guest.open("/masuk/")
        guest.page.goto(f"/masuk/?next={target}")
        hidden = guest.page.locator("main input[name=next]")
        assert not hidden.count() or not re.match(r"^(//|/\\|\w+:)", hidden.first.get_attribute("value") or ""), target


@plain
def test_a_session_that_ended_swallows_nothing(company: Company, draft: str) -> None:
    """What was typed is shown to be copied, and the way back leads to the same question."""
    writer = company.stranger("unit").sign_in()
    writer.open(f"{draft}isi/ringkasan/")
    writer.page.get_by_role("textbox", name="Ringkasan").fill("Dua ratus kata yang tidak boleh hilang.")
    writer.context.clear_cookies(name="sessionid")
    writer.press("Simpan dan lanjut", status=403)
    writer.is_at("Anda perlu masuk lagi")
    writer.sees("Dua ratus kata yang tidak boleh hilang.")
    writer.look("80-masuk-lagi")
    writer.follow("Masuk")
    assert writer.page.url.endswith(f"/masuk/?next={draft}isi/ringkasan/")
