"""The hostile files once more, through the page as a person uploads them: refused in words, or harmless to who gets them."""

import errno
import hashlib
import io
import re
import socket
from urllib.parse import unquote

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from competition import storage
from competition.environment import read_storage
from competition.inspecting import refusal_text
from competition.scans import CONTENT_TYPES, MARKS
from competition.storage import names
from submissions.models import Document
from submissions.queries.documents import FOLDER
from tests import builders
from tests.submissions import files, uploads
from tests.submissions.plain.test_hostile_files import CORPUS, EICAR
from tests.submissions.plain.test_inspecting import ACTS, hostile_document
from tests.submissions.plain.test_scanning import Clamd, said
from tests.submissions.views.pages import answer_values, path, sign_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Keep the files of one test by themselves."""
    settings.STORAGES = settings.STORAGES | {"default": read_storage(f"file://{tmp_path}/f", tmp_path)}


@pytest.fixture
def draft(cast):
    """Return a proposal that may have files."""
    return builders.draft(cast)


def named(content: bytes, name: str = "bukti.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    """Return a file as a browser sends it, with what it says about it."""
    given = SimpleUploadedFile("x", content, content_type=claimed)
    # Django tidies the name of its own upload; a sender does not.
    given._name = name
    return given


def post(person, proposal, content: bytes, name: str = "bukti.pdf", claimed: str = "application/pdf"):
    """Upload on the page of other files."""
    return sign_in(person).post(path("upload", proposal, "lain"), {"file": named(content, name, claimed)}, follow=True)


def post_beside(person, proposal, content: bytes, name: str = "bukti.pdf", claimed: str = "application/pdf"):
    """Upload beside an answer, with a text."""
    files.ask_for(proposal.edition, evidence="kebaruan")
    given = answer_values(proposal, "kebaruan", "Teks.", then="file", file=named(content, name, claimed))
    return sign_in(person).post(path("answer", proposal, "kebaruan"), given, follow=True)


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize(("send", "where"), [(post, ("upload", "lain")), (post_beside, ("answer", "kebaruan"))])
def test_a_hostile_file_is_refused_on_its_page_and_nobody_gets_it(cast, draft, name, send, where):
    content, code = CORPUS[name]
    content = content() if callable(content) else content
    page = send(cast.writer, draft, content)
    assert page.status_code == 200
    if send is post_beside:
        assert draft.answers.get(question__code="kebaruan").text == "Teks."
    codes = code if isinstance(code, tuple) else (code,)
    document = Document.objects.filter(proposal=draft).first()
    if document is None:
        assert codes[0] in ("EMPTY", "TYPE", "SIZE")
        assert list(names(FOLDER)) == []
    else:
        document = files.check(document)
        assert (document.state, document.refusal in codes) == ("REFUSED", True)
        assert sign_in(cast.writer).get(path("download", draft, document.code)).status_code == 404
        page = sign_in(cast.writer).get(path(where[0], draft, where[1]))
    words = [refusal_text(one, {"size": 0, "limit": 0, "pages": 0, "pixels": 0}).split(".")[0][:12] for one in codes]
    assert any(one in text_of(page) for one in words)


@pytest.mark.parametrize("name", ["svg", "docx-42", "html-as-pdf", "truncated-pdf", "locked", "png-65k", "stream-of-1-gb"])
def test_in_parts_it_is_no_less_refused(cast, draft, name):
    content, code = CORPUS[name]
    content = content() if callable(content) else content
    client = sign_in(cast.writer)
    told = {"name": "../../x.pdf", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    place = client.post(path("start_upload", draft, "lain"), told).json()
    for start in range(0, len(content), place["part"]):
        part = content[start : start + place["part"]]
        client.post(f"{place['address']}?offset={start}", part, content_type="application/octet-stream")
    answer = client.post(place["finish"])
    if code == "TYPE":
        assert (answer.status_code, answer.json()["message"]) == (422, refusal_text("TYPE"))
        assert not Document.objects.exists()
        assert list(names(FOLDER)) == []
        return
    document = files.check(Document.objects.get(proposal=draft))
    assert document.refusal == code
    assert client.get(path("download", draft, document.code)).status_code == 404


NAMES = [
    *(
        "../../x",
        "..\\..\\x",
        "/etc/passwd",
        "C:\\x.pdf",
        "x.pdf.html",
        "x.svg",
        "x.pdf\0.html",
    ),
    *("a" * 300 + ".pdf", "laporan\u202efdp.exe", "x.cshtml", "x.pgif", "x.inc", "x.shtml", "x.php", ".htaccess", "web.config"),
    *(
        'x";filename="y.html',
        "x;y='z'.pdf",
        "%2e%2e%2fx",
        "<script>alert(1)</script>.pdf",
        "${7*7}.pdf",
        "surat ä 文.pdf",
        " ",
        "a/",
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_word_and_no_more(cast, draft, name):
    """SEC-12, REG-44: it names no file of ours, runs nowhere, and is saved under the ending of what the file is."""
    page = post(cast.writer, draft, uploads.pdf(), name)
    document = files.check(Document.objects.get(proposal=draft))
    assert document.state == "READY"
    kept = set(names(FOLDER))
    assert kept == {document.original, document.cleaned}
    assert all(default_storage.path(one).startswith(f"{default_storage.location}/{FOLDER}/") for one in kept)
    assert "<script>" not in page.content.decode().partition("<main")[2]
    answer = sign_in(cast.writer).get(path("download", draft, document.code))
    said = answer.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[A-Za-z0-9._~%-]+\.pdf", said)
    shown = unquote(said.partition("''")[2])
    assert not set(shown) & set("/\\\0\r\n\u202e")
    assert len(shown) <= 130


@pytest.mark.parametrize("name", [".", "..", "x\r\nContent-Type: text/html\r\n\r\n"])
def test_a_name_that_is_none_brings_no_file(cast, draft, name):
    page = post(cast.writer, draft, uploads.pdf(), name)
    assert 'role="alert"' in page.content.decode()
    assert not Document.objects.exists()
    assert list(names(FOLDER)) == []


ACTIVE = {
    "everything that acts": hostile_document,
    "page behind a picture": lambda: uploads.picture("PNG") + b"<html><script>alert(1)</script></html>",
    "script in a comment": lambda: uploads.picture("JPG", comment=b"*/=1;alert(1)/*<script>alert(1)</script>"),
    "page in a document": lambda: uploads.pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
}


@pytest.mark.parametrize("name", ACTIVE)
@pytest.mark.parametrize("claimed", ["text/html", "image/svg+xml", "application/javascript", ""])
def test_what_is_handed_out_is_the_cleaned_copy_as_a_file_to_keep(cast, draft, name, claimed):
    """SEC-11."""
    post(cast.writer, draft, ACTIVE[name](), "x.html", claimed)
    document = files.check(Document.objects.get(proposal=draft))
    answer = sign_in(cast.writer).get(path("download", draft, document.code))
    content = b"".join(answer.streaming_content)
    assert content.startswith(MARKS[document.kind][0])
    assert answer.headers["Content-Type"] == CONTENT_TYPES[document.kind]
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not [word for word in (b"script>", b"alert(", b"javascript:", b"MZ virus") if word in content]
    if document.kind == "PDF":
        with pikepdf.open(io.BytesIO(content)) as read:
            assert ACTS & uploads.names_in(read) == set()
    else:
        with Image.open(io.BytesIO(content)) as read:
            read.load()


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "no space"), OSError(errno.EIO, "broken")])
def test_a_full_disk_is_said_at_the_file_and_leaves_no_row(cast, draft, monkeypatch, fault):
    """FLT-10: and the page with the rest of the proposal works on."""

    def fail(*_given) -> None:
        raise fault

    monkeypatch.setattr(storage.os, "fsync", fail)
    page = post(cast.writer, draft, uploads.pdf())
    assert "Berkas gagal diunggah. Coba lagi." in text_of(page)
    assert not Document.objects.exists()
    assert list(names(FOLDER)) == []


def test_a_scanner_that_is_away_keeps_nobody_from_working(cast, draft, settings):
    """FLT-19: the file waits, its people see that, nobody gets it; when the scanner is back the file is ready."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = server.getsockname()
    post(cast.writer, draft, uploads.pdf())
    document = files.check(Document.objects.get(proposal=draft))
    assert document.state == "CHECKING"
    assert "Menunggu pemeriksaan" in text_of(sign_in(cast.writer).get(path("upload", draft, "lain")))
    assert sign_in(cast.writer).get(path("download", draft, document.code)).status_code == 404
    settings.CLAMD_ADDRESS = ""
    Document.objects.update(check_after=None)
    assert files.check(document).state == "READY"


def test_a_virus_is_a_refusal_on_its_page(cast, draft, settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = server.getsockname()
        Clamd(server, said(b"stream: Eicar-Test-Signature FOUND\0"))
        post(cast.writer, draft, uploads.pdf_with_stream(EICAR))
        document = files.check(Document.objects.get(proposal=draft))
    assert (document.state, document.refusal) == ("REFUSED", "INFECTED")
    assert "Berkas mengandung virus" in text_of(sign_in(cast.writer).get(path("upload", draft, "lain")))
