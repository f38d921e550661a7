"""From locked sheets to a list that everybody reads: one more reading at the line, the ranking, the list, its hour; it opens by
itself, and an agency finds its result on a phone. (The sceptic who recomputes it: test_bundle.py.)"""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from competition.zones import ZONES
from tests.e2e import audit
from tests.e2e.conftest import Ask
from tests.e2e.installing import Installation
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.scoring import score
from tests.e2e.test_journey import step_calendar
from tests.e2e.test_weak_lines import width_faults
from tests.submissions.files import pdf

pytestmark = pytest.mark.journey
ROUND, LIST = "/babak/2017/desk/", "/hasil/2017/"
DECREE = {"name": "keputusan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
PHONE = {"width": 360, "height": audit.HEIGHT}
# Every ten seconds a process asks which instant is next.
PATIENCE = 30
# The hour comes: the calendar is moved as the demo allows, and what was agreed on past the triggers.
THE_HOUR = """SET LOCAL session_replication_role = replica;
    UPDATE judging_announcement SET publish_at = now() + interval '1 second'"""
found: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def scored(company: Company, installations: dict[str, Installation], ask_database: Ask) -> None:
    """Fill the installation with locked sheets, more proposals than places, and a judge to spare."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "scored", proposals=16, judges=5)
    ask_database("SET LOCAL session_replication_role = replica; UPDATE competition_round SET places = 5 WHERE key = 'desk'")


def look(visitor: Visitor, name: str) -> None:
    """Hold the page to what holds of every page, and to the narrowest screen."""
    visitor.look(name, every_control=True)
    assert width_faults(visitor.page) == []


def test_the_chair_has_the_line_read_once_more(company: Company) -> None:
    chair = company("ketua")
    chair.open(f"{ROUND}peringkat/")
    chair.follow("Bacaan tambahan di sekitar garis batas, sebelum peringkat dibekukan")
    chair.fill("Banyaknya bacaan tambahan", "1")
    chair.press("Lihat rencana")
    found["judge"] = chair.page.locator("tbody td").last.inner_text()
    found["title"] = chair.page.locator("tbody th").first.inner_text().split("\n")[0]
    look(chair, "200-bacaan-tambahan")
    chair.fill("Alasan bacaan tambahan", "Garis batas rapat.")
    chair.press("Berikan bacaan ini")
    chair.sees("1 bacaan tambahan diberikan")
    judge = company(f"penilai{re.search('[0-9]+', found['judge'])[0]}")
    judge.open("/penilaian/")
    judge.page.get_by_role("link", name=re.compile("^Nyatakan konflik")).first.click()
    judge.page.wait_for_load_state()
    judge.is_at(found["title"])
    judge.press("Nyatakan dan terima")
    score(judge, 4)
    judge.press("Kunci nilai")
    judge.press("Kunci nilai")
    judge.is_at("Nilai terkunci")
    assert not company.faults()


def test_the_chair_ranks_questions_the_line_and_selects(company: Company) -> None:
    chair = company("ketua")
    chair.open(f"{ROUND}peringkat/")
    chair.press("Bekukan peringkat")
    chair.sees("— Garis batas: ")
    look(chair, "201-peringkat")
    chair.press("Seberapa pasti garis batas ini, dan seberapa besar pengaruh tiap penilai", role="link")
    chair.is_at("Daya dukung nilai")
    chair.open(f"{ROUND}seleksi/")
    chair.fill("Catatan untuk berita acara", "Kuota tidak terpenuhi oleh proposal yang dinilai.")
    chair.press("Usulkan daftar ini")
    chair.sees("Daftar diusulkan")
    look(chair, "202-berita-acara")
    with chair.page.expect_download() as download:
        chair.page.get_by_role("link", name="Unduh berita acara (PDF)").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert not company.faults()


def test_two_colleagues_agree_on_ten_o_clock(company: Company, ask_database: Ask) -> None:
    first, second = company("sekretariat"), company("sekretariat2")
    first.open(f"{ROUND}penetapan/")
    first.press("Tetapkan daftar")
    first.sees("Daftar ditetapkan")
    ((begins,),) = ask_database("SELECT max(greatest(opens_at, now())) FROM competition_stage WHERE key = 'announcement'")
    day = begins.astimezone(ZONES["WIB"]) + timedelta(days=1)
    second.open(ROUND)
    second.follow("Jadwal pengumuman: kapan hasil terbuka sendiri, dan siapa yang menyetujuinya")
    look(second, "203-jadwal-pengumuman")
    second.fill("Hari pengumuman", f"{day:%Y-%m-%d}")
    second.fill("Jam pengumuman (WIB)", "10.00")
    second.press("Siapkan pengumuman")
    expect(second.page.locator("main")).to_contain_text(re.compile(r"WIB\s*10\.00"))
    first.open(f"{ROUND}pengumuman/jadwal/")
    first.follow("Periksa dan setujui")
    look(first, "204-setujui-pengumuman")
    first.press("Setujui pengumuman")
    first.sees("Hasil terbuka sendiri pada waktunya")
    assert not company.faults()


def test_they_read_the_public_pages_before_anybody_else(company: Company) -> None:
    first, guest = company("sekretariat"), company.stranger()
    first.page.get_by_role("link", name="Lihat halaman publiknya persis seperti akan tampil").click()
    first.page.wait_for_load_state()
    first.is_at("Top 99 tahun 2017")
    first.sees("Pratinjau, belum diumumkan")
    look(first, "205-pratinjau-daftar")
    chosen = first.page.locator("tbody th a").first
    found["chosen"], address = chosen.inner_text(), chosen.get_attribute("href")
    found["agency"] = first.page.locator("tbody tr").first.locator("td").first.inner_text().split("\n")[0]
    chosen.click()
    first.page.wait_for_load_state()
    first.is_at(found["chosen"])
    look(first, "206-pratinjau-inovasi")
    # Nobody else: neither the preview nor what it shows.
    assert guest.page.request.get(f"{company.base}{address}", max_redirects=0).status == 302
    guest.open(LIST)
    expect(guest.page.locator("main")).not_to_contain_text(found["chosen"])
    assert not company.faults()


def test_it_opens_by_itself(company: Company, ask_database: Ask) -> None:
    step_calendar(company, "Pengumuman Top 99")
    ask_database(THE_HOUR)
    guest, until = company.stranger(), time.monotonic() + PATIENCE
    guest.open(LIST)
    while found["chosen"] not in guest.page.content() and time.monotonic() < until:
        guest.page.wait_for_timeout(500)
        guest.open(LIST)
    guest.sees(found["chosen"])
    assert not guest.faults


def test_an_agency_finds_its_result_on_a_phone(company: Company) -> None:
    guest = company.stranger()
    guest.page.set_viewport_size(PHONE)
    guest.open("/")
    guest.follow("Lihat hasil")
    guest.is_at("Top 99 tahun 2017")
    guest.fill("Cari judul atau instansi", found["agency"])
    guest.press("Terapkan")
    guest.sees("cocok.")
    assert guest.page.evaluate(audit.OVERFLOW) == []
    guest.follow(found["chosen"])
    guest.is_at(found["chosen"])
    guest.sees("Top 99 2017")
    guest.sees(found["agency"])
    assert guest.page.evaluate(audit.OVERFLOW) == []
    guest.look("210-inovasi-terpilih", walk=True)
    guest.page.set_viewport_size(PHONE)
    guest.page.go_back()
    guest.follow("Ajukan keberatan")
    guest.is_at("Ajukan keberatan")
    assert guest.page.evaluate(audit.OVERFLOW) == []
    guest.look("211-keberatan")
    assert not guest.faults


def test_the_decree_is_recorded_by_one_and_confirmed_by_another(company: Company, ask_database: Ask) -> None:
    ask_database("UPDATE competition_edition SET objection_days = 0")
    ((today,),) = ask_database("SELECT now()")
    first, second = company("sekretariat"), company("sekretariat2")
    first.open(ROUND)
    first.follow("Catat atau sahkan keputusan atas daftar")
    first.press("Catat keputusan")
    look(first, "207-keputusan-kurang")
    first.fill("Nomor keputusan", "Nomor 19 Tahun 2017")
    first.fill("Tanggal keputusan", f"{today.astimezone(ZONES['WIB']):%Y-%m-%d}")
    first.page.get_by_label("Keputusan yang sudah ditandatangani", exact=True).set_input_files(DECREE)
    first.press("Catat keputusan")
    first.sees("Keputusan dicatat.")
    until = time.monotonic() + PATIENCE
    second.open("/sekretariat/keputusan/desk/")
    while "Berkas sedang diperiksa" in second.page.content() and time.monotonic() < until:
        second.page.wait_for_timeout(500)
        second.open("/sekretariat/keputusan/desk/")
    look(second, "208-keputusan-menunggu")
    second.press("Sahkan dan umumkan")
    second.sees("Keputusan disahkan.")
    guest = company.stranger()
    guest.open(LIST)
    guest.sees("Nomor 19 Tahun 2017")
    second.open("/sekretariat/keberatan/")
    look(second, "209-keberatan")
    assert not company.faults()
