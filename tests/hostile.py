"""What a page must not hold, whoever's words it prints: anything that runs, loads from elsewhere or draws over the page.

No page of ours has an inline script, a handler, a style, a frame or an address of another host, so none can hide among them.
"""

from html.parser import HTMLParser

FOREIGN_TAGS = {
    *(
        "iframe",
        "object",
        "embed",
        "base",
        "math",
        "marquee",
        "style",
        "animate",
        "mglyph",
        "audio",
        "video",
        "frame",
        "applet",
    ),
    "template",
}
ADDRESSES = {"href", "src", "action", "formaction", "srcdoc", "data", "xlink:href", "poster", "background"}
OWN = ("/", "#", "?", "mailto:", "tel:", "https://wa.me/")


class _Reader(HTMLParser):
    """Collects what does not belong on a page, and the text that a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag or an attribute that no page of ours has."""
        known = dict(attrs)
        if tag in FOREIGN_TAGS:
            self.found.append(f"<{tag}>")
        if tag == "script" and not (known.get("src") or known.get("type") == "application/json"):
            self.found.append("a script of its own")
        if tag == "meta" and known.get("http-equiv"):
            self.found.append("a meta that acts")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}")
            if name in ADDRESSES and value and not value.startswith(OWN) and "://" in value + "://":
                self.found += [f"{tag} {name}={value[:60]}"] if not value.startswith("http://testserver/") else []
            if name in ("value", "placeholder", "aria-label", "title"):
                self.words.append(value or "")

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.words.append(data)


def read_page(html: str) -> tuple[list[str], str]:
    """Return what does not belong on the page, and everything it says on one line, fields included."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found, " ".join(" ".join(reader.words).split())
