"""The secretariat looks at what is like a proposal, and at two texts side by side."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.stack import Stack
from competition.services.folders import BASE
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until

PATIENCE = 60
COMPARE = [sys.executable, "-m", "celery", "-A", "competition.celery", "call", "submissions.tasks.sweep_texts"]


@pytest.fixture(scope="module", autouse=True)
def filled(company: Company, installations: dict[str, Stack]) -> None:
    """Fill the installation with sent proposals; the demo writes them with the same words."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "submitted", 6)
    subprocess.run(COMPARE, cwd=BASE, env=stack.environment, check=True, capture_output=True, timeout=PATIENCE)


def test_from_the_machines_results_to_two_texts_side_by_side(company: Company) -> None:
    staff = company("sekretariat")
    staff.open("/sekretariat/")
    staff.page.locator("main tbody th a").first.click()
    # The whole row is the link, with its status.
    staff.page.get_by_role("link", name=re.compile("Kemiripan naskah")).click()
    limit = time.monotonic() + PATIENCE
    while staff.page.get_by_text("Naskah ini belum dibandingkan").count():
        assert time.monotonic() < limit, "nobody compared the text"
        time.sleep(0.5)
        staff.page.reload()
    staff.look("150-kemiripan", every_control=True, walk=True)
    staff.page.locator("main tbody th a").first.click()
    staff.is_at("Bandingkan dua naskah")
    assert staff.page.locator("main mark").count()
    staff.look("151-dua-naskah", every_control=True, walk=True)
    staff.follow("Kembali ke daftar kemiripan")
    staff.follow("Kembali ke pemeriksaan")
    assert not company.faults()
