"""What is like a title shows while it is typed: by itself, said once to a screen reader, and within reach of the keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.e2e import audit
from tests.e2e.people import Company

pytestmark = pytest.mark.parametrize("company", ["with scripts"], indirect=True)
PAST = "Rumah Tunggu Kelahiran"
SAID = re.compile(r"^Ada \d+ judul yang mirip$")


@pytest.fixture
def page(company: Company) -> Iterator[Page]:
    """Return the page that starts a proposal, open before a writer."""
    writer = company("unit")
    writer.open("/proposal/baru/")
    yield writer.page
    assert not company.faults()


def field(page: Page) -> Locator:
    """Return the field of the title."""
    return page.get_by_label("Judul inovasi", exact=True)


def box(page: Page) -> Locator:
    """Return where the titles stand."""
    return page.locator("[data-similar]")


def spoken(page: Page) -> Locator:
    """Return what a screen reader is told."""
    return page.locator("[data-similar] + [role=status]")


def test_it_shows_once_the_typing_rests_and_is_asked_once(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if "judul-mirip" in one.url else None)
    field(page).press_sequentially(PAST, delay=20)
    expect(box(page).get_by_role("link").first).to_be_visible()
    assert len(asked) == 1
    expect(spoken(page)).to_have_text(SAID)


def test_one_line_is_said_and_it_goes_with_the_titles(page: Page) -> None:
    field(page).fill(PAST)
    expect(spoken(page)).to_have_text(SAID)
    # The titles themselves are read when the reader comes to them, not at each pause.
    assert page.locator("main [role=status]", has=page.get_by_role("link")).count() == 0
    field(page).fill("Xyzzy Qwrtpsd Fghjkl")
    expect(box(page).get_by_role("link")).to_have_count(0)
    expect(spoken(page)).to_have_text("")


def test_the_keyboard_goes_from_the_field_to_the_titles_and_what_was_typed_stays(page: Page) -> None:
    field(page).fill(PAST)
    expect(box(page).get_by_role("link").first).to_be_visible()
    expect(field(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(box(page).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value(PAST)


def test_the_page_with_titles_is_accessible_at_every_width(page: Page) -> None:
    field(page).fill(PAST)
    expect(box(page).get_by_role("link").first).to_be_visible()
    faults = audit.axe_faults(page) + audit.layout_faults(page)
    assert not faults, "\n".join(faults)


def test_an_older_answer_never_replaces_a_newer_one(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/judul-mirip/**", hold_the_first)
    field(page).fill(PAST)
    for _ in range(50):
        if held:
            break
        page.wait_for_timeout(100)
    field(page).fill("Xyzzy Qwrtpsd Fghjkl")
    for _ in range(50):
        if len(held) > 1:
            break
        page.wait_for_timeout(100)
    with page.expect_response("**/judul-mirip/**"):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(box(page).get_by_role("link")).to_have_count(0)
    page.unroute("**/judul-mirip/**")


def test_without_a_line_what_is_shown_stays_and_the_form_works_on(page: Page) -> None:
    field(page).fill(PAST)
    expect(box(page).get_by_role("link").first).to_be_visible()
    page.context.set_offline(True)
    field(page).fill("Sesuatu yang lain sama sekali")
    page.wait_for_timeout(1500)
    expect(box(page).get_by_role("link").first).to_be_visible()
    page.context.set_offline(False)
    expect(field(page)).to_have_value("Sesuatu yang lain sama sekali")
