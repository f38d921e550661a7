"""One real installation, and the people who visit it with scripts and without."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, sync_playwright

from competition.environment import private_database
from tests.e2e.installing import Installation
from tests.e2e.people import Company
from tests.e2e.rewinding import keep_as_new, make_as_new

Ask = Callable[..., list[tuple]]
CHROMIUM = "/usr/bin/chromium"
DEMO = "demo"
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
broken_at = pytest.StashKey[dict[tuple[str, str], str]]()
started = pytest.StashKey[dict[str, Installation]]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium; CHROMIUM names another program than Debian's."""
    program = os.environ.get("CHROMIUM", CHROMIUM)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def installations(request: pytest.FixtureRequest) -> Iterator[dict[str, Installation]]:
    """Return what runs by the name of its use, stopped and removed at the end whatever happens."""
    running = request.config.stash[started] = {}
    try:
        yield running
    finally:
        for stack in running.values():
            stack.stop()


@pytest.fixture(scope="module", params=["with scripts", "without scripts"])
def company(request: pytest.FixtureRequest, browser: Browser, installations: dict[str, Installation]) -> Iterator[Company]:
    """Give the people at a fresh demo, and send them home after the module; every test of it goes through both."""
    met = meet(browser, installations, request.param, fresh=True)
    yield met
    met.leave()


@pytest.fixture(scope="module")
def ask_database(company: Company, installations: dict[str, Installation]) -> Ask:
    """Return what asks the database of the company's installation, for what no page of a demo does: a close that is over."""
    stack = next(one for one in installations.values() if one.base == company.base)

    def ask(statement: str, values: tuple = ()) -> list[tuple]:
        folder = Path(stack.environment["DATA_DIR"])
        with closing(psycopg2.connect(private_database(folder))) as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return ask


def meet(browser: Browser, installations: dict[str, Installation], way: str, *, fresh: bool = False) -> Company:
    """Return the people who browse the installation in this way; it is started at the first call.

    With `fresh` nothing of what other stories left behind is there: their drafts count towards a cap, and their hostile
    titles stand in lists.
    """
    if DEMO not in installations:
        installations[DEMO] = Installation()
        installations[DEMO].start()
        keep_as_new(installations[DEMO].data)
    elif fresh:
        make_as_new(installations[DEMO].data)
    return Company(browser, installations[DEMO].base, scripts=way == "with scripts")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note where the journey broke: what follows could only fail for the same reason."""
    report = yield
    if report.failed:
        report.sections += [
            (f"log of {way}", _log_of(stack)) for way, stack in item.session.config.stash.get(started, {}).items()
        ]
    if report.failed and item.get_closest_marker("journey"):
        item.config.stash.setdefault(broken_at, {}).setdefault(_road_of(item), item.name)
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out the steps after a broken one."""
    broken = item.config.stash.get(broken_at, {}).get(_road_of(item))
    if broken and item.get_closest_marker("journey"):
        pytest.skip(f"the journey broke at {broken}")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "journey: a step of a road whose later steps need the earlier ones")


def _road_of(item: pytest.Item) -> tuple[str, str]:
    """Return the story, which is a file, and the way of browsing."""
    return item.path.name, item.callspec.params.get("company", "") if hasattr(item, "callspec") else ""


def _log_of(stack: Installation) -> str:
    """Return what the installation's programs complained about last."""
    log = Path(stack.environment["DATA_DIR"]) / "log"
    # An installation that did not start has no log of these, and its trouble must not hide behind another.
    logs = [path for path in (log / "web.log", *sorted(log.glob("worker-*.log"))) if path.exists()]
    lines = [line for path in logs for line in path.read_text().splitlines()]
    dull = ('" 2', '" 3', "INFO", "/readyz")
    return "\n".join([line for line in lines if not any(word in line for word in dull)][-40:])
