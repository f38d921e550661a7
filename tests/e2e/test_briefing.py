"""Three judges take the briefing: each scores the training text, and then sees how close they are to the panel."""

from pathlib import Path

import pytest

from bench.stack import Stack
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey
CRITERIA = ("Kebaruan", "Produktif", "Bermanfaat", "Berkelanjutan")


def score(judge: Visitor, level: int) -> None:
    """Choose the same level for each criterion by keyboard, and keep it."""
    for criterion in CRITERIA:
        levels = judge.page.get_by_role("group", name=criterion).get_by_role("radio")
        levels.nth(level - 1).focus()
        judge.page.keyboard.press("Space")
    judge.press("Simpan dan bandingkan")


def test_three_judges_and_their_chair(company: Company, installations: dict[str, Stack]) -> None:
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "assigned", proposals=6)
    for number, level in ((2, 3), (3, 4), (1, 5)):
        judge = company(f"penilai{number}")
        judge.open("/penilaian/")
        judge.follow("Pengarahan: naskah latihan babak ini")
        judge.is_at("Pengarahan")
        if number == 1:
            judge.look("186-pengarahan", every_control=True)
        judge.follow("Nilai naskah latihan")
        if number == 1:
            judge.look("187-naskah-latihan", every_control=True, walk=True)
            assert width_faults(judge.page) == []
            judge.press("Simpan dan bandingkan")
            judge.sees("Pilih tingkat untuk Kebaruan")
        score(judge, level)
    judge.sees("Nilai Anda dan panel")
    judge.sees("Lebih tinggi dari panel")
    judge.sees("Nilai tengah panel 70")
    judge.look("188-nilai-dan-panel", every_control=True)
    assert width_faults(judge.page) == []
    chair = company("ketua")
    chair.open("/babak/2017/desk/panel/")
    chair.follow("Jarak pada naskah latihan, dan pergeseran selama babak")
    chair.is_at("Pergeseran cara menilai")
    chair.sees("+30,0")
    chair.look("189-pergeseran", every_control=True)
    assert width_faults(chair.page) == []
    assert not company.faults()
