"""The chair questions the line: the drawing, the table and the habits of the panel, at every width and without a pointer."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey


def test_the_line_with_its_doubt(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "ranked", proposals=24)
    ask_database("UPDATE competition_round SET places = 5")
    chair = company("ketua")
    chair.open("/babak/2017/desk/peringkat/")
    chair.press("Seberapa pasti garis batas ini, dan seberapa besar pengaruh tiap penilai", role="link")
    chair.is_at("Daya dukung nilai")
    assert chair.page.locator("svg.chart circle").count() >= 10
    expect(chair.page.get_by_role("img", name="proposal di sekitar garis batas")).to_be_visible()
    chair.sees("Kebiasaan tiap penilai")
    chair.look("180-daya-dukung", every_control=True)
    assert width_faults(chair.page) == []
    assert not company.faults()
