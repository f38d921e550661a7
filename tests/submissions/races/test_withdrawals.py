"""Withdrawing while somebody else acts on the same proposal; and, with the lock taken away, what would happen."""

import pytest

from competition.models import Cap, Person, Stage
from competition.verdict import NotAllowed
from submissions.models import Proposal, Screening, Submission, Withdrawal
from submissions.operations.handovers import Incomplete
from submissions.queries import invariants
from tests import builders
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


def broken():
    """Return every line of every invariant of the entry that does not hold."""
    return [line for check in invariants.CHECKS.values() for line in check()]


def who(person):
    """Return the person as another request would read them: nothing remembered."""
    return Person.objects.get(pk=person.pk)


def open_both(cast):
    """Let screening begin while registration is still open."""
    opens_at = cast.edition.stages.get(key="registration").opens_at
    Stage.objects.filter(edition=cast.edition, key="screening").update(opens_at=opens_at)


def withdraw_during_a_screening(cast, at):
    """The administrator takes the proposal back while the secretariat's decision is being written."""
    open_both(cast)
    proposal = builders.submitted(cast)
    with meanwhile(Screening, lambda: acts.withdraw(cast, proposal, at, person=who(cast.administrator))) as other:
        acts.screen(cast, proposal, at)
    return other


def test_a_decision_under_way_comes_before_the_withdrawal(cast, at):
    other = withdraw_during_a_screening(cast, at)
    assert not other.came_between
    assert isinstance(other.error, NotAllowed)
    assert (Proposal.objects.get().state, Withdrawal.objects.count()) == ("ELIGIBLE", 0)
    assert broken() == []


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_a_withdrawn_proposal_is_decided_on(cast, at):
    with pytest.raises(Exception, match=r"WITHDRAWN|ELIGIBLE"):
        withdraw_during_a_screening(cast, at)
    # Only the database's own table of moves stood in the way.
    assert Withdrawal.objects.count() == 1


def screen_during_a_withdrawal(cast, at):
    """The secretariat decides while the withdrawal is being written."""
    open_both(cast)
    proposal = builders.submitted(cast)
    with meanwhile(Withdrawal, lambda: acts.screen(cast, proposal, at, person=who(cast.secretariat))) as other:
        acts.withdraw(cast, proposal, at)
    return other


def test_a_withdrawal_under_way_comes_before_the_decision(cast, at):
    other = screen_during_a_withdrawal(cast, at)
    assert not other.came_between
    assert isinstance(other.error, NotAllowed)
    assert (Proposal.objects.get().state, Screening.objects.count()) == ("WITHDRAWN", 0)


def withdraw_as_two(cast, at):
    """The leader withdraws while the administrator's withdrawal is being written."""
    proposal = builders.submitted(cast)
    with meanwhile(Withdrawal, lambda: acts.withdraw(cast, proposal, at, person=who(cast.leader))) as other:
        acts.withdraw(cast, proposal, at)
    return other


def test_of_two_withdrawals_at_once_one_is_told(cast, at):
    other = withdraw_as_two(cast, at)
    assert not other.came_between
    assert isinstance(other.error, NotAllowed)
    assert "sudah ditarik" in other.error.reason
    assert broken() == []


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_second_withdrawal_runs_into_the_database(cast, at):
    with pytest.raises(Exception, match="submission_id"):
        withdraw_as_two(cast, at)


def fill_the_place_during_a_revived_sending(cast, at):
    """Of one place, a revived proposal is being sent while another one of the institution is sent."""
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    first, second = builders.submitted(cast), builders.endorsed(cast)
    acts.withdraw(cast, first, at)
    acts.revive(cast, first, at)
    with meanwhile(Submission, lambda: acts.send(cast, second, at, person=who(cast.leader))) as other:
        acts.send(cast, first, at)
    return other


def test_a_revived_proposal_and_another_never_share_the_last_place(cast, at):
    other = fill_the_place_during_a_revived_sending(cast, at)
    assert not other.came_between
    assert isinstance(other.error, Incomplete)
    assert [finding.check for finding in other.error.findings] == ["cap"]
    assert broken() == []


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_a_revived_proposal_evades_the_cap(cast, at):
    assert fill_the_place_during_a_revived_sending(cast, at).came_between
    assert any("2 proposals sent, 1 allowed" in line for line in broken())


def test_withdrawing_and_sending_at_once_again_and_again_keeps_to_the_cap(cast, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    first, second = builders.submitted(cast), builders.endorsed(cast)
    for mine, theirs in ((first, second), (second, first)) * 3:
        calls = at_once(
            lambda one=mine: acts.withdraw(cast, one, at, person=who(cast.administrator)),
            lambda one=theirs: acts.send(cast, one, at, person=who(cast.leader)),
        )
        assert calls[0].error is None
        if calls[1].error is not None:
            assert isinstance(calls[1].error, Incomplete)
            acts.send(cast, theirs, at, person=cast.leader)
        acts.revive(cast, mine, at)
        assert broken() == []
