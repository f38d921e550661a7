"""Files that are two things at once, uploaded by one person and opened by another: saved, not shown, and nothing runs."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.people import Company
from tests.submissions import uploads
from tests.submissions.plain.test_inspecting import hostile_document

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
RUN = "<script>alert(document.cookie)</script><img src=x onerror=alert(1)>"
PAGE = f"<!doctype html><html><body>{RUN}</body></html>".encode()
# A worker looks at each file in a process of its own.
PATIENCE = 60
POLYGLOTS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "a document in which everything acts": ("a.pdf", "application/pdf", hostile_document),
    "a document with a page in it": ("a.html", "text/html", lambda: uploads.pdf().replace(b"\n", b"\n%" + PAGE + b"\n", 1)),
    "a document with a page behind it": ("a.pdf.html", "text/html", lambda: uploads.pdf() + PAGE + b"\n%%EOF\n"),
    "a photograph that is a script": ("a.js", "text/javascript", lambda: uploads.picture("JPG", comment=b"*/=1;alert(1)/*")),
    "a picture with a page behind it": ("a.svg", "image/svg+xml", lambda: uploads.picture("PNG") + PAGE),
}


def uploaded(company: Company, draft: str, name: str, claimed: str, content: bytes) -> str:
    """Upload a file and return the address under which it can be had once it is ready."""
    writer = company("unit")
    writer.open(f"{draft}berkas/lain/")
    writer.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": claimed, "buffer": content})
    writer.press("Unggah")
    # With scripts it goes in parts, and the page comes anew when all of it is there.
    expect(writer.page.locator("main .files")).to_contain_text(name, timeout=PATIENCE * 1000)
    ready = writer.page.locator("main .files").get_by_role("link", name=name, exact=True)
    for _ in range(PATIENCE):
        if ready.count():
            return ready.first.get_attribute("href")
        writer.page.wait_for_timeout(1000)
        writer.open(f"{draft}berkas/lain/")
    raise AssertionError(f"not ready: {writer.page.locator('main').inner_text()}")


def watch(page: Page) -> list[str]:
    """Return a list in which every sign of life of a script appears."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    return seen


@pytest.fixture(scope="module")
def draft(company: Company) -> str:
    """Return the address of a draft of the unit."""
    writer = company("unit")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", "UJI POLIGLOT (Berkas Bermuka Dua)")
    writer.press("Buat draf")
    return re.sub(r"tentang/$", "", writer.page.url.removeprefix(company.base))


@pytest.mark.parametrize("name", POLYGLOTS)
def test_a_polyglot_is_saved_and_nothing_in_it_runs(company: Company, draft: str, name: str, tmp_path: Path) -> None:
    file, claimed, make = POLYGLOTS[name]
    address = uploaded(company, draft, file, claimed, make())
    reader = company("rekan").page
    seen = watch(reader)
    # The browser says of a file that is only to be saved that it came to no page.
    with reader.expect_download() as saving, pytest.raises(Error, match="Download is starting"):
        reader.goto(address)
    assert re.search(r"\.(pdf|jpg|jpeg|png)$", saving.value.suggested_filename)
    saving.value.save_as(tmp_path / "saved")
    cleaned = (tmp_path / "saved").read_bytes()
    # Should a server ever hand it out as a page after all, it is still none.
    reader.route("**/as-a-page/", lambda route: route.fulfill(body=cleaned, content_type="text/html"))
    reader.goto("/as-a-page/")
    reader.wait_for_timeout(500)
    assert seen == []
    assert reader.locator("script, img, iframe, a").count() == 0


def test_the_watch_would_see_it(company: Company) -> None:
    """What was uploaded, handed out as a page, does run: so the silence above says something."""
    reader = company.stranger().page
    seen = watch(reader)
    reader.route("**/as-a-page/", lambda route: route.fulfill(body=uploads.picture("PNG") + PAGE, content_type="text/html"))
    reader.goto("/as-a-page/")
    expect(reader.locator("script")).to_have_count(1)
    reader.wait_for_timeout(500)
    assert seen
