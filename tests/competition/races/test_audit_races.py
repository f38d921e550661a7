"""Several connections writing to one chain: no gap, no fork; and, with the lock taken away, what would happen."""

from collections.abc import Iterator
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from competition.models import AuditLink, Edition, Person
from tests import builders
from tests.auditing import as_superuser, link_now, positions, record, sql
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)

UNIQUE = "audit_position_once_per_chain"


@pytest.fixture
def without_the_lock() -> Iterator[None]:
    """Let the linking read the head without holding it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('kipp_link_audit'::regproc)")
        function = cursor.fetchone()[0]
    assert function.count("FOR UPDATE") == 2
    sql(function.replace("FOR UPDATE", "").replace("%", "%%"))
    yield
    sql(function.replace("%", "%%"))


@pytest.fixture
def without_the_constraint() -> Iterator[None]:
    """Let two links take the same position."""
    sql(f"ALTER TABLE competition_auditlink DROP CONSTRAINT {UNIQUE}")
    yield
    with as_superuser():
        sql("DELETE FROM competition_auditlink")
    sql(f"ALTER TABLE competition_auditlink ADD CONSTRAINT {UNIQUE} UNIQUE (chain, position)")


def linked(number: int = 1) -> None:
    """Write entries and link them at once, as if the commit were under way."""
    record(number)
    link_now()


def test_the_second_waits_for_the_head_and_goes_on_from_it():
    outcome = race(linked, lambda: record(2))
    assert outcome.error is None
    assert outcome.waited
    assert positions("general") == [1, 2, 3]


@pytest.mark.usefixtures("without_the_lock")
def test_without_the_lock_the_second_is_refused_by_the_database():
    record(1)
    outcome = race(linked, lambda: record(1))
    assert isinstance(outcome.error, IntegrityError)
    assert UNIQUE in str(outcome.error)
    assert positions("general") == [1, 2]


@pytest.mark.usefixtures("without_the_lock", "without_the_constraint")
def test_without_lock_and_constraint_the_chain_forks():
    record(1)
    assert race(linked, lambda: record(1)).error is None
    assert positions("general") == [1, 2, 2]
    assert AuditLink.objects.filter(position=2).values("previous").distinct().count() == 1


def test_different_chains_do_not_wait_for_each_other():
    one = builders.make_edition(year=2016)
    Edition.objects.filter(pk=one.pk).update(is_current=False)
    two = builders.make_edition(year=2017)

    def first() -> None:
        record(1, edition=one)
        link_now()

    outcome = race(first, lambda: record(1, edition=two))
    assert outcome.error is None
    assert not outcome.waited


def test_two_chains_in_opposite_order_do_not_lock_each_other_out():
    edition = builders.make_edition()
    barrier, errors = Barrier(2), []

    def write(*chains: Edition | None) -> None:
        try:
            for _ in range(15):
                with transaction.atomic():
                    for chain in chains:
                        record(1, edition=chain)
                    barrier.wait(10)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            errors.append(error)
            barrier.abort()
        finally:
            connection.close()

    together(lambda: write(edition, None), lambda: write(None, edition))
    assert errors == []
    assert positions("general") == positions(f"edition-{edition.pk}") == list(range(1, 31))


def test_who_holds_a_person_while_committing_does_not_lock_the_writer_out():
    """What a commit still has to check waits before the head is taken, never after it."""
    person = builders.make_person()

    def second() -> None:
        with transaction.atomic():
            record(1)
            Person.objects.select_for_update().get(pk=person.pk)

    outcome = race(lambda: record(1, person=person), second)
    assert outcome.error is None
    assert positions("general") == [1, 2]


def test_eight_connections_leave_one_chain_without_a_gap():
    def write() -> None:
        for _ in range(10):
            record(2)
        connection.close()

    together(*[write] * 8)
    assert positions("general") == list(range(1, 161))
    links = list(AuditLink.objects.order_by("position"))
    assert all(after.previous == before.hash for before, after in pairwise(links))


def together(*acts) -> None:
    """Run acts at once and wait for all."""
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
