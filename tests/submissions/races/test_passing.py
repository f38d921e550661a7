"""One of many is decided in the very moment in which all are passed; and, with the lock taken away, what would happen."""

import pytest
from django.db import IntegrityError

from competition.models import Edition
from competition.verdict import NotAllowed
from submissions.models import Proposal, Screening
from submissions.operations import passing
from tests import builders
from tests.meanwhile import Thread, at_once, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shown(cast):
    """Return two clean proposals that wait, as the page shows them."""
    sent = [acts.uncopied(builders.submitted(cast).submissions.get()) for _ in range(2)]
    builders.open_the_stage(cast.edition, "screening")
    return {one.proposal.code: one.number for one in sent}


def press(cast, shown, at, person=None):
    edition = Edition.objects.get(pk=cast.edition.pk)
    return passing.pass_clean(edition=edition, person=person or cast.secretariat, shown=shown, at=at)


@pytest.fixture
def other(cast, shown, at, monkeypatch):
    """A colleague refuses one of them when all were looked through."""
    proposal = Proposal.objects.get(code=min(shown))
    thread = Thread(lambda: acts.screen(cast, proposal, at, "INELIGIBLE", person=cast.secretariat2))
    look = passing.look_through

    def look_before_the_other(*args):
        looked = look(*args)
        thread.come_between()
        return looked

    monkeypatch.setattr(passing, "look_through", look_before_the_other)
    return thread


def test_who_decides_one_of_them_comes_after(cast, shown, at, other):
    assert press(cast, shown, at) == 2
    other.join(10)
    assert not other.call.came_between
    assert isinstance(other.call.error, NotAllowed)
    assert set(Screening.objects.values_list("result", flat=True)) == {"ELIGIBLE"}


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_two_decisions_run_into_the_database(cast, shown, at, other):
    with pytest.raises(IntegrityError, match="submission_id"):
        press(cast, shown, at)
    assert other.call.came_between


def test_of_two_who_press_at_once_one_passes_all(cast, shown, at):
    people = (cast.secretariat, cast.secretariat2)
    calls = at_once(*(lambda one=one: press(cast, shown, at, one) for one in people))
    assert sorted(call.error is None for call in calls) == [False, True]
    assert all(isinstance(call.error, passing.NotClean) for call in calls if call.error)
    assert Screening.objects.count() == 2
