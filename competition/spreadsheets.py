"""Rows for spreadsheet programs: a cell that somebody typed must never become a formula when the file is opened."""

import csv
from collections.abc import Iterable, Iterator

# What makes a program take a cell for a formula, at its beginning; the full-width forms count in East Asian versions.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a program skips before it looks.
_SKIPPED = " \u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"


def safe_cell(value: object) -> str:
    """Return a value as the text of a cell; text that would begin a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(_SKIPPED).startswith(_LIVE) else text


class _Line:
    """Takes what the writer writes and hands it on."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield rows as lines of RFC 4180, every cell quoted and harmless, one at a time."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])
