"""Figures before and after, as a table that belongs to an answer: how it is cleaned, read and joined. Knows no database.

A row is {"indicator": "Lama izin", "before": "17 hari", "after": "3 hari", "source": "register loket"}; a cell may be empty.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from competition.letters import one_line

Row = dict[str, str]

CELLS: dict[str, Promise] = {
    "indicator": _("Ukuran"),
    "before": _("Sebelum"),
    "after": _("Sesudah"),
    "source": _("Sumber data"),
}


def clean_rows(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Return the rows that say anything, each with all its cells on one line."""
    cleaned = ({cell: one_line(row.get(cell, "")) for cell in CELLS} for row in rows)
    return [row for row in cleaned if any(row.values())]


def readable(text: str, rows: Iterable[Row]) -> str:
    """Return the answer as people read it: the text, then a line for each row.

    The signs between the cells hold no letter and no digit, so that the whole has as many words as its parts together: the page
    can count them where they are typed.
    """
    lines = [f"- {row['indicator']}: {row['before'] or '…'} → {row['after'] or '…'} ({row['source'] or '…'})" for row in rows]
    return "\n\n".join(part for part in (text, "\n".join(lines)) if part)


def join_rows(stored: Iterable[Row], typed: Iterable[Row], most: int) -> tuple[list[Row], list[Row]]:
    """Return the rows of both, each once, as far as the table goes, and those that no longer fit."""
    rows = [*stored]
    rows += [row for row in typed if row not in rows]
    return rows[:most], rows[most:]
