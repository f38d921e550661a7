"""A unit goes over to another institution while one of its writers starts a draft: and what would be without the lock."""

from datetime import date

import pytest

from competition.models import Unit
from competition.operations.institutions import Order
from competition.operations.successions import move_unit
from submissions.models import Proposal
from submissions.operations.drafts import UnitMoved, start_draft
from tests.meanwhile import without_row_locks  # noqa: F401 - a fixture
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def acts(cast, at):
    """Return the two acts; each read the unit before the other one happened."""
    stale, here = (Unit.objects.select_related("institution").get(pk=cast.unit.pk) for _ in range(2))
    order = Order(date(2016, 5, 1), "B/12/2016", "Peraturan daerah.")
    return (
        lambda: move_unit(unit=here, into=cast.other_institution, person=cast.secretariat, order=order, at=at),
        lambda: start_draft(person=cast.writer, unit=stale, edition=cast.edition, title="Judul", at=at),
    )


def homeless():
    """Return the drafts that belong to another institution than their unit."""
    return [one for one in Proposal.objects.select_related("unit") if one.institution_id != one.unit.institution_id]


def test_a_draft_after_the_move_learns_of_it(cast, at):
    outcome = race(*acts(cast, at))
    assert outcome.waited
    assert isinstance(outcome.error, UnitMoved)
    assert not homeless()


def test_a_draft_before_the_move_goes_along(cast, at):
    move, start = acts(cast, at)
    outcome = race(start, move)
    assert outcome.waited
    assert outcome.error is None
    assert Proposal.objects.get().institution == cast.other_institution
    assert not homeless()


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_a_draft_would_stay_behind(cast, at):
    race(*acts(cast, at))
    assert len(homeless()) == 1
