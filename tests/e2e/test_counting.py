"""The counter in the browser and the server's: the same number for every text of the shared list (Q-7)."""

import pytest
from playwright.sync_api import Browser

from bench.stack import Stack
from competition.words import count_words
from tests.e2e.conftest import meet
from tests.vectors import WORDS, Vector


@pytest.fixture(scope="module")
def counted(browser: Browser, installations: dict[str, Stack]) -> list[int]:
    """Return what the browser's counter says about each text of the list, typed into a real question page."""
    writer = meet(browser, installations, "with scripts", fresh=True)("pesaing")
    writer.open("/proposal/baru/")
    writer.fill("Judul inovasi", "HITUNG KATA (Uji Penghitung)")
    writer.press("Buat draf")
    writer.open(writer.page.url.replace("/tentang/", "/isi/ringkasan/"))
    said = writer.page.evaluate(
        """texts => {
            const line = document.querySelector('[data-count]');
            const box = document.getElementById(line.dataset.count);
            line.dataset.left = line.dataset.over = '{n}';
            const limit = 200;
            const number = text => Number(text.replace(/\\./g, ''));
            return texts.map(text => {
                box.value = text;
                box.dispatchEvent(new Event('input', {bubbles: true}));
                const over = line.classList.contains('over');
                return over ? limit + number(line.textContent) : limit - number(line.textContent);
            });
        }""",
        [vector.text for vector in WORDS],
    )
    assert len(said) == len(WORDS)
    return said


@pytest.mark.parametrize(("number", "vector"), enumerate(WORDS), ids=[vector.why for vector in WORDS])
def test_browser_and_server_count_alike(counted: list[int], number: int, vector: Vector) -> None:
    assert (counted[number], count_words(vector.text)) == (vector.words, vector.words)


def test_the_limit_is_said_without_a_script(browser: Browser, installations: dict[str, Stack]) -> None:
    company = meet(browser, installations, "with scripts")
    company.scripts = False
    writer = company("pesaing")
    writer.open("/proposal/")
    writer.page.locator("main").get_by_role("link", name="HITUNG KATA").first.click()
    writer.page.wait_for_load_state()
    writer.open(writer.page.url + "isi/ringkasan/")
    writer.sees("Paling banyak 200 kata")
