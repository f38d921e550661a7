"""FLT-13: the database's clock set back by five minutes. What is moved is the mark, which is the same to whoever reads."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from competition.clock import clock_expression, read_clock
from competition.models import Stage
from competition.verdict import NotAllowed
from submissions.operations.drafts import start_draft
from tests.evidence import refused

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def machine() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def set_back(by: timedelta) -> datetime:
    """Let the machine be so far behind what was read last; return that."""
    mark = machine() + by
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('kipp_clock_mark', (extract(epoch FROM %s::timestamptz) * 1000000)::bigint)", [mark])
    return mark


@pytest.fixture(autouse=True)
def mark_of_now():
    """A mark is no part of a transaction, so the next test would meet it."""
    yield
    set_back(timedelta(0))


def test_it_is_the_machines_clock_and_its_readings_are_remembered():
    before = machine()
    at = read_clock()
    assert before <= at <= machine()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM kipp_clock_mark")
        mark = cursor.fetchone()[0] / 1_000_000
    assert abs(mark - at.timestamp()) <= 1.5


def test_set_back_by_minutes_it_stands_still_and_what_closed_stays_closed(cast):
    closed = set_back(5 * MINUTE)
    assert abs(read_clock() - closed) < timedelta(milliseconds=1)
    assert abs(Stage.objects.annotate(at=clock_expression()).first().at - closed) < timedelta(milliseconds=1)
    # Registration closed a minute before the clock was set back: by the machine alone it would be open for four minutes.
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=closed - MINUTE)
    Stage.objects.filter(edition=cast.edition, key="screening").update(opens_at=closed - MINUTE)
    edition = type(cast.edition).objects.get(pk=cast.edition.pk)
    known = {"unit": cast.unit, "edition": edition, "title": "Rumah Tunggu Uji", "person": cast.writer}
    with refused(NotAllowed):
        start_draft(**known, at=read_clock())
    assert start_draft(**known, at=machine()).title == "Rumah Tunggu Uji"


def test_what_was_far_ahead_is_not_believed():
    set_back(timedelta(hours=20))
    at, here = read_clock(), machine()
    assert abs(here - at) < MINUTE
    assert read_clock() >= at


def test_where_nothing_may_be_written_it_is_read_all_the_same():
    set_back(-MINUTE)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        assert abs(machine() - read_clock()) < MINUTE


def test_nobodys_own_space_holds_the_mark():
    """It runs with its owner's rights: a thing of the same name made by whoever reads it is not what it looks at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY SEQUENCE kipp_clock_mark")
        cursor.execute(
            "SELECT setval('pg_temp.kipp_clock_mark', (extract(epoch FROM now() + %s) * 1000000)::bigint)", [5 * MINUTE]
        )
        cursor.execute("DISCARD PLANS")
        assert abs(machine() - read_clock()) < MINUTE
        transaction.set_rollback(True)
