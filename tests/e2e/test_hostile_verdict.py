"""Hostile text before those who judge, decide and audit, and on what is handed out (SEC-14): nothing of it runs anywhere."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import STAMP_ANEW, fill_until
from tests.e2e.test_hostile_text import SHORT, listening, told  # noqa: F401 - a fixture

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
NAME = 'UJI "><img src=x onerror=alert(7731)> {{7*7}} \u202etxt '
TEXT = "\n\n".join(SHORT)
FROZEN = """
snapshot = jsonb_set(
    jsonb_set(snapshot, '{content,title}', to_jsonb(%(name)s::text)), '{content,answers}',
    (SELECT jsonb_object_agg(key, %(text)s::text) FROM jsonb_each(snapshot -> 'content' -> 'answers'))
)
"""
# Where people write, and what is frozen, past the guards that keep it from being changed.
PLANTED = {
    "submissions_proposal": "title = left(%(name)s || id, 200)",
    "submissions_innovation": "title = left(%(name)s || id, 200)",
    "submissions_submission": FROZEN,
    "submissions_screening": "reason = %(text)s",
    "judging_mark": "reason = %(text)s",
    "judging_conflict": "explanation = %(text)s",
    "competition_auditentry": "reason = %(text)s, person_name = %(name)s",
    "competition_person": "name = left(%(name)s || id, 150)",
    "competition_unit": "name = left(%(name)s || id, 150)",
}
HANDED_OUT = re.compile(r"/(pdf|salinan|ekspor|unduh|berkas)/|\.(pdf|json|csv|ics)$")
ROADS = {
    "penilai1": ("/penilaian/", 10),
    "ketua": ("/babak/", 10),
    "sekretariat": ("/sekretariat/", 12),
    "auditor": ("/audit/", 10),
}


@pytest.fixture(scope="module", autouse=True)
def planted(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    """Fill the installation up to a frozen ranking, and plant the texts."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "ranked")
    plant(ask_database, PLANTED)


def plant(ask_database: Ask, changes: dict[str, str]) -> None:
    """Write hostile text into these tables, past the guards, and let every process read the rules anew."""
    for table, change in changes.items():
        for statement in (
            f"ALTER TABLE {table} DISABLE TRIGGER USER",
            f"UPDATE {table} SET {change}",
            f"ALTER TABLE {table} ENABLE TRIGGER USER",
        ):
            ask_database(statement, {"name": NAME, "text": TEXT})
    ask_database(STAMP_ANEW)


def walk(visitor: Visitor, start: str, most: int) -> list[str]:
    """Open what a page leads to, and what those lead to; return the addresses. What is handed out is looked at, not opened."""
    waiting, seen = [start], []
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.append(address)
        if HANDED_OUT.search(address):
            is_only_data(visitor, address)
            continue
        visitor.open(address)
        hrefs = visitor.page.eval_on_selector_all("main a[href^='/']", "links => links.map(one => one.getAttribute('href'))")
        waiting += [href.split("#")[0] for href in hrefs if "?" not in href]
    return seen


def is_only_data(visitor: Visitor, address: str) -> None:
    """Expect a file that no browser takes for a page."""
    answer = visitor.page.request.get(address)
    assert answer.status in (200, 404), address
    if answer.status == 200:
        assert "html" not in answer.headers["content-type"], address
        assert answer.headers["x-content-type-options"] == "nosniff", address
        assert "attachment" in answer.headers.get("content-disposition", ""), address


@pytest.mark.parametrize("name", ROADS)
def test_whoever_judges_decides_or_audits_reads_text(company: Company, told: list[str], name: str) -> None:  # noqa: F811 - the fixture
    start, most = ROADS[name]
    visitor = listening(company, name, told)
    seen = walk(visitor, start, most)
    assert len(seen) >= 3, seen
    assert told == []
    assert not company.faults()


def test_a_judge_reads_every_text_of_the_frozen_copy(company: Company, told: list[str]) -> None:  # noqa: F811 - the fixture
    judge = listening(company, "penilai1", told)
    judge.open("/penilaian/")
    # Among the links are those to the offline pack and to the training texts.
    links = judge.page.locator("main a[href^='/penilaian/']").evaluate_all("all => all.map(one => one.pathname)")
    task = next(found[0] for found in (re.match("/penilaian/[0-9A-Z]+/", one) for one in links) if found)
    judge.open(f"{task}lembar/")
    expect(judge.page.locator("main")).to_contain_text("<script>alert(7731)</script>")
    assert told == []


def test_receipt_its_print_its_copy_and_its_check(company: Company, told: list[str], ask_database: Ask) -> None:  # noqa: F811 - the fixture
    [(code, number)] = ask_database(
        "SELECT p.code, s.number FROM submissions_submission s JOIN submissions_proposal p ON p.id = s.proposal_id "
        "JOIN competition_unit u ON u.id = p.unit_id JOIN competition_membership m ON m.unit_id = u.id "
        "JOIN competition_person w ON w.id = m.person_id WHERE w.email = 'unit@demo.test' LIMIT 1"
    )
    writer = listening(company, "unit", told)
    writer.open(f"/proposal/{code}/tanda-terima/")
    expect(writer.page.locator("main")).to_contain_text("<img src=x onerror=alert(7731)> {{7*7}}")
    writer.open(f"/proposal/{code}/baca/")
    for file in ("pdf", "salinan"):
        is_only_data(writer, f"/proposal/{code}/tanda-terima/{file}/")
    guest = company.stranger()
    guest.open(f"/verifikasi/?nomor={number}")
    assert told == []
    assert not writer.faults
