"""Files of a proposal: taken, replaced, removed, checked; and what that does to the content."""

import errno
import hashlib
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from competition.clock import read_clock
from competition.inspecting import FileRefused, ScannerAway
from competition.models import AuditEntry, Notice, Stage
from competition.storage import NotKept, open_file
from competition.verdict import NotAllowed
from submissions.models import Document, Proposal
from submissions.operations import checks, documents
from submissions.operations.documents import NoRoom, ReplacedMeanwhile, remove_document
from submissions.operations.handovers import Incomplete, forward_proposal
from submissions.operations.submissions import NotEndorsed
from submissions.queries.contents import content_of, findings_of, items_of
from submissions.queries.invariants import files_are_looked_at
from submissions.views.shelves import file_rows
from tests import builders
from tests.competition.operations.outbox import Killed
from tests.submissions import acts, files

pytestmark = pytest.mark.django_db


def fresh(proposal):
    return Proposal.objects.select_related("edition__eligibility", "group", "institution", "unit", "category").get(
        pk=proposal.pk
    )


def content(proposal):
    proposal = fresh(proposal)
    return content_of(proposal, items_of(proposal))


def test_upload_file_keeps_the_original_and_waits_for_its_check(cast):
    proposal = builders.draft(cast)
    document = files.upload(cast, proposal, name="../../Foto dari\u202ekantor.pdf")
    assert (document.state, document.kind, document.size) == ("CHECKING", "PDF", len(files.pdf()))
    assert document.name == "Foto darikantor.pdf"
    assert document.sha256 == hashlib.sha256(files.pdf()).hexdigest()
    with open_file(document.original) as stored:
        assert stored.read() == files.pdf()
    assert document.code in document.original
    entry = AuditEntry.objects.get(event="file_added")
    assert entry.data == {"file": document.code, "sha256": document.sha256, "replaces": []}


@pytest.mark.parametrize(
    ("given", "kind", "name"), [(files.pdf(2), "PDF", "a.pdf"), (files.picture(), "PNG", "a.png")], ids=["PDF", "PNG"]
)
def test_check_document_makes_a_clean_copy(cast, given, kind, name):
    document = files.check(files.upload(cast, builders.draft(cast), given, name=name))
    assert (document.state, document.kind, document.pages) == ("READY", kind, 2 if kind == "PDF" else None)
    with open_file(document.cleaned) as stored:
        copy = stored.read()
    assert hashlib.sha256(copy).hexdigest() == document.cleaned_sha256
    assert len(copy) == document.cleaned_size
    assert files.check(document).checked_at == document.checked_at


@pytest.mark.parametrize(
    ("given", "code", "text"),
    [
        (b"", "EMPTY", "Berkas kosong"),
        (b"<svg/>", "TYPE", "Berkas harus PDF, JPG, atau PNG"),
        (b"%PDF-" + b"x" * 2**21, "SIZE", "Berkas harus di bawah 1 MB"),
    ],
)
def test_upload_file_refuses_at_once_what_can_be_seen(cast, given, code, text):
    proposal = builders.draft(cast)
    files.ask_for(cast.edition, file_max_mb=1)
    with pytest.raises(FileRefused, match=text) as caught:
        files.upload(cast, proposal, given)
    assert caught.value.code == code
    assert not Document.objects.exists()


def test_check_document_refuses_a_broken_file_and_says_so(cast):
    document = files.check(files.upload(cast, builders.draft(cast), b"%PDF-1.7 nothing else"))
    assert (document.state, document.refusal, document.cleaned) == ("REFUSED", "BROKEN", "")
    assert {one.recipient_id for one in Notice.objects.filter(event="file_refused")} == {cast.writer.pk, cast.colleague.pk}
    assert content(document.proposal).keys().isdisjoint({"files"})


def test_check_document_waits_while_the_scanner_is_away(cast, monkeypatch):
    def away(_path):
        raise ScannerAway

    document = files.upload(cast, builders.draft(cast))
    monkeypatch.setattr(checks, "scan_file", away)
    document = files.check(document)
    assert document.state == "CHECKING"
    assert document.check_after > read_clock()
    assert document.code not in checks.waiting_documents(at=read_clock())
    later = read_clock() + checks.PAUSE + timedelta(seconds=1)
    assert checks.waiting_documents(at=later) == [document.code]
    monkeypatch.undo()
    assert files.check(document).state == "READY"


def test_a_lost_task_is_taken_up_by_the_sweep(cast):
    document = files.upload(cast, builders.draft(cast))
    assert checks.waiting_documents(at=read_clock()) == []
    assert checks.waiting_documents(at=read_clock() + checks.PATIENCE + timedelta(seconds=1)) == [document.code]


def test_a_file_over_which_two_workers_died_is_left_alone_until_somebody_says_so(cast, monkeypatch, capsys):
    """FLT-20: it would take every further worker with it. Its page and check_invariants say so."""
    proposal = builders.draft(cast)
    document, at = files.upload(cast, proposal), read_clock()

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(checks, "scan_file", die)
        for _ in range(2):
            assert document.code not in checks.waiting_documents(at=at - timedelta(seconds=1))
            with pytest.raises(Killed):
                checks.check_document(code=document.code, at=at)
            at += checks.LEASE
    assert checks.waiting_documents(at=at + timedelta(days=1)) == []
    assert files.check(document).state == "CHECKING"
    assert "terhenti" in file_rows(proposal, [Document.objects.get(pk=document.pk)])[0].word
    assert [document.code in line for line in files_are_looked_at()] == [True]
    call_command("check_files_again")
    assert document.code in capsys.readouterr().out
    assert checks.waiting_documents(at=read_clock()) == [document.code]
    assert files.check(document).state == "READY"
    assert list(files_are_looked_at()) == []


def test_the_same_file_again_is_no_second_one(cast):
    proposal = builders.draft(cast)
    first, again = files.upload(cast, proposal), files.upload(cast, proposal)
    assert first.pk == again.pk
    assert Document.objects.count() == 1


def test_files_are_content_and_an_endorsement_lapses_with_them(cast):
    proposal = builders.endorsed(cast)
    before = content(proposal)
    assert "files" not in before
    document = files.upload(cast, proposal, person=cast.administrator)
    kept = {"name": "bukti.pdf", "kind": "PDF", "size": document.size, "sha256": document.sha256}
    assert content(proposal) == before | {"files": [kept]}
    with pytest.raises(NotEndorsed):
        acts.send(cast, proposal, read_clock())
    assert AuditEntry.objects.filter(event="endorsement_lapsed").count() == 1
    files.check(document)
    assert content(proposal) == before | {"files": [kept]}
    remove_document(document=document, person=cast.administrator, at=read_clock())
    assert content(proposal) == before
    assert acts.send(cast, proposal, read_clock()).snapshot["content"] == before


def test_the_order_of_uploading_does_not_change_the_content(cast):
    one, other = builders.draft(cast), builders.draft(cast)
    for proposal, order in ((one, (1, 2)), (other, (2, 1))):
        for pages in order:
            files.upload(cast, proposal, files.pdf(pages), name=f"{pages}.pdf")
    assert content(one)["files"] == content(other)["files"]


def test_a_required_letter_is_named_until_it_is_there(cast):
    files.ask_for(cast.edition, letters=(files.LETTER, files.LETTER | {"code": "lain", "required": False}))
    proposal = fresh(builders.draft(cast))
    assert [one.text for one in findings_of(proposal, items_of(proposal))] == ["Unggah surat tim"]
    with pytest.raises(Incomplete):
        forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    letter = files.upload(cast, proposal, key="surat-tim")
    assert findings_of(proposal, items_of(proposal)) == []
    assert content(proposal)["files"][0]["letter"] == "tim"
    Document.objects.filter(pk=letter.pk).update(state="REFUSED", refusal="BROKEN")
    assert [one.target for one in findings_of(proposal, items_of(proposal))] == ["files/surat-tim"]


def test_a_letter_is_replaced_only_by_who_saw_it(cast):
    files.ask_for(cast.edition, letters=(files.LETTER,))
    proposal = builders.draft(cast)
    first = files.upload(cast, proposal, key="surat-tim")
    with pytest.raises(ReplacedMeanwhile):
        files.upload(cast, proposal, files.pdf(2), key="surat-tim")
    second = files.upload(cast, proposal, files.pdf(2), key="surat-tim", replaces=first)
    first.refresh_from_db()
    assert (first.removed_by, second.counts, first.counts) == (cast.writer, True, False)
    with pytest.raises(ReplacedMeanwhile):
        files.upload(cast, proposal, files.pdf(3), key="surat-tim", replaces=first)


def test_limits_of_the_edition_hold_for_all_files_together(cast):
    files.ask_for(cast.edition, files_max=2, files_max_mb=1)
    proposal = builders.draft(cast)
    first = files.upload(cast, proposal, files.pdf(1))
    files.upload(cast, proposal, files.pdf(2))
    with pytest.raises(NoRoom, match="sudah memiliki 2 berkas"):
        files.upload(cast, proposal, files.pdf(3))
    with pytest.raises(NoRoom, match="paling besar 1 MB"):
        files.upload(cast, proposal, b"%PDF-" + b"x" * 2**20, replaces=first)
    assert files.upload(cast, proposal, files.pdf(4), replaces=first).counts


def test_a_file_that_comes_after_the_close_never_attaches(cast):
    """A-5, REG: the operation refuses by the instant of arrival, and so does the row itself."""
    proposal = builders.draft(cast)
    stage = Stage.objects.get(edition=cast.edition, key="registration")
    with pytest.raises(NotAllowed, match="sudah ditutup"):
        files.upload(cast, proposal, at=stage.closes_at)
    assert not Document.objects.exists()
    document = files.upload(cast, proposal, at=stage.closes_at - timedelta(microseconds=1))
    assert document.closes_at == stage.closes_at
    late = {field: getattr(document, field) for field in ("name", "kind", "size", "sha256", "closes_at", "state")}
    with pytest.raises(IntegrityError, match="document_arrived_in_time"), transaction.atomic():
        Document.objects.create(
            proposal=proposal,
            original="documents/x",
            uploaded_by=cast.writer,
            started_at=stage.closes_at,
            arrived_at=stage.closes_at,
            **late,
        )


def test_strangers_and_leaders_upload_nothing(cast):
    proposal = builders.draft(cast)
    for person in (cast.stranger, cast.leader, cast.secretariat):
        with pytest.raises(NotAllowed):
            files.upload(cast, proposal, person=person)
    document = files.upload(cast, proposal)
    with pytest.raises(NotAllowed):
        remove_document(document=document, person=cast.stranger, at=read_clock())


def test_a_full_disk_leaves_no_row_and_says_so(cast, monkeypatch):
    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    proposal = builders.draft(cast)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotKept, match="Berkas gagal diunggah"):
        files.upload(cast, proposal)
    assert not Document.objects.exists()


def test_a_refused_upload_leaves_no_file(cast, monkeypatch):
    proposal, dropped = builders.draft(cast), []
    monkeypatch.setattr(documents, "drop_file", dropped.append)
    with pytest.raises(NotAllowed):
        files.upload(cast, proposal, person=cast.stranger)
    assert len(dropped) == 1


def test_removed_files_stay_in_the_history(cast):
    document = files.check(files.upload(cast, builders.draft(cast)))
    remove_document(document=document, person=cast.colleague, at=read_clock())
    remove_document(document=document, person=cast.writer, at=read_clock())
    document.refresh_from_db()
    assert (document.state, document.removed_by, document.counts) == ("READY", cast.colleague, False)
    assert AuditEntry.objects.filter(event="file_removed").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "sha256 = repeat('1', 64)",
        "name = 'lain.pdf'",
        "original = 'documents/lain'",
        "cleaned_sha256 = repeat('1', 64)",
        "state = 'CHECKING', cleaned = ''",
        "state = 'REFUSED', refusal = 'BROKEN', cleaned = ''",
        "removed_at = NULL, removed_by_id = NULL",
        "proposal_id = proposal_id + 1",
    ],
)
def test_the_database_keeps_a_documents_facts(cast, change):
    document = files.ready(builders.draft(cast), cast.writer)
    remove_document(document=document, person=cast.writer, at=read_clock())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE submissions_document SET {change} WHERE id = %s", [document.pk])


def test_the_database_deletes_no_document_that_was_here(cast):
    document = files.ready(builders.draft(cast), cast.writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        document.delete()


def test_sending_freezes_the_files(cast):
    proposal = builders.draft(cast)
    document = files.check(files.upload(cast, proposal))
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    acts.endorse(cast, proposal, read_clock())
    submission = acts.send(cast, proposal, read_clock())
    assert [one.document for one in submission.sent_documents.all()] == [document]
    assert submission.snapshot["content"]["files"][0]["sha256"] == document.sha256
    with pytest.raises(IntegrityError), transaction.atomic():
        submission.sent_documents.all().delete()
