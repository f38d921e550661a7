"""A team fills in the form of a visit where there is no signal, closes the page, and finds all of it sent, once."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.test_drafting import copies, wait_until_saved
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey
PLACE = 0x8825
# A picture is looked at in a process of its own, while its sender waits.
PATIENCE = 30_000
ANSWERS = {
    "Apakah inovasi ini benar-benar diterapkan?": (
        "Ya",
        "Yang dilihat dari penerapannya",
        "Perahu berlayar, 14 pasien dilayani.",
    ),
    "Apakah masyarakat merasakan manfaatnya?": (
        "Sebagian",
        "Yang dirasakan masyarakat menurut mereka sendiri",
        "Warga pulau luar masih menunggu dua pekan.",
    ),
    "Apakah inovasi ini dapat direplikasi di tempat lain?": (
        "Ya",
        "Yang memudahkan atau menyulitkan ditiru",
        "Perahu sewaan cukup, juru mudi sulit dicari.",
    ),
}
SPOKEN = "6 pasien, 2 kader, 1 juru mudi"


def picture(name: str, colour: str) -> dict:
    """Return a photograph as a telephone makes it, larger than what is sent of it, with the place in it."""
    made, exif, written = Image.new("RGB", (2400, 1600), colour), Image.Exif(), io.BytesIO()
    exif.get_ifd(PLACE).update({1: "S", 2: (6.0, 10.0, 31.41), 3: "E", 4: (106.0, 49.0, 37.75)})
    made.save(written, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": written.getvalue()}


@pytest.fixture(scope="module")
def form(company: Company, installations: dict[str, Stack], ask_database: Ask) -> str:
    """Return the address of the form of a visit that an organiser has just planned for today."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "assigned", proposals=3)
    ask_database("UPDATE competition_round SET kind = 'FIELD' WHERE key = 'desk'")
    # Where a day begins last, so that it has begun wherever the agency is.
    [(today,)] = ask_database("SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date")
    organiser = company("sekretariat")
    organiser.open("/babak/2017/desk/")
    organiser.follow("Kunjungan lapangan")
    organiser.page.get_by_label("Proposal", exact=True).select_option(index=1)
    organiser.fill("Tempat bertemu", "Puskesmas Terapung, Dermaga 2")
    organiser.fill("Hari pertama", today.isoformat())
    organiser.fill("Hari terakhir", today.isoformat())
    for seat, name in (("Panelis", "Penilai 1 Demo"), ("Evaluator", "Penilai 2 Demo")):
        organiser.choose(name, within=organiser.page.get_by_role("group", name=seat))
    organiser.look("215-rencana-kunjungan")
    organiser.press("Rencanakan kunjungan")
    organiser.sees("Kunjungan direncanakan. Tim dan instansi diberi tahu.")
    organiser.look("216-kunjungan", every_control=True)
    return re.sub(r"^.*/kunjungan/([^/]+)/$", r"/kunjungan/\1/", organiser.page.url)


def write(member: Visitor) -> None:
    """Answer the three questions and say who was asked."""
    for question, (answer, label, text) in ANSWERS.items():
        member.choose(answer, within=member.page.get_by_role("group", name=question))
        member.fill(label, text)
    member.fill("Siapa yang diajak bicara", SPOKEN)


def is_written(member: Visitor) -> None:
    """Expect the same in the form."""
    for question, (answer, label, text) in ANSWERS.items():
        expect(member.page.get_by_role("group", name=question).get_by_label(answer, exact=True)).to_be_checked()
        expect(member.page.get_by_label(label, exact=True)).to_have_value(text)
    expect(member.page.get_by_label("Siapa yang diajak bicara", exact=True)).to_have_value(SPOKEN)


def fill_in_without_a_line(member: Visitor, form: str) -> None:
    """Write and take a picture offline, lose the tab, come back with a line; take another offline and get the line back."""
    line, choose = member.page.locator("[data-line]"), member.page.locator("input[type=file]")
    member.context.set_offline(True)
    write(member)
    choose.set_input_files(picture("dermaga.jpg", "teal"))
    expect(line).to_contain_text("1 foto belum terkirim", timeout=PATIENCE)
    assert copies(member.page) == 1
    member.page.close()
    member.context.set_offline(False)
    member.page = member.context.new_page()
    member.page.goto(form)
    is_written(member)
    wait_until_saved(member.page)
    line, choose = member.page.locator("[data-line]"), member.page.locator("input[type=file]")
    expect(line).to_have_text("Semua foto tersimpan.", timeout=PATIENCE)
    member.context.set_offline(True)
    member.choose("Simpan lokasi foto")
    choose.set_input_files(picture("perahu.jpg", "red"))
    expect(line).to_contain_text("1 foto belum terkirim", timeout=PATIENCE)
    member.context.set_offline(False)
    expect(line).to_have_text("Semua foto tersimpan.", timeout=PATIENCE)


def fill_in_by_forms(member: Visitor) -> None:
    """Do the same by the buttons, one picture at a time."""
    write(member)
    member.press("Simpan")
    member.sees("Formulir tersimpan.")
    for name, colour in (("dermaga.jpg", "teal"), ("perahu.jpg", "red")):
        if name == "perahu.jpg":
            member.choose("Simpan lokasi foto")
        member.page.locator("input[type=file]").set_input_files(picture(name, colour))
        member.press("Kirim foto")
        member.sees(f"Foto {name} tersimpan.")


def test_what_was_written_without_a_line_is_there_once(company: Company, form: str, ask_database: Ask) -> None:
    member = company("penilai1")
    member.open("/kunjungan/")
    member.look("217-kunjungan-saya", every_control=True)
    member.page.locator("main li a").first.click()
    member.page.wait_for_url(f"**{form}")
    member.look("218-formulir-kosong", every_control=True, walk=True)
    if member.scripts:
        fill_in_without_a_line(member, form)
    else:
        fill_in_by_forms(member)
    member.page.goto(form)
    is_written(member)
    photos = member.page.locator("[data-photos] > li")
    expect(photos).to_have_count(2)
    expect(photos.filter(has_text="Lokasi")).to_have_count(1)
    expect(photos.filter(has_text="-6.175392, 106.827153")).to_contain_text("perahu.jpg")
    assert ask_database("SELECT count(*), min(v.version) FROM judging_finding f JOIN judging_visit v ON v.id = f.visit_id") == [
        (3, 2)
    ]
    for link in photos.get_by_role("link").all():
        kept = Image.open(io.BytesIO(member.context.request.get(link.get_attribute("href")).body()))
        assert not kept.getexif().get_ifd(PLACE)
    member.look("219-formulir-kunjungan", every_control=True)
    assert width_faults(member.page) == []


def test_each_says_yes_and_the_chair_reads_it(company: Company, form: str) -> None:
    for number in (2, 1):
        member = company(f"penilai{number}")
        member.open(form)
        member.press("Simpan, lalu periksa dan sahkan")
        member.is_at("Sahkan hasil kunjungan")
        member.sees("Warga pulau luar masih menunggu dua pekan.")
        if number == 2:
            member.look("220-sahkan-kunjungan", every_control=True)
            assert width_faults(member.page) == []
        member.fill("Pernyataan Anda", f"Dilihat sendiri oleh anggota {number}.")
        member.press("Sahkan")
    member.is_at("Kunjungan selesai")
    member.look("221-kunjungan-selesai")
    chair = company("ketua")
    chair.open(f"/babak/2017/desk{form}")
    for words in ("Dilihat sendiri oleh anggota 1.", "Dilihat sendiri oleh anggota 2.", SPOKEN, "-6.175392"):
        chair.sees(words)
    chair.look("222-hasil-kunjungan", every_control=True)
    opened = chair.context.request.get(chair.page.get_by_role("link", name="perahu.jpg").get_attribute("href"))
    assert Image.open(io.BytesIO(opened.body())).size == (2400, 1600)
    assert not company.faults()
