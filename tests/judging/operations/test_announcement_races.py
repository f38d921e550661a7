"""Opened by several at once, and put off at the moment it opens: one of the two happens, once."""

from functools import partial

import pytest
from django.db import DatabaseError

from competition.clock import read_clock
from competition.verdict import NotAllowed
from judging.models import Announcement
from judging.operations.announcements import open_announcements, postpone_announcement, tell_announced
from judging.queries.invariants import only_published_lists_are_public
from submissions.models import Outcome, Publication
from tests import builders
from tests.judging import announcing
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - the fixture is found by its name

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def approved() -> Announcement:
    return announcing.approved(builders.make_cast(builders.make_edition()))


def test_several_first_readers_open_it_once(approved):
    opening = partial(open_announcements, at=approved.publish_at)
    calls = at_once(opening, opening, opening)
    assert [call.error for call in calls] == [None, None, None]
    assert sum(call.result for call in calls) == 1
    assert (Publication.objects.count(), Outcome.objects.count()) == (1, 2)
    assert [call.result for call in at_once(*[partial(tell_announced, at=approved.publish_at)] * 2)].count(1) == 1


def postponing(approved: Announcement) -> partial:
    known = {"reason": "Ditunda.", "person": approved.approved_by, "at": read_clock()}
    return partial(postpone_announcement, announcement=approved, **known)


def test_putting_off_waits_for_an_opening_and_is_told_that_it_is_open(approved):
    with meanwhile(Publication, postponing(approved)) as call:
        assert open_announcements(at=approved.publish_at) == 1
    assert not call.came_between
    assert isinstance(call.error, NotAllowed)
    assert Announcement.objects.get().state == "OPENED"


def test_an_opening_leaves_alone_what_is_being_put_off(approved):
    with meanwhile(Announcement, partial(open_announcements, at=approved.publish_at)) as call:
        postponing(approved)()
    assert call.result == 0
    assert (Announcement.objects.get().state, Publication.objects.count()) == ("POSTPONED", 0)


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_a_list_opens_while_it_is_put_off(approved):
    """The control. What is public stays whole, because the database refuses the second move; the promise is broken."""
    opening = partial(open_announcements, at=approved.publish_at)
    with meanwhile(Announcement, opening) as call, pytest.raises(DatabaseError, match="POSTPONED"):
        postponing(approved)()
    assert call.came_between
    assert list(only_published_lists_are_public()) == []
