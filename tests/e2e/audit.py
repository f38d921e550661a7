"""What holds of every page that anybody sees: the ids are those of the acceptance criteria."""

import gzip
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

WIDTHS = (320, 360, 1280)
HEIGHT = 900
# G-1, G-2: bytes over the line on a first visit; bytes of the compressed document that fit the first flight.
FIRST_LOAD = 100_000
FIRST_FLIGHT = 14_000
SMALLEST, COMFORTABLE = 24, 44

_axe = Axe()

STRUCTURE = """() => ({
    h1: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    main: document.querySelectorAll('main').length,
    title: document.title,
    help: Boolean(document.querySelector('footer a[href="/bantuan/"]')),
    skip: Boolean(document.querySelector('body > a:first-child[href="#isi"]')),
    inline: document.querySelectorAll('style, [style], script:not([src]):not([type$="json"])').length,
    words: document.body.innerText,
})"""

OVERFLOW = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(one =>
        one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest('.scroll'));
    return wide.slice(0, 5).map(one => one.outerHTML.slice(0, 120));
}"""

# Links inside a sentence are exempt (WCAG 2.5.8): their size is that of the line. A choice is as large as box and label.
SMALL_TARGETS = """([least, comfortable, everyControl]) => {
    const found = [];
    const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    for (const one of document.querySelectorAll(all)) {
        if (!one.checkVisibility({visibilityProperty: true}) || one.matches('.skip')) continue;
        if (one.tagName === 'A' && getComputedStyle(one).display === 'inline') continue;
        let box = one.getBoundingClientRect();
        let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
        for (const label of one.matches('[type=radio], [type=checkbox]') ? one.labels : []) {
            box = label.getBoundingClientRect();
            [left, top] = [Math.min(left, box.left), Math.min(top, box.top)];
            [right, bottom] = [Math.max(right, box.right), Math.max(bottom, box.bottom)];
        }
        const isButton = one.matches('.btn') || (everyControl && one.closest('main form'));
        const need = isButton ? comfortable : least;
        if (right - left < need - 0.5 || bottom - top < need - 0.5)
            found.push(`${Math.round(right - left)}x${Math.round(bottom - top)} ${one.outerHTML.slice(0, 120)}`);
    }
    return found;
}"""

# The words that no page says to its reader.
UNWANTED = ("wajib diisi", "tidak valid", "invalid", "maaf", "mohon", "oops", "terlarang", "{{", "{%", "None", "undefined")


class Weight:
    """Counts the bytes of each page visit, as they come over the line, with nothing kept by the browser."""

    def __init__(self, line: CDPSession) -> None:
        self.bytes = 0
        self.document: str | None = None
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line.on("Network.requestWillBeSent", self._sent)
        line.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Document" and event["requestId"] != self.document:
            self.document, self.bytes = event["requestId"], 0

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


def structure_faults(page: Page, language: str) -> list[str]:
    """Return what is wrong with the page's skeleton and words (G-10, G-12, the language rules)."""
    facts = page.evaluate(STRUCTURE)
    faults = [f"{facts['h1']} h1 instead of one"] if facts["h1"] != 1 else []
    faults += [f"lang is {facts['lang']!r}"] if facts["lang"] != language else []
    faults += [f"{facts['main']} main"] if facts["main"] != 1 else []
    faults += ["no link to the help in the footer"] if not facts["help"] else []
    faults += ["no skip link first"] if not facts["skip"] else []
    faults += [f"{facts['inline']} inline styles or scripts"] if facts["inline"] else []
    faults += [f"title {facts['title']!r}"] if " · KIPP" not in facts["title"] else []
    # There is a city of Tomohon.
    words = facts["words"].lower().replace("tomohon", "")
    return faults + [
        f"says {word!r}"
        for word in UNWANTED
        if (word.lower() if word.islower() else word) in (words if word.islower() else facts["words"])
    ]


def layout_faults(page: Page, *, every_control: bool = False) -> list[str]:
    """Return what overflows (G-7) or is too small to press (G-9) at each width; leaves the page at its widest."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"overflows at {width}: {one}" for one in page.evaluate(OVERFLOW)]
        small = page.evaluate(SMALL_TARGETS, [SMALLEST, COMFORTABLE, every_control])
        faults += [f"too small at {width}: {one}" for one in small]
    return faults


def axe_faults(page: Page) -> list[str]:
    """Return what axe finds (G-8)."""
    found = _axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"axe {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


def weight_faults(weight: Weight, html: str, *, is_light: bool) -> list[str]:
    """Return whether the page weighs too much (G-1, G-2)."""
    faults = [f"{weight.bytes} bytes over the line"] if weight.bytes > FIRST_LOAD else []
    flight = len(gzip.compress(html.encode()))
    return faults + ([f"{flight} bytes of HTML, compressed"] if is_light and flight > FIRST_FLIGHT else [])


# One stop for each control, one for each group of radio buttons.
STOPS = """() => {
    const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    const seen = new Set();
    let stops = 0;
    for (const one of document.querySelectorAll(all)) {
        if (!one.checkVisibility({visibilityProperty: true}) || one.disabled) continue;
        if (one.type === 'radio') {
            if (seen.has(one.name)) continue;
            seen.add(one.name);
        }
        stops += 1;
    }
    return stops;
}"""

FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const shown = [one, one.nextElementSibling, one.closest('.option')].filter(Boolean).map(part => getComputedStyle(part));
    const outlined = shown.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    const box = one.getBoundingClientRect();
    const point = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2];
    const hit = document.elementFromPoint(...point);
    const own = hit && (one.contains(hit) || hit.contains(one) || [...(one.labels || [])].some(label => label.contains(hit)));
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {what: one.outerHTML.slice(0, 120), outlined, reachable: Boolean(inside && own)};
}"""


def walk_faults(page: Page) -> list[str]:
    """Return what is wrong when the page is walked with the Tab key: every stop is seen, none is covered (G-10)."""
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    stops, faults = page.evaluate(STOPS), []
    page.locator("body").press("Tab")
    for _stop in range(stops):
        at = page.evaluate(FOCUSED)
        if at is None:
            return [*faults, "the focus left the page before every control had it"]
        faults += [f"no visible focus: {at['what']}"] if not at["outlined"] else []
        faults += [f"focused, but covered or out of view: {at['what']}"] if not at["reachable"] else []
        page.keyboard.press("Tab")
    return faults
