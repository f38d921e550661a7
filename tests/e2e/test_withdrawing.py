"""What was sent is taken back and taken up again inside the window, and no place is won by it that there is not."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.sending import ready_to_send, send

pytestmark = pytest.mark.journey
HOME = "KAB-73.17"
PLACES = """
INSERT INTO competition_cap (edition_id, kind, maximum)
SELECT e.id, i.kind, 1 + (SELECT count(*) FROM submissions_proposal p WHERE p.institution_id = i.id AND p.state = 'SUBMITTED')
FROM competition_edition e, competition_institution i WHERE e.is_current AND i.code = %s
ON CONFLICT (edition_id, kind) DO UPDATE SET maximum = excluded.maximum
"""
found: dict[str, str] = {}


def test_two_proposals_are_ready_and_there_is_one_place(company: Company, ask_database: Ask) -> None:
    found["one"], found["two"] = ready_to_send(company), ready_to_send(company)
    ask_database(PLACES, (HOME,))
    found["number"] = send(company, found["one"])


def test_the_second_finds_no_place(company: Company) -> None:
    admin = company("adminlokal")
    admin.open(f"{found['two']}kirim/")
    expect(admin.page.get_by_role("button", name="Kirim proposal")).to_have_count(0)
    admin.look("120-tidak-ada-jatah")


def test_the_first_is_taken_back_with_a_reason(company: Company) -> None:
    admin = company("adminlokal")
    admin.open(f"{found['one']}tanda-terima/")
    admin.follow("Tarik kembali")
    admin.look("121-tarik-kembali", every_control=True)
    admin.press("Tarik kembali")
    admin.sees("Isi alasan")
    admin.fill("Alasan", "Angka persalinannya keliru.")
    admin.press("Tarik kembali")
    admin.sees("Proposal ditarik kembali.")
    admin.look("122-ditarik")
    guest = company.stranger()
    guest.open(f"/verifikasi/?nomor={found['number']}")
    guest.sees("ditarik kembali oleh instansinya")
    guest.look("123-verifikasi-ditarik")


def test_its_place_goes_to_the_second_and_reviving_wins_none(company: Company) -> None:
    send(company, found["two"])
    admin = company("adminlokal")
    admin.open(found["one"])
    admin.follow("Buka kembali")
    admin.sees("Angka persalinannya keliru.")
    admin.look("124-buka-kembali", every_control=True)
    admin.press("Buka kembali")
    admin.sees("Proposal belum terkirim sampai Anda mengirimnya lagi.")
    admin.open(f"{found['one']}kirim/")
    expect(admin.page.get_by_role("button", name="Kirim proposal")).to_have_count(0)
    admin.look("125-dibuka-tanpa-jatah")


def test_it_is_sent_again_when_the_place_is_free(company: Company) -> None:
    admin = company("adminlokal")
    admin.open(f"{found['two']}tarik/")
    admin.fill("Alasan", "Memberi tempat.")
    admin.press("Tarik kembali")
    admin.sees("Proposal ditarik kembali.")
    assert send(company, found["one"]) != found["number"]
    admin.open(found["two"])
    admin.follow("Buka kembali")
    admin.press("Buka kembali")
    admin.open(f"{found['two']}kirim/")
    expect(admin.page.get_by_role("button", name="Kirim proposal")).to_have_count(0)
    assert not company.faults()
