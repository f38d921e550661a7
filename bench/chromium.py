"""What a phone on a weak line gets, measured in Chromium: bytes of a first and a repeated visit, and when there is a page.

Slow 3G is 400 kbit/s each way with 400 ms for a round trip, and a processor six times slower. The browser's throttle does not
cover the handshake of a connection, so the cold figure gets three round trips more (name, TCP, TLS). Times are medians of five
visits on a machine that also runs the server; bytes are exact.
"""

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench.front import Front

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PROGRAM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
ROUND_TRIP = 400
SLOW = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOWER = 6
HANDSHAKE = 3 * ROUND_TRIP
VISITS = 5

# Bytes of a first visit, its document, a repeated one; milliseconds to the largest paint cold and warm, and blocked; the shift.
FIRST, DOCUMENT, REPEATED = 60_000, 14_000, 20_000
COLD, WARM, BLOCKED, SHIFT = 4_000, 2_000, 200, 0.1

WATCH = """
window.seen = {paint: 0, shift: 0, blocked: 0};
new PerformanceObserver(list => list.getEntries().forEach(one => { seen.paint = one.startTime; }))
    .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) seen.shift += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { seen.blocked += Math.max(0, one.duration - 50); }))
    .observe({type: 'longtask', buffered: true});
"""


@dataclass
class Visit:
    """What one visit brought over the line, and how it felt."""

    first: int = 0
    document: int = 0
    hosts: set[str] = field(default_factory=set)
    paint: float = 0
    shift: float = 0
    blocked: float = 0


def measure_chromium(base: str, password: str, addresses: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Return the figures of each page: `addresses` gives by its name who visits it ("" for nobody) and where it is."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {"chromium": "not measured: playwright is not installed (make e2e brings it)"}
    program = os.environ.get("CHROMIUM", PROGRAM)
    if not os.path.exists(program):
        return {"chromium": f"not measured: there is no {program}"}
    with sync_playwright() as playwright, Front(base) as front:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        visitors = Visitors(browser, front.base, password)
        found = {name: measure_page(visitors, *address) for name, address in addresses.items()}
        browser.close()
    return {"chromium": found}


class Visitors:
    """People at fresh browsers that know nothing but who they are."""

    def __init__(self, browser: "Browser", base: str, password: str) -> None:
        self.browser, self.base, self.password = browser, base, password
        self.known: dict[str, Any] = {"": None}

    @contextmanager
    def fresh(self, email: str) -> Iterator["BrowserContext"]:
        """Give a browser with an empty cache in which the person is signed in."""
        if email not in self.known:
            self.known[email] = self._sign_in(email)
        context = self.browser.new_context(base_url=self.base, storage_state=self.known[email], locale="id-ID")
        context.add_init_script(WATCH)
        yield context
        context.close()

    def _sign_in(self, email: str) -> Any:
        context = self.browser.new_context(base_url=self.base, locale="id-ID")
        page = context.new_page()
        page.goto("/masuk/")
        page.get_by_label("Alamat email", exact=True).fill(email)
        page.get_by_label("Kata sandi", exact=True).fill(self.password)
        page.locator("main").get_by_role("button", name="Masuk", exact=True).first.click()
        page.wait_for_load_state()
        state = context.storage_state()
        context.close()
        return state


def weigh(visitors: Visitors, email: str, path: str) -> tuple[Visit, Visit]:
    """Return a first visit and a repeated one, as fast as the machine is."""
    with visitors.fresh(email) as context:
        page = context.new_page()
        return visit(page, path), visit(page, path)


def measure_page(visitors: Visitors, email: str, path: str) -> dict[str, Any]:
    """Return all figures of one page beside their limits."""
    first, repeated = weigh(visitors, email, path)
    cold, warm = [], []
    for _ in range(VISITS):
        with visitors.fresh(email) as context:
            page = context.new_page()
            slow_down(page)
            cold.append(visit(page, path))
            warm.append(visit(page, path))
    return {
        "first_load_bytes": _line(first.first, FIRST),
        "document_bytes": _line(first.document, DOCUMENT),
        "repeat_bytes": _line(repeated.first, REPEATED),
        "foreign_hosts": _line(len(first.hosts - {urlsplit(visitors.base).netloc}), 0),
        "paint_cold_ms": _line(_median(cold, "paint") + HANDSHAKE, COLD),
        "paint_warm_ms": _line(_median(warm, "paint"), WARM),
        "blocked_ms": _line(max(_median(cold, "blocked"), _median(warm, "blocked")), BLOCKED),
        "layout_shift": _line(max(one.shift for one in cold + warm), SHIFT),
    }


def slow_down(page: "Page") -> None:
    """Put the page on Slow 3G and on a phone's processor."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def visit(page: "Page", path: str) -> Visit:
    """Open the page and return what that took.

    :raises RuntimeError: when it is not the page that was asked for.
    """
    found, documents = Visit(), set()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            found.hosts.add(urlsplit(event["request"]["url"]).netloc)
        if event.get("type") == "Document":
            documents.add(event["requestId"])

    def came(event: dict[str, Any]) -> None:
        found.first += int(event["encodedDataLength"])
        found.document += int(event["encodedDataLength"]) if event["requestId"] in documents else 0

    line.on("Network.requestWillBeSent", asked)
    line.on("Network.loadingFinished", came)
    answer = page.goto(path, wait_until="load", timeout=60_000)
    if answer is None or answer.status != 200 or urlsplit(page.url).path != path:
        raise RuntimeError(f"{path} led to {page.url}")
    # The last of what scripts do, and the paint that follows.
    page.wait_for_timeout(500)
    seen = page.evaluate("window.seen")
    found.paint, found.shift, found.blocked = seen["paint"], seen["shift"], seen["blocked"]
    line.detach()
    return found


def _median(visits: list[Visit], name: str) -> int:
    return round(statistics.median(getattr(one, name) for one in visits))


def _line(figure: float, limit: float) -> dict[str, Any]:
    return {"figure": round(figure, 3), "limit": limit, "holds": figure <= limit}
