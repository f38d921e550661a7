"""Two of a team at once, on real connections. The lock is also switched off once, to show that without it one yes is lost."""

import pytest

from judging.models import Visit, VisitMember
from judging.operations import findings, photos
from judging.operations.findings import ChangedSince, StaleFindings
from judging.queries.visits import visit_by_code
from tests import builders
from tests.judging import visits
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The people of a small edition, committed."""
    return builders.make_cast(builders.make_edition())


@pytest.fixture
def visit(cast):
    """A planned visit of the first two judges."""
    return visits.planned(cast)


def answers():
    """Return the answers that are stored."""
    return set(Visit.objects.get().findings.values_list("answer", flat=True))


def without_a_lock(visit):
    """Read as `hold_visit` does, holding nothing."""
    return visit_by_code(visit.code)


def saving(cast, visit, number, answer):
    """Return what one member does: they know the first version."""
    return lambda: visits.save(visit, cast.judges[number], answer=answer)


def test_two_members_save_and_the_second_is_told(cast, visit):
    outcome = race(saving(cast, visit, 0, "YES"), saving(cast, visit, 1, "NO"))
    assert outcome.waited
    assert isinstance(outcome.error, StaleFindings)
    assert answers() == {"YES"}


def test_without_the_lock_the_second_writes_over_the_first(cast, visit, monkeypatch):
    monkeypatch.setattr(findings, "hold_visit", without_a_lock)
    outcome = race(saving(cast, visit, 0, "YES"), saving(cast, visit, 1, "NO"))
    assert outcome.error is None
    assert answers() == {"NO"}


def confirming(cast, visit, number):
    """Return a member's yes to what stands there now."""
    shown = visits.shown(visit)
    return lambda: visits.confirm(visit, cast.judges[number], shown=shown)


def test_the_last_two_yes_at_once_end_the_visit(cast, visit):
    visits.save(visit, cast.judges[0])
    outcome = race(confirming(cast, visit, 0), confirming(cast, visit, 1))
    assert (outcome.waited, outcome.error) == (True, None)
    assert Visit.objects.get().state == "DONE"


def test_without_the_lock_both_say_yes_and_nobody_ends_it(cast, visit, monkeypatch):
    visits.save(visit, cast.judges[0])
    monkeypatch.setattr(findings, "hold_visit", without_a_lock)
    race(confirming(cast, visit, 0), confirming(cast, visit, 1))
    assert Visit.objects.get().state == "PLANNED"
    assert VisitMember.objects.exclude(confirmed_at=None).count() == 2


def test_a_yes_is_never_to_a_form_that_changes_meanwhile(cast, visit):
    visits.save(visit, cast.judges[0])
    change = lambda: visits.save(visit, cast.judges[0], version=2, answer="NO")  # noqa: E731 - as short as what it stands beside
    outcome = race(change, confirming(cast, visit, 1))
    assert isinstance(outcome.error, ChangedSince)
    assert not VisitMember.objects.exclude(confirmed_at=None).exists()


def test_the_same_picture_from_two_phones_is_there_once(cast, visit):
    outcome = race(lambda: visits.take(visit, cast.judges[0]), lambda: visits.take(visit, cast.judges[1]))
    assert (outcome.waited, outcome.error) == (True, None)
    assert Visit.objects.get().photos.count() == 1
    assert photos.FOLDER in Visit.objects.get().photos.get().stored
