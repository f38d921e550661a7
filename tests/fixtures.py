"""The fixtures of the whole suite. `tests/conftest.py` hands them on, once there is a database to import them with."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from competition.clock import read_clock
from competition.queries import remembered, site
from competition.queries.remembered import forget_rules
from competition.queries.site import forget_site_edition
from competition.views import embargo, public
from tests import builders

# A slow machine is no fault of the code under test, and a run on the build server must say the same as one at a desk.
hypothesis_settings.register_profile("kipp", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("kipp")


AN_HOUR = 3600
NOT_EMPTIED = {"competition_auditentry": "audit_is_not_emptied", "competition_auditlink": "audit_link_is_not_emptied"}


@contextmanager
def audit_may_be_emptied() -> Iterator[None]:
    """Let TRUNCATE pass the audit's tables; changing a row stays refused. Their owner may do this, no superuser is needed."""
    with connection.cursor() as cursor:
        for table, trigger in NOT_EMPTIED.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            yield
        finally:
            for table, trigger in NOT_EMPTIED.items():
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True, scope="session")
def tests_with_real_commits_may_clean_up() -> Iterator[None]:
    """Django empties the tables after a test that commits; the trigger of the audit trail refuses that, as it should."""
    clean_up = TransactionTestCase._fixture_teardown

    def clean_up_past_the_trigger(self: TransactionTestCase) -> None:
        with audit_may_be_emptied():
            clean_up(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clean_up_past_the_trigger)
        yield


@pytest.fixture(autouse=True, scope="session")
def what_is_kept_for_seconds_is_kept_for_a_test() -> Iterator[None]:
    """A slow machine would read it once more between two pages, and their queries would differ."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (remembered, site):
            patch.setattr(module, "SECONDS", AN_HOUR)
        yield


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """A page or an edition kept from another test, whose rows are gone, must not be shown to this one."""
    forget_site_edition()
    forget_rules()
    public._local.clear()
    # No announcement is awaited, so no page looks for one; a test that has one lets it look (`embargo.forget`).
    embargo._Known.look_at = embargo._Known.due = math.inf


@pytest.fixture
def cast(db: None) -> builders.Cast:
    """Return the people of a small edition whose registration is open."""
    return builders.make_cast(builders.make_edition())


@pytest.fixture
def at(db: None) -> datetime:
    """Return the instant of the test, by the database's clock."""
    return read_clock()
