"""Tasks, and questions with their answers, as HTML. No tags here; `kipp` holds the tags.

Said in Python for the reason fields are (`fields`): a page of a proposal prints some twenty rows.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from competition.markup import put

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
