"""Other people's words inside a letter: cleaned, so that they can neither forge a line nor become a link.

Plain functions on text; the template filters of the notices and the writer of the outbox use the same ones.
"""

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

# A letter that changes the direction of what follows makes "exe.pdf" out of "fdp.exe".
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ZERO_WIDTH = "\u200b"
# What mail programs turn into links by themselves: a scheme, a host name, an address.
_LINK_POINTS = re.compile(r"(?<=\w)(?=:/)|(?<=\w)(?=\.[^\W\d])|(?<=\w)(?=@)")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody without an account who is written to: an applicant, or somebody who is invited."""

    name: str
    email: str
    language: str = "id"


def storable(text: str) -> str:
    """Return the text without what no column of text can hold and nobody can see: NUL, and halves of characters."""
    return _UNSTORABLE.sub("", text)


def one_line(text: object) -> str:
    """Return the text on one line: white space joined, control and direction characters gone."""
    return " ".join(_without_controls(str(text)).split())


def clean_lines(text: object) -> str:
    """Return the text with its line breaks, trimmed lines, and no other control or direction characters."""
    return "\n".join(one_line(line) for line in str(text).strip().splitlines())


def break_links(text: str) -> str:
    """Return the text with an invisible space wherever a mail program would begin to see a link."""
    return _LINK_POINTS.sub(_ZERO_WIDTH, text)


def place_of(text: str) -> str:
    """Return the path a plain letter leads to: its first address on this site that everybody may know. Empty without one.

    Other people's words hold none, because `break_links` has been at them.
    """
    for address in re.findall(rf"{re.escape(settings.SITE_URL)}/[^\s<>]*", text):
        path = address.removeprefix(settings.SITE_URL)
        if "--token-" not in path and path != reverse("competition:help"):
            return path
    return ""


def body_of(text: str) -> str:
    """Return a plain letter without its greeting and its end, as it stands among others in the letter of a day."""
    _greeting, _space, rest = text.partition("\n\n")
    body, _end, _closing = rest.rpartition("\n--\n")
    return (body or rest or text).strip()


class Parts(NamedTuple):
    """A stored letter, taken apart around what it says: what stands before and after it, as text and as HTML."""

    before: str
    body: str
    after: str
    html_before: str
    html_after: str


def take_apart(text: str, html: str) -> Parts | None:
    """Return the parts of a letter in its frame (`templates/notices/`); None when it has another shape."""
    greeting, space, rest = text.partition("\n\n")
    body, end, closing = rest.rpartition("\n--\n")
    html_greeting, html_space, html_rest = html.partition("</p>")
    _body, html_end, html_closing = html_rest.rpartition("<hr>")
    if not (space and end and html_space and html_end):
        return None
    after, html_after = f"\n\n{end.lstrip()}{closing}", html_end + html_closing
    return Parts(greeting + space, body.strip(), after, html_greeting + html_space, html_after)


def put_together(parts: Parts, body: str) -> tuple[str, str]:
    """Return text and HTML of the letter with another body, in which only addresses of this site are or become links."""
    said = _own_links_only(clean_lines(body))
    html = re.sub(_own_address(), lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(said))
    paragraphs = "".join(f"<p>{one.replace(chr(10), '<br>')}</p>\n" for one in re.split(r"\n{2,}", html))
    return f"{parts.before}{said}{parts.after}", f"{parts.html_before}\n{paragraphs}{parts.html_after}"


def _own_address() -> str:
    """Return the shape of this site's addresses; nothing that could end an attribute is part of one."""
    return rf"{re.escape(settings.SITE_URL)}/(?:[\w/?=.%-]*[\w/])?"


def _own_links_only(text: str) -> str:
    parts = re.split(f"({_own_address()})", text)
    return "".join(one if place % 2 else break_links(one) for place, one in enumerate(parts))


def quote_lines(text: object) -> str:
    """Return the text as a quotation in a plain letter: every line begins with `> `, so none can pass for ours."""
    return "\n".join(f"> {line}".rstrip() for line in break_links(clean_lines(text)).split("\n"))


def _without_controls(text: str) -> str:
    return "".join(char if char.isspace() or not _is_control(char) else "" for char in text)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" or char in _DIRECTIONS
