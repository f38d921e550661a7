"""A correction is asked for, made, sent again, and read beside what was there before; another one never comes."""

from pathlib import Path

import pytest
from celery import Celery
from playwright.sync_api import Locator, expect

from bench.stack import Stack
from competition.environment import private_broker, read_broker
from competition.queues import QUEUE_OF
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.sending import ready_to_send, send
from tests.faults.conftest import wait_until

pytestmark = pytest.mark.journey
TITLE = "SELECT title FROM submissions_proposal WHERE code = %s"
OVERDUE = "UPDATE submissions_proposal SET correct_by = now() - interval '10 minutes' WHERE code = %s"
STATE = "SELECT state FROM submissions_proposal WHERE code = %s"
END = "submissions.tasks.end_corrections"
BEFORE, AFTER = "Antrean turun dari tiga hari menjadi satu jam.", "Antrean turun dari tiga hari menjadi dua puluh menit."
WISH = "Sebutkan sumber angka antrean."
QUESTION = "isi/ringkasan/"
found: dict[str, str] = {}


def code_of(draft: str) -> str:
    return draft.strip("/").split("/")[-1]


def screen_of(draft: str) -> str:
    return f"/sekretariat/proposal/{code_of(draft)}/"


def line(office: Visitor, name: str) -> Locator:
    return office.page.get_by_role("group", name=name)


def decide(office: Visitor, draft: str, result: str, words: str = "") -> None:
    """Fill in as the machine found it, choose the result, and read it once more."""
    office.open(f"{screen_of(draft)}?isi=mesin")
    office.choose(result, within=line(office, "Hasil"))
    office.fill("Alasan", words)
    office.press("Baca dan putuskan")


def rewrite(writer: Visitor, draft: str, text: str) -> None:
    writer.open(f"{draft}{QUESTION}")
    writer.page.locator("textarea[name=text]").fill(text)
    writer.press("Simpan dan kembali")


def test_two_were_sent_and_the_secretariat_asks_for_corrections(company: Company) -> None:
    for name in ("mended", "missed"):
        found[name] = ready_to_send(company)
        send(company, found[name])
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Maju ke tahap berikutnya")
    office.press("Geser kalender")
    for name in ("mended", "missed"):
        decide(office, found[name], "Minta perbaikan", WISH)
        office.sees("perbaikan dapat dikirim sampai")
        if name == "mended":
            office.look("220-minta-perbaikan")
        office.press("Simpan keputusan")
        office.sees("dicatat: Minta perbaikan.")
    office.open(screen_of(found["mended"]))
    office.sees("Menunggu perbaikan instansi sampai")
    office.look("221-menunggu-perbaikan")


def test_the_agency_corrects_and_sends_again(company: Company) -> None:
    writer = company("unit")
    writer.open(found["mended"])
    writer.sees("Sekretariat meminta perbaikan")
    writer.sees(WISH)
    writer.look("222-diminta-perbaikan")
    rewrite(writer, found["mended"], AFTER)
    leader = company("pimpinan")
    leader.open(f"{found['mended']}persetujuan/")
    leader.press("Setujui")
    leader.sees("Proposal disetujui")
    admin = company("adminlokal")
    admin.open(f"{found['mended']}kirim/")
    admin.look("223-kirim-perbaikan")
    send(company, found["mended"])


def test_the_screener_reads_what_changed_and_decides(company: Company, ask_database: Ask) -> None:
    office = company("sekretariat2")
    office.open(screen_of(found["mended"]))
    office.sees("Yang berubah sejak pemeriksaan sebelumnya")
    changed = office.page.locator(".compare").first
    expect(changed.locator("del")).to_contain_text("satu jam")
    expect(changed.locator("ins")).to_contain_text("dua puluh menit")
    office.look("224-yang-berubah", walk=True)
    decide(office, found["mended"], "Lolos")
    office.press("Simpan keputusan")
    office.sees("dicatat: Lolos.")
    assert ask_database(STATE, (code_of(found["mended"]),)) == [("ELIGIBLE",)]


def test_what_was_not_sent_in_time_goes_back_as_it_was(
    company: Company, ask_database: Ask, installations: dict[str, Stack]
) -> None:
    code = code_of(found["missed"])
    [(found["title"],)] = ask_database(TITLE, (code,))
    writer = company("unit")
    rewrite(writer, found["missed"], AFTER)
    writer.open(f"{found['missed']}tentang/")
    writer.fill("Judul inovasi", "Judul yang tidak pernah dikirim")
    writer.press("Simpan dan lanjut")
    ask_database(OVERDUE, (code,))
    writer.open(found["missed"])
    writer.sees("Batas perbaikan sudah lewat pada")
    writer.look("225-batas-perbaikan-lewat")
    # Every minute by itself; asked for now, so that nobody waits for it here.
    stack = next(one for one in installations.values() if one.base == company.base)
    beat = Celery(broker=read_broker(private_broker(Path(stack.environment["DATA_DIR"]))))
    beat.send_task(END, queue=QUEUE_OF[END])
    wait_until(lambda: ask_database(STATE, (code,)) == [("SUBMITTED",)])


def test_both_sides_read_that_the_earlier_sending_counts(company: Company) -> None:
    for name in ("unit", "adminlokal"):
        one = company(name)
        one.open(found["missed"])
        one.is_at(found["title"])
        one.sees("Proposal tetap ikut; sekretariat memutuskan menurut kiriman sebelumnya.")
        one.look(f"226-perbaikan-terlewat-{name}")
    admin = company("adminlokal")
    admin.open("/proposal/")
    admin.look("227-meja-sesudah-terlewat")
    admin.open(f"{found['missed']}baca/")
    admin.look("228-baca-sesudah-terlewat")
    office = company("sekretariat2")
    office.open("/sekretariat/")
    office.look("229-daftar-sesudah-terlewat")
    office.open(screen_of(found["missed"]))
    office.is_at(found["title"])
    office.sees("Perbaikan tidak dikirim")
    office.sees(BEFORE)
    expect(office.page.locator("main")).not_to_contain_text(AFTER)
    office.look("230-pemeriksaan-sesudah-terlewat", walk=True)


def test_it_is_decided_once_more(company: Company, ask_database: Ask) -> None:
    office = company("sekretariat2")
    decide(office, found["missed"], "Tidak lolos", "Sumber angka tidak disebutkan.")
    office.look("231-putuskan-sesudah-terlewat")
    office.press("Simpan keputusan")
    office.sees("dicatat: Tidak lolos.")
    assert ask_database(STATE, (code_of(found["missed"]),)) == [("INELIGIBLE",)]
    writer = company("unit")
    writer.open(found["missed"])
    writer.sees("Sumber angka tidak disebutkan.")
    writer.look("232-tidak-lolos")
    assert not company.faults()
