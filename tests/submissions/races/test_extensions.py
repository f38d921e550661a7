"""A sending and an extension at the same moment; and, with the hold on the window taken away, what would happen."""

from datetime import timedelta

import pytest

from competition.models import Person
from competition.verdict import NotAllowed
from submissions.operations import submissions as sending
from submissions.operations.extensions import CloseMoved
from tests import builders
from tests.meanwhile import without_row_locks  # noqa: F401 - a fixture
from tests.racing import race
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)
MILLISECOND = timedelta(milliseconds=1)


def send_during_an_extension(cast):
    """Somebody extends in the last second; somebody sends just after the old close, before that is committed."""
    proposal, old = builders.endorsed(cast), cast.edition.stages.get(key="registration").closes_at
    administrator = Person.objects.get(pk=cast.administrator.pk)
    return race(
        lambda: acts.extend(cast, old - timedelta(seconds=1)),
        lambda: acts.send(cast, proposal, old + MILLISECOND, person=administrator),
    )


def test_an_extension_under_way_decides_before_the_sending(cast):
    outcome = send_during_an_extension(cast)
    assert outcome.waited
    assert outcome.error is None
    assert outcome.result.closes_at == cast.edition.stages.get(key="registration").closes_at


def test_without_the_hold_the_sending_is_refused_by_a_close_that_is_gone(cast, monkeypatch):
    monkeypatch.setattr(sending, "hold_window", lambda proposal: None)
    outcome = send_during_an_extension(cast)
    assert not outcome.waited
    assert isinstance(outcome.error, NotAllowed)


def extend_during_a_sending(cast, at):
    proposal = builders.endorsed(cast)
    return race(lambda: acts.send(cast, proposal, at), lambda: acts.extend(cast, at))


def test_a_sending_under_way_keeps_its_close(cast, at):
    assert extend_during_a_sending(cast, at).waited


def test_without_the_hold_the_close_moves_under_a_sending(cast, at, monkeypatch):
    monkeypatch.setattr(sending, "hold_window", lambda proposal: None)
    assert not extend_during_a_sending(cast, at).waited


def test_of_two_extensions_at_once_one_is_told(cast, at):
    second = Person.objects.get(pk=cast.secretariat2.pk)
    outcome = race(lambda: acts.extend(cast, at), lambda: acts.extend(cast, at, by=timedelta(days=2), person=second))
    assert isinstance(outcome.error, CloseMoved)


def send_during_an_own_extension(cast):
    """An institution is given its own close after everybody's; its people send before that is committed."""
    proposal, late = builders.endorsed(cast), cast.edition.stages.get(key="registration").closes_at + MILLISECOND
    administrator = Person.objects.get(pk=cast.administrator.pk)
    return race(
        lambda: acts.extend_for(cast, late),
        lambda: acts.send(cast, proposal, late, person=administrator),
    )


def test_an_own_extension_under_way_decides_before_the_sending(cast):
    outcome = send_during_an_own_extension(cast)
    assert outcome.waited
    assert outcome.error is None


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_sending_is_refused_by_a_close_that_is_gone(cast):
    outcome = send_during_an_own_extension(cast)
    assert not outcome.waited
    assert isinstance(outcome.error, NotAllowed)


def test_of_two_own_extensions_at_once_the_second_is_measured_by_the_first(cast, at):
    second = Person.objects.get(pk=cast.secretariat2.pk)
    outcome = race(
        lambda: acts.extend_for(cast, at, by=timedelta(days=2)),
        lambda: acts.extend_for(cast, at, by=timedelta(days=1), person=second),
    )
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
