"""What was passed together by a slip of the hand is taken back: by who passed it, soon, all of it, and from under no judge."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Edition, Notice
from competition.verdict import NotAllowed
from judging.models import Assignment
from judging.operations import passing
from judging.operations.assignments import NothingToAssign, assign_judges
from judging.operations.passing import NoReason, NothingToUndo, NotUndone, undo_passing
from submissions.models import Proposal, Screening
from submissions.operations.passing import NotClean, pass_clean
from submissions.policy import UNDONE_WITHIN
from submissions.queries import invariants
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.racing import race
from tests.submissions import acts

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
AGENCY = {"Writer", "Colleague", "Administrator", "Leader"}


def waiting(cast, number=2):
    """Return so many sent proposals that nothing speaks against; screening is open."""
    sent = [acts.uncopied(builders.submitted(cast).submissions.get()) for _ in range(number)]
    builders.open_the_stage(cast.edition, "screening")
    return Proposal.objects.filter(pk__in=[one.proposal_id for one in sent]).order_by("pk")


def press(cast, proposals, at, person=None):
    shown = {one.code: one.submissions.get().number for one in proposals}
    edition = Edition.objects.get(pk=cast.edition.pk)
    return pass_clean(edition=edition, person=person or cast.secretariat, shown=shown, at=at)


def undo(cast, passed_at, at, **values):
    known = {"edition": Edition.objects.get(pk=cast.edition.pk), "person": cast.secretariat, "reason": "Salah pilih."}
    return undo_passing(passed_at=passed_at, at=at, **known | values)


def states():
    return set(Proposal.objects.values_list("state", flat=True))


def test_all_of_it_comes_back_and_the_agencies_read_why(cast, at):
    proposals = waiting(cast)
    press(cast, proposals, at)
    assert undo(cast, at, at + MINUTE, reason="  Salah pilih. ") == 2
    assert states() == {"SUBMITTED"}
    # What was decided stays on the record.
    assert Screening.objects.filter(result="ELIGIBLE").count() == 2
    for one in proposals:
        entry = AuditEntry.objects.get(event="passing_undone", subject_key=one.code)
        assert (entry.before, entry.after) == ({"state": "ELIGIBLE"}, {"state": "SUBMITTED"})
        assert (entry.reason, entry.data) == ("Salah pilih.", {"passed_at": at.isoformat(), "together": 2})
    letters = Notice.objects.filter(event="passing_undone")
    assert (letters.count(), {one.recipient.name for one in letters}) == (2 * len(AGENCY), AGENCY)
    assert "Salah pilih." in letters[0].text
    assert [line for check in invariants.CHECKS.values() for line in check()] == []


def test_what_came_back_is_decided_once_more_and_by_itself(cast, at):
    one, other = waiting(cast)
    press(cast, [one, other], at)
    undo(cast, at, at + MINUTE)
    with nothing_changes(), refused(NotClean):
        press(cast, [one, other], at + 2 * MINUTE)
    acts.screen(cast, one, at + 2 * MINUTE, "INELIGIBLE", person=cast.secretariat2)
    acts.let_two_read(cast, second_percent=100)
    other = Proposal.objects.get(pk=other.pk)
    acts.read(cast, other, at + 2 * MINUTE, "ELIGIBLE")
    acts.read(cast, other, at + 2 * MINUTE, "ELIGIBLE", person=cast.secretariat2)
    assert states() == {"INELIGIBLE", "ELIGIBLE"}
    found = Screening.objects.order_by("proposal_id", "sitting").values_list("proposal", "sitting", "result")
    assert [(sitting, result) for _pk, sitting, result in found] == [
        (0, "ELIGIBLE"),
        (1, "INELIGIBLE"),
        (0, "ELIGIBLE"),
        (1, "ELIGIBLE"),
    ]
    with nothing_changes(), refused(NotUndone):
        undo(cast, at, at + 3 * MINUTE)


def test_only_who_passed_them_and_only_for_a_short_while(cast, at):
    proposals = waiting(cast)
    press(cast, proposals, at)
    for values in ({"person": cast.secretariat2}, {"passed_at": at - MINUTE}):
        with nothing_changes(), refused(NothingToUndo):
            undo(cast, **{"passed_at": at, "at": at + MINUTE} | values)
    with nothing_changes(), refused(NotAllowed):
        undo(cast, at, at + MINUTE, person=cast.chair)
    with nothing_changes(), refused(NotAllowed):
        undo(cast, at, at + UNDONE_WITHIN)
    with nothing_changes(), refused(NoReason):
        undo(cast, at, at + MINUTE, reason=" ")
    assert undo(cast, at, at + UNDONE_WITHIN - MINUTE) == 2


def test_what_was_passed_alone_is_not_taken_back(cast, at):
    one, other = waiting(cast)
    press(cast, [one], at)
    acts.screen(cast, other, at + MINUTE)
    with nothing_changes(), refused(NothingToUndo):
        undo(cast, at, at + 2 * MINUTE)


def test_nothing_is_taken_back_when_one_has_a_judge(cast, at):
    proposals = waiting(cast)
    press(cast, proposals, at)
    assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=at)
    with nothing_changes(), refused(NotUndone):
        undo(cast, at, at + MINUTE)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """An organiser assigns judges in the very moment in which it is taken back."""

    def assign(self, cast, at):
        return assign_judges(round_=builders.the_round(cast), person=cast.secretariat2, seed=1, at=at)

    def test_who_assigns_second_finds_none_of_them(self, cast, at):
        press(cast, waiting(cast), at)
        found = race(lambda: undo(cast, at, at + MINUTE), lambda: self.assign(cast, at + MINUTE))
        assert found.waited
        assert isinstance(found.error, NothingToAssign)
        assert not Assignment.objects.exists()

    def test_without_the_lock_judges_get_what_waits_for_the_secretariat(self, cast, at, monkeypatch):
        monkeypatch.setattr(passing, "hold_round", lambda *_args, **_known: None)
        press(cast, waiting(cast), at)
        race(lambda: undo(cast, at, at + MINUTE), lambda: self.assign(cast, at + MINUTE))
        assert Assignment.objects.filter(proposal__state="SUBMITTED").exists()

    def test_who_takes_back_second_finds_the_judges(self, cast, at):
        press(cast, waiting(cast), at)
        found = race(lambda: self.assign(cast, at + MINUTE), lambda: undo(cast, at, at + MINUTE))
        assert isinstance(found.error, NotUndone)
        assert states() == {"ELIGIBLE"}
