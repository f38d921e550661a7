"""Filters of the letters: user text cleaned and not linked, deadlines in words."""

from datetime import datetime

from django import template

from competition import zones
from competition.letters import break_links, clean_lines, one_line, quote_lines

register = template.Library()


@register.filter
def said(text: object) -> str:
    """Print somebody's words on one line."""
    return break_links(one_line(text))


@register.filter
def said_lines(text: object) -> str:
    """Print somebody's words with their line breaks; in HTML, put `linebreaksbr` after it."""
    return break_links(clean_lines(text))


@register.filter
def quoted(text: object) -> str:
    """Print somebody's words as a quotation in a plain letter."""
    return quote_lines(text)


@register.filter
def as_deadline(closes_at: datetime | None) -> str:
    """Print the end of a half-open period with its weekday and in three zones, as plain text."""
    return zones.format_deadline(closes_at)
