"""A file on a bad line: whole without scripts; in parts with them, past three cuts and a browser that is started again."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import Route, expect

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
    writer.follow("Hapus bukti besar.pdf")
    writer.press("Hapus berkas")
    writer.sees("Belum ada berkas.")
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
    expect(writer.page.locator("[data-upload] [role=status]")).to_contain_text("Sambungan terputus.", timeout=WAIT)
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
    expect(first.page.locator("[data-upload] [role=status]")).to_contain_text("Sambungan terputus.", timeout=WAIT)
    first.context.close()
    second, sent = company.stranger("unit").sign_in(), []
    second.open(place)
    second.page.on("request", lambda asked: sent.append(int(found[1])) if (found := PARTS.search(asked.url)) else None)
    choose(second, file)
    expect(second.page.locator("ul.files")).to_contain_text("bukti besar.pdf", timeout=WAIT)
    assert sent[0] == 524288
    second.context.close()
