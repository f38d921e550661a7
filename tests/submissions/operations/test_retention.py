"""What is past its time goes, what was ever sent stays, and a dry run changes nothing."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from competition.environment import read_storage
from competition.models import AuditEntry, Invitation, Notice, PasswordLink, Stage
from competition.operations.retention import apply_retention
from competition.operations.signing import ask_for_password_link
from competition.retention import INVITATIONS_KEPT, LETTERS_KEPT, LINKS_KEPT, MONTH
from competition.storage import names
from submissions.models import Answer, AnswerRevision, Document, Innovation, Proposal, Submission
from submissions.operations.handovers import forward_proposal
from submissions.operations.uploads import sweep_uploads
from submissions.queries.documents import FOLDER
from tests import builders
from tests.auditing import link_now
from tests.competition.letterbox import invited
from tests.evidence import nothing_changes
from tests.submissions import acts, files

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(cast, at):
    """Return the instant from which drafts of the edition are past their time; there is one, and a proposal that was sent."""
    builders.submitted(cast)
    draft = builders.draft(cast)
    builders.save_answer(
        proposal=draft,
        person=cast.writer,
        question=cast.edition.questions.first(),
        text="Satu dua tiga",
        version=1,
        is_done=False,
        at=at,
    )
    last = Stage.objects.filter(edition=cast.edition).order_by("-closes_at").first()
    return last.closes_at + cast.edition.drafts_kept_months * MONTH


def numbers(found):
    return {one.what: one.number for one in found if one.number}


def test_a_draft_goes_when_its_edition_is_long_over_and_what_was_sent_stays(cast, over):
    sent = Proposal.objects.get(state="SUBMITTED")
    kept = Answer.objects.filter(proposal=sent).count()
    assert f"drafts of {cast.edition.year}" not in numbers(apply_retention(at=over - timedelta(seconds=1), dry=True))
    assert numbers(apply_retention(at=over, dry=False))[f"drafts of {cast.edition.year}"] == 1
    assert list(Proposal.objects.all()) == [sent]
    assert Submission.objects.count() == 1
    assert set(Answer.objects.values_list("proposal", flat=True)) == {sent.pk}
    assert AnswerRevision.objects.filter(answer__proposal=sent).count() >= kept
    assert list(Innovation.objects.all()) == [sent.innovation]
    link_now()
    call_command("check_invariants")


@pytest.fixture
def own_storage(settings, tmp_path):
    """Keep the files of one test by themselves."""
    settings.STORAGES = settings.STORAGES | {"default": read_storage(f"file://{tmp_path}/f", tmp_path)}


@pytest.mark.usefixtures("own_storage")
def test_files_go_with_their_draft_from_the_storage_too_and_a_sent_one_keeps_its_own(
    cast, over, at, django_capture_on_commit_callbacks
):
    """The same content was uploaded to both: each has its own, so the one that stays is whole."""
    sent = builders.draft(cast)
    kept = files.check(files.upload(cast, sent))
    forward_proposal(proposal=sent, person=cast.writer, at=at)
    acts.endorse(cast, sent, at)
    acts.send(cast, sent, at)
    draft = Proposal.objects.get(state="DRAFT")
    first = files.check(files.upload(cast, draft))
    files.upload(cast, draft, files.pdf(2), replaces=first)
    files.check(files.upload(cast, draft, b"%PDF-1.7 nothing"))
    before = set(names(FOLDER))
    with nothing_changes(), django_capture_on_commit_callbacks(execute=True):
        planned = numbers(apply_retention(at=over, dry=True))
    assert planned[f"files of drafts of {cast.edition.year}"] == 3
    assert set(names(FOLDER)) == before
    with django_capture_on_commit_callbacks(execute=True):
        assert numbers(apply_retention(at=over, dry=False)) == planned
    assert list(Document.objects.all()) == [kept]
    assert set(names(FOLDER)) == {kept.original, kept.cleaned}
    link_now()
    call_command("check_invariants")


@pytest.mark.usefixtures("own_storage")
def test_what_a_process_that_died_left_of_them_is_swept(cast, over, at):
    """The rows are gone and the storage was away: what stands there belongs to nobody any more."""
    files.upload(cast, Proposal.objects.get(state="DRAFT"))
    apply_retention(at=over, dry=False)
    assert len(list(names(FOLDER))) == 1
    assert sweep_uploads(at=at + timedelta(days=2)) == 1
    assert list(names(FOLDER)) == []


def test_the_edition_says_how_long(cast, over):
    cast.edition.drafts_kept_months += 6
    cast.edition.save(update_fields=["drafts_kept_months"])
    apply_retention(at=over, dry=False)
    assert Proposal.objects.filter(state="DRAFT").exists()


def test_a_dry_run_changes_nothing_and_says_the_same(cast, over):
    with nothing_changes():
        planned = numbers(apply_retention(at=over, dry=True))
    assert planned == numbers(apply_retention(at=over, dry=False))
    assert numbers(apply_retention(at=over, dry=False)) == {}


def test_the_audit_says_how_many_went_and_nothing_of_it_goes(cast, over):
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    found = apply_retention(at=over, dry=False)
    entry = AuditEntry.objects.exclude(pk__in=before).get()
    assert (entry.event, entry.data) == ("retention_applied", {"removed": numbers(found)})
    assert before < set(AuditEntry.objects.values_list("pk", flat=True))


def test_old_letters_are_emptied_and_stay_as_rows(cast, at):
    builders.submitted(cast)
    Notice.objects.update(state="SENT", sent_at=at)
    total = Notice.objects.count()
    waiting = Notice.objects.first()
    Notice.objects.filter(pk=waiting.pk).update(state="WAITING")
    later = at + LETTERS_KEPT + timedelta(minutes=1)
    assert numbers(apply_retention(at=later, dry=False))["letters"] == total - 1
    assert Notice.objects.exclude(text="").get() == waiting


def test_invitations_nobody_took_and_spent_links_go(cast, at):
    invited(cast)
    ask_for_password_link(person=cast.writer, email=cast.writer.email, at=at)
    later = at + INVITATIONS_KEPT + LINKS_KEPT
    found = numbers(apply_retention(at=later, dry=False))
    assert (found["invitations"], found["password links"]) == (1, 1)
    assert not Invitation.objects.exists()
    assert not PasswordLink.objects.exists()


def test_a_saved_version_is_removed_by_no_other_way(cast, over):
    """Not without the mark, not of what was sent, and never changed."""
    revision = AnswerRevision.objects.filter(answer__proposal__state="DRAFT").first()
    sent = AnswerRevision.objects.filter(answer__proposal__state="SUBMITTED").first()
    tries = (
        ("off", f"DELETE FROM submissions_answerrevision WHERE id = {revision.pk}"),
        ("on", f"DELETE FROM submissions_answerrevision WHERE id = {sent.pk}"),
        ("on", f"UPDATE submissions_answerrevision SET text = 'x' WHERE id = {revision.pk}"),
    )
    for mark, statement in tries:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL kipp.retention = '{mark}'")
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(statement)


def test_the_command_says_each_rule(cast, over, capsys):
    with nothing_changes():
        call_command("apply_retention", "--dry-run")
    assert "Nothing was changed." in capsys.readouterr().out
