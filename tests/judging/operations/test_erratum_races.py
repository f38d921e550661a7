"""Two organisers confirm at once, or one confirms while another drops: one of the two happens, once."""

from functools import partial

import pytest
from django.db import DatabaseError

from competition.clock import read_clock
from competition.models import Person
from competition.verdict import NotAllowed
from judging.operations.errata import confirm_erratum, drop_erratum
from submissions.models import Erratum, Outcome, Publication
from submissions.queries.errata import faults_of_versions
from tests import builders
from tests.judging import correcting
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - the fixture is found by its name

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting() -> tuple[builders.Cast, Person, Erratum]:
    cast = builders.make_cast(builders.make_edition())
    builders.published(cast)
    third = builders.make_person("Penyelenggara ketiga")
    builders.appoint(third, cast.edition, "ORGANISER")
    return cast, third, correcting.proposed(cast)


def confirming(erratum: Erratum, person) -> partial:
    return partial(confirm_erratum, erratum=erratum, person=person, at=read_clock())


def test_two_confirm_at_once_and_one_version_comes_of_it(waiting):
    cast, third, one = waiting
    calls = at_once(confirming(one, cast.secretariat2), confirming(one, third))
    assert sorted(type(call.error).__name__ for call in calls) == ["NoneType", "NotAllowed"]
    assert (Publication.objects.get().version, Outcome.objects.count(), Outcome.ever.count()) == (2, 1, 2)
    assert faults_of_versions() == []


def test_dropping_waits_for_a_confirmation_and_is_told(waiting):
    cast, _third, one = waiting
    dropping = partial(drop_erratum, erratum=one, person=cast.secretariat, at=read_clock())
    with meanwhile(Publication, dropping) as call:
        confirming(one, cast.secretariat2)()
    assert not call.came_between
    assert isinstance(call.error, NotAllowed)
    assert Erratum.objects.get().state == "CONFIRMED"


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_it_is_dropped_while_it_is_confirmed(waiting):
    """The control. The database refuses the second move, so the list stays whole, and the confirmation fails late."""
    cast, _third, one = waiting
    dropping = partial(drop_erratum, erratum=one, person=cast.secretariat, at=read_clock())
    with meanwhile(Publication, dropping) as call, pytest.raises(DatabaseError):
        confirming(one, cast.secretariat2)()
    assert call.came_between
    assert faults_of_versions() == []
