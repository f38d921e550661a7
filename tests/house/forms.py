"""The forms of a page as a visitor would fill them in: what is there stays, what is empty gets something that fits."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# What stands in every page's frame, and says nothing about the page.
FRAME = {"/bahasa/", "/keluar/", "/akun/perpanjang/"}
# The day is the one after that on which the worlds of tests/house/twins.py begin.
WORDS = {"email": "baru.sekali@contoh.test", "password": "perahu-merah-di-dermaga-9", "number": "1", "date": "2027-03-02"}


@dataclass
class PageForm:
    """One form: where it goes, what it sends, and the names it knows."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Collects the forms of a page that are sent by POST."""

    def __init__(self, page: str, html: str) -> None:
        super().__init__()
        self.page, self.found = page, []
        self._form: PageForm | None = None
        self._select = self._area = ""
        self._chosen = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a form or one of its controls."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._form = PageForm(given.get("action") or self.page)
        elif self._form is None:
            return
        elif tag == "input":
            self._take_input(given)
        elif tag == "button" and given.get("name"):
            self._name(given["name"], given.get("value", ""), keep=True)
        elif tag == "select":
            self._select, self._chosen = given["name"], False
            self._form.names.add(self._select)
        elif tag == "option" and self._select:
            self._take_option(given)
        elif tag == "textarea":
            self._area = given["name"]
            self._form.names.add(self._area)

    def handle_data(self, data: str) -> None:
        """Take the text of an area."""
        if self._area and data.strip():
            self._name(self._area, data.strip())

    def handle_endtag(self, tag: str) -> None:
        """Close what is open; an area that was left empty gets some words."""
        if tag == "textarea" and self._form and self._area:
            self._form.values.setdefault(self._area, ["Alasan uji coba yang cukup panjang untuk diterima di sini."])
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form" and self._form:
            if self._form.action not in FRAME:
                self.found.append(self._form)
            self._form = None

    def _take_input(self, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or kind == "file":
            return
        if kind in ("radio", "checkbox"):
            # The first of a group, unless one is chosen.
            if name not in self._form.values or "checked" in given:
                self._form.values[name] = [given.get("value") or "on"]
        elif kind == "hidden":
            self._name(name, given.get("value", ""))
        else:
            self._name(name, given.get("value") or WORDS.get(kind, "Uji coba"))
        self._form.names.add(name)

    def _take_option(self, given: dict[str, str]) -> None:
        if given.get("value") and not self._chosen:
            self._form.values[self._select] = [given["value"]]
            self._chosen = "selected" in given

    def _name(self, name: str, value: str, *, keep: bool = False) -> None:
        self._form.names.add(name)
        if keep:
            self._form.values.setdefault(name, [value])
        else:
            self._form.values[name] = [value]
