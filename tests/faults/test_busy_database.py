"""The database cannot serve in time: the person is told so, nothing is half-done, and the same form then works."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

from competition.models import AuditEntry
from submissions.models import Answer
from tests import builders
from tests.submissions.views.pages import answer_values, path

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held(table: str) -> Iterator[None]:
    """Hold a table against writers, from a connection of its own."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def impatient() -> Iterator[None]:
    """Wait a tenth of a second for a lock instead of the three seconds that are set."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "3s"
        cursor.execute("SET lock_timeout = '100ms'")
    yield
    connection.close()


def test_a_lock_that_does_not_come_free_is_a_503_and_the_same_form_works_afterwards(cast, impatient):
    proposal = builders.draft(cast)
    person = Client(raise_request_exception=False)
    person.force_login(cast.writer)
    url, values = path("answer", proposal, "ringkasan"), answer_values(proposal, "ringkasan", "Teks baru.", is_done="yes")
    before = (list(Answer.objects.order_by("pk").values()), AuditEntry.objects.count())
    with held("submissions_answer"):
        answer = person.post(url, values)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Coba lagi dalam 5 detik." in answer.content.decode()
    assert (list(Answer.objects.order_by("pk").values()), AuditEntry.objects.count()) == before
    assert person.post(url, values).status_code == 302
    assert Answer.objects.get(proposal=proposal, question__code="ringkasan").text == "Teks baru."


def test_our_own_fault_stays_a_500(cast, monkeypatch):
    proposal = builders.draft(cast)
    person = Client(raise_request_exception=False)
    person.force_login(cast.writer)
    monkeypatch.setattr("submissions.views.answers.items_of", lambda _proposal: 1 / 0)
    assert person.get(path("answer", proposal, "ringkasan")).status_code == 500


def test_no_connection_at_all_is_a_503(cast, monkeypatch):
    def refuse() -> None:
        raise OperationalError("too many connections")

    person = Client(raise_request_exception=False)
    person.force_login(cast.writer)
    connection.close()
    monkeypatch.setattr(connection, "connect", refuse)
    assert person.get("/proposal/").status_code == 503
