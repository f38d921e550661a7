"""Two heads of the original institution decide at once, and one institution asks twice; and what would be without the lock."""

import pytest
from django.db import DatabaseError

from submissions.models import Replication
from submissions.operations.replications import approve_replication, refuse_replication
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions.replicating import asked, innovation, walked

pytestmark = pytest.mark.django_db(transaction=True)


def approve_while_it_is_refused(cast, one, at):
    def refuse():
        return refuse_replication(replication=one, person=cast.leader, reason="Belum siap", at=at)

    with meanwhile(Replication, refuse) as other:
        try:
            approve_replication(replication=one, person=cast.administrator, at=at)
        except DatabaseError as error:
            return other, error
    return other, None


def test_one_yes_and_one_no_at_once_leave_the_first(cast, at):
    one = walked(cast, "AGREED", at=at)
    other, _error = approve_while_it_is_refused(cast, one, at)
    assert not other.came_between
    assert type(other.error).__name__ == "NotAllowed"
    assert Replication.objects.get().state == "APPROVED"


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_no_comes_between_and_the_database_stops_the_yes(cast, at):
    one = walked(cast, "AGREED", at=at)
    other, error = approve_while_it_is_refused(cast, one, at)
    assert other.came_between
    assert type(error).__name__ in ("IntegrityError", "InternalError")
    assert Replication.objects.get().state == "REFUSED"


def test_an_institution_that_asks_twice_at_once_asks_once(cast, at):
    about = innovation(cast)
    calls = at_once(*[lambda: asked(cast, about=about, at=at)] * 2)
    assert sorted(type(call.error).__name__ for call in calls) == ["AlreadyAsked", "NoneType"]
    assert Replication.objects.count() == 1
