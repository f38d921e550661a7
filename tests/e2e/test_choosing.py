"""Choosing a category by questions, and what follows from a yes: with and without scripts, in an edition that asks so."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from competition.services.folders import BASE
from tests.e2e.people import Company
from tests.e2e.test_weak_lines import new_draft, width_faults

pytestmark = pytest.mark.journey
APPLICATION, FOLLOWS = "Apakah inovasi ini berupa aplikasi?", "Kesesuaian dengan SPBE"
found: dict[str, str] = {}


def look(visitor, name: str) -> None:
    """Hold the page to what holds of every page, and to the narrowest screen."""
    visitor.look(name, every_control=True)
    assert width_faults(visitor.page) == []
    visitor.page.set_viewport_size({"width": 1280, "height": 900})


def test_an_edition_that_asks_yes_or_no_is_the_present_one(company: Company, installations: dict[str, Stack]) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    command = [sys.executable, "manage.py", "load_edition", "2023", "--open-now", "--current"]
    subprocess.run(command, cwd=BASE, env=stack.environment, check=True, capture_output=True, timeout=60)
    found["draft"] = new_draft(company)
    assert company("unit").page.url.endswith("/tentang/")


def test_the_guide_suggests_a_category_with_its_reason(company: Company) -> None:
    writer = company("unit")
    writer.open(f"{found['draft']}kategori/")
    writer.is_at("Bantuan memilih kategori")
    writer.press("Lihat saran")
    writer.sees("Pilih jawaban untuk sedikitnya satu pertanyaan")
    look(writer, "140-bantuan-kategori-kosong")
    writer.choose("Sakit, gizi, kelahiran, atau sulitnya berobat")
    writer.press("Lihat saran")
    writer.sees("Masalah utamanya kesehatan.")
    look(writer, "141-saran-kategori")
    writer.press("Pakai kategori Kesehatan")
    writer.open(f"{found['draft']}tentang/")
    expect(writer.page.get_by_label("Kesehatan", exact=True)).to_be_checked()


def test_a_yes_leads_to_its_question_and_a_no_past_it(company: Company) -> None:
    writer, question = company("unit"), f"{found['draft']}isi/aplikasi/"
    writer.open(question)
    writer.is_at(APPLICATION)
    writer.press("Simpan dan lanjut")
    writer.sees("Pilih Ya atau Tidak")
    look(writer, "142-ya-tidak-kosong")
    writer.choose("Ya")
    writer.press("Simpan dan lanjut")
    writer.is_at(FOLLOWS)
    writer.page.locator("textarea[name=text]").fill("Dikelola Dinas Kominfo sejak 2021.")
    writer.press("Simpan dan kembali")
    writer.sees(FOLLOWS)
    look(writer, "143-daftar-dengan-lanjutan")
    writer.open(question)
    writer.choose("Tidak")
    writer.press("Simpan dan lanjut")
    writer.sees("Isian pertanyaan lanjutan tetap tersimpan")
    writer.open(found["draft"])
    expect(writer.page.locator("main")).not_to_contain_text(FOLLOWS)


def test_the_text_comes_back_with_the_yes_and_reads_in_both_languages(company: Company) -> None:
    writer = company("unit")
    writer.open(f"{found['draft']}isi/spbe/", status=403)
    writer.look("144-belum-ditanyakan")
    writer.open(f"{found['draft']}isi/aplikasi/")
    writer.choose("Ya")
    writer.press("Simpan dan kembali")
    writer.open(f"{found['draft']}baca/")
    writer.sees("Dikelola Dinas Kominfo sejak 2021.")
    writer.page.get_by_role("button", name="English").first.click()
    writer.page.wait_for_load_state()
    writer.language = "en"
    expect(writer.page.locator("section.answer", has_text="Is this innovation an application?")).to_contain_text("Yes")
    writer.look("145-read-in-english")
    writer.page.get_by_role("button", name="Bahasa Indonesia").first.click()
    writer.language = "id"
    assert not company.faults()
