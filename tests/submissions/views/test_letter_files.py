"""The file of a signed letter: it goes in parts ahead of its form, waits there for what the form lacks, and counts with it."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from competition import parking
from competition.clock import read_clock
from competition.models import Membership, PersonSession, Stage
from competition.storage import names
from competition.zones import day_of
from submissions.models import Document, Endorsement
from submissions.operations.uploads import CHUNK, KEPT_FOR, sweep_uploads
from submissions.queries.invariants import letters_prove_what_they_say
from tests import builders
from tests.evidence import nothing_changes
from tests.submissions import acts, files
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_parking import come_in, hidden

pytestmark = pytest.mark.django_db
# A document that goes in three parts.
CONTENT = files.pdf(words="Surat persetujuan") + b"\n" * (2 * CHUNK)
NAME = "surat persetujuan.pdf"


@pytest.fixture
def proposal(cast):
    return builders.forwarded(cast)


@pytest.fixture
def admin(cast):
    return sign_in(cast.administrator)


def begin(client, proposal, content=CONTENT):
    announced = {"name": NAME, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return client.post(path("start_letter", proposal), announced)


def send(client, proposal, content=CONTENT, parts=None):
    """Send a letter in parts, all of them or so many, and return its code."""
    place = begin(client, proposal, content).json()
    for offset in list(range(place["received"], len(content), CHUNK))[:parts]:
        where, part = f"{place['address']}?offset={offset}", content[offset : offset + CHUNK]
        assert client.post(where, part, content_type="application/octet-stream").status_code == 200
    return place["kept"]


def stored_of(code):
    """Return what is stored of the file with this code."""
    return list(names(f"documents/{code[:2]}/{code}"))


def filled(cast, proposal, **values):
    """Return what the page posts."""
    known = {"number": "188.4/17/2026", "letter_on": day_of(read_clock()).isoformat(), "shown_hash": acts.shown_hash(proposal)}
    known["whom"] = Membership.objects.get(person=cast.leader).code
    return known | values


def whole(content=None):
    return SimpleUploadedFile(NAME, files.pdf() if content is None else content)


def record(client, proposal, values):
    return client.post(path("record_letter", proposal), values, follow=True)


def kept_on(page):
    """Return the code of the file that the page's form names, and whether the page says so to people."""
    return hidden(page, "upload"), f"{NAME} sudah diunggah." in text_of(page)


def test_a_letter_sent_in_parts_is_recorded_by_its_form(cast, proposal, admin):
    code = send(admin, proposal)
    assert not Endorsement.objects.exists()
    assert "Surat dicatat dan sedang diperiksa." in text_of(record(admin, proposal, filled(cast, proposal, upload=code)))
    document = Endorsement.objects.get().document
    assert (document.name, document.sha256) == (NAME, hashlib.sha256(CONTENT).hexdigest())
    assert list(Document.objects.all()) == [document]
    assert (stored_of(document.code), stored_of(code)) == ([document.original], [])
    again = record(admin, proposal, filled(cast, proposal, upload=code))
    assert "Versi proposal ini sudah disetujui." in text_of(again)
    assert Endorsement.objects.count() == 1
    assert list(letters_prove_what_they_say()) == []


def test_a_cut_letter_goes_on_where_it_was_and_counts_for_nothing_meanwhile(cast, proposal, admin):
    code = send(admin, proposal, parts=1)
    assert begin(admin, proposal).json()["received"] == CHUNK
    assert "Pilih berkas sekali lagi." in text_of(record(admin, proposal, filled(cast, proposal, upload=code)))
    assert admin.post(f"/proposal/{proposal.code}/unggahan/{code}/selesai/").status_code == 403
    assert list(letters_prove_what_they_say()) == []
    assert send(admin, proposal) == code
    record(admin, proposal, filled(cast, proposal, upload=code))
    assert Endorsement.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": ""}, "Isi nomor surat"),
        ({"letter_on": "2099-01-01"}, "Tanggal surat paling lambat hari ini"),
        ({"shown_hash": "0" * 64}, "Proposal berubah sejak Anda membukanya."),
    ],
    ids=["not filled in", "not possible", "changed meanwhile"],
)
@pytest.mark.parametrize("how", ["in parts", "whole"])
def test_what_the_form_lacks_costs_no_file(cast, proposal, admin, how, wrong, words):
    """Also without a script: a file that came with the form is not sent over a slow line twice."""
    carried = {"upload": send(admin, proposal)} if how == "in parts" else {"file": whole(CONTENT)}
    page = record(admin, proposal, filled(cast, proposal, **carried) | wrong)
    assert words in text_of(page)
    code, is_said = kept_on(page)
    assert is_said
    record(admin, proposal, filled(cast, proposal, upload=code))
    assert Endorsement.objects.get().document.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert Document.objects.count() == 1


def test_what_is_no_letter_is_said_and_not_kept(cast, proposal, admin):
    for content, words in ((files.picture(), "Unggah surat sebagai PDF"), (b"<html>", "Berkas harus PDF, JPG, atau PNG")):
        code = send(admin, proposal, content)
        page = record(admin, proposal, filled(cast, proposal, upload=code))
        assert words in text_of(page)
        assert (kept_on(page), stored_of(code)) == (("", False), [])
    assert not Document.objects.exists()


def test_a_file_chosen_anew_takes_the_place_of_the_one_that_was_kept(cast, proposal, admin):
    code = send(admin, proposal)
    record(admin, proposal, filled(cast, proposal, upload=code, file=whole()))
    assert Endorsement.objects.get().document.sha256 == hashlib.sha256(files.pdf()).hexdigest()


@pytest.mark.parametrize(
    "code", ["0" * 16, "x\x00y", "../..", "é" * 40, "' or 1=1"], ids=["none", "NUL", "path", "long", "sql"]
)
def test_a_code_that_names_no_letter_asks_for_the_file(cast, proposal, admin, code):
    with nothing_changes():
        page = record(admin, proposal, filled(cast, proposal, upload=code))
    assert (page.status_code, "Pilih berkas sekali lagi." in text_of(page)) == (200, True)
    assert kept_on(page) == ("", False)


def test_another_persons_letter_is_not_recorded(cast, proposal, admin):
    code = send(admin, proposal)
    other = builders.make_person("Lain")
    Membership.objects.create(person=other, institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO)
    assert "Pilih berkas sekali lagi." in text_of(record(sign_in(other), proposal, filled(cast, proposal, upload=code)))
    assert not Endorsement.objects.exists()


def test_a_letter_counts_from_its_form_not_from_its_last_part(cast, proposal, admin):
    code = send(admin, proposal)
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=read_clock())
    page = record(admin, proposal, filled(cast, proposal, upload=code))
    assert (page.status_code, "sudah ditutup" in text_of(page)) == (403, True)
    assert begin(admin, proposal).status_code == 403
    assert not Endorsement.objects.exists()


def test_what_nobody_recorded_is_swept_after_a_day(cast, proposal, admin):
    code = send(admin, proposal)
    assert sweep_uploads(at=read_clock() + KEPT_FOR + timedelta(minutes=1))
    assert "tidak disimpan lagi" in text_of(record(admin, proposal, filled(cast, proposal, upload=code)))
    assert not stored_of(code)


def test_a_session_that_ended_costs_neither_what_was_typed_nor_the_file(cast, proposal):
    client = Client()
    come_in(client, cast.administrator)
    code, where = send(client, proposal), path("record_letter", proposal)
    mark = hidden(client.get(where), parking.MARK)
    PersonSession.objects.all().delete()
    answer = client.post(where, filled(cast, proposal, upload=code) | {parking.MARK: mark})
    assert (answer.status_code, "sampai pukul" in text_of(answer)) == (403, True)
    come_in(client, cast.administrator)
    page = client.get(where)
    assert kept_on(page) == (code, True)
    assert 'value="188.4/17/2026"' in page.content.decode()
    record(client, proposal, filled(cast, proposal, upload=code))
    assert Endorsement.objects.exists()


def test_an_objection_outlives_its_session(cast, proposal):
    acts.sign(cast, proposal, read_clock())
    client = Client()
    come_in(client, cast.leader)
    where = path("object_to_letter", proposal)
    values = {"objection": "Surat itu bukan surat saya.", parking.MARK: hidden(client.get(where), parking.MARK)}
    PersonSession.objects.all().delete()
    assert client.post(where, values).status_code == 403
    come_in(client, cast.leader)
    assert "Surat itu bukan surat saya." in text_of(client.get(where))
    assert Endorsement.objects.get().objected_at is None
