"""A file beside an answer: it goes with the text in one sending, and neither is lost for the other's sake."""

import gzip
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import ParkedForm
from competition.parking import mark_for
from submissions.models import Answer, Document
from submissions.operations.answers import save_answer
from tests import builders
from tests.submissions import files
from tests.submissions.views.pages import answer_values, path, sign_in, text_of

pytestmark = pytest.mark.django_db
TEXT = "Teks yang belum disimpan."
TAKEN = "Berkas sudah diterima dan sedang diperiksa."


def given(content: bytes | None = None, name: str = "bukti.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


@pytest.fixture
def draft(cast):
    """Return a proposal whose answer about novelty takes files, and has none yet."""
    files.ask_for(cast.edition, evidence="kebaruan")
    return builders.draft(cast)


def send(cast, draft, text: str = TEXT, *, query: str = "", follow: bool = True, **values):
    """The writer sends the page of the answer."""
    posted = answer_values(draft, "kebaruan", text, **values)
    return sign_in(cast.writer).post(path("answer", draft, "kebaruan") + query, posted, follow=follow)


def stored() -> str:
    return Answer.objects.get(question__code="kebaruan").text


def test_one_sending_saves_the_answer_and_takes_the_file(cast, draft):
    """A-2: without scripts."""
    page = send(cast, draft, file=given())
    assert stored() == TEXT
    document = Document.objects.get()
    assert (document.question.code, document.uploaded_by, document.state) == ("kebaruan", cast.writer, "CHECKING")
    assert page.redirect_chain == [(path("check", draft), 302)]
    assert TAKEN in text_of(page)
    page = sign_in(cast.writer).get(path("answer", draft, "kebaruan"))
    assert "bukti.pdf PDF · 1 KB Diperiksa" in text_of(page)
    files.check(document)
    assert "bukti.pdf PDF · 1 KB Siap" in text_of(sign_in(cast.writer).get(path("answer", draft, "kebaruan")))


@pytest.mark.parametrize("then", ["file", "stay"])
@pytest.mark.parametrize("query", ["", "?dari=periksa"])
def test_the_buttons_beside_the_files_come_back_to_them(cast, draft, then, query):
    page = send(cast, draft, file=given(), then=then, query=query, follow=False)
    assert page.url == f"{path('answer', draft, 'kebaruan')}{query}#berkas"
    assert (stored(), Document.objects.count()) == (TEXT, 1)


def test_types_and_limits_are_said_beside_the_field(cast, draft):
    """A-1."""
    page = text_of(sign_in(cast.writer).get(path("answer", draft, "kebaruan")))
    assert "PDF, JPG, atau PNG, paling besar 5 MB. Satu proposal paling banyak 10 berkas, bersama paling besar 25 MB." in page
    assert "Bukti untuk jawaban ini: foto sebelum dan sesudah, grafik, surat, atau tangkapan layar. Boleh dikosongkan." in page


@pytest.mark.parametrize(
    ("content", "text"), [(b"", "Berkas kosong"), (b"PK\x03\x04", "Berkas harus PDF, JPG, atau PNG"), (None, "Pilih berkas")]
)
def test_a_file_that_is_refused_costs_no_word_and_the_reason_stands_at_its_field(cast, draft, content, text):
    comes = {} if content is None else {"file": given(content)}
    page = send(cast, draft, then="file", **comes)
    assert page.status_code == 200
    assert page.content.decode().count(text) == 2
    assert 'href="#id_file"' in page.content.decode()
    assert (stored(), Document.objects.count()) == (TEXT, 0)
    # The page goes on from what was saved: the next sending is not taken for somebody else's.
    version = re.search(r'name="version" value="(\d+)"', page.content.decode()).group(1)
    later = sign_in(cast.writer).post(path("answer", draft, "kebaruan"), {"text": "Lebih banyak.", "version": version})
    assert (later.status_code, stored()) == (302, "Lebih banyak.")


def test_a_text_that_has_to_be_mended_costs_no_file(cast, draft):
    page = send(cast, draft, "", file=given(), is_done="yes")
    assert "Isi kebaruan" in text_of(page)
    assert TAKEN in text_of(page)
    assert "bukti.pdf PDF · 1 KB Diperiksa" in text_of(page)
    assert Document.objects.get().counts


@pytest.mark.parametrize(
    ("content", "said", "number"), [(None, TAKEN, 1), (b"PK\x03\x04", "Berkas harus PDF, JPG, atau PNG", 0)]
)
def test_two_texts_are_shown_and_the_file_is_taken_or_its_refusal_said(cast, draft, content, said, number):
    values = answer_values(draft, "kebaruan", TEXT)
    question = draft.edition.questions.get(code="kebaruan")
    answer = draft.answers.get(question=question)
    save_answer(
        proposal=draft,
        person=cast.colleague,
        question=question,
        text="Teks rekan.",
        version=answer.version,
        at=read_clock(),
    )
    page = sign_in(cast.writer).post(path("answer", draft, "kebaruan"), values | {"file": given(content)})
    assert page.status_code == 409
    assert [one in text_of(page) for one in (TEXT, "Teks rekan.", said)] == [True] * 3
    assert (stored(), Document.objects.count()) == ("Teks rekan.", number)


def test_after_the_close_neither_is_taken_and_the_text_is_shown(cast, draft):
    """A-5."""
    cast.edition.stages.filter(key="registration").update(closes_at=read_clock() - timedelta(seconds=1))
    page = send(cast, draft, file=given())
    assert page.status_code == 403
    assert TEXT in text_of(page)
    assert not Document.objects.exists()


def test_a_session_that_is_over_parks_the_text(cast, draft):
    values = answer_values(draft, "kebaruan", TEXT, written_by=mark_for(cast.writer), file=given())
    page = Client().post(path("answer", draft, "kebaruan"), values)
    assert page.status_code == 403
    assert ParkedForm.objects.get().person == cast.writer
    assert not Document.objects.exists()


def test_an_answer_that_takes_no_files_takes_none(cast, draft):
    client = sign_in(cast.writer)
    client.post(path("answer", draft, "ringkasan"), answer_values(draft, "ringkasan", TEXT, file=given(), then="file"))
    assert Answer.objects.get(question__code="ringkasan").text == TEXT
    assert not Document.objects.exists()
    page = client.get(path("answer", draft, "ringkasan")).content.decode()
    assert ('type="file"' in page, "upload.js" in page, "multipart" in page) == (False, False, False)


def test_a_body_over_every_limit_is_not_even_read(cast, draft):
    page = sign_in(cast.writer).generic(
        "POST", path("answer", draft, "kebaruan"), b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="30000000"
    )
    assert page.status_code == 413


def test_the_page_stays_small_however_many_files(cast, draft):
    """G-2: the page fits the first flight with all the files there may be; its queries do not depend on them."""
    client, url = sign_in(cast.writer), path("answer", draft, "kebaruan")
    question = draft.edition.questions.get(code="kebaruan")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert len(gzip.compress(page.content)) < 14_000
        return len(queries)

    files.ready(draft, cast.writer, question=question)
    count()
    one = count()
    for place in range(9):
        files.ready(draft, cast.writer, question=question, name=f"{place} {'panjang ' * 12}.pdf")
    assert count() == one <= 12


def test_a_page_that_stays_open_learns_how_the_files_are(cast, draft):
    """A-4."""
    document = files.upload(cast, draft, key="bukti-kebaruan")
    broken = files.upload(cast, draft, b"%PDF-1.7 nothing", key="bukti-kebaruan", name="rusak.pdf")
    client = sign_in(cast.writer)
    addresses = [path("purpose_now", draft, "bukti-kebaruan") + "?ringkas", path("purpose_now", draft, "bukti-kebaruan")]
    addresses += [path("files_now", draft)]
    for address in addresses:
        page = client.get(address)
        assert "data-open" in page.content.decode()
        assert "<html" not in page.content.decode()
        assert "Diperiksa" in text_of(page)
    for one in (document, broken):
        files.check(one)
    short, whole, sections = (client.get(address) for address in addresses)
    for page in (short, whole, sections):
        assert "data-open" not in page.content.decode()
    for page in (short, whole):
        assert "bukti.pdf PDF · 1 KB Siap" in text_of(page)
        assert "Berkas rusak atau terpotong." in text_of(page)
    assert path("remove_file", draft, document.code) in whole.content.decode()
    assert path("remove_file", draft, document.code) not in short.content.decode()
    assert "Ditolak" in text_of(sections)


def test_looking_at_the_files_takes_no_message_from_the_next_page(cast, draft):
    client = sign_in(cast.writer)
    client.post(path("answer", draft, "kebaruan"), answer_values(draft, "kebaruan", TEXT, file=given()))
    client.get(path("purpose_now", draft, "bukti-kebaruan"))
    client.get(path("files_now", draft))
    assert TAKEN in text_of(client.get(path("proposal", draft)))
