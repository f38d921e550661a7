"""The components of the look as template tags. A builtin of the template engine: no {% load %} needed.

Small pieces are made with `format_html`, because a list prints them many times; larger ones have a template in
`templates/components/`. Texts come from gettext, times and numbers from `competition.zones`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

import segno
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from competition import zones
from competition.parking import MARK, mark_for
from competition.templatetags.fields import write_field
from competition.templatetags.lists import write_links, write_pages, write_summary, write_tabs, write_tasks
from competition.templatetags.parts import FieldParts

register = template.Library()

STATUS_KINDS = {"now", "ok", "warn", "bad", "quiet", "plain", "soft"}
PAGE_PARAMETER = "halaman"


# Words and time


@register.filter
def as_date(value: date | datetime | None) -> str:
    """Print "10 Maret 2017"."""
    return zones.format_date(value) if value else ""


@register.filter
def as_day(value: date | datetime | None) -> str:
    """Print "10 Maret"."""
    return zones.format_date(value, year=False) if value else ""


@register.filter
def as_weekday(value: date | datetime | None) -> str:
    """Print "Jumat, 10 Maret 2017"."""
    return zones.format_date(value, weekday=True) if value else ""


@register.filter
def as_time(value: datetime | None) -> str:
    """Print "23.59" in WIB."""
    return zones.format_time(value) if value else ""


@register.filter
def as_instant(value: datetime | None) -> str:
    """Print "10 Maret 2017 pukul 23.59 WIB"."""
    return zones.format_instant(value) if value else ""


@register.filter
def as_closing(value: datetime | None) -> str:
    """Print the end of a half-open period: "10 Maret 2017 pukul 23.59 WIB"."""
    return zones.format_closing(value) if value else ""


@register.filter
def as_closing_in_zones(value: datetime | None) -> str:
    """Print the end of a half-open period on three clocks: "10 Maret 2017 pukul 23.59 WIB · 00.59 WITA (11 Maret) · …"."""
    return zones.format_closing_in_zones(value) if value else ""


@register.filter
def as_zones(value: datetime | None) -> str:
    """Print "23.59 WIB · 00.59 WITA (11 Maret) · 01.59 WIT (11 Maret)"."""
    return zones.format_zones(value) if value else ""


@register.filter
def as_remaining(until: datetime | None, at: datetime) -> str:
    """Print "3 hari 4 jam lagi", or nothing once it is over."""
    return zones.format_remaining(until, at) if until else ""


@register.filter
def as_number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """Print "1.234" or, with two decimals, "62,50"."""
    return "" if value == "" else zones.format_number(value, decimals)


@register.filter
def as_words_of(words: int, limit: int | None) -> str:
    """Print "212 dari 300 kata"."""
    return _("%(words)s dari %(limit)s kata") % {"words": zones.format_number(words), "limit": zones.format_number(limit)}


@register.simple_tag
def moment(value: datetime | None) -> str:
    """Print an instant in words inside <time>."""
    return _time_element(value, zones.format_instant(value)) if value else ""


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """Print a date in words inside <time>."""
    return _time_element(value, zones.format_date(value)) if value else ""


@register.simple_tag
def deadline_line(closes_at: datetime) -> str:
    """Print the end of a half-open period on one line: date, then the three zones."""
    shown = zones.last_minute(closes_at)
    return _time_element(shown, f"{zones.format_date(shown, weekday=True)} · {zones.format_zones(shown)}")


@register.inclusion_tag("components/deadline.html")
def deadline(instant: datetime, at: datetime | None = None, label: str = "", closing: bool = True) -> dict[str, Any]:
    """Print a deadline: date, three zones, and what is left when `at` is given. Red only on the last day."""
    shown = zones.last_minute(instant) if closing else instant
    return {
        "label": label,
        "shown": shown,
        "zones": zones.read_zones(shown),
        "remaining": zones.format_remaining(instant, at) if at else "",
        "last_day": bool(at and closing and zones.is_last_day(instant, at)),
    }


# Small pieces


@register.simple_tag
def status(text: str, kind: str = "quiet") -> str:
    """Print a state in words; the colour only repeats them. `plain` and `soft` are text without a chip.

    :raises ValueError: for an unknown kind.
    """
    if kind not in STATUS_KINDS:
        raise ValueError(f"status kind {kind!r}: choose one of {sorted(STATUS_KINDS)}")
    return format_html('<span class="tag {}">{}</span>', kind, text)


@register.simple_tag
def crumbs(*pairs: str) -> str:
    """Print the way back: label, url, label, url … A single step is the usual case."""
    steps = list(zip(pairs[::2], pairs[1::2], strict=True))
    links = format_html_join("", '<li><a href="{1}">{0}</a></li>', steps)
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("Jalur halaman"), links)


@register.simple_tag
def progress(value: int, max: int, text: str) -> str:
    """Print a bar whose meaning stands beside it in words."""
    return format_html(
        '<div class="progress"><span>{0}</span><progress value="{1}" max="{2}" aria-label="{0}"></progress></div>',
        text,
        value,
        max,
    )


@register.simple_block_tag
def note(content: str, kind: str = "info", title: str = "") -> str:
    """Print a paragraph set apart. kind: info, ok, warn, bad."""
    heading = format_html("<p><b>{}</b></p>", title) if title else ""
    return format_html('<div class="note {}">{}{}</div>', kind, heading, content)


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Print what will stand here and what to do now."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("components/facts.html")
def facts(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Print short facts: pairs of label and value."""
    return {"rows": rows}


@register.inclusion_tag("components/figures.html")
def figures(items: Iterable[Any]) -> dict[str, Any]:
    """Print large numbers with their words: items with `value` and `label`."""
    return {"items": items}


@register.simple_tag
def tabs(items: Iterable[Any], label: str) -> SafeString:
    """Print links with counts above a list: items with `label`, `url`, `count`, `current`."""
    return write_tabs(items, label)


@register.simple_tag
def links(items: Iterable[Any]) -> SafeString:
    """Print links as items of a list: with `label`, `url`, `current`."""
    return write_links(items)


@register.simple_tag(takes_context=True)
def menu(context: Context) -> SafeString:
    """Return the links of the header, which every page prints twice."""
    return context.template.engine.get_template("components/menu.html").render(context)


# Lists


@register.simple_tag
def task_list(tasks: Iterable[Any], label: str = "") -> SafeString:
    """Print tasks with `title`, `status`, and perhaps `url`, `kind`, `hint`, `points`. Without a url the row is not a link."""
    return write_tasks(tasks, label)


@register.simple_tag
def summary_list(rows: Iterable[Any], lines: bool = False) -> SafeString:
    """Print questions and answers: rows with `question`, `answer`, `url`, `change`. `lines` keeps paragraphs."""
    return write_summary(rows, lines=lines)


@register.inclusion_tag("components/timeline.html")
def timeline(stages: Iterable[Any]) -> dict[str, Any]:
    """Print the stages of an edition: `name`, `state` (done, now, later) and `window_text`."""
    return {"stages": stages}


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page) -> SafeString:
    """Print links to the other pages of a list, nothing for a single page; the rest of the query string is kept."""
    if page.paginator.num_pages <= 1:
        return SafeString("\n")
    request = context.get("request")
    query = request.GET.copy() if request else {}
    query.pop(PAGE_PARAMETER, None)
    stem = f"?{query.urlencode()}&" if query else "?"
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return write_pages(page, numbers, f"{stem}{PAGE_PARAMETER}=")


@register.inclusion_tag("components/receipt.html")
def receipt(code: str, at: datetime, title: str, fingerprint: str = "", address: str = "") -> dict[str, Any]:
    """Print proof of sending: the code, the instant in three zones, the title, the fingerprint of what was sent.

    With the `address` where anybody checks it there is a QR code that leads there, from paper too.
    """
    return {"code": code, "at": at, "title": title, "fingerprint": fingerprint, "drawing": _qr(address) if address else ""}


def _qr(address: str) -> SafeString:
    # Inside the page, without a size of its own: no second request, and as sharp on paper as on a screen.
    options = {"omitsize": True, "svgclass": None, "lineclass": None, "light": "#fff"}
    code = segno.make(address, micro=False, error="m")
    return mark_safe(code.svg_inline(title=_("Kode QR untuk memeriksa tanda terima ini"), **options))


# Forms


@register.simple_tag
def field(bound: BoundField, heading: bool = False) -> str:
    """Print one form field. With `heading` its label is the page's <h1>."""
    return write_field(FieldParts(bound, bool(heading)))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | str | None) -> dict[str, Any]:
    """Print every message of the forms, each a link to its field; an absent form and one without errors print nothing."""
    return {"lines": [line for form in forms if form for line in _error_lines(form)]}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form: BaseForm, clear_url: str = "", label: str = "") -> dict[str, Any]:
    """Print a GET form in one line above a list. The way back shows once something is filtered."""
    filtered = form.is_bound and any(form.data.get(form.add_prefix(name)) for name in form.fields)
    return {"form": form, "clear_url": clear_url if filtered else "", "label": label or _("Saring daftar")}


@register.simple_tag
def contact() -> SafeString:
    """Print how people reach the help desk; asks nothing but the settings, so that an error page can say it too."""
    ways = [("tel", settings.HELP_PHONE), ("mailto", settings.HELP_EMAIL)]
    return format_html_join("", ' · <a href="{}:{}">{}</a>', ((kind, to, to) for kind, to in ways if to))


@register.simple_tag(takes_context=True)
def written_by(context: Context) -> SafeString:
    """Print for whom a form is made, so that what comes back without a session is kept for them (`competition.parking`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, mark_for(context["user"]))


@register.inclusion_tag("components/confirm_link.html", takes_context=True)
def confirm_link(
    context: Context, url: str, label: str, title: str, text: str = "", button: str = "", kind: str = ""
) -> dict[str, Any]:
    """Print a link to a confirm page; where scripts run, the question opens in a dialog that posts to the same url."""
    return {
        "dialog": f"tanya-{crc32(f'{url} {title}'.encode()):08x}",
        "url": url,
        "label": label,
        "title": title,
        "text": text,
        "button": button or label,
        "kind": kind,
        "csrf_token": context.get("csrf_token"),
    }


def _error_lines(form: BaseForm | BaseFormSet) -> list[tuple[str, str]]:
    """Return (id of the field or "", message) in reading order; messages without a field come first."""
    if isinstance(form, BaseFormSet):
        return [("", text) for text in form.non_form_errors()] + [line for part in form for line in _error_lines(part)]
    if not form.is_bound:
        return []
    lines = [("", text) for text in form.non_field_errors()]
    for bound in form:
        parts = FieldParts(bound)
        lines += [("" if parts.kind == "hidden" else parts.target, text) for text in parts.errors]
    return lines


def _time_element(value: date | datetime, words: str) -> SafeString:
    local = value.astimezone(zones.ZONES["WIB"]) if isinstance(value, datetime) else value
    machine = local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()
    # Both texts are made here from dates alone.
    return mark_safe(f'<time datetime="{machine}">{words}</time>')
