"""A file on a bad line: whole without scripts; in parts with them, past three cuts and a browser that is started again.

On the page of an answer it goes beside the text.
"""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e.people import Company, Visitor

_numbers = iter(range(1000))
PARTS = re.compile(r"/unggahan/[^/]+/\?offset=(\d+)$")
WAIT = 60_000


def big_pdf() -> dict:
    """Return a PDF of some 900 KB, so four parts, that no earlier test has sent."""
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = f"Uji {next(_numbers)}"
    made.Root.Weight = pikepdf.Stream(made, bytes((place * 7919) % 251 for place in range(900_000)))
    made.save(written, compress_streams=False)
    return {"name": "bukti besar.pdf", "mimeType": "application/pdf", "buffer": written.getvalue()}


@pytest.fixture
def place(company: Company) -> str:
    """Return where other files of a new draft are uploaded."""
    writer = company("unit")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", f"UJI BERKAS {next(_numbers)} {company.scripts} (Layanan Tanpa Antre)")
    writer.press("Buat draf")
    return re.sub(r"^.*(/proposal/[^/]+/).*$", r"\1berkas/lain/", writer.page.url)


def choose(visitor: Visitor, file: dict) -> None:
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.page.get_by_role("button", name="Unggah", exact=True).click()


def is_listed(visitor: Visitor, place: str, word: str) -> None:
    """Expect the file on its page, in the end with this word; the page is asked again, as people do."""
    for _ in range(60):
        visitor.page.goto(place)
        row = visitor.page.locator("ul.files li", has_text="bukti besar.pdf")
        if word in row.inner_text(timeout=10_000):
            return
        visitor.page.wait_for_timeout(1000)
    raise AssertionError(f"never {word}")


def test_a_file_is_uploaded_checked_and_downloaded(company: Company, place: str) -> None:
    writer = company("unit")
    writer.open(place)
    choose(writer, big_pdf())
    expect(writer.page.locator("main")).to_contain_text("bukti besar.pdf", timeout=WAIT)
    is_listed(writer, place, "Siap")
    with writer.page.expect_download() as began:
        writer.page.get_by_role("link", name="bukti besar.pdf", exact=True).click()
    assert began.value.suggested_filename == "bukti besar.pdf"
    writer.open(place)
    writer.look("130-berkas-ada", is_light=True, walk=True)
    writer.follow("Ganti bukti besar.pdf")
    writer.sees("Berkas yang Anda pilih menggantikan bukti besar.pdf.")
    writer.look("131-berkas-diganti")
    writer.follow("Hapus bukti besar.pdf")
    writer.look("132-berkas-dihapus")
    writer.press("Hapus berkas")
    writer.sees("Belum ada berkas.")
    writer.look("133-berkas-riwayat")
    assert not company.faults()


def test_every_page_of_files_fits_a_small_screen(company: Company, place: str) -> None:
    writer, files = company("unit"), place.removesuffix("lain/")
    writer.open(place)
    writer.page.locator("input[type=file]").set_input_files({"name": "surat.docx", "mimeType": "", "buffer": b"PK\x03\x04"})
    writer.expected = {422}
    writer.page.get_by_role("button", name="Unggah", exact=True).click()
    writer.sees("Berkas harus PDF, JPG, atau PNG")
    writer.look("134-berkas-ditolak")
    writer.open(files)
    writer.look("135-daftar-berkas", is_light=True, walk=True)
    writer.open(f"{files}surat-komitmen/")
    writer.look("136-surat")
    writer.open(files.replace("/berkas/", "/video/"))
    writer.look("137-video")


@pytest.fixture
def question(company: Company, place: str) -> str:
    """Return the page of an answer that takes files, in a new draft."""
    return place.replace("berkas/lain/", "isi/kebaruan/")


def listed(visitor: Visitor) -> Locator:
    """Return the file in the list beside the answer."""
    return visitor.page.locator("#berkas ul.files li", has_text="bukti besar.pdf")


def test_a_file_goes_beside_the_answer_and_its_state_is_told(company: Company, question: str) -> None:
    writer = company("unit")
    writer.open(question)
    writer.page.locator("[name=text]").fill("Teks yang sedang ditulis.")
    writer.page.locator("#berkas input[type=file]").set_input_files(big_pdf())
    if not company.scripts:
        writer.press("Simpan dan unggah")
        writer.sees("Berkas sudah diterima dan sedang diperiksa.")
    expect(listed(writer)).to_contain_text(re.compile("Diperiksa|Siap"), timeout=WAIT)
    if company.scripts:
        # Nothing is pressed: the list tells by itself, and aloud.
        expect(listed(writer)).to_contain_text("Siap", timeout=WAIT)
        expect(writer.page.locator("[data-files] + [role=status]")).to_contain_text("bukti besar.pdf, Siap")
        expect(writer.page.locator("[data-reload]")).to_be_hidden()
        expect(writer.page.locator("[data-state]")).to_contain_text("Tersimpan pukul", timeout=WAIT)
    else:
        until_ready(writer)
    assert writer.page.locator("[name=text]").input_value() == "Teks yang sedang ditulis."
    writer.open(question)
    writer.look("138-berkas-di-isian", is_light=True, walk=True)
    assert writer.weight.bytes < 60_000 or not company.scripts
    writer.press("Simpan dan kelola berkas")
    writer.follow("Hapus bukti besar.pdf")
    assert not company.faults()


def until_ready(visitor: Visitor) -> None:
    """Press what saves and looks again until the file is ready, as people without scripts do."""
    for _ in range(60):
        if "Siap" in listed(visitor).inner_text():
            return
        visitor.press("Simpan dan lihat keadaan berkas")
        visitor.page.wait_for_timeout(500)
    raise AssertionError("never ready")


def test_a_page_with_a_file_under_way_is_left_once_the_file_is_there(company: Company, question: str) -> None:
    if not company.scripts:
        return
    writer, held, going = company("unit"), [], []

    def hold(route: Route) -> None:
        if going:
            route.continue_()
        else:
            held.append(route)

    writer.open(question)
    writer.page.route(PARTS, hold)
    writer.page.locator("#berkas input[type=file]").set_input_files(big_pdf())
    expect(writer.page.locator("#berkas [role=status]").last).to_contain_text("Mengunggah…", timeout=WAIT)
    writer.page.locator("[name=text]").fill("Ditulis sambil mengunggah.")
    writer.page.get_by_role("button", name="Simpan dan kembali").click()
    writer.page.wait_for_timeout(1000)
    assert writer.page.url.endswith(question)
    with writer.page.expect_navigation(timeout=WAIT):
        going.append(True)
        held[0].continue_()
    writer.page.unroute(PARTS)
    writer.open(question)
    expect(listed(writer)).to_be_visible()
    assert writer.page.locator("[name=text]").input_value() == "Ditulis sambil mengunggah."
    assert not company.faults()


def test_what_is_refused_beside_an_answer_says_so_and_the_text_stays(company: Company, question: str) -> None:
    writer = company("unit")
    writer.open(question)
    writer.page.locator("[name=text]").fill("Teks di samping berkas yang ditolak.")
    wrong = {"name": "surat.docx", "mimeType": "", "buffer": b"PK\x03\x04"}
    writer.expected = {422}
    writer.page.locator("#berkas input[type=file]").set_input_files(wrong)
    if not company.scripts:
        writer.press("Simpan dan unggah")
    expect(writer.page.locator("#berkas .error")).to_contain_text("Berkas harus PDF, JPG, atau PNG", timeout=WAIT)
    assert writer.page.locator("[name=text]").input_value() == "Teks di samping berkas yang ditolak."
    writer.look("139-berkas-di-isian-ditolak", is_light=True)
    writer.press("Simpan dan kembali")
    writer.open(question)
    assert writer.page.locator("[name=text]").input_value() == "Teks di samping berkas yang ditolak."
    assert not company.faults()


def test_three_cuts_cost_a_part_each_and_no_more(company: Company, place: str) -> None:
    if not company.scripts:
        return
    writer, sent = company("unit"), []

    def cut_three(route: Route) -> None:
        sent.append(int(PARTS.search(route.request.url)[1]))
        if len(sent) <= 3:
            route.abort("connectionreset")
        else:
            route.continue_()

    writer.open(place)
    writer.page.route(PARTS, cut_three)
    choose(writer, big_pdf())
    expect(writer.page.locator("#unggah [role=status]")).to_contain_text("Sambungan terputus.", timeout=WAIT)
    expect(writer.page.locator("ul.files")).to_contain_text("bukti besar.pdf", timeout=WAIT)
    writer.page.unroute(PARTS)
    assert sent[:4] == [0, 0, 0, 0]
    assert sent[4:] == [one * 262144 for one in range(1, len(sent) - 3)]
    writer.faults.clear()


def test_a_browser_that_is_started_again_goes_on_where_it_stopped(company: Company, place: str) -> None:
    if not company.scripts:
        return
    first, file = company.stranger("unit").sign_in(), big_pdf()
    first.open(place)
    first.page.route(PARTS, lambda route: route.abort() if "offset=524288" in route.request.url else route.continue_())
    choose(first, file)
    expect(first.page.locator("#unggah [role=status]")).to_contain_text("Sambungan terputus.", timeout=WAIT)
    first.context.close()
    second, sent = company.stranger("unit").sign_in(), []
    second.open(place)
    second.page.on("request", lambda asked: sent.append(int(found[1])) if (found := PARTS.search(asked.url)) else None)
    choose(second, file)
    expect(second.page.locator("ul.files")).to_contain_text("bukti besar.pdf", timeout=WAIT)
    assert sent[0] == 524288
    second.context.close()
