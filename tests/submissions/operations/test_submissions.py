"""Sending: frozen content, one receipt, the deadline, the cap."""

from datetime import timedelta
from uuid import uuid4

import pytest

from competition.canonical import sha256_of
from competition.codes import is_receipt_number
from competition.models import AuditEntry, Cap, Membership, Notice
from competition.verdict import NotAllowed
from submissions.models import Proposal, Submission
from submissions.operations.handovers import Incomplete
from submissions.operations.submissions import NotEndorsed
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.submissions import acts

MILLISECOND = timedelta(milliseconds=1)


def close_of(cast, key="registration"):
    """Return when the stage closes."""
    return cast.edition.stages.get(key=key).closes_at


def test_submit_proposal_freezes_what_the_leader_endorsed(cast, at):
    proposal = builders.endorsed(cast)
    submission = acts.send(cast, proposal, at)
    assert is_receipt_number(submission.number)
    assert submission.sha256 == sha256_of(submission.snapshot)
    assert sha256_of(submission.snapshot["content"]) == submission.endorsement.content_hash == acts.shown_hash(proposal)
    assert (submission.received_at, submission.submitted_by) == (at, cast.administrator)
    assert submission.closes_at == close_of(cast)
    assert submission.snapshot["content"]["answers"] == {"ringkasan": builders.TEXT, "kebaruan": builders.TEXT}
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.state, stored.submitted_at) == ("SUBMITTED", at)


def test_submit_proposal_survives_a_round_trip_through_the_database(cast, at):
    number = acts.send(cast, builders.endorsed(cast), at).number
    stored = Submission.objects.get(number=number)
    assert sha256_of(stored.snapshot) == stored.sha256


def test_submit_proposal_tells_everybody_once_with_the_number(cast, at):
    submission = acts.send(cast, builders.endorsed(cast), at)
    letters = Notice.objects.filter(event="proposal_submitted")
    assert set(letters.values_list("recipient__name", flat=True)) == {"Writer", "Colleague", "Administrator", "Leader"}
    assert all(submission.number in letter.text for letter in letters)
    entry = AuditEntry.objects.get(event="proposal_submitted")
    assert entry.data == {"number": submission.number, "sha256": submission.sha256}


def test_submit_proposal_pressed_twice_gives_the_same_receipt(cast, at):
    proposal = builders.endorsed(cast)
    first = acts.send(cast, proposal, at)
    with nothing_changes():
        assert acts.send(cast, proposal, at + timedelta(seconds=2)) == first


def test_submit_proposal_pressed_again_after_the_close_still_gives_the_receipt(cast):
    proposal = builders.endorsed(cast)
    first = acts.send(cast, proposal, close_of(cast) - MILLISECOND)
    with nothing_changes():
        assert acts.send(cast, proposal, close_of(cast) + MILLISECOND) == first


def returned_after(cast, at, key):
    """Return a proposal sent with this key and sent back to its writers since, and that sending."""
    proposal = builders.endorsed(cast)
    first = acts.send(cast, proposal, at, key=key)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    return proposal, first


def test_submit_proposal_by_a_form_used_before_gives_its_receipt_though_the_proposal_was_returned_since(cast, at):
    key = uuid4()
    proposal, first = returned_after(cast, at, key)
    with nothing_changes():
        assert acts.send(cast, proposal, at + timedelta(seconds=2), key=key) == first
    assert acts.send(cast, proposal, at + timedelta(seconds=3), key=uuid4()) != first


def test_submit_proposal_takes_the_key_of_another_person_or_proposal_for_no_key(cast, at):
    key = uuid4()
    proposal, first = returned_after(cast, at, key)
    second = acts.send(cast, proposal, at, person=cast.leader, key=key)
    assert (first.number != second.number, second.submitted_by) == (True, cast.leader)
    builders.open_the_stage(cast.edition, "registration")
    assert acts.send(cast, builders.endorsed(cast), at, key=key).number not in (first.number, second.number)


def test_submit_proposal_refuses_a_second_person_what_is_sent(cast, at):
    proposal = builders.submitted(cast)
    with refused(NotAllowed) as caught:
        acts.send(cast, proposal, at, person=cast.leader)
    assert "sudah dikirim" in caught.value.reason


@pytest.mark.parametrize("after", [timedelta(0), MILLISECOND, timedelta(microseconds=1), timedelta(days=1)])
def test_submit_proposal_refuses_from_the_close_on(cast, after):
    proposal = builders.endorsed(cast)
    with refused(NotAllowed) as caught:
        acts.send(cast, proposal, close_of(cast) + after)
    assert "ditutup" in caught.value.reason


@pytest.mark.parametrize("before", [MILLISECOND, timedelta(microseconds=1)])
def test_submit_proposal_takes_what_arrived_before_the_close(cast, before):
    submission = acts.send(cast, builders.endorsed(cast), close_of(cast) - before)
    assert submission.received_at < submission.closes_at


def test_submit_proposal_counts_from_the_first_instant_of_the_window(cast):
    proposal = builders.endorsed(cast)
    opens_at = cast.edition.stages.get(key="registration").opens_at
    with refused(NotAllowed) as caught:
        acts.send(cast, proposal, opens_at - MILLISECOND)
    assert "dibuka" in caught.value.reason
    assert acts.send(cast, proposal, opens_at)


def test_submit_proposal_goes_by_a_close_that_was_moved(cast):
    proposal = builders.endorsed(cast)
    closes_at = close_of(cast)
    cast.edition.stages.filter(key="registration").update(closes_at=closes_at - timedelta(hours=1))
    with refused(NotAllowed):
        acts.send(cast, proposal, closes_at - timedelta(minutes=30))
    cast.edition.stages.filter(key="registration").update(closes_at=closes_at + timedelta(hours=1))
    assert acts.send(cast, proposal, closes_at + timedelta(minutes=30))


def test_submit_proposal_refuses_without_an_endorsement(cast, at):
    proposal = builders.forwarded(cast)
    with refused(NotEndorsed):
        acts.send(cast, proposal, at)


def test_submit_proposal_refuses_when_the_endorsement_lapsed(cast, at):
    proposal = builders.endorsed(cast)
    acts.rewrite(cast, proposal, at, "Teks lain.")
    with refused(NotEndorsed):
        acts.send(cast, proposal, at)
    acts.endorse(cast, proposal, at)
    assert acts.send(cast, proposal, at)


def test_submit_proposal_refuses_what_became_incomplete(cast, at):
    proposal = builders.forwarded(cast)
    acts.rewrite(cast, proposal, at, "")
    acts.endorse(cast, proposal, at)
    with refused(Incomplete) as caught:
        acts.send(cast, proposal, at)
    assert [(finding.check, finding.target) for finding in caught.value.findings] == [("complete", "ringkasan")]


def test_submit_proposal_by_the_leader(cast, at):
    assert acts.send(cast, builders.endorsed(cast), at, person=cast.leader).submitted_by == cast.leader


@pytest.mark.parametrize("who", ["writer", "stranger", "other_administrator", "other_leader", "secretariat", "judge1"])
def test_submit_proposal_refuses_all_but_administrator_and_leader(cast, at, who):
    proposal = builders.endorsed(cast)
    with refused(NotAllowed):
        acts.send(cast, proposal, at, person=cast.as_people()[who])


def test_submit_proposal_refuses_an_administrator_whose_term_is_over(cast, at):
    proposal = builders.endorsed(cast)
    Membership.objects.filter(person=cast.administrator).update(ends_at=at)
    with refused(NotAllowed):
        acts.send(cast, proposal, at)


def test_submit_proposal_refuses_a_draft(cast, at):
    proposal = builders.draft(cast)
    with refused(NotAllowed) as caught:
        acts.send(cast, proposal, at)
    assert "belum diteruskan" in caught.value.reason


def test_submit_proposal_refuses_beyond_the_cap(cast, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=2)
    first, second, third = (builders.endorsed(cast) for _ in range(3))
    acts.send(cast, first, at)
    acts.send(cast, second, at)
    with refused(Incomplete) as caught:
        acts.send(cast, third, at)
    assert [finding.check for finding in caught.value.findings] == ["cap"]
    assert "2" in caught.value.findings[0].text


def test_submit_proposal_counts_the_cap_per_institution_and_kind(cast, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    acts.send(cast, builders.endorsed(cast), at)
    away = {"writer": cast.stranger, "unit": cast.other_unit, "leader": cast.other_leader}
    acts.send(cast, builders.endorsed(cast, **away), at, person=cast.other_administrator)
    acts.send(cast, builders.endorsed(cast, **away), at, person=cast.other_administrator)


def test_submit_proposal_keeps_a_place_through_a_correction_and_loses_none_to_a_refusal(cast, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    sent, other = builders.endorsed(cast), builders.endorsed(cast)
    acts.send(cast, sent, at)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, sent, at, "CORRECTION")
    acts.send(cast, sent, at)
    acts.screen(cast, sent, at, "INELIGIBLE")
    builders.open_the_stage(cast.edition, "registration")
    with refused(Incomplete):
        acts.send(cast, other, at)


def test_submit_proposal_again_after_a_correction_is_a_second_submission(cast, at):
    proposal = builders.endorsed(cast)
    first = acts.send(cast, proposal, at)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    with refused(NotEndorsed):
        acts.send(cast, proposal, at)
    acts.endorse(cast, proposal, at)
    second = acts.send(cast, proposal, at + timedelta(hours=1))
    assert (second.number != first.number, second.closes_at) == (True, close_of(cast, "screening"))
    first.refresh_from_db()
    assert first.snapshot["content"]["answers"]["ringkasan"] == builders.TEXT
    assert second.snapshot["content"]["answers"]["ringkasan"] == "Teks yang diperbaiki."


def test_submit_proposal_refuses_a_correction_after_screening_closed(cast, at):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    with refused(NotAllowed):
        acts.send(cast, proposal, close_of(cast, "screening"))
