"""A decree beside an objection that is being confirmed; and, with the lock taken away, what would happen."""

from datetime import timedelta

import pytest

from competition.verdict import NotAllowed
from submissions.models import Decree, Objection
from submissions.operations.objections import confirm_objection
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import crowds, objecting

pytestmark = pytest.mark.django_db(transaction=True)


def decree_while_an_objection_is_confirmed(cast):
    """Its last second to be confirmed is over for the organiser, and was not for whoever objected."""
    crowds.published_list(cast, 1)
    objection = objecting.filed(cast.edition)
    objecting.close(cast.edition)
    objection.refresh_from_db()
    with meanwhile(Objection, lambda: objecting.decreed(cast, is_checked=False, at=objection.confirm_by)) as other:
        confirm_objection(objection=objection, at=objection.confirm_by - timedelta(seconds=1))
    return other


def test_a_decree_waits_for_an_objection_that_is_being_confirmed(cast):
    other = decree_while_an_objection_is_confirmed(cast)
    assert isinstance(other.error, NotAllowed)
    assert not Decree.objects.exists()


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_it_would_be_final_before_the_objection_is_answered(cast):
    other = decree_while_an_objection_is_confirmed(cast)
    assert other.came_between
    assert Decree.objects.exists()
