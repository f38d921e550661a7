"""What the whole run writes to the log holds nothing that was planted (SEC-26).

Every line of every test is printed as the site prints it and searched: for the password that people in tests sign in with, for
what judges wrote beside their scores, for addresses of people, and for the token of any link.
"""

import logging
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tests import builders

# Written by `builders` into accounts and sheets all over the suite.
PLANTED = (builders.PASSWORD, builders.REASON)
LEAKS = re.compile(
    "|".join([*map(re.escape, PLANTED), r"[\w.+-]+@contoh\.test", r"/(?:undangan|tautan)/[\w-]{20,}", r"--token--"])
)


class Watch(logging.Handler):
    """Keeps the lines that hold what no log may hold."""

    def __init__(self) -> None:
        super().__init__()
        known = dict(settings.LOGGING["formatters"]["line"])
        self.setFormatter(import_string(known.pop("()"))(**known))
        self.lines = 0
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Print the line as the site does, and look at it."""
        self.lines += 1
        said = self.format(record)
        if hit := LEAKS.search(said):
            self.found.append(f"{hit[0]} in: {said[:300]}")


@pytest.fixture(autouse=True, scope="session")
def nothing_secret_is_logged() -> Iterator[Watch]:
    """Watch the log from the first test to the last; the run fails at its end if something was written that may not be."""
    watch = Watch()
    root = logging.getLogger()
    root.addHandler(watch)
    yield watch
    root.removeHandler(watch)
    assert not watch.found, "\n".join(["", *watch.found[:20]])
