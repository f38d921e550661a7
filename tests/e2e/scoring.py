"""A judge at the sheet, with the mouse and without."""

import re

from playwright.sync_api import expect

from tests.e2e.people import Visitor
from tests.e2e.story import CRITERIA, REASONS


def score(judge: Visitor, level: int) -> None:
    """Choose a level and write the reason for every criterion."""
    for criterion in CRITERIA:
        group = judge.page.get_by_role("group", name=re.compile(f"^{criterion}"))
        group.get_by_role("radio").nth(level - 1).check()
        judge.fill(f"Alasan untuk {criterion}", REASONS[criterion])


def score_by_keyboard(judge: Visitor) -> None:
    """Score and save without the mouse, in at most 25 keys besides the words (K-3)."""
    page, keys = judge.page, 0
    page.get_by_role("link", name="Langsung ke lembar nilai").focus()
    page.keyboard.press("Enter")
    page.locator("form.sheet input[type=radio]").first.focus()
    for number, criterion in enumerate(CRITERIA):
        page.keyboard.press("3")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(REASONS[criterion])
        keys += 2
        if number < len(CRITERIA) - 1:
            page.keyboard.press("Tab")
            keys += 1
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert keys + 2 <= 25
    judge.sees("Draf tersimpan")
    expect(page.locator("input[type=radio]:checked")).to_have_count(4)
    assert {one.get_attribute("value") for one in page.locator("input[type=radio]:checked").all()} == {"3"}
