"""Readers who are far apart are asked to talk, propose a sheet and agree on it: on a phone, on a desk, and without scripts."""

from pathlib import Path

import pytest

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.scoring import score
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey

READERS = """
    SELECT assignment.proposal_id, array_agg(person.email ORDER BY assignment.id), array_agg(person.name ORDER BY assignment.id)
    FROM judging_assignment assignment JOIN judging_scoresheet sheet ON sheet.assignment_id = assignment.id
    JOIN competition_person person ON person.id = assignment.judge_id
    GROUP BY 1 HAVING max(sheet.total) - min(sheet.total) >= 15 ORDER BY max(sheet.total) - min(sheet.total) DESC, 1 LIMIT 1
"""


def looks_well(visitor: Visitor, name: str) -> None:
    """Hold the page to what holds of every page, at every width."""
    visitor.look(name, every_control=True)
    if visitor.scripts:
        assert width_faults(visitor.page) == []
        visitor.page.reload()


def test_readers_who_differ_agree_on_one_sheet(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "scored", proposals=12)
    [(_proposal, emails, names)] = ask_database(READERS)
    chair = company("ketua")
    chair.open("/babak/2017/desk/perbedaan/")
    chair.is_at("Perbedaan pendapat")
    looks_well(chair, "186-perbedaan")
    chair.page.get_by_role("link", name="Putuskan").first.click()
    chair.is_at("Putuskan perbedaan pendapat")
    looks_well(chair, "187-perbedaan-putuskan")
    chair.choose(names[0])
    chair.press("Minta membahas")
    chair.sees("Sedang dibahas")
    [(code,)] = ask_database("SELECT code FROM judging_discussion")
    lead, *others = (company(email.partition("@")[0]) for email in emails)
    for one in others:
        one.open(f"/penilaian/bahasan/{code}/")
        one.fill("Pesan Anda", "Angka sebelum dan sesudah memakai ukuran yang berbeda.")
        one.press("Kirim pesan")
        one.sees("Pesan terkirim")
    lead.open(f"/penilaian/bahasan/{code}/")
    lead.sees("ukuran yang berbeda")
    looks_well(lead, "188-bahasan-ketua")
    score(lead, 3)
    lead.press("Usulkan kepada penilai lain")
    lead.sees("Usulan dikirim")
    for one in others:
        one.open(f"/penilaian/bahasan/{code}/")
        looks_well(one, "189-bahasan-usulan")
        one.press("Setujui usulan ini")
    others[-1].sees("Lembar itu yang dihitung.")
    looks_well(others[-1], "190-bahasan-disepakati")
    chair.open("/babak/2017/desk/perbedaan/")
    chair.sees("Disepakati")
    assert not company.faults()
