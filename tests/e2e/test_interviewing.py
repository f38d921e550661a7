"""Interviews from the plan to the day: an organiser sets them, an agency confirms and brings a file, a judge finds both.
The day is drawn anew, and a judge steps back. At every width."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from competition.zones import ZONES
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults
from tests.submissions.uploads import pdf

pytestmark = pytest.mark.journey
OF_AN_AGENCY = """SELECT s.code FROM judging_slot s JOIN submissions_proposal p ON p.id = s.proposal_id
    JOIN competition_membership m ON m.institution_id = p.institution_id JOIN competition_person o ON o.id = m.person_id
    WHERE o.email = 'adminlokal@demo.test' ORDER BY s.starts_at LIMIT 1"""

# A day drawn anew has another order, so the slot is found by its file.
READS_IT = """SELECT o.email, a.code FROM judging_material m
    JOIN judging_assignment a ON a.proposal_id = m.proposal_id AND a.round_id = m.round_id
    JOIN competition_person o ON o.id = a.judge_id
    WHERE m.removed_at IS NULL AND a.state = 'OFFERED' ORDER BY o.email LIMIT 1"""


def test_a_day_of_interviews(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "published", proposals=8, judges=6)
    ((opens_at,),) = ask_database("SELECT opens_at FROM competition_stage WHERE key = 'interview'")
    day = (opens_at + timedelta(days=3)).astimezone(ZONES["WIB"])
    organiser = company("sekretariat")
    organiser.open("/babak/2017/interview/")
    organiser.follow("Jadwal wawancara: waktu, ruang, dan kehadiran")
    organiser.fill("Sesi", f"{day:%d-%m-%Y} 09.00-10.20\n{day:%d-%m-%Y} 13.00-14.20")
    organiser.fill("Ruang", "Ruang Sriwijaya\nRuang Video, https://video.contoh.test/kipp")
    organiser.press("Lihat rencana")
    organiser.sees("Ruang Sriwijaya memerlukan sedikitnya 3 penilai")
    for number in range(1, 7):
        organiser.page.get_by_label(f"Penilai {number} Demo", exact=True).select_option("1" if number <= 3 else "2")
    organiser.press("Lihat rencana")
    organiser.sees("giliran terisi")
    organiser.look("190-rencana-wawancara")
    assert width_faults(organiser.page) == []
    organiser.press("Tetapkan jadwal ini dan undang instansi")
    organiser.sees("Belum dikonfirmasi")
    organiser.look("191-jadwal-wawancara")
    ((code,),) = ask_database(OF_AN_AGENCY)
    administrator = company("adminlokal")
    administrator.open(f"/wawancara/{code}/")
    administrator.look("192-wawancara-instansi", every_control=True)
    administrator.fill("Siapa yang tampil", "Sari Wulandari, kepala puskesmas")
    administrator.press("Konfirmasi kehadiran")
    administrator.sees("Dikonfirmasi Admin Demo")
    organiser.open(f"/babak/2017/interview/wawancara/{code}/")
    organiser.page.get_by_label("Jadwal baru", exact=True).select_option(index=1)
    organiser.fill("Alasan perubahan", "Penerbangan pimpinan ditunda.")
    organiser.look("193-ubah-jadwal", every_control=True)
    organiser.press("Ubah jadwal")
    judge = company("penilai1")
    judge.open("/penilaian/?babak=2017-interview")
    judge.follow("Jadwal wawancara Anda")
    judge.sees("Ruang Sriwijaya")
    judge.look("194-jadwal-penilai")
    assert width_faults(judge.page) + company.faults() == []


def test_a_file_comes_and_the_day_is_drawn_anew(company: Company, ask_database: Ask) -> None:
    """Goes on where the day above ended."""
    ((code,),) = ask_database(OF_AN_AGENCY)
    administrator = company("adminlokal")
    administrator.open(f"/wawancara/{code}/")
    paper = {"name": "paparan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    administrator.page.get_by_label("Tambah bahan presentasi", exact=True).set_input_files(paper)
    administrator.press("Kirim berkas")
    administrator.sees("Berkas paparan.pdf tersimpan.")
    administrator.look("195-bahan-wawancara", every_control=True)
    assert width_faults(administrator.page) == []
    organiser = company("sekretariat")
    organiser.open("/babak/2017/interview/wawancara/")
    organiser.follow("Susun ulang atau batalkan seluruh jadwal")
    organiser.fill("Menit presentasi", "10")
    organiser.fill("Menit tanya jawab", "10")
    organiser.page.get_by_label("Alasan perubahan", exact=True).fill("Panel meminta paparan lebih panjang.")
    organiser.press("Lihat apa yang berubah")
    organiser.look("196-susun-ulang", every_control=True)
    assert width_faults(organiser.page) == []
    organiser.press("Tetapkan jadwal baru dan beri tahu")
    organiser.sees("10 menit presentasi dan 10 menit tanya jawab")
    administrator.open(f"/wawancara/{code}/")
    administrator.sees("10 menit presentasi, lalu 10 menit tanya jawab")
    administrator.sees("paparan.pdf")


def test_a_judge_who_steps_back_loses_the_turn_and_its_file(company: Company, ask_database: Ask) -> None:
    """Of the slot that has the file."""
    [(email, task)] = ask_database(READS_IT)
    judge = company(email.partition("@")[0])
    judge.open("/penilaian/jadwal/")
    judge.page.locator(f'a[href$="/penilaian/{task}/"]').click()
    judge.press("Nyatakan dan terima")
    judge.open("/penilaian/jadwal/")
    judge.sees("paparan.pdf")
    judge.look("197-bahan-pada-jadwal", every_control=True)
    assert width_faults(judge.page) == []
    judge.open(f"/penilaian/{task}/")
    judge.choose("Hubungan keluarga dengan anggota tim")
    judge.press("Nyatakan konflik")
    judge.open("/penilaian/jadwal/")
    expect(judge.page.locator(f'a[href$="/penilaian/{task}/"]')).to_have_count(0)
    expect(judge.page.get_by_role("link", name="paparan.pdf")).to_have_count(0)
    assert company.faults() == []
