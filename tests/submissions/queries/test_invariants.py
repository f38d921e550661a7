"""Every invariant notices what it is there for: each fault is planted past the guards, and one check names it."""

import tempfile
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, AuditLink, Cap, Edition, Notice, Person, Stage
from competition.queries import invariants as of_the_frame
from competition.storage import drop_file, keep_file
from judging.models import Assignment, Mark, Ranking, RankingEntry, ScoreEvent, ScoreSheet, SelectionEntry
from judging.queries import invariants as of_the_verdict
from submissions.models import (
    Answer,
    AnswerRevision,
    Document,
    Endorsement,
    Innovation,
    Outcome,
    Proposal,
    SentDocument,
    Submission,
)
from submissions.queries import invariants as of_the_entry
from tests import builders
from tests.auditing import link_now
from tests.submissions import acts, files

CHECKS = {**of_the_frame.CHECKS, **of_the_entry.CHECKS, **of_the_verdict.CHECKS}


@contextmanager
def past_the_guards(model):
    """Switch off the triggers of a table, as only its owner can."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        # Waiting checks of foreign keys would stand in the way.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def broken():
    """Return the names of the checks that find something, with what was written linked as a commit would."""
    link_now()
    with_a_clock = {"INV-07": partial(of_the_verdict.assignments_are_whole, read_clock())}
    sets = (of_the_frame.CHECKS, of_the_entry.CHECKS, of_the_verdict.CHECKS, with_a_clock)
    return {name for checks in sets for name, check in checks.items() if list(check())}


@pytest.fixture
def whole(cast):
    """A year from the first draft to the published list, by the operations people use."""
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=3)
    builders.published(cast, 3)
    return cast


def test_a_year_that_people_made_breaks_nothing(whole, capsys):
    assert broken() == set()
    call_command("check_invariants")
    assert "NOT" not in capsys.readouterr().out


def test_a_sending_after_the_clock_was_set_back_is_still_the_last_one(cast, at):
    proposal = builders.endorsed(cast)
    acts.send(cast, proposal, at)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.send(cast, proposal, at - timedelta(seconds=1))
    assert broken() == set()


def change(model, **values):
    """Return a fault: one row of the table is changed behind everybody's back."""

    def plant(cast):
        with past_the_guards(model):
            model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**values)

    return plant


def trace_was_rewritten(cast):
    with past_the_guards(ScoreEvent):
        ScoreEvent.objects.filter(pk=ScoreEvent.objects.filter(kind="LOCKED").earliest("pk").pk).update(marks={})


def cap_was_lowered(cast):
    Cap.objects.update(maximum=2)


def second_current(cast):
    Edition.objects.update(is_current=False)


def unsent_with_a_receipt(cast):
    with past_the_guards(Proposal):
        Proposal.objects.filter(pk=Proposal.objects.first().pk).update(state="DRAFT")


def sent_without_a_receipt(cast):
    builders.open_the_stage(cast.edition, "registration")
    draft = builders.draft(cast)
    with past_the_guards(Proposal):
        Proposal.objects.filter(pk=draft.pk).update(state="SUBMITTED", submitted_at=draft.created_at)


def snapshot_was_touched(cast):
    with past_the_guards(Submission):
        row = Submission.objects.first()
        row.snapshot["content"]["title"] = "Judul lain"
        Submission.objects.filter(pk=row.pk).update(snapshot=row.snapshot)


def revision_is_missing(cast):
    with past_the_guards(AnswerRevision):
        AnswerRevision.objects.filter(pk=AnswerRevision.objects.first().pk)._raw_delete("default")


def outcome_was_added(cast):
    loser = SelectionEntry.objects.filter(is_in=False).first().entry.proposal
    row = Outcome.objects.first()
    row.pk, row.proposal = None, loser
    row.save()


def judge_has_a_tie(cast):
    builders.Membership.objects.create(
        person=Assignment.objects.first().judge,
        institution=cast.institution,
        role="LEADER",
        starts_at=builders.LONG_AGO,
    )


def entry_is_missing(cast):
    with past_the_guards(AuditEntry):
        entry = AuditEntry.objects.filter(event="sheet_locked", notices=None).first()
        with past_the_guards(AuditLink):
            AuditLink.objects.filter(entry=entry)._raw_delete("default")
        AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default")


def letter_of(cast):
    """Return a signed letter with which a proposal could be sent now."""
    builders.open_the_stage(cast.edition, "registration")
    return acts.sign(cast, builders.forwarded(cast), read_clock())


def letter_with_a_foreign_file(cast):
    letter = letter_of(cast)
    foreign = files.ready(builders.forwarded(cast), cast.writer, is_proof=True)
    with past_the_guards(Endorsement):
        Endorsement.objects.filter(pk=letter.pk).update(document=foreign)


def letter_of_another_version(cast):
    letter = letter_of(cast)
    with past_the_guards(Endorsement):
        Endorsement.objects.filter(pk=letter.pk).update(content_hash="0" * 64)


def letter_whose_refused_file_counts(cast):
    letter = letter_of(cast)
    with past_the_guards(Document):
        Document.objects.filter(pk=letter.document_id).update(state="REFUSED", refusal="BROKEN")


def letter_that_the_copy_does_not_name(cast):
    letter = letter_of(cast)
    Cap.objects.all().delete()
    acts.send(cast, letter.proposal, read_clock())
    with past_the_guards(Endorsement):
        Endorsement.objects.filter(pk=letter.pk).update(letter_number="Lain")


def new_file(cast):
    """Return a file of a new draft, uploaded and checked."""
    builders.open_the_stage(cast.edition, "registration")
    return files.check(files.upload(cast, builders.draft(cast)))


def keep_other(name):
    """Put another content under the name of a stored file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"%PDF-1.7 another")
        file.flush()
        keep_file(Path(file.name), name)


def original_was_changed(cast):
    keep_other(new_file(cast).original)


def copy_was_changed(cast):
    keep_other(new_file(cast).cleaned)


def original_is_gone(cast):
    drop_file(new_file(cast).original)


def copy_is_gone(cast):
    drop_file(new_file(cast).cleaned)


def file_was_slipped_into_a_sending(cast):
    sent, document = Submission.objects.first(), new_file(cast)
    with past_the_guards(Document), past_the_guards(SentDocument):
        Document.objects.filter(pk=document.pk).update(proposal=sent.proposal)
        SentDocument.objects.create(submission=sent, document=document)


def copy_names_a_file_that_was_not_sent(cast):
    with past_the_guards(Submission):
        row = Submission.objects.first()
        row.snapshot["content"]["files"] = [{"name": "a.pdf", "kind": "PDF", "size": 1, "sha256": "0" * 64}]
        Submission.objects.filter(pk=row.pk).update(snapshot=row.snapshot)


def file_of_another_proposal_was_sent(cast):
    """The copy names it, so only whose it is tells."""
    document = new_file(cast)
    with past_the_guards(Submission), past_the_guards(SentDocument):
        row = Submission.objects.first()
        row.snapshot["content"]["files"] = [{"sha256": document.sha256}]
        Submission.objects.filter(pk=row.pk).update(snapshot=row.snapshot)
        SentDocument.objects.create(submission=row, document=document)


def nobody_looks_at_a_file(cast):
    builders.open_the_stage(cast.edition, "registration")
    files.upload(cast, builders.draft(cast))
    Document.objects.filter(state="CHECKING").update(lost_checks=2)


FAULTS = {
    "a file that waits for ever": (nobody_looks_at_a_file, "INV-13 looking"),
    "a stored file with another content": (original_was_changed, "INV-13"),
    "a cleaned copy with another content": (copy_was_changed, "INV-13"),
    "a file that is not stored": (original_is_gone, "INV-13"),
    "a cleaned copy that is not stored": (copy_is_gone, "INV-13"),
    "a file the copy does not name": (file_was_slipped_into_a_sending, "INV-01 files"),
    "a copy that names a file nobody sent": (copy_names_a_file_that_was_not_sent, "INV-01 files"),
    "a sending with another proposal's file": (file_of_another_proposal_was_sent, "INV-01 files"),
    "a letter with another proposal's file": (letter_with_a_foreign_file, "INV-01 letters"),
    "a letter bound to another text": (letter_of_another_version, "INV-01 letters"),
    "a letter whose refused file counts": (letter_whose_refused_file_counts, "INV-01 letters"),
    "a letter that its copy does not name": (letter_that_the_copy_does_not_name, "INV-01 letters"),
    "a fingerprint that does not recompute": (change(Submission, sha256="0" * 64), "INV-01"),
    "a snapshot that was touched": (snapshot_was_touched, "INV-01"),
    "an endorsement of another content": (change(Endorsement, content_hash="0" * 64), "INV-01"),
    "sent without a receipt": (sent_without_a_receipt, "INV-02"),
    "a receipt without having been sent": (unsent_with_a_receipt, "INV-02"),
    "more than the cap": (cap_was_lowered, "INV-03"),
    "words that nobody saved": (change(Answer, text="Teks yang tidak pernah disimpan."), "INV-04"),
    "a version that is gone": (revision_is_missing, "INV-04"),
    "a letter about nothing that is told": (change(Notice, event="draft_started"), "INV-05"),
    "an innovation public for no reason": (
        lambda cast: Innovation.objects.filter(awards=None).update(is_public=True),
        "INV-06",
    ),
    "an outcome nobody decided": (outcome_was_added, "INV-06"),
    "a judge with a tie": (judge_has_a_tie, "INV-07"),
    "a locked sheet without a mark": (change(Mark, level=None, points=None), "INV-08"),
    "points that are not the level's": (change(Mark, points="1"), "INV-08"),
    "an entry that was taken away": (entry_is_missing, "INV-12"),
    "another total than was sealed": (change(ScoreSheet, total="1"), "INV-12b"),
    "a reason that was rewritten": (change(Mark, reason="Alasan lain."), "INV-12b"),
    "a trace that was rewritten": (trace_was_rewritten, "INV-12b"),
    "another ranking than was sealed": (change(Ranking, result_hash="0" * 64), "INV-12b"),
    "no edition that runs": (second_current, "EDITION"),
}


def test_every_fault_is_noticed(whole):
    """One world, and each fault in it undone before the next: building a year is what takes the time."""
    unnoticed = []
    for fault, (plant, name) in FAULTS.items():
        with transaction.atomic():
            plant(whole)
            if name not in broken():
                unnoticed.append(f"{fault}: {name}")
            transaction.set_rollback(True)
    assert unnoticed == []
    assert broken() == set()


def test_check_invariants_names_what_is_wrong_and_fails(whole, capsys):
    change(Submission, sha256="0" * 64)(whole)
    with past_the_guards(RankingEntry):
        RankingEntry.objects.filter(rank=1).update(score="1")
    with pytest.raises(CommandError, match="3 row"):
        call_command("check_invariants")
    caught = capsys.readouterr()
    assert "NOT INV-01" in caught.out
    assert "NOT INV-10" in caught.out
    assert Submission.objects.order_by("pk").first().number in caught.err


@pytest.mark.parametrize(("has_factor", "holds"), [(True, False), (False, True)])
def test_a_second_step_that_is_not_what_the_account_says(cast, at, has_factor, holds):
    Person.objects.filter(pk=cast.writer.pk).update(has_factor=has_factor)
    if holds:
        Authenticator.objects.create(user=cast.writer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    (line,) = of_the_frame.second_steps_are_held(at)
    assert line.startswith(f"person {cast.writer.pk}: ")


def test_an_office_without_a_second_step_where_one_is_required(cast, settings, at):
    """After a week in office, and not in the week before a close; the control: where none is required, nobody lacks one."""
    assert list(of_the_frame.second_steps_are_held(at)) == []
    settings.REQUIRE_MFA = True
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=at + timedelta(days=6))
    assert list(of_the_frame.second_steps_are_held(at)) == []
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=at + timedelta(days=8))
    named = list(of_the_frame.second_steps_are_held(at))
    assert f"person {cast.judges[0].pk}: an office without a second step" in named
    assert not [line for line in named if line.startswith(f"person {cast.writer.pk}:")]
