"""Readers who agree, propose and are ranked at once, on real connections; each lock is also switched off once."""

import pytest

from competition.clock import read_clock
from competition.models import Person, Round
from competition.verdict import NotAllowed
from judging.models import Agreement, Discussion, JointSheet
from judging.operations import discussions, locks, rankings
from judging.operations.discussions import StaleProposal
from judging.operations.rankings import differences, rank_round
from tests import builders
from tests.judging.disputes import agree, apart, discuss, propose
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The people of a small edition, committed; three read each proposal."""
    return builders.make_cast(builders.make_edition(readers=3))


@pytest.fixture
def readers(cast):
    """Three readers who are far apart, the first of whom has proposed a sheet."""
    found = apart(cast, 5, 3, 1)
    discuss(cast, found[0])
    propose(found[0], 3)
    return found


def later(act, one, *values):
    """Return what a reader does in a window of their own."""
    person = Person.objects.get(pk=one.judge_id)
    return lambda: act(one, *values, person=person, at=read_clock())


def without_a_lock(discussion):
    """Read as `hold_discussion` does, holding nothing."""
    return Discussion.objects.select_related("lead__judge").get(pk=discussion.pk)


def freeze(cast):
    """Return what the chair does."""
    return lambda: rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_two_yeses_at_once_seal_it(readers):
    _lead, second, third = readers
    outcome = race(later(agree, second), later(agree, third))
    assert outcome.waited
    assert outcome.error is None
    assert Discussion.objects.get().state == "SEALED"


def test_without_that_lock_all_would_have_agreed_and_nothing_be_sealed(readers, monkeypatch):
    monkeypatch.setattr(discussions, "hold_discussion", without_a_lock)
    _lead, second, third = readers
    outcome = race(later(agree, second), later(agree, third))
    assert not outcome.waited
    assert (Agreement.objects.count(), Discussion.objects.get().state) == (3, "OPEN")


def test_a_yes_while_the_lead_changes_the_sheet_waits_and_is_told(readers):
    lead, second, third = readers
    agree(third)
    outcome = race(later(propose, lead, 4, 1), later(agree, second))
    assert outcome.waited
    assert isinstance(outcome.error, StaleProposal)
    assert Discussion.objects.get().state == "OPEN"


def test_without_that_lock_the_last_version_would_be_agreed_to_by_nobody_and_sealed(readers, monkeypatch):
    monkeypatch.setattr(discussions, "hold_discussion", without_a_lock)
    lead, second, third = readers
    agree(third)
    outcome = race(later(propose, lead, 4, 1), later(agree, second))
    assert outcome.error is None
    last = JointSheet.objects.order_by("version").last()
    assert (last.version, last.agreements.count(), Discussion.objects.get().state) == (2, 1, "SEALED")


def test_a_double_click_on_proposing_is_one_version(readers):
    lead, _second, _third = readers
    outcome = race(later(propose, lead, 4, 1), later(propose, lead, 4, 1))
    assert outcome.waited
    assert isinstance(outcome.error, StaleProposal)
    assert JointSheet.objects.count() == 2


def test_the_last_yes_while_the_ranking_is_frozen_waits_and_is_refused(cast, readers):
    _lead, second, third = readers
    agree(second)
    outcome = race(freeze(cast), later(agree, third))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert differences(builders.the_round(cast).ranking) == []


def test_without_the_lock_of_the_round_the_ranking_would_not_count_what_was_agreed(cast, readers, monkeypatch):
    for module in (locks, rankings):
        monkeypatch.setattr(module, "hold_round", lambda round_, alone: None)
    _lead, second, third = readers
    agree(second)
    outcome = race(freeze(cast), later(agree, third))
    assert outcome.error is None
    assert differences(Round.objects.get(key="desk").ranking) != []
