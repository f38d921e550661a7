"""What a judge gets of a proposal's files: exactly those of the frozen sending, and only clean ones (REG-45)."""

import pytest
from django.urls import reverse

from competition.clock import read_clock
from judging.models import Assignment
from judging.operations.assignments import accept_assignment, assign_judges
from submissions.models import Document
from submissions.operations.documents import remove_document
from submissions.operations.handovers import forward_proposal
from tests import builders
from tests.submissions import acts, files
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast):
    """A proposal with one file of each kind of fate, screened and assigned; registration is over."""
    proposal = builders.draft(cast)
    documents = {
        "clean": files.ready(proposal, cast.writer, name="bersih.pdf"),
        "removed": files.ready(proposal, cast.writer, name="dihapus.pdf"),
        "waiting": files.upload(cast, proposal, files.pdf(2), name="menunggu.pdf"),
        "bad": files.upload(cast, proposal, b"%PDF-1.7 nothing", name="rusak.pdf"),
    }
    remove_document(document=documents["removed"], person=cast.writer, at=read_clock())
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    acts.endorse(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    files.check(documents["bad"])
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, type(proposal).objects.get(pk=proposal.pk), read_clock())
    builders.open_the_stage(cast.edition, "judging")
    assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    return documents


def file_url(assignment: Assignment, document: Document) -> str:
    return reverse("judging:file", args=[assignment.code, document.code])


def test_a_judge_sees_the_clean_files_of_what_was_sent_and_no_others(cast, sent):
    assignment = Assignment.objects.select_related("judge").first()
    client = sign_in(assignment.judge)
    assert client.get(file_url(assignment, sent["clean"])).status_code == 403
    accept_assignment(assignment=assignment, person=assignment.judge, at=read_clock())
    page = client.get(reverse("judging:sheet", args=[assignment.code]))
    assert file_url(assignment, sent["clean"]) in page.content.decode()
    assert "2 berkas lain belum selesai diperiksa atau ditolak" in text_of(page)
    for name in ("removed", "waiting", "bad"):
        assert sent[name].name not in text_of(page)
        assert client.get(file_url(assignment, sent[name])).status_code == 404
    response = client.get(file_url(assignment, sent["clean"]))
    assert b"".join(response.streaming_content) == files.pdf()
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    files.check(sent["waiting"])
    assert client.get(file_url(assignment, sent["waiting"])).status_code == 200


def test_a_judge_gets_a_file_by_no_other_door(cast, sent):
    assignment = Assignment.objects.select_related("judge", "proposal").first()
    accept_assignment(assignment=assignment, person=assignment.judge, at=read_clock())
    client = sign_in(assignment.judge)
    assert client.get(path("download", assignment.proposal, sent["clean"].code)).status_code == 404
    other = next(one for one in cast.judges if not Assignment.objects.filter(judge=one).exists())
    assert sign_in(other).get(file_url(assignment, sent["clean"])).status_code == 404
    assert sign_in(cast.writer).get(file_url(assignment, sent["clean"])).status_code == 404


def test_a_file_of_another_proposal_is_nothing_to_a_judge(cast, sent):
    """SEC-03: the own assignment with somebody else's file."""
    builders.open_the_stage(cast.edition, "registration")
    foreign = files.ready(builders.draft(cast), cast.writer)
    builders.open_the_stage(cast.edition, "judging")
    assignment = Assignment.objects.select_related("judge").first()
    accept_assignment(assignment=assignment, person=assignment.judge, at=read_clock())
    client = sign_in(assignment.judge)
    nothing = client.get(reverse("judging:file", args=[assignment.code, "2" * 16]))
    response = client.get(file_url(assignment, foreign))
    assert (response.status_code, response.content) == (nothing.status_code, nothing.content)
    assert nothing.status_code == 404


def test_the_secretariat_reads_what_became_of_each_file_that_was_sent(cast, sent):
    proposal = sent["clean"].proposal
    page = sign_in(cast.secretariat).get(path("screen", proposal))
    for words in ("bersih.pdf", "Siap", "menunggu.pdf", "Diperiksa", "rusak.pdf", "Ditolak", "Berkas rusak atau terpotong."):
        assert words in text_of(page)
    assert "dihapus.pdf" not in text_of(page)
    assert path("download", proposal, sent["clean"].code) in page.content.decode()
    assert path("download", proposal, sent["waiting"].code) not in page.content.decode()
