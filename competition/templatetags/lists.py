"""Tasks, questions with their answers, and the links of menus, tabs and pages, as HTML. No tags here; `kipp` holds the tags.

Said in Python for the reason fields are (`fields`): a page of a proposal prints some twenty rows, a list some twenty links.
"""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from competition.markup import put
from competition.zones import format_number

NOTHING = SafeString("")


def write_tasks(tasks: Iterable[Any], label: str) -> SafeString:
    """Return a list of tasks: the whole row is the link, and a task that cannot be started is not one."""
    named = put(' aria-label="{}"', label) if label else NOTHING
    rows = _joined(_write_task(_reader(one)) for one in tasks)
    return put('<ul class="tasks"{}>{}\n</ul>\n', named, rows)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def _reader(row: Any) -> Any:
    """Return what gives a value of the row by its name, nothing where it has none."""
    return row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")


def _write_task(task: Any) -> SafeString:
    url = task("url")
    before, after = (put('<a href="{}">', url), SafeString("</a>")) if url else (SafeString("<div>"), SafeString("</div>"))
    lines = [task("hint")] if task("hint") else []
    small = _joined(put("<small>{}</small>", one) for one in (*lines, *(task("points") or ())))
    pattern = '\n<li>{}<span><b>{}</b>{}</span><span class="tag {}">{}</span>{}</li>'
    return put(pattern, before, task("title"), small, task("kind") or "quiet", task("status"), after)


def write_summary(rows: Iterable[Any], *, lines: bool) -> SafeString:
    """Return questions with their answers and the way to change each; `lines` keeps the paragraphs of an answer."""
    empty = put('<span class="soft">{}</span>', _("Tidak diisi"))
    written = _joined(_write_answer(_reader(one), empty, lines=lines) for one in rows)
    return put('<dl class="summary">{}\n</dl>\n', written)


def _write_answer(row: Any, empty: SafeString, *, lines: bool) -> SafeString:
    said = row("answer")
    # `linebreaks` escapes what is not markup already.
    answer = (mark_safe(linebreaks(said, autoescape=not isinstance(said, SafeString))) if lines else said) if said else empty
    return put("\n<div><dt>{}</dt><dd>{}</dd>{}</div>", row("question"), answer, _write_change(row))


def _write_change(row: Any) -> SafeString:
    if not row("url"):
        return NOTHING
    pattern = '<dd class="change"><a href="{}">{}<span class="hide"> {}</span></a></dd>'
    return put(pattern, row("url"), _("Ubah"), row("change") or row("question"))


def write_links(items: Iterable[Any]) -> SafeString:
    """Return links as items of a list, one a line."""
    return _joined(put('<li><a href="{}"{}>{}</a></li>\n', one["url"], _mark(one["current"]), one["label"]) for one in items)


def write_tabs(items: Iterable[Any], label: str) -> SafeString:
    """Return links with counts, to stand above a list."""
    links = _joined(_write_tab(_reader(one)) for one in items)
    return put('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>\n', label, links)


def _write_tab(tab: Any) -> SafeString:
    count = tab("count")
    number = NOTHING if count is None or count == "" else put(" <span>{}</span>", format_number(count))
    return put('<li><a href="{}"{}>{}{}</a></li>', tab("url"), _mark(tab("current")), tab("label"), number)


def _mark(is_current: bool) -> SafeString:
    return SafeString(' aria-current="page"') if is_current else NOTHING


def write_pages(page: Page, numbers: Iterable[Any], stem: str) -> SafeString:
    """Return links to the pages of a list, the current one in words too; `numbers` with the paginator's ellipsis for a gap."""
    told = {"n": format_number(page.number), "total": format_number(page.paginator.num_pages)}
    places = _joined(_write_place(page, one, stem) for one in numbers)
    before = after = NOTHING
    if page.has_previous():
        before = put('<li><a href="{}{}" rel="prev">{}</a></li>', stem, page.previous_page_number(), _("Sebelumnya"))
    if page.has_next():
        after = put('<li><a href="{}{}" rel="next">{}</a></li>', stem, page.next_page_number(), _("Berikutnya"))
    pattern = '<nav class="pages" aria-label="{}">\n<p>{}</p>\n<ul>{}{}{}</ul></nav>\n'
    return put(pattern, _("Halaman daftar"), _("Halaman %(n)s dari %(total)s") % told, before, places, after)


def _write_place(page: Page, number: Any, stem: str) -> SafeString:
    if number == page.paginator.ELLIPSIS:
        return SafeString('<li class="number"><span>…</span></li>')
    pattern = '<li class="number"><a href="{}{}"{}><span class="hide">{} </span>{}</a></li>'
    return put(pattern, stem, number, _mark(number == page.number), _("Halaman"), format_number(number))
