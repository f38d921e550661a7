"""Two reports of one letter at once; and, with the lock taken away, what would happen."""

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.operations.bounces import record_bounce
from competition.operations.notices import message_id
from tests import builders
from tests.competition.operations.outbox import deliver, fresh
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(cast, at) -> Notice:
    """Return a letter that left."""
    builders.endorsed(cast)
    acts.extend(cast, at)
    found = Notice.objects.get(event="stage_extended", recipient=cast.administrator)
    assert deliver(found)
    return found


def tell(letter):
    at = read_clock()
    return record_bounce(message=message_id(letter), address=letter.address, trouble="bounced", happened_at=at, at=at)


def two_at_once(letter):
    with meanwhile(Notice, lambda: tell(letter)) as other:
        assert tell(letter)
    assert other.error is None
    assert fresh(letter).state == "FAILED"
    return other


def test_of_two_reports_one_is_written_down(letter):
    other = two_at_once(letter)
    assert (other.came_between, other.result) == (False, False)
    assert AuditEntry.objects.filter(event="notice_bounced").count() == 1


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_both_would_be(letter):
    other = two_at_once(letter)
    assert (other.came_between, other.result) == (True, True)
    assert AuditEntry.objects.filter(event="notice_bounced").count() == 2
