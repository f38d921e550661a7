"""The secretariat passes together what nothing speaks against: chosen from a list, read once more, all at once."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until

pytestmark = pytest.mark.journey
BEGUN = 20
# The texts of a demo are made of a few sentences, so that many are like others; here none is.
UNCOPIED = """
INSERT INTO submissions_textsketch (proposal_id, submission_id, hashes, percent)
SELECT p.id, max(s.id), '{}', 0 FROM submissions_proposal p JOIN submissions_submission s ON s.proposal_id = p.id GROUP BY p.id
ON CONFLICT (proposal_id) DO UPDATE SET percent = 0
"""
WAITING = "SELECT code FROM submissions_proposal WHERE state = 'SUBMITTED' ORDER BY submitted_at, id"
DECIDED = "SELECT result, count(*) FROM submissions_screening GROUP BY result ORDER BY result"


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack]) -> None:
    """Fill the installation with sent proposals, and let screening begin."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "submitted", BEGUN)
    office = company("sekretariat")
    office.open("/sekretariat/")
    office.follow("Maju ke tahap berikutnya")
    office.press("Geser kalender")


def test_the_clean_ones_are_passed_together(company: Company, ask_database: Ask) -> None:
    ask_database(UNCOPIED)
    office, number = company("sekretariat"), len(ask_database(WAITING))
    office.open("/sekretariat/")
    office.follow("Loloskan bersama")
    office.look("206-loloskan-bersama", walk=True)
    expect(office.page.locator("main [name=proposal]")).to_have_count(number)
    office.follow("Pilih semua")
    office.page.locator("main [name=proposal]").first.uncheck()
    office.press("Lihat yang dipilih")
    office.is_at(f"Loloskan {number - 1} proposal")
    office.look("207-loloskan-periksa")
    office.press("Loloskan semua ini")
    office.sees(f"{number - 1} proposal diloloskan.")
    office.look("208-loloskan-selesai")
    assert ask_database(DECIDED) == [("ELIGIBLE", number - 1)]
    assert len(ask_database(WAITING)) == 1
    assert not company.faults()
