"""Two of the secretariat read a proposal, neither seeing the other's reading; where they differ, a third person decides."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until

pytestmark = pytest.mark.journey
BEGUN = 20
# The editions that come with the software let one person decide, and the demo's secretariat is two.
RULE = "UPDATE competition_edition SET second_percent = %s, second_checks = %s WHERE is_current"
APPOINT = """
INSERT INTO competition_appointment (code, person_id, edition_id, role, starts_at, reason, end_reason)
SELECT 'orangketiga', p.id, e.id, 'SECRETARIAT', now(), '', ''
FROM competition_person p, competition_edition e WHERE p.email = 'pesaing@demo.test' AND e.is_current
"""
WAITING = """
SELECT code, title FROM submissions_proposal
WHERE state = 'SUBMITTED' AND institution_id NOT IN (
    SELECT m.institution_id FROM competition_membership m JOIN competition_person p ON p.id = m.person_id
    WHERE p.email = 'pesaing@demo.test'
) ORDER BY submitted_at, id LIMIT 2
"""
DECIDED = "SELECT s.result FROM submissions_screening s JOIN submissions_proposal p ON p.id = s.proposal_id WHERE p.code = %s"
CAUSE = "Inovasi belum diterapkan selama jangka waktu paling singkat yang dipersyaratkan."
FIRST, SECOND = "Tanggal pada SK lebih muda daripada tanggal mulai.", "SK baru terbit tiga bulan sesudah tanggal mulai."
found: list[tuple[str, str]] = []


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    """Fill the installation with sent proposals, let screening begin, and give the secretariat a third person."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "submitted", BEGUN)
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Maju ke tahap berikutnya")
    office.press("Geser kalender")
    ask_database(APPOINT)
    found[:] = ask_database(WAITING)


def open_proposal(office: Visitor, code: str) -> None:
    office.open(f"/sekretariat/proposal/{code}/?isi=mesin")


def line(office: Visitor, name: str) -> Locator:
    return office.page.get_by_role("group", name=name)


def refuse(office: Visitor, code: str, words: str, shot: str = "") -> None:
    """Refuse it for its age, and read what the agency would; with `shot` look at both pages."""
    open_proposal(office, code)
    if shot:
        office.look(f"{shot}-isi")
    office.choose(CAUSE, within=line(office, "Umur inovasi mencukupi"))
    office.choose("Tidak lolos", within=line(office, "Hasil"))
    office.fill("Alasan", words)
    office.press("Baca dan putuskan")
    office.sees(CAUSE)
    office.sees(words)
    if shot:
        office.look(f"{shot}-putuskan")


def let_pass(office: Visitor, code: str) -> None:
    """Pass it, as far as what is read before it is confirmed."""
    open_proposal(office, code)
    office.choose("Lolos", within=line(office, "Hasil"))
    office.press("Baca dan putuskan")


def test_a_refusal_near_the_limit_waits_for_a_second_reader(company: Company, ask_database: Ask) -> None:
    ask_database(RULE, (0, '["age"]'))
    office, (code, title) = company("sekretariat"), found[0]
    refuse(office, code, FIRST, "170-bacaan-satu")
    office.press("Simpan keputusan")
    office.sees(f"Bacaan Anda tentang “{title}” dicatat: Tidak lolos. Menunggu pembaca kedua")
    open_proposal(office, code)
    office.sees("Sekarang menunggu pembaca kedua, yang tidak melihat bacaan Anda.")
    office.look("171-menunggu-kedua")
    office.open("/sekretariat/")
    office.sees("1 proposal menunggu pembaca kedua")
    office.look("172-daftar-menunggu-kedua")
    assert ask_database(DECIDED, (code,)) == []


def test_the_second_reads_without_the_first_and_two_that_agree_decide(company: Company, ask_database: Ask) -> None:
    office, (code, title) = company("sekretariat2"), found[0]
    refuse(office, code, SECOND, "173-bacaan-dua")
    expect(office.page.locator("main")).not_to_contain_text(FIRST)
    office.press("Simpan keputusan")
    office.sees(f"Keputusan untuk “{title}” dicatat: Tidak lolos.")
    assert ask_database(DECIDED, (code,)) == [("INELIGIBLE",)]
    open_proposal(office, code)
    office.sees(SECOND)
    expect(office.page.locator("main")).not_to_contain_text(FIRST)


def test_where_two_differ_nothing_is_decided(company: Company, ask_database: Ask) -> None:
    ask_database(RULE, (100, "[]"))
    first, second, (code, title) = company("sekretariat"), company("sekretariat2"), found[1]
    let_pass(first, code)
    first.press("Simpan keputusan")
    first.sees(f"Bacaan Anda tentang “{title}” dicatat: Lolos. Menunggu pembaca kedua")
    refuse(second, code, SECOND)
    second.press("Simpan keputusan")
    second.sees("Pembaca pertama berpendapat lain; orang ketiga memutuskan.")
    second.open("/sekretariat/")
    second.follow("Beda pendapat: 1")
    second.look("174-beda-pendapat")
    second.follow(title)
    second.sees("Anda salah satu pembacanya, jadi orang lain yang memutuskan.")
    second.look("175-beda-pendapat-pembaca")
    assert ask_database(DECIDED, (code,)) == []


def test_a_third_person_decides_between_them(company: Company, ask_database: Ask) -> None:
    office, (code, title) = company("pesaing"), found[1]
    open_proposal(office, code)
    office.follow("Beda pendapat")
    office.sees("Bacaan 1")
    office.look("176-beda-pendapat-ketiga", walk=True)
    office.press("Simpan keputusan")
    office.sees("Pilih bacaan yang berlaku")
    office.look("177-beda-pendapat-kosong", every_control=True)
    office.choose("Bacaan 2: Tidak lolos (Sekretariat Kedua Demo)")
    office.fill("Alasan", "SK pada lampiran membenarkan pembaca kedua.")
    office.press("Simpan keputusan")
    office.sees(f"Keputusan untuk “{title}” dicatat: Tidak lolos.")
    office.sees("Tidak ada beda pendapat")
    office.look("178-tanpa-beda-pendapat")
    assert ask_database(DECIDED, (code,)) == [("INELIGIBLE",)]
    assert not company.faults()
