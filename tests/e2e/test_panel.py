"""The chair looks how the panel gets on while judging runs: on a phone, on a desk, and without scripts."""

from pathlib import Path

import pytest

from bench.stack import Stack
from tests.e2e.conftest import Ask
from tests.e2e.people import Company
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey


def test_the_chair_sees_who_will_not_be_through(company: Company, installations: dict[str, Stack], ask_database: Ask) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "scored", proposals=24)
    ask_database("UPDATE competition_round SET gap = 15")
    chair = company("ketua")
    chair.open("/babak/2017/desk/")
    chair.press("Laju tiap penilai, dan siapa yang diperkirakan tidak selesai", role="link")
    chair.is_at("Kemajuan panel")
    for words in ("Tiap penilai", "Seluruh panel", "Beda jauh antarpenilai", "15 poin atau lebih"):
        chair.sees(words)
    assert chair.page.get_by_role("row").count() > 3
    chair.look("185-kemajuan-panel", every_control=True)
    assert width_faults(chair.page) == []
    assert not company.faults()
