"""The secretariat at its list: filter, sort, page, take it away as a file; before the close, remind who has the ball, once."""

import csv
import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.letters import read_mailbox
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until

pytestmark = pytest.mark.journey
# Of 30 begun, 16 are sent: more than a page of all, less than a page of the sent ones.
BEGUN, SENT, PER_PAGE = 30, 16, 25
# A letter to somebody in whose zone it is night waits for the morning.
MORNING = "UPDATE competition_notice SET not_before = now() WHERE event = 'holder_nudged' AND not_before > now()"
PATIENCE = 90
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
found: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack]) -> None:
    """Fill the installation with proposals, some of them sent."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "submitted", BEGUN)


def rows(staff: Visitor) -> list[str]:
    """Return what stands first in each row of the list."""
    return [one.inner_text().split("\n")[0] for one in staff.page.locator("main tbody th").all()]


def asked(staff: Visitor) -> dict[str, str]:
    """Return what the address holds."""
    return dict(parse_qsl(urlsplit(staff.page.url).query))


def test_the_address_holds_what_was_filtered_sorted_and_paged(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/sekretariat/")
    assert len(rows(staff)) == SENT
    staff.look("140-pipa", walk=True)
    staff.page.get_by_role("link", name=f"Semua proposal {BEGUN}").click()
    staff.page.wait_for_load_state()
    assert len(rows(staff)) == PER_PAGE
    staff.page.get_by_label("Urutan", exact=True).select_option("instansi")
    staff.press("Terapkan")
    assert asked(staff).items() >= {"status": "SEMUA", "urut": "instansi"}.items()
    first = rows(staff)
    staff.follow("Berikutnya")
    assert len(rows(staff)) == BEGUN - PER_PAGE
    assert asked(staff).items() >= {"status": "SEMUA", "urut": "instansi", "halaman": "2"}.items()
    staff.look("141-pipa-halaman-dua")
    staff.page.go_back()
    assert rows(staff) == first
    staff.page.get_by_label("Giliran", exact=True).select_option("UNIT")
    staff.press("Terapkan")
    assert len(rows(staff)) == BEGUN - SENT
    expect(staff.page.locator("main")).to_contain_text("Judul terlihat sesudah dikirim")
    staff.look("142-pipa-giliran-unit")
    found["address"] = urlsplit(staff.page.url)._replace(scheme="", netloc="").geturl()
    kept = rows(staff)
    staff.open(found["address"])
    assert rows(staff) == kept
    staff.fill("Cari judul, instansi, atau nomor tanda terima", "Tidak Ada Yang Bernama Begini")
    staff.press("Terapkan")
    staff.sees("Tidak ada proposal yang cocok")
    staff.look("143-pipa-kosong")
    staff.page.get_by_role("link", name="Lihat semua").click()
    staff.page.wait_for_load_state()
    assert asked(staff) == {}


def test_a_filter_keeps_its_name_until_it_is_dropped(company: Company) -> None:
    staff = company("sekretariat")
    staff.open(found["address"])
    staff.follow("Simpan saringan ini")
    staff.press("Simpan")
    staff.sees("Isi nama saringan")
    staff.look("143-simpan-saringan", every_control=True)
    staff.fill("Nama saringan", "Draf di unit")
    staff.press("Simpan")
    staff.look("143-saringan-di-atas-daftar")
    kept = rows(staff)
    staff.open("/sekretariat/")
    staff.follow("Draf di unit")
    assert rows(staff) == kept
    staff.follow("Ganti nama atau hapus")
    staff.look("143-saringan-ganti", every_control=True)
    staff.fill("Nama saringan", "Masih di unit")
    staff.press("Ganti nama")
    company("sekretariat2").open("/sekretariat/")
    expect(company("sekretariat2").page.get_by_role("link", name="Masih di unit")).to_have_count(0)
    staff.follow("Masih di unit")
    staff.follow("Ganti nama atau hapus")
    staff.press("Hapus saringan ini")
    staff.sees("Saringan dihapus.")
    expect(staff.page.get_by_role("link", name="Masih di unit")).to_have_count(0)


def test_the_board_stands_beside_the_list_and_offers_no_move_before_screening(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/sekretariat/?urut=judul")
    staff.follow("Lihat sebagai papan")
    staff.look("143-papan", walk=True)
    # What looked at the page left its own scripts in it.
    staff.page.reload()
    card = staff.page.locator(".board li.card", has_text="Pindahkan ke…").first
    address = card.get_by_role("link").first.get_attribute("href") or ""
    card.locator("summary").click()
    refusal = card.locator("details p")
    expect(refusal).to_contain_text("dibuka pada")
    said = refusal.inner_text()
    staff.look("143-papan-alasan")
    staff.open(f"{address}pindahkan/ELIGIBLE/", status=403)
    staff.sees(said)
    staff.open("/sekretariat/papan/")
    staff.page.locator(".board").get_by_role("link", name="Draf", exact=True).click()
    staff.page.wait_for_load_state()
    assert asked(staff) == {"status": "DRAFT"}
    assert len(rows(staff)) == BEGUN - SENT


def test_who_has_the_ball_is_reminded_once(company: Company, ask_database: Ask) -> None:
    staff = company("sekretariat")
    staff.open("/sekretariat/")
    staff.follow("Yang belum terkirim")
    staff.look("144-belum-terkirim")
    staff.press("Ingatkan yang dipilih")
    staff.sees("Tidak ada proposal yang dipilih")
    staff.look("145-ingatkan-kosong")
    staff.page.go_back()
    staff.choose("Pemerintah Kabupaten Luwu")
    staff.press("Ingatkan yang dipilih")
    staff.is_at(re.compile(r"Ingatkan tentang \d+ proposal"))
    staff.look("146-ingatkan")
    staff.press("Kirim pengingat")
    # Who writes it, and the colleague.
    staff.sees("2 orang diberi tahu lewat email")
    staff.look("147-sudah-diingatkan")
    staff.choose("Pemerintah Kabupaten Luwu")
    staff.press("Ingatkan yang dipilih")
    staff.press("Kirim pengingat")
    staff.sees("0 orang diberi tahu lewat email")
    ask_database(MORNING)
    letters = until(2, lambda: {key: n for key, n in read_mailbox(staff).items() if "mengingatkan" in key[1]})
    assert letters == {(one, "Sekretariat mengingatkan: 1 proposal"): 1 for one in ("unit@demo.test", "rekan@demo.test")}


def test_the_filtered_list_leads_to_the_same_reminder(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/sekretariat/?status=SEMUA&giliran=UNIT")
    staff.follow("Ingatkan yang memegang giliran")
    staff.is_at(re.compile(r"Ingatkan tentang \d+ proposal"))
    staff.look("148-ingatkan-dari-daftar")
    boxes = staff.page.get_by_role("checkbox")
    for place in range(boxes.count()):
        boxes.nth(place).uncheck()
    staff.press("Kirim pengingat")
    staff.sees("Pilih 1 sampai 500 proposal")
    boxes.first.check()
    staff.press("Kirim pengingat")
    staff.is_at("Seleksi administrasi")


def until(number: int, read: Callable[[], dict]) -> dict:
    """Return what is read once there are so many; a worker puts them there."""
    end = time.monotonic() + PATIENCE
    while len(result := read()) < number and time.monotonic() < end:
        time.sleep(1)
    return result


@pytest.mark.parametrize(("form", "label"), [("csv", "CSV (teks)"), ("xlsx", "XLSX (lembar kerja)")])
def test_the_list_is_taken_away_as_it_stands_on_the_screen(company: Company, form: str, label: str) -> None:
    staff = company("sekretariat")
    staff.open("/sekretariat/?urut=judul")
    titles = rows(staff)
    staff.follow("Ekspor daftar ini")
    staff.sees(f"{SENT} proposal masuk ke berkas")
    staff.look(f"148-ekspor-{form}", every_control=True)
    staff.choose(label)
    staff.press("Buat berkas")
    link = staff.page.get_by_role("link", name="Unduh berkas")
    # The page looks again by itself, also without scripts.
    expect(link).to_be_visible(timeout=PATIENCE * 1000)
    staff.look(f"149-ekspor-siap-{form}")
    found[form] = link.get_attribute("href") or ""
    with staff.page.expect_download() as download:
        link.click()
    names, *lines = cells_of(download.value.path(), form)
    assert download.value.suggested_filename.endswith(f".{form}")
    assert len(names) == 20
    assert [line[names.index("Judul")] for line in lines] == titles


def cells_of(path: Path, form: str) -> list[list[str]]:
    """Return the cells of a file as another program reads them."""
    content = path.read_bytes()
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{SHEET}row")]


def test_nobody_else_gets_the_file(company: Company) -> None:
    for name in ("sekretariat2", "unit"):
        other = company(name)
        for form in ("csv", "xlsx"):
            other.open(found[form].removesuffix("berkas/"), status=404)
            other.open(found[form], status=404)
        other.look("150-ekspor-orang-lain")
    assert not company.faults()
