"""What other programs are told of an innovation: a picture for those who pass its link on, and its facts as linked data.

Knows no database.
"""

import json
import textwrap
from dataclasses import dataclass
from io import BytesIO

from django.utils.html import format_html
from django.utils.safestring import SafeString
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
GROUND, INK, SOFT = "#083a50", "#ffffff", "#9fc6d5"
# Letters of each size in a line, and how many lines there may be; a longer title is cut.
SIZES = ((72, 26, 3), (56, 34, 4), (44, 44, 5))
LONGEST_LINE = 60
# Signs that end a script or begin markup are written as JSON may write them.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Card:
    """An innovation as a picture shows it."""

    title: str
    owner: str
    awards: str
    name: str


def draw_card(card: Card) -> bytes:
    """Return the picture as PNG, 1200 × 630; the same card gives the same bytes."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    size, lines = _fitted(card.title)
    pen.text((MARGIN, MARGIN), _drawable(card.name), font=ImageFont.load_default(30), fill=SOFT)
    pen.multiline_text((MARGIN, 150), "\n".join(lines), font=ImageFont.load_default(size), fill=INK, spacing=size // 4)
    for height, text in ((HEIGHT - 150, card.owner), (HEIGHT - 102, card.awards)):
        short = textwrap.shorten(_drawable(text), LONGEST_LINE, placeholder=" …")
        pen.text((MARGIN, height), short, font=ImageFont.load_default(34), fill=SOFT)
    out = BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size in which the title has room, and its lines."""
    text = _drawable(title)
    for size, width, most in SIZES:
        lines = textwrap.wrap(text, width, break_long_words=True)
        if len(lines) <= most:
            return size, lines
    return size, textwrap.wrap(text, width, max_lines=most, placeholder=" …")


def _drawable(text: str) -> str:
    """Return the text without signs that the font has no shape for: what is left is Latin letters, digits and punctuation."""
    return "".join(one for one in " ".join(text.split()) if (one.isprintable() and ord(one) < 0x250) or one in "–—“”‘’…")


def linked_data(facts: dict) -> SafeString:
    """Return facts as a block of JSON-LD. It is data: no browser runs it, and nothing in it can end the block."""
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(written))
