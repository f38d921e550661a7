"""A kept connection that died is noticed before a page needs it, without asking the server."""

import socket

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock


@pytest.fixture
def other(transactional_db):
    """Return a second connection, as another worker has one."""
    one = connections["default"].copy()
    one.ensure_connection()
    yield one
    one.close()


def backend_of(one) -> int:
    with one.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_living_connection_is_usable_and_nothing_is_asked(other):
    backend_of(other)
    with CaptureQueriesContext(other) as asked:
        assert other.is_usable()
    assert len(asked) == 0


def test_a_connection_the_server_ended_is_not_usable_and_is_replaced(other):
    gone = backend_of(other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [gone])
    assert not other.is_usable()
    other.health_check_enabled, other.health_check_done = True, False
    other.close_if_health_check_failed()
    assert backend_of(other) != gone


def test_a_connection_closed_here_is_not_usable(other):
    other.connection.close()
    assert not other.is_usable()
    other.connection = None
    assert not other.is_usable()


def test_a_statement_after_a_refused_one_finds_the_connection_usable(other):
    from django.db import DatabaseError

    with other.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("SELECT 1 / 0")
    assert other.is_usable()
    assert read_clock()


@pytest.mark.django_db
def test_a_server_that_takes_the_line_and_says_nothing_is_given_up():
    """Without an end to waiting, whoever opens an announcement would hold that up in this process for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        one = connections["default"].copy()
        place = {"HOST": "127.0.0.1", "PORT": str(silent.getsockname()[1])}
        one.settings_dict = one.settings_dict | place | {"NAME": "kipp", "USER": "kipp"}
        with pytest.raises(OperationalError, match="timeout"):
            one.ensure_connection()
