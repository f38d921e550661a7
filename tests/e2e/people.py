"""People at their browsers."""

import re
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.e2e import audit

SHOTS = Path(__file__).parent / "shots"
DOMAIN = "demo.test"
Role = Literal["link", "button"]


class Visitor:
    """One person at one browser; `faults` collects what no visit may show."""

    def __init__(self, browser: Browser, base: str, *, scripts: bool, shots: Path, name: str = "") -> None:
        self.base, self.scripts, self.shots, self.name = base, scripts, shots, name
        self.language = "id"
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.context = browser.new_context(base_url=base, java_script_enabled=scripts, locale="id-ID")
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.set_viewport_size({"width": 1280, "height": audit.HEIGHT})
        self.weight = audit.Weight(self.context.new_cdp_session(self.page))
        self._watch()

    def _watch(self) -> None:
        self.page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("request", lambda asked: self._complain(f"asks {asked.url}") if not self._is_own(asked.url) else None)
        self.page.on("response", self._answered)

    def _is_own(self, url: str) -> bool:
        return url.startswith((f"{self.base}/", "data:", "blob:", "about:"))

    def _complain(self, text: str) -> None:
        # The browser says aloud what the status says; `_answered` judges that.
        if not text.startswith("Failed to load resource"):
            self.faults.append(f"{self.page.url}: {text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.url}: status {response.status}")

    def sign_in(self) -> "Visitor":
        """Sign in through the page."""
        self.open("/masuk/")
        self.fill("Alamat email", f"{self.name}@{DOMAIN}")
        self.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        self.press("Masuk")
        expect(self.page.locator("header .who").first).to_be_attached()
        return self

    def open(self, path: str, *, status: int = 200) -> Response:
        """Go to a path and expect the status."""
        self.expected = {status} if status >= 400 else set()
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        return response

    def press(self, name: str, *, role: Role = "button", within: Locator | None = None, status: int = 200) -> None:
        """Press the button or link with exactly this name in the page's main part and wait for the next page."""
        self.expected = {status} if status >= 400 else set()
        place = within or self.page.locator("main")
        pressed = place.get_by_role(role, name=name, exact=True).first
        saving = "xpath=ancestor::form[.//@data-autosave or ancestor-or-self::*/@data-settled]"
        if self.scripts and role == "button" and pressed.locator(saving).count():
            # The page saves first and leaves when the server has the text.
            with self.page.expect_navigation():
                pressed.click()
        else:
            pressed.click()
        self.page.wait_for_load_state()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the link with exactly this name."""
        self.press(name, role="link", within=within)

    def fill(self, label: str, text: str) -> None:
        """Write into the field with this label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, name: str, within: Locator | None = None) -> None:
        """Choose a radio button or tick a box by its label."""
        place = within or self.page.locator("main")
        place.get_by_label(name, exact=True).check()

    def sees(self, text: str) -> None:
        """Expect the text in the page's main part."""
        expect(self.page.locator("main")).to_contain_text(text)

    def is_at(self, heading: str | re.Pattern[str]) -> None:
        """Expect the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def look(self, name: str, *, is_light: bool = False, every_control: bool = False, walk: bool = False) -> None:
        """Hold the page in view to what holds of every page, and keep a picture of it at two widths."""
        page = self.page
        page.wait_for_load_state()
        faults = self.faults + audit.structure_faults(page, self.language)
        faults += audit.weight_faults(self.weight, page.content(), is_light=is_light)
        faults += audit.layout_faults(page, every_control=every_control)
        for width in (360, 1280) if self.scripts else ():
            page.set_viewport_size({"width": width, "height": audit.HEIGHT})
            page.screenshot(path=self.shots / f"{name}-{width}.png", full_page=True)
        # Without scripts axe cannot run, and nothing looks different: the run with scripts has both.
        faults += audit.axe_faults(page) if self.scripts else []
        faults += audit.walk_faults(page) if walk else []
        self.faults = []
        assert not faults, f"{name} ({page.url}):\n" + "\n".join(faults)


PASSWORD = "e2e-e2e-e2e"


class Company:
    """Everybody who visits one installation; each keeps the own browser."""

    def __init__(self, browser: Browser, base: str, *, scripts: bool) -> None:
        self.browser, self.base, self.scripts = browser, base, scripts
        self.shots = SHOTS / ("with" if scripts else "without")
        self.shots.mkdir(parents=True, exist_ok=True)
        self.people: dict[str, Visitor] = {}
        self.visitors: list[Visitor] = []

    def __call__(self, name: str) -> Visitor:
        """Return a member of the cast, signed in since their first visit."""
        if name not in self.people:
            self.people[name] = self.stranger(name).sign_in()
        return self.people[name]

    def stranger(self, name: str = "") -> Visitor:
        """Return somebody with a fresh browser who has not signed in."""
        visitor = Visitor(self.browser, self.base, scripts=self.scripts, shots=self.shots, name=name)
        self.visitors.append(visitor)
        return visitor

    def leave(self) -> None:
        """Close everybody's browser: each keeps processes and memory, and a run has hundreds of them."""
        for visitor in self.visitors:
            visitor.context.close()

    def faults(self) -> list[str]:
        """Return what the visits showed that nobody has looked at since."""
        return [fault for one in self.people.values() for fault in one.faults]
