"""After a list is public an agency in Parigi Moutong finds what one in Luwu won with, and asks to take it over."""

from pathlib import Path

import pytest

from tests.e2e.installing import Installation
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey
ORIGIN, PLAN = "Kabupaten Luwu", "Kami memakai jadwal sendiri dan kader di tiap desa."


@pytest.fixture(scope="module", autouse=True)
def published(company: Company, installations: dict[str, Installation]) -> None:
    """Publish a list."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "published", proposals=12, judges=6)


def test_what_luwu_won_with_is_found_and_taken_over(company: Company) -> None:
    guest = company.stranger()
    guest.open("/hasil/2017/")
    row = guest.page.locator("tbody tr").filter(has_text=ORIGIN).first
    title = row.locator("th a").first.inner_text()
    rival = company("pesaing")
    rival.open("/inovasi/")
    rival.page.locator("main input[name=cari]").first.fill(title)
    rival.page.locator("main input[name=cari]").first.press("Enter")
    rival.page.wait_for_load_state()
    rival.page.get_by_role("link", name=title).first.click()
    rival.page.wait_for_load_state()
    rival.is_at(title)
    rival.follow("Replikasi inovasi ini")
    rival.fill("Unit atau tempat", "Puskesmas Parigi")
    rival.look("260-replikasi", every_control=True)
    assert width_faults(rival.page) == []
    rival.fill("Yang akan disesuaikan", PLAN)
    rival.page.locator("main form button.btn").first.click()
    rival.page.wait_for_load_state()
    rival.sees("Minat dicatat, dan instansi asal diberi tahu.")
    rival.look("261-replikasi-dicatat", every_control=True)
    origin = company("adminlokal")
    origin.open("/replikasi/?sisi=asal")
    origin.follow(title)
    origin.sees(PLAN)
    origin.look("262-replikasi-asal", every_control=True)
    assert width_faults(origin.page) == []
    assert not company.faults()
