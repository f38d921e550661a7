"""Pages and downloads of a proposal's files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from submissions.models import Answer, Document, Proposal
from submissions.operations.documents import remove_document
from submissions.operations.handovers import forward_proposal
from tests import builders
from tests.submissions import acts, files
from tests.submissions.views.pages import answer_values, path, sign_in, text_of

pytestmark = pytest.mark.django_db


def given(content: bytes | None = None, name: str = "bukti.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf() if content is None else content, content_type="text/html")


def test_limits_and_purpose_are_said_before_anything_is_chosen(cast):
    """A-1."""
    files.ask_for(cast.edition, letters=(files.LETTER,), file_max_mb=3, files_max=7, files_max_mb=12)
    proposal = builders.draft(cast)
    client = sign_in(cast.writer)
    page = text_of(client.get(path("upload", proposal, "lain")))
    assert "PDF, JPG, atau PNG, paling besar 3 MB." in page
    assert "Satu proposal paling banyak 7 berkas, bersama paling besar 12 MB." in page
    assert "Berkas tentang proposal secara keseluruhan" in page
    assert "Bertanda tangan." in text_of(client.get(path("upload", proposal, "surat-tim")))
    assert "Surat tim" in text_of(client.get(path("files", proposal)))


def test_a_file_is_uploaded_without_javascript_and_shown_with_its_state(cast):
    """A-2, A-4."""
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    response = client.post(path("upload", proposal, "lain"), {"file": given()}, follow=True)
    assert response.redirect_chain == [(path("upload", proposal, "lain"), 302)]
    assert "Berkas sudah diterima dan sedang diperiksa." in text_of(response)
    assert "bukti.pdf PDF" in text_of(response)
    assert "Diperiksa" in text_of(response)
    document = Document.objects.get()
    assert path("download", proposal, document.code) not in response.content.decode()
    files.check(document)
    page = client.get(path("upload", proposal, "lain"))
    assert "Siap" in text_of(page)
    assert path("download", proposal, document.code) in page.content.decode()
    Document.objects.filter(pk=files.upload(cast, proposal, files.pdf(2)).pk).update(check_after=read_clock())
    assert "Menunggu pemeriksaan" in text_of(client.get(path("upload", proposal, "lain")))


@pytest.mark.parametrize(
    ("content", "text"), [(b"", "Berkas kosong"), (b"PK\x03\x04", "Berkas harus PDF, JPG, atau PNG"), (None, "Pilih berkas")]
)
def test_a_refusal_stands_at_the_file(cast, content, text):
    proposal = builders.draft(cast)
    posted = {} if content is None else {"file": given(content)}
    response = sign_in(cast.writer).post(path("upload", proposal, "lain"), posted)
    assert response.status_code == 200
    assert response.content.decode().count(text) == 2
    assert 'role="alert"' in response.content.decode()
    assert not Document.objects.exists()


def test_a_body_over_every_limit_is_not_even_read(cast):
    response = sign_in(cast.writer).generic(
        "POST", path("upload", builders.draft(cast), "lain"), b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="30000000"
    )
    assert response.status_code == 413


def test_what_was_refused_later_says_why_on_its_page(cast):
    proposal = builders.draft(cast)
    files.check(files.upload(cast, proposal, b"%PDF-1.7 nothing"))
    page = text_of(sign_in(cast.writer).get(path("upload", proposal, "lain")))
    assert "Ditolak" in page
    assert "Berkas rusak atau terpotong." in page
    assert "Ada masalah" in text_of(sign_in(cast.writer).get(path("proposal", proposal)))


def test_a_file_is_replaced_and_removed_and_both_stay_in_the_history(cast):
    """A-5."""
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    first = files.ready(proposal, cast.writer, name="lama.pdf")
    page = client.get(path("upload", proposal, "lain") + f"?ganti={first.code}")
    assert "Berkas yang Anda pilih menggantikan lama.pdf." in text_of(page)
    client.post(path("upload", proposal, "lain"), {"file": given(name="baru.pdf"), "replaces": first.code})
    second = Document.objects.get(name="baru.pdf")
    assert "baru.pdf" in text_of(client.get(path("remove_file", proposal, second.code)))
    client.post(path("remove_file", proposal, second.code))
    page = text_of(client.get(path("upload", proposal, "lain")))
    assert "Belum ada berkas." in page
    assert "Riwayat berkas baru.pdf Diunggah Writer" in page
    assert "lama.pdf" in page
    assert client.get(path("download", proposal, first.code)).status_code == 200
    assert client.get(path("remove_file", proposal, second.code)).status_code == 404


def test_the_answer_page_saves_before_it_leads_to_the_files(cast):
    files.ask_for(cast.edition, evidence="kebaruan")
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    values = answer_values(proposal, "kebaruan", "Teks yang belum disimpan.", then="files")
    response = client.post(path("answer", proposal, "kebaruan"), values)
    assert response.url == path("upload", proposal, "bukti-kebaruan")
    assert Answer.objects.get(question__code="kebaruan").text == "Teks yang belum disimpan."
    client.post(response.url, {"file": given()})
    files.check(Document.objects.get())
    page = client.get(path("answer", proposal, "kebaruan"))
    assert "bukti.pdf" in text_of(page)
    assert "Simpan dan kelola berkas" not in text_of(client.get(path("answer", proposal, "ringkasan")))


def test_missing_letters_are_named_everywhere_with_one_text(cast):
    files.ask_for(cast.edition, letters=(files.LETTER,))
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    for page in ("proposal", "check"):
        response = client.get(path(page, proposal))
        assert "Unggah surat tim" in text_of(response)
        assert path("upload", proposal, "surat-tim") in response.content.decode()
    assert "3 dari 4 bagian selesai" in text_of(client.get(path("proposal", proposal)))
    files.ready(proposal, cast.writer, letter="tim")
    assert "4 dari 4 bagian selesai" in text_of(client.get(path("proposal", proposal)))


def test_every_reading_page_lists_the_files(cast):
    proposal = builders.draft(cast)
    document = files.ready(proposal, cast.writer, name="SK tim.pdf")
    address = path("download", proposal, document.code)
    writer = sign_in(cast.writer)
    for page in ("read", "check"):
        assert address in writer.get(path(page, proposal)).content.decode()
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    assert address in sign_in(cast.leader).get(path("endorse", proposal)).content.decode()
    acts.endorse(cast, proposal, read_clock())
    assert address in sign_in(cast.administrator).get(path("submit", proposal)).content.decode()


def test_a_download_is_a_file_to_keep_and_nothing_else(cast):
    """A-6, SEC-11."""
    document = files.check(files.upload(cast, builders.draft(cast), name="Surat “baru”; x.pdf.html"))
    response = sign_in(cast.leader).get(path("download", document.proposal, document.code))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''Surat%20%E2%80%9Cbaru%E2%80%9D%3B%20x.pdf.html.pdf"
    )
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert int(response.headers["Content-Length"]) == document.cleaned_size


def test_a_foreign_or_nested_file_is_the_same_nothing(cast):
    """SEC-03, REG-01: the own proposal with another's file, and the other way round."""
    own = builders.draft(cast)
    foreign = builders.draft(cast, writer=cast.stranger, unit=cast.other_unit)
    mine, theirs = files.ready(own, cast.writer), files.ready(foreign, cast.stranger)
    client = sign_in(cast.writer)
    nothing = client.get(path("download", own, "2" * 16))
    assert nothing.status_code == 404
    for proposal, document in ((own, theirs), (foreign, mine), (foreign, theirs)):
        for page in ("download", "remove_file"):
            response = client.get(path(page, proposal, document.code))
            assert (response.status_code, response.content) == (404, client.get(path(page, own, "2" * 16)).content)
        posted = client.post(path("remove_file", proposal, document.code))
        assert posted.status_code == 404
    replacing = {"file": given(files.pdf(2)), "replaces": theirs.code}
    assert client.post(path("upload", own, "lain"), replacing).status_code == 404
    assert Document.objects.filter(removed_at=None).count() == 2


def test_an_unguessable_address_is_no_permission(cast):
    """A-6, REG-45: the file asks what its proposal's page asks, person by person."""
    proposal = builders.draft(cast)
    document = files.ready(proposal, cast.writer)
    for person in cast.as_people().values():
        client = sign_in(person)
        page = client.get(path("read", proposal)).status_code
        assert client.get(path("download", proposal, document.code)).status_code == page


def test_the_secretariat_gets_what_was_sent_and_not_what_was_removed_before(cast):
    proposal = builders.draft(cast)
    removed, sent = (files.ready(proposal, cast.writer, name=name) for name in ("lama.pdf", "kirim.pdf"))
    remove_document(document=removed, person=cast.writer, at=read_clock())
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    acts.endorse(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    client = sign_in(cast.secretariat)
    assert client.get(path("download", proposal, sent.code)).status_code == 200
    assert client.get(path("download", proposal, removed.code)).status_code == 404
    assert sign_in(cast.writer).get(path("download", proposal, removed.code)).status_code == 200


def test_a_video_is_linked_and_never_fetched(cast):
    files.ask_for(cast.edition, video=True)
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    refused = client.post(path("video", proposal), {"video": "http://169.254.169.254/latest/"})
    assert "Tautan harus menuju satu video YouTube" in text_of(refused)
    client.post(path("video", proposal), {"video": "https://youtu.be/dQw4w9WgXcQ?t=5"})
    assert Proposal.objects.get().video == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    page = client.get(path("read", proposal)).content.decode()
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="nofollow ugc noopener"' in page
    client.post(path("video", proposal), {"video": ""})
    assert Proposal.objects.get().video == ""


def test_there_is_no_video_page_where_none_is_asked_for(cast):
    assert sign_in(cast.writer).get(path("video", builders.draft(cast))).status_code == 404


@pytest.mark.parametrize("page", ["files", "upload"])
def test_the_pages_take_the_same_few_queries_however_many_files(cast, page):
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    more = ("lain",) if page == "upload" else ()

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(path(page, proposal, *more))
        return len(queries)

    files.ready(proposal, cast.writer)
    count()
    one = count()
    for _ in range(4):
        files.ready(proposal, cast.writer)
    assert count() == one <= 12
