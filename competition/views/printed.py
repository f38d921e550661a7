"""The rows of long lists and the passages of long texts, each printed once as long as it says the same."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# About three megabytes of rows in each process.
KEPT = 4000


class PrintedRows:
    """Prints rows by a template; one that was printed before, of the same values in the same language, comes from memory.

    `kept`: how many, for rows that are long.

    `describe` makes what the template prints out of a row and whatever else the caller gives for all of them. It must depend on
    these and the language alone: what is remembered goes to everybody whose list holds an equal row. The template prints what
    `describe` returns and knows no request, so nothing of one reader can reach another.
    """

    def __init__(self, template: str, describe: Callable[..., dict[str, Any]], kept: int = KEPT) -> None:
        self.template = template
        self.describe = describe
        self._one = lru_cache(maxsize=kept)(self._print)

    def __call__(self, rows: Iterable[Hashable], *more: Hashable) -> list[SafeString]:
        """Return each row as HTML, in order."""
        language = get_language()
        return [self._one(language, row, *more) for row in rows]

    def _print(self, _language: str, row: Hashable, *more: Hashable) -> SafeString:
        return get_template(self.template).render(self.describe(row, *more))
