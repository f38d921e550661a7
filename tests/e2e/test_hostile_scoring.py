"""Hostile text on a score sheet that is still open (SEC-14): what the judge reads, writes, and finds again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until
from tests.e2e.test_hostile_text import SHORT, listening, told  # noqa: F401 - a fixture
from tests.e2e.test_hostile_verdict import FROZEN, plant

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
PLANTED = {
    "submissions_proposal": "title = left(%(name)s || id, 200)",
    "submissions_submission": FROZEN,
    "competition_unit": "name = left(%(name)s || id, 150)",
    "competition_criterion": "name = left(%(name)s || id, 100)",
}


@pytest.fixture(scope="module", autouse=True)
def planted(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    """Fill the installation until judges have their tasks, and plant the texts."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "assigned")
    plant(ask_database, PLANTED)


def test_a_judge_reads_and_writes_text(company: Company, told: list[str]) -> None:  # noqa: F811 - the fixture
    judge = listening(company, "penilai1", told)
    judge.open("/penilaian/")
    judge.follow("Lanjutkan")
    expect(judge.page.locator("main")).to_contain_text("<script>alert(7731)</script>")
    reasons = judge.page.locator("form.sheet textarea").all()
    for place, field in enumerate(reasons):
        judge.page.locator("form.sheet fieldset").nth(place).get_by_role("radio").first.check()
        field.fill("\n".join(SHORT[place :: len(reasons)])[:1900])
    written = [field.input_value() for field in reasons]
    judge.press("Simpan draf")
    judge.sees("Draf tersimpan")
    judge.page.reload()
    assert [field.input_value() for field in judge.page.locator("form.sheet textarea").all()] == written
    judge.press("Kunci nilai")
    expect(judge.page.locator("main")).to_contain_text(re.compile(r"<script>alert\(7731\)</script>|onerror=alert\(7731\)"))
    assert told == []
    assert not company.faults()
