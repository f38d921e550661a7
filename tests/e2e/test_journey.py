"""From a unit's draft to a published result, every role at its own browser: once with scripts, once without."""

import re
import time
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.e2e.letters import LETTERS, read_mailbox
from tests.e2e.people import Company, Visitor
from tests.e2e.scoring import score, score_by_keyboard
from tests.e2e.story import ANSWERS, CATEGORY, MENDED, NOTE, REASONS, STARTED, TITLE

pytestmark = pytest.mark.journey

ROUND = "/babak/2017/desk/"
CODE = re.compile(r"/proposal/([0-9A-Z-]+)/")
known: dict[str, str] = {}


def proposal(company: Company, page: str = "") -> str:
    """Return the address of the journey's proposal, or of a page under it."""
    return f"/proposal/{known[company.base]}/{page}"


def step_calendar(company: Company, stage: str) -> None:
    """Move the demo's calendar on as the secretariat, and expect this stage to be on."""
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Maju ke tahap berikutnya")
    office.sees(stage)
    office.look(f"31-tahap-{stage.split()[0].lower()}")
    office.press("Geser kalender")
    office.sees(f"Sekarang: {stage}")


def test_anybody_finds_the_way_in(company: Company) -> None:
    guest = company.stranger()
    guest.open("/")
    guest.look("01-beranda", is_light=True)
    guest.open("/bantuan/")
    guest.look("02-bantuan")
    guest.open("/hasil/")
    guest.look("03-hasil-belum")
    guest.open("/hasil/2017/")
    guest.look("03-hasil-2017-belum")
    guest.open("/inovasi/")
    guest.look("04-inovasi")
    guest.open("/")
    guest.follow("Mulai proposal")
    assert guest.page.url.endswith("/masuk/?next=/proposal/baru/")
    guest.look("05-masuk", is_light=True, walk=True)


def test_the_writer_starts_a_proposal(company: Company) -> None:
    writer = company("unit")
    writer.is_at("Proposal")
    writer.look("06-meja-unit")
    writer.follow("Mulai proposal")
    writer.look("07-mulai")
    writer.fill("Judul inovasi", TITLE)
    writer.press("Buat draf")
    writer.is_at("Judul, kategori, dan tanggal mulai")
    writer.look("08-tentang", is_light=True)
    known[company.base] = CODE.search(writer.page.url)[1]
    writer.choose(CATEGORY)
    writer.fill("Tanggal mulai penerapan", STARTED)
    writer.press("Simpan dan kembali")
    writer.sees("1 dari 9 bagian selesai")
    writer.look("09-daftar-bagian", is_light=True)


def test_the_writer_answers_every_question(company: Company) -> None:
    writer = company("unit")
    writer.open(proposal(company, "tentang/"))
    writer.press("Simpan dan lanjut")
    for place, (question, text) in enumerate(ANSWERS.items()):
        writer.is_at(question)
        if place == 0:
            writer.look("10-pertanyaan", is_light=True, walk=True)
        writer.page.get_by_role("textbox", name=question).fill(text)
        writer.choose("Ya")
        writer.press("Simpan dan lanjut")
    writer.is_at("Periksa, lalu teruskan")


def test_the_writer_checks_and_forwards(company: Company) -> None:
    writer = company("unit")
    writer.open(proposal(company))
    writer.sees("9 dari 9 bagian selesai")
    writer.follow("Periksa dan teruskan")
    writer.is_at("Periksa, lalu teruskan")
    for text in ANSWERS.values():
        writer.sees(text)
    writer.look("11-periksa")
    writer.press("Teruskan ke admin instansi")
    writer.sees("Proposal diteruskan")
    writer.look("12-diteruskan")


def test_the_administrator_returns_it_once(company: Company) -> None:
    admin = company("adminlokal")
    admin.is_at("Proposal")
    admin.look("13-meja-admin")
    admin.page.locator("main").get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    admin.page.wait_for_load_state()
    admin.look("14-proposal-admin")
    admin.follow("Kembalikan dengan catatan")
    admin.look("15-kembalikan")
    admin.fill("Catatan untuk Ringkasan", NOTE)
    if admin.scripts:
        # Left before the button was pressed, and opened again.
        where = admin.page.url.removeprefix(company.base)
        admin.open("/proposal/")
        admin.open(where)
        admin.sees("Catatan yang belum terkirim dipulihkan dari perangkat ini.")
        expect(admin.page.get_by_label("Catatan untuk Ringkasan")).to_have_value(NOTE)
    admin.press("Kembalikan kepada penulis")
    admin.sees("Proposal dikembalikan")


def test_the_writer_mends_and_forwards_again(company: Company) -> None:
    writer = company("unit")
    writer.open("/proposal/")
    writer.look("16-meja-dikembalikan")
    writer.open(proposal(company))
    writer.sees(NOTE)
    writer.look("17-dikembalikan")
    writer.follow("Ringkasan", within=writer.page.locator("main .note"))
    writer.sees(NOTE)
    writer.look("18-pertanyaan-bercatatan")
    writer.page.get_by_role("textbox", name="Ringkasan").fill(MENDED)
    writer.press("Simpan dan kembali")
    writer.follow("Periksa dan teruskan")
    writer.press("Teruskan ke admin instansi")
    writer.sees("Proposal diteruskan")


def test_the_leader_endorses(company: Company) -> None:
    leader = company("pimpinan")
    leader.look("19-meja-pimpinan")
    leader.page.locator("main").get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    leader.page.wait_for_load_state()
    if not leader.page.url.endswith("/persetujuan/"):
        leader.follow("Baca dan setujui")
    leader.look("20-persetujuan", is_light=True, every_control=True)
    leader.press("Setujui")
    leader.sees("Proposal disetujui")
    leader.look("21-disetujui")


def test_the_administrator_submits_and_gets_a_receipt(company: Company) -> None:
    admin = company("adminlokal")
    admin.open(proposal(company))
    admin.follow("Periksa dan kirim")
    admin.look("22-periksa-kirim")
    # An impatient hand: the second press gets the same receipt, and nobody a second letter (C-3).
    admin.page.get_by_role("button", name="Kirim proposal").dblclick()
    admin.is_at("Proposal sudah terkirim")
    admin.look("23-tanda-terima", is_light=True)
    number = admin.page.locator(".receipt .code").inner_text()
    assert re.fullmatch(r"KIPP17-\w{4}-\w{4}", number)
    known["receipt " + company.base] = number
    writer = company("unit")
    writer.open(proposal(company, "baca/"))
    writer.look("24-baca")
    writer.open("/proposal/")
    writer.look("25-meja-terkirim")


def test_anybody_can_check_the_receipt(company: Company) -> None:
    guest = company.stranger()
    guest.open("/verifikasi/")
    guest.look("26-verifikasi")
    guest.fill("Nomor tanda terima atau sertifikat", known["receipt " + company.base].lower())
    guest.press("Periksa")
    guest.sees("Tanda terima ini benar diterbitkan")
    guest.look("27-verifikasi-ada")


def test_the_secretariat_screens(company: Company) -> None:
    office = company("sekretariat")
    office.look("30-sekretariat-awal")
    step_calendar(company, "Seleksi administrasi")
    office.look("32-sekretariat")
    office.follow("Periksa berikutnya")
    office.is_at(TITLE)
    office.look("33-seleksi")
    office.follow("Isi sesuai pemeriksaan otomatis")
    office.choose("Lolos")
    office.press("Baca dan putuskan")
    office.look("33-seleksi-putuskan")
    office.press("Simpan keputusan")
    office.sees("dicatat: Lolos")
    office.look("34-sekretariat-selesai")


def test_an_organiser_assigns_the_judges(company: Company) -> None:
    step_calendar(company, "Penilaian proposal")
    office = company("sekretariat")
    office.open("/babak/")
    office.look("35-babak")
    office.follow("Penilaian proposal")
    office.look("36-babak-desk")
    office.follow("Tugaskan penilai")
    office.look("37-penugasan")
    office.press("Lihat rencana")
    office.sees("Penilai 3 Demo")
    office.look("38-penugasan-rencana")
    office.press("Berikan tugas ini")
    office.sees("3 tugas diberikan")


def test_the_judges_accept(company: Company) -> None:
    first = company("penilai1")
    first.is_at("Penilaian Anda")
    first.look("40-meja-penilai", every_control=True)
    first.choose(TITLE)
    first.press("Terima yang dicentang")
    first.sees("1 tugas diterima")
    first.look("41-tugas-penilai")
    for name in ("penilai2", "penilai3"):
        judge = company(name)
        judge.page.get_by_role("link", name=re.compile("^Nyatakan konflik")).click()
        judge.page.wait_for_load_state()
        judge.is_at(TITLE)
        assert ANSWERS["Kebaruan"] not in judge.page.content(), "the content is shown before the declaration"
        judge.look("42-jawab-tugas", every_control=True)
        judge.press("Nyatakan dan terima")
        judge.is_at(TITLE)


def test_a_judge_saves_a_draft_and_comes_back(company: Company) -> None:
    judge = company("penilai1")
    judge.open("/penilaian/")
    judge.follow("Lanjutkan")
    judge.is_at(TITLE)
    expect(judge.page.locator("input[type=radio]:checked")).to_have_count(0)
    judge.look("43-lembar-nilai", every_control=True, walk=True)
    score(judge, 4)
    judge.press("Simpan draf")
    judge.sees("Draf tersimpan")
    judge.open("/penilaian/")
    judge.sees("Draf")
    judge.follow("Lanjutkan")
    expect(judge.page.locator("input[type=radio]:checked")).to_have_count(4)
    expect(judge.page.get_by_label("Alasan untuk Kebaruan")).to_have_value(REASONS["Kebaruan"])
    judge.look("44-lembar-draf", every_control=True)
    judge.press("Kunci nilai")
    judge.is_at("Kunci nilai ini?")
    judge.sees("80,00")
    judge.look("45-kunci", every_control=True)
    judge.press("Kunci nilai")
    judge.is_at("Nilai terkunci")
    judge.look("46-terkunci")


def test_the_other_judges_lock_too(company: Company) -> None:
    judge = company("penilai2")
    judge.open("/penilaian/")
    judge.follow("Lanjutkan")
    score(judge, 5)
    judge.press("Kunci nilai")
    judge.press("Kunci nilai")
    judge.is_at("Nilai terkunci")
    judge = company("penilai3")
    judge.open("/penilaian/")
    judge.follow("Lanjutkan")
    if company.scripts:
        score_by_keyboard(judge)
    else:
        score(judge, 3)
    judge.press("Kunci nilai")
    judge.press("Kunci nilai")
    judge.is_at("Nilai terkunci")
    judge.open("/penilaian/")
    judge.sees("1 dari 1 terkunci")
    judge.look("47-meja-selesai")


def test_the_chair_ranks_and_selects(company: Company) -> None:
    chair = company("ketua")
    chair.look("50-babak-ketua")
    chair.open(ROUND)
    chair.look("51-babak-desk-ketua")
    chair.follow("Bekukan peringkat")
    chair.look("52-bekukan")
    chair.press("Bekukan peringkat")
    chair.is_at("Peringkat")
    chair.sees("80,00")
    chair.look("53-peringkat")
    chair.open(ROUND)
    chair.follow("Usulkan daftar")
    chair.sees("Kuota tidak terpenuhi")
    chair.look("54-usulkan")
    chair.press("Usulkan daftar ini")
    chair.sees("Ada yang perlu diperbaiki")
    chair.fill("Catatan untuk berita acara", "Hanya satu proposal yang dinilai; enam kuota tidak terpenuhi.")
    chair.press("Usulkan daftar ini")
    chair.sees("Daftar diusulkan")


def test_an_organiser_ratifies(company: Company) -> None:
    office = company("sekretariat")
    office.open(ROUND)
    office.look("55-babak-menunggu-penetapan")
    office.follow("Tetapkan daftar")
    office.look("56-penetapan")
    office.press("Tetapkan daftar")
    office.sees("Daftar ditetapkan")


PUBLIC = (
    *("/", "/hasil/", "/hasil/2017/", "/hasil/2017/?cari=perahu", "/inovasi/", "/inovasi/?cari=PERAHU+SEHAT"),
    *("/inovasi/?urut=terbaru", "/bantuan/", "/verifikasi/", "/masuk/", "/robots.txt", "/sitemap.xml"),
)


def test_nothing_is_public_before_the_hour(company: Company) -> None:
    guest = company.stranger()
    guest.expected = {404}
    for path in (*PUBLIC, f"/verifikasi/?nomor={known['receipt ' + company.base]}"):
        guest.page.goto(path)
        assert TITLE not in guest.page.content(), path
    for name in ("unit", "adminlokal", "pimpinan", "rekan"):
        member = company(name)
        member.open(proposal(company))
        member.sees("Lolos")
        text = member.page.locator("body").inner_text()
        assert not re.search(r"peringkat|Top 99|80,00|penilai", text, re.IGNORECASE), f"{name}: {text}"


def test_nobody_publishes_before_the_hour_or_alone(company: Company) -> None:
    second = company("sekretariat2")
    second.open(f"{ROUND}pengumuman/")
    second.sees("Pengumuman baru dapat dilakukan pada")
    expect(second.page.get_by_role("button", name="Umumkan sekarang")).to_have_count(0)
    second.look("57-pengumuman-belum")
    company("sekretariat").open(f"{ROUND}pengumuman/", status=403)


def test_a_second_organiser_publishes(company: Company) -> None:
    step_calendar(company, "Pengumuman Top 99")
    second = company("sekretariat2")
    second.open(ROUND)
    second.follow("Umumkan hasil")
    second.look("58-pengumuman")
    second.press("Umumkan sekarang")
    second.sees("Hasil diumumkan")
    second.look("59-babak-selesai")


def test_everybody_reads_the_result(company: Company) -> None:
    guest = company.stranger()
    guest.open("/")
    guest.follow("Lihat hasil")
    guest.is_at("Top 99 tahun 2017")
    guest.sees(TITLE)
    guest.look("60-hasil")
    guest.open("/hasil/")
    guest.look("61-hasil-semua")
    guest.open(f"/verifikasi/?nomor={known['receipt ' + company.base]}")
    guest.sees(TITLE)
    writer = company("unit")
    writer.open(proposal(company))
    writer.look("62-proposal-sesudah")


WORKER_SECONDS = 30


def letters_of_the_journey(guest: Visitor) -> Counter:
    """Return what the mailbox holds, without the heads of the audit that auditors get once a day."""
    return Counter({one: count for one, count in read_mailbox(guest).items() if "rantai audit" not in one[1]})


def test_every_letter_arrived_once(company: Company) -> None:
    """Brought by the worker: one letter for each event and recipient, none missing, none twice."""
    guest = company.stranger()
    expected = Counter((f"{name}@demo.test", subject) for subject, names in LETTERS.items() for name in names)
    until = time.monotonic() + WORKER_SECONDS
    while (found := letters_of_the_journey(guest)) != expected and time.monotonic() < until:
        time.sleep(0.5)
    assert found - expected == Counter(), "letters that nobody should get, or twice"
    assert expected - found == Counter(), "letters that did not arrive"
    guest.open("/kotak-surat/")
    guest.look("63-kotak-surat")
    guest.page.locator("tbody a").first.click()
    guest.page.wait_for_load_state()
    guest.look("64-surat")
