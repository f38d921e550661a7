"""Two coaches take one request at once, a team asks twice, and a draft is sent while somebody remarks; and without the lock."""

import pytest
from django.db import DatabaseError, transaction

from submissions.models import Coaching, CoachingComment
from submissions.operations.coachings import end_with_sending, give_coaching
from tests import builders
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import guiding

pytestmark = pytest.mark.django_db(transaction=True)


def taken_by_both(cast, at):
    """Let a second coach take the request while the first does; return the second's call, and what stopped the first."""
    one, first, second = guiding.asked(cast, at=at), guiding.coach(cast), guiding.coach(cast)

    def take():
        return give_coaching(coaching=one, person=second, coach=second, at=at)

    with meanwhile(Coaching, take) as other:
        try:
            give_coaching(coaching=one, person=first, coach=first, at=at)
        except DatabaseError as error:
            return first, second, other, error
    return first, second, other, None


def test_of_two_coaches_at_once_one_has_it(cast, at):
    first, _second, other, error = taken_by_both(cast, at)
    assert error is None
    assert not other.came_between
    assert type(other.error).__name__ == "NotAllowed"
    assert Coaching.objects.get().coach == first


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_second_comes_between_and_the_database_keeps_who_coaches(cast, at):
    _first, second, other, error = taken_by_both(cast, at)
    assert other.came_between
    assert type(error).__name__ in ("IntegrityError", "InternalError")
    assert Coaching.objects.get().coach == second


def test_a_team_that_asks_twice_at_once_asks_once(cast, at):
    proposal = builders.draft(cast)
    calls = at_once(*[lambda: guiding.asked(cast, proposal=proposal, at=at)] * 2)
    assert sorted(type(call.error).__name__ for call in calls) == ["AlreadyAsked", "NoneType"]
    assert Coaching.objects.count() == 1


def test_a_remark_that_comes_with_the_end_is_written_before_it_or_not_at_all(cast, at):
    one = guiding.given(cast, at=at)

    def remark():
        return guiding.remarked(one, at=at)

    with meanwhile(Coaching, remark) as other:
        give_up(one, cast.writer, at)
    assert type(other.error).__name__ == "NotAllowed"
    assert not CoachingComment.objects.exists()


def give_up(one, person, at):
    """End it as sending does, in a transaction of its own."""
    with transaction.atomic():
        end_with_sending(proposal=one.proposal, person=person, at=at)
