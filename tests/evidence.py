"""What was, and that it still is: the stored rows of this software as one value."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection

APPS = ("competition", "submissions", "judging")
# Every request says that its session is in use.
OF_THE_VISIT = {"competition_personsession"}


def stored() -> dict[str, tuple[int, str | None]]:
    """Return the number of rows and their fingerprint for each table of the three apps, in one query."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    tables = [model._meta.db_table for model in models if model._meta.db_table not in OF_THE_VISIT]
    parts = [f"SELECT '{one}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {one} t" for one in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (number, fingerprint) for table, number, fingerprint in cursor.fetchall()}


@contextmanager
def nothing_changes(*but: str) -> Iterator[None]:
    """Hold whatever happens inside to leaving every row as it was, but in these tables; the message names those that differ."""
    before = stored()
    yield
    after = stored()
    changed = [table for table in after if table not in but and after[table] != before[table]]
    assert changed == [], f"changed: {', '.join(changed)}"


@contextmanager
def refused(error: type[Exception]) -> Iterator[pytest.ExceptionInfo]:
    """Expect the refusal, with words for whoever asked, and not one row changed."""
    with nothing_changes(), pytest.raises(error) as caught:
        yield caught
    assert caught.value.reason or type(caught.value).__name__ in SILENT


# These never reach a person: a page does not offer what leads to them.
SILENT = {"NotAsked"}
