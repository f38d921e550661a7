"""A letter out of its data: the words it ships with, or those the secretariat gave it, in the frame every letter has."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from competition.letters import one_line
from competition.placeholders import SHIPPED, can_fill, fill_html, fill_text

_SPARE_LINES = re.compile(r"\n{3,}")
# Where the letter's own words stand in its frame; nobody can write it.
_PLACE = "\x00letter\x00"
_MOST = 200


class Words(NamedTuple):
    """A letter as it is stored."""

    subject: str
    text: str
    html: str


def compose(event: str, language: str, data: Mapping[str, Any], own: Mapping[str, str] | None = None) -> Words:
    """Return the letter of an event to `data["recipient"]`. `own`: what the secretariat gave as `subject`, `text` and `html`.

    Words that can be filled in no more, because a later release took a placeholder away, are left out for the shipped ones:
    an event is never held up by its letter.
    """
    values = {"site_url": settings.SITE_URL, **data}
    with translation.override(language):
        shipped = _shipped(event, language, values)
        if own is None or own == SHIPPED or not can_fill(event, own):
            return shipped
        subject = one_line(fill_text(event, own["subject"], values, shipped.subject))[:_MOST]
        text = _framed(
            f"notices/{language}/frame.txt", values, fill_text(event, own["text"], values, _inner(shipped, values, language))
        )
        html = fill_html(event, own["html"], values, _inner_html(shipped, values, language))
        return Words(subject, _tidy(text), _framed(f"notices/{language}/frame.html", values, html))


def _shipped(event: str, language: str, values: Mapping[str, Any]) -> Words:
    stem = f"notices/{language}/{event}"
    subject = one_line(render_to_string(f"{stem}.subject.txt", values))[:_MOST]
    return Words(subject, _tidy(render_to_string(f"{stem}.txt", values)), render_to_string(f"{stem}.html", values))


def _tidy(text: str) -> str:
    return _SPARE_LINES.sub("\n\n", text).strip() + "\n"


def _framed(frame: str, values: Mapping[str, Any], letter: str) -> str:
    """Return the letter with its greeting and its end. The words were escaped where they were filled in."""
    return render_to_string(frame, {**values, "letter": SafeString(letter)})


def _inner(shipped: Words, values: Mapping[str, Any], language: str) -> str:
    """Return the shipped words of a plain letter without their frame."""
    before, _place, after = _tidy(_framed(f"notices/{language}/frame.txt", values, _PLACE)).partition(_PLACE)
    return shipped.text.removeprefix(before).removesuffix(after)


def _inner_html(shipped: Words, values: Mapping[str, Any], language: str) -> str:
    before, _place, after = _framed(f"notices/{language}/frame.html", values, _PLACE).partition(_PLACE)
    return shipped.html.removeprefix(before).removesuffix(after)
