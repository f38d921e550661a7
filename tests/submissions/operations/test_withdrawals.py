"""Taking back what was sent, and taking it up again: nobody gains a place by it, and nothing is forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.models import AuditEntry, Cap, Notice
from competition.verdict import NotAllowed
from submissions.models import Proposal, Submission, Withdrawal
from submissions.operations.handovers import Incomplete, return_proposal
from submissions.operations.submissions import NotEndorsed
from submissions.operations.withdrawals import NoReason, withdraw_proposal
from submissions.queries import invariants
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.submissions import acts

MILLISECOND = timedelta(milliseconds=1)


def close_of(cast, key="registration"):
    """Return when the stage closes."""
    return cast.edition.stages.get(key=key).closes_at


def broken():
    """Return every line of every invariant of the entry that does not hold."""
    return [line for check in invariants.CHECKS.values() for line in check()]


def withdrawn(cast, at, **values):
    """Return a proposal that was sent and taken back."""
    proposal = builders.submitted(cast, **values)
    acts.withdraw(cast, proposal, at)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.mark.parametrize("role", ["administrator", "leader"])
def test_withdraw_proposal_keeps_the_sending_and_who_took_it_back(cast, at, role):
    proposal, person = builders.submitted(cast), getattr(cast, role)
    withdrawal = acts.withdraw(cast, proposal, at, person=person)
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.state, stored.state_since, stored.submitted_at) == ("WITHDRAWN", at, None)
    assert withdrawal.submission == Submission.objects.get()
    assert (withdrawal.withdrawn_by, withdrawal.withdrawn_at, withdrawal.closes_at) == (person, at, close_of(cast))
    assert broken() == []


def test_withdraw_proposal_tells_everybody_why(cast, at):
    withdrawn(cast, at)
    letters = Notice.objects.filter(event="proposal_withdrawn")
    assert set(letters.values_list("recipient__name", flat=True)) == {"Writer", "Colleague", "Administrator", "Leader"}
    assert all("Angkanya keliru." in letter.text for letter in letters)
    entry = AuditEntry.objects.get(event="proposal_withdrawn")
    assert (entry.reason, entry.before, entry.after) == ("Angkanya keliru.", {"state": "SUBMITTED"}, {"state": "WITHDRAWN"})
    assert entry.data == {"number": Submission.objects.get().number}


@pytest.mark.parametrize("reason", ["", " \n"])
def test_withdraw_proposal_refuses_without_a_reason(cast, at, reason):
    proposal = builders.submitted(cast)
    with refused(NoReason):
        withdraw_proposal(proposal=proposal, person=cast.administrator, reason=reason, at=at)


@pytest.mark.parametrize("who", ["writer", "stranger", "other_administrator", "other_leader", "secretariat", "judge1"])
def test_neither_withdraw_nor_revive_is_for_others(cast, at, who):
    person = cast.as_people()[who]
    proposal = builders.submitted(cast)
    with refused(NotAllowed):
        acts.withdraw(cast, proposal, at, person=person)
    acts.withdraw(cast, proposal, at)
    with refused(NotAllowed):
        acts.revive(cast, proposal, at, person=person)


@pytest.mark.parametrize("make", [builders.draft, builders.endorsed])
def test_withdraw_proposal_refuses_what_was_not_sent(cast, at, make):
    proposal = make(cast)
    with refused(NotAllowed) as caught:
        acts.withdraw(cast, proposal, at)
    assert "belum dikirim" in caught.value.reason


def test_withdraw_proposal_refuses_a_second_time(cast, at):
    proposal = withdrawn(cast, at)
    with refused(NotAllowed) as caught:
        acts.withdraw(cast, proposal, at, person=cast.leader)
    assert "sudah ditarik" in caught.value.reason


@pytest.mark.parametrize("result", ["ELIGIBLE", "INELIGIBLE", "CORRECTION"])
def test_withdraw_proposal_refuses_what_the_secretariat_decided_on(cast, at, result):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, result)
    builders.open_the_stage(cast.edition, "registration")
    with refused(NotAllowed) as caught:
        acts.withdraw(cast, proposal, at)
    assert "sudah memeriksa" in caught.value.reason


def test_withdraw_proposal_refuses_a_correction_though_registration_is_open_again(cast, at):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.send(cast, proposal, at)
    builders.open_the_stage(cast.edition, "registration")
    with refused(NotAllowed):
        acts.withdraw(cast, proposal, at)


@pytest.mark.parametrize(("after", "may"), [(-MILLISECOND, True), (timedelta(0), False), (MILLISECOND, False)])
def test_withdraw_and_revive_end_with_the_window(cast, at, after, may):
    sent, taken_back = builders.submitted(cast), withdrawn(cast, at)
    when = close_of(cast) + after
    if may:
        acts.withdraw(cast, sent, when)
        acts.revive(cast, taken_back, when)
        return
    with refused(NotAllowed):
        acts.withdraw(cast, sent, when)
    with refused(NotAllowed):
        acts.revive(cast, taken_back, when)


def test_revive_proposal_lays_it_before_the_administrator_as_it_was(cast, at):
    proposal = withdrawn(cast, at)
    shown = acts.shown_hash(proposal)
    revived = acts.revive(cast, proposal, at + MILLISECOND)
    assert (revived.state, revived.submitted_at, acts.shown_hash(revived)) == ("FORWARDED", None, shown)
    assert AuditEntry.objects.get(event="proposal_revived").after == {"state": "FORWARDED"}
    assert broken() == []
    first, second = Submission.objects.get(), acts.send(cast, proposal, at + 2 * MILLISECOND)
    assert first.number != second.number
    assert broken() == []


def test_what_was_revived_can_go_back_to_its_writers(cast, at):
    proposal = withdrawn(cast, at)
    acts.revive(cast, proposal, at)
    returned = return_proposal(proposal=proposal, person=cast.administrator, note="Tambah angka.", at=at)
    assert returned.state == "DRAFT"
    assert broken() == []


def test_revive_proposal_refuses_what_is_not_withdrawn(cast, at):
    proposal = builders.submitted(cast)
    with refused(NotAllowed):
        acts.revive(cast, proposal, at)


def test_nothing_is_written_or_sent_while_it_is_withdrawn(cast, at):
    proposal = withdrawn(cast, at)
    for act in (acts.send, acts.endorse):
        with refused(NotAllowed):
            act(cast, proposal, at)
    for person in (cast.writer, cast.administrator):
        with refused(NotAllowed) as caught:
            acts.rewrite(cast, proposal, at, "Teks lain.", person=person)
        assert "ditarik kembali" in caught.value.reason


# T-5, REG-13: withdrawing and reviving gains nobody a place.


def test_a_withdrawn_proposal_takes_no_place_and_gets_none_back(cast, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    first, second = builders.submitted(cast), builders.endorsed(cast)
    acts.withdraw(cast, first, at)
    acts.send(cast, second, at)
    acts.revive(cast, first, at)
    with refused(Incomplete) as caught:
        acts.send(cast, first, at)
    assert [finding.check for finding in caught.value.findings] == ["cap"]
    acts.withdraw(cast, second, at)
    acts.send(cast, first, at)
    assert broken() == []


def test_a_title_that_another_agency_sent_meanwhile_is_taken(cast, at):
    mine = withdrawn(cast, at, title="Layanan Satu Pintu")
    away = {"writer": cast.stranger, "unit": cast.other_unit, "leader": cast.other_leader}
    theirs = builders.endorsed(cast, title="layanan satu-pintu", **away)
    acts.send(cast, theirs, at, person=cast.other_administrator)
    acts.revive(cast, mine, at)
    with refused(Incomplete) as caught:
        acts.send(cast, mine, at)
    assert [finding.check for finding in caught.value.findings] == ["title"]


def test_a_text_that_changed_after_the_revival_needs_a_new_yes(cast, at):
    proposal = withdrawn(cast, at)
    acts.revive(cast, proposal, at)
    acts.rewrite(cast, proposal, at, "Teks lain.")
    with refused(NotEndorsed):
        acts.send(cast, proposal, at)
    acts.endorse(cast, proposal, at)
    assert acts.send(cast, proposal, at).snapshot["content"]["answers"]["ringkasan"] == "Teks lain."


def test_who_sent_before_gets_no_old_receipt_for_a_new_sending(cast, at):
    proposal = builders.submitted(cast)
    first = Submission.objects.get()
    with nothing_changes():
        assert acts.send(cast, proposal, at) == first
    acts.withdraw(cast, proposal, at)
    with refused(NotAllowed):
        acts.send(cast, proposal, at)
    acts.revive(cast, proposal, at)
    assert acts.send(cast, proposal, at) != first


# The database holds it too.


def test_the_database_keeps_a_withdrawal_as_it_was_written(cast, at):
    withdrawn(cast, at)
    for change in (lambda: Withdrawal.objects.update(reason="Lain."), lambda: Withdrawal.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_the_database_refuses_a_withdrawal_after_the_close_or_without_reason(cast, at):
    known = {"submission": builders.submitted(cast).submissions.get(), "withdrawn_by": cast.leader, "withdrawn_at": at}
    for values in ({"reason": "x", "closes_at": at}, {"reason": "", "closes_at": at + MILLISECOND}):
        with pytest.raises(IntegrityError, match="withdrawal_"), transaction.atomic():
            Withdrawal.objects.create(**known | values)
