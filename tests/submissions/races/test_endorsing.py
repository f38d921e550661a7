"""A link that two browsers open at once, reminders that two schedulers write at once; and what happens without the lock."""

from datetime import timedelta

import pytest
from django.db import connection

from competition.models import Notice, Person
from submissions.models import Reminder
from submissions.operations.links import LinkSpent, open_link
from submissions.operations.reminders import remind_of_closing
from tests import builders
from tests.meanwhile import at_once, without_row_locks  # noqa: F401 - a fixture
from tests.racing import race
from tests.submissions.asking import link_of

pytestmark = pytest.mark.django_db(transaction=True)


def who(person):
    """Return the person as another request would read them: nothing remembered."""
    return Person.objects.get(pk=person.pk)


def open_in_two_browsers(cast, at):
    """Whoever has the code opens the link in a second browser before the first one's opening is committed."""
    link = link_of(builders.forwarded(cast), cast.leader)
    second = who(cast.leader)
    return race(
        lambda: open_link(link=link, person=cast.leader, at=at),
        lambda: open_link(link=link, person=second, at=at),
    )


def test_a_link_opens_in_one_browser_of_two(cast, at):
    outcome = open_in_two_browsers(cast, at)
    assert outcome.waited
    assert isinstance(outcome.error, LinkSpent)


@pytest.mark.usefixtures("without_row_locks")
def test_a_link_opens_in_both_without_the_lock(cast, at):
    outcome = open_in_two_browsers(cast, at)
    assert outcome.error is None
    assert outcome.result.opened_at == at


def test_of_eight_browsers_at_once_one_opens_the_link(cast, at):
    proposal = builders.forwarded(cast)
    link = link_of(proposal, cast.leader)
    calls = at_once(*[lambda: open_link(link=link, person=who(cast.leader), at=at) for _ in range(8)])
    assert sum(call.error is None for call in calls) == 1
    assert all(isinstance(call.error, LinkSpent) for call in calls if call.error)


UNIQUE = "reminder_once_per_step_and_close"


def remind_by_two_schedulers(cast):
    """A second scheduler asks while the first is still writing the letters of the step."""
    builders.draft(cast)
    at = cast.edition.stages.get(key="registration").closes_at - timedelta(days=3)
    outcome = race(lambda: remind_of_closing(at=at), lambda: remind_of_closing(at=at))
    letters = Notice.objects.filter(event="closing_reminded")
    return outcome, letters.count(), letters.order_by().values("recipient").distinct().count()


@pytest.fixture
def without_the_key():
    """Let a step be written twice."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE submissions_reminder DROP CONSTRAINT {UNIQUE}")
    yield
    Reminder.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE submissions_reminder ADD CONSTRAINT {UNIQUE} UNIQUE (stage_id, step, closes_at)")


def test_of_two_schedulers_one_writes_the_reminders(cast):
    outcome, letters, readers = remind_by_two_schedulers(cast)
    assert outcome.waited
    assert (outcome.error, outcome.result) == (None, 0)
    assert letters == readers


@pytest.mark.usefixtures("without_the_key")
def test_without_the_key_everybody_is_reminded_twice(cast):
    outcome, letters, readers = remind_by_two_schedulers(cast)
    assert not outcome.waited
    assert letters == 2 * readers
