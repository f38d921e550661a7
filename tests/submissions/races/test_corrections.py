"""A correction is sent in the very moment in which its time is over; and, with the lock taken away, what would happen."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry
from submissions.models import Proposal, Submission
from submissions.operations.corrections import end_corrections
from tests import builders
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def mended(cast, at):
    """Return a corrected proposal that has only to be sent; its time is over in an hour."""
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    acts.endorse(cast, proposal, at)
    Proposal.objects.filter(pk=proposal.pk).update(correct_by=at + timedelta(hours=1))
    return Proposal.objects.get(pk=proposal.pk)


def send_while_it_ends(cast, mended, at):
    with meanwhile(Submission, lambda: end_corrections(at=at + DAY)) as other:
        acts.send(cast, mended, at)
    return other, AuditEntry.objects.filter(event="correction_missed").exists()


def test_what_is_being_sent_is_not_missed(cast, mended, at):
    other, is_missed = send_while_it_ends(cast, mended, at)
    assert not other.came_between
    assert (other.result, is_missed) == (0, False)
    assert mended.submissions.count() == 2


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_it_is_sent_and_missed(cast, mended, at):
    other, is_missed = send_while_it_ends(cast, mended, at)
    assert (other.came_between, is_missed) == (True, True)


def test_two_workers_end_it_once(cast, mended, at):
    calls = at_once(*[lambda: end_corrections(at=at + DAY)] * 2)
    assert sorted(call.result for call in calls) == [0, 1]
    assert AuditEntry.objects.filter(event="correction_missed").count() == 1
