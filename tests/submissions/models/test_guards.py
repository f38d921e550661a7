"""What PostgreSQL itself refuses, whoever asks and by whatever way."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from submissions.models import (
    Answer,
    AnswerRevision,
    Endorsement,
    Outcome,
    Proposal,
    Publication,
    Screening,
    ScreeningLine,
    Submission,
)
from submissions.states import MOVES, ProposalState
from tests import builders
from tests.evidence import nothing_changes
from tests.submissions import acts

STATES = ProposalState.values


def rejects(statement, *, message=None):
    """Hold PostgreSQL to refusing the statement."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        statement()


@pytest.fixture
def proposal(cast, at):
    """A proposal that was sent and screened, so that every append-only table has a row."""
    sent = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, sent, at, "CORRECTION")
    return Proposal.objects.get(pk=sent.pk)


def put_in(proposal, state, at):
    """Write a state past the guards, as nobody but a test may."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE submissions_proposal DISABLE TRIGGER proposal_moves")
        Proposal.objects.filter(pk=proposal.pk).update(state=state, submitted_at=at)
        cursor.execute("ALTER TABLE submissions_proposal ENABLE TRIGGER proposal_moves")


def test_the_trigger_lets_through_the_moves_of_the_table_and_no_other(cast, at):
    proposal = builders.draft(cast)
    # Waiting checks of foreign keys would stand in the way of switching a trigger off.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for source, target in product(STATES, STATES):
        put_in(proposal, source, at)
        rows = Proposal.objects.filter(pk=proposal.pk)
        if source == target or (source, target) in MOVES:
            assert rows.update(state=target) == 1
        else:
            rejects(lambda rows=rows, target=target: rows.update(state=target), message=f"no move from {source} to {target}")


def test_an_unknown_state_is_refused(cast):
    proposal = builders.draft(cast)
    rejects(lambda: Proposal.objects.filter(pk=proposal.pk).update(state="LULUS"))


def test_a_sent_proposal_has_its_time(proposal):
    rejects(lambda: Proposal.objects.filter(pk=proposal.pk).update(submitted_at=None), message="proposal_sent_has_its_time")


@pytest.mark.parametrize("model", [Submission, AnswerRevision, Screening, ScreeningLine])
def test_rows_that_prove_something_are_written_once(proposal, model):
    field = {Submission: "sha256", AnswerRevision: "text", Screening: "reason", ScreeningLine: "check_code"}[model]
    assert model.objects.exists()
    with nothing_changes():
        rejects(lambda: model.objects.update(**{field: "lain"}), message="append-only: UPDATE refused")
        rejects(lambda: model.objects.all()._raw_delete("default"), message="append-only: DELETE refused")


def test_even_a_change_that_changes_nothing_is_refused(proposal):
    submission = proposal.submissions.get()
    rejects(lambda: Submission.objects.filter(pk=submission.pk).update(sha256=submission.sha256))


def test_a_submission_after_its_close_cannot_be_stored(proposal):
    row = proposal.submissions.get()
    row.pk, row.number, row.received_at = None, "KIPP17-TEST-TEST", row.closes_at
    rejects(row.save, message="submission_arrived_in_time")


def test_a_receipt_number_is_given_once(proposal):
    row = proposal.submissions.get()
    row.pk = None
    rejects(row.save)


def test_one_answer_per_question_and_one_revision_per_version(proposal):
    answer = Answer.objects.filter(proposal=proposal).first()
    revision = answer.revisions.first()
    revision.pk = None
    rejects(revision.save, message="revision_once_per_version")
    answer.pk = None
    rejects(answer.save, message="answer_once_per_question")


def test_one_proposal_per_innovation_and_edition(proposal):
    proposal.pk, proposal.code = None, "LAIN"
    rejects(proposal.save, message="proposal_once_per_innovation_and_edition")


def test_one_endorsement_per_content(proposal):
    row = Endorsement.objects.filter(proposal=proposal).get()
    row.pk = None
    rejects(row.save, message="endorsement_once_per_content")


def test_one_decision_per_submission_and_a_no_has_its_reason(proposal):
    row = proposal.screenings.get()
    row.pk = None
    rejects(row.save)
    second = proposal.submissions.get()
    second.pk, second.number = None, "KIPP17-TEST-TEST"
    second.save()
    row.submission, row.reason, row.result = second, "", "INELIGIBLE"
    rejects(row.save, message="screening_refusal_has_a_reason")


def test_one_outcome_per_publication_and_proposal(cast, at, proposal):
    publication = Publication.objects.create(
        edition=cast.edition, round_key="desk", title="Top 99", published_at=at, fingerprint="0" * 64
    )
    values = dict.fromkeys(("award", "title", "institution_name", "institution_kind", "unit_name", "category_name"), "x")
    Outcome.objects.create(publication=publication, proposal=proposal, **values)
    rejects(lambda: Outcome.objects.create(publication=publication, proposal=proposal, **values))


def test_nothing_that_is_referred_to_can_be_deleted(cast, proposal):
    for row in (proposal, cast.institution, cast.unit, cast.writer, proposal.innovation, proposal.category):
        with pytest.raises(ProtectedError):
            row.delete()


def test_every_version_of_an_answer_is_kept_whoever_writes_it(cast):
    answer = builders.draft(cast).answers.first()
    version = answer.proposal.version
    Answer.objects.filter(pk=answer.pk).update(version=F("version") + 1, text="Lewat pintu lain")
    kept = AnswerRevision.objects.filter(answer=answer).last()
    assert (kept.version, kept.text, kept.saved_by_id) == (2, "Lewat pintu lain", answer.changed_by_id)
    assert Proposal.objects.get(pk=answer.proposal_id).version == version + 1


def test_what_is_no_version_of_an_answer_is_not_kept(cast):
    answer = builders.draft(cast).answers.first()
    Answer.objects.filter(pk=answer.pk).update(is_done=False, version=answer.version)
    assert AnswerRevision.objects.filter(answer=answer).count() == 1
