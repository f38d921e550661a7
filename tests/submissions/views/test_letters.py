"""The pages of a signed letter: recorded by the administrator, verified by the secretariat, objected to by its signer."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from competition.canonical import canonical_json
from competition.clock import read_clock
from competition.models import Membership, Notice, Stage
from competition.zones import day_of, format_date
from submissions.models import Document, Endorsement, EndorsementLink, Proposal
from submissions.operations.links import LIFETIME
from submissions.views import drafts, letters
from submissions.views.pages import LATE
from tests import builders
from tests.evidence import nothing_changes
from tests.submissions import acts, asking, files
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
MS = timedelta(milliseconds=1)


@pytest.fixture
def proposal(cast):
    return builders.forwarded(cast)


def filled(cast, proposal, **values):
    """Return what the page posts."""
    known = {"number": "188.4/17/2026", "letter_on": day_of(read_clock()).isoformat(), "shown_hash": acts.shown_hash(proposal)}
    known["whom"] = Membership.objects.get(person=cast.leader).code
    known["file"] = SimpleUploadedFile("surat.pdf", files.pdf(words="Surat"), content_type="text/html")
    return {key: value for key, value in (known | values).items() if value is not None}


def test_the_administrator_records_a_letter_and_it_counts_at_once(cast, proposal):
    client = sign_in(cast.administrator)
    page = text_of(client.get(path("record_letter", proposal)))
    for words in ("Catat surat persetujuan", "Leader, Jabatan", "PDF, paling besar 5 MB.", acts.shown_hash(proposal)[:12]):
        assert words in page
    response = client.post(path("record_letter", proposal), filled(cast, proposal), follow=True)
    assert "Surat dicatat dan sedang diperiksa." in text_of(response)
    today = format_date(day_of(read_clock()))
    line = f"Disetujui dengan surat No 188.4/17/2026 tanggal {today}, ditandatangani Leader, Jabatan"
    assert line in text_of(response)
    page = text_of(client.get(path("submit", proposal)))
    for words in (line, "surat.pdf", "Surat masih diperiksa.", "Dicatat Administrator", "Kirim proposal"):
        assert words in page
    again = client.get(path("record_letter", proposal))
    assert line in text_of(again)
    assert path("object_to_letter", proposal) in again.content.decode()
    assert "surat.pdf" not in text_of(sign_in(cast.writer).get(path("files", proposal)))


def test_what_was_typed_stays_beside_what_is_wrong(cast, proposal):
    client = sign_in(cast.administrator)
    wrong = (
        ({"number": ""}, "Isi nomor surat"),
        ({"letter_on": "besok"}, "Tulis tanggal surat sebagai tanggal"),
        ({"letter_on": "2099-01-01"}, "Tanggal surat paling lambat hari ini"),
        ({"letter_on": "2001-01-01"}, "Tanggal surat paling awal"),
        ({"whom": None}, "Pilih penandatangan"),
        ({"whom": "0" * 10}, "Pilih penandatangan"),
        ({"file": None}, "Pilih berkas"),
        ({"file": SimpleUploadedFile("surat.pdf", b"")}, "Berkas kosong"),
        ({"file": SimpleUploadedFile("surat.pdf", b"<html>")}, "Berkas harus"),
        ({"file": SimpleUploadedFile("surat.pdf", files.picture())}, "Unggah surat sebagai PDF"),
        ({"shown_hash": "0" * 64}, "Proposal berubah sejak Anda membukanya."),
    )
    # The file stays for the next try, and counts for nothing yet (docs/decisions/0084).
    with nothing_changes("submissions_document"):
        for values, words in wrong:
            response = client.post(path("record_letter", proposal), filled(cast, proposal, **values))
            assert words in text_of(response), values
            if "number" not in values:
                assert 'value="188.4/17/2026"' in response.content.decode()
            fresh = f'name="shown_hash" value="{acts.shown_hash(proposal)}"'
            assert fresh in response.content.decode()
    assert set(Document.objects.values_list("state", "is_proof")) == {("UPLOADING", True)}


def test_a_delegate_of_another_institution_cannot_be_named(cast, proposal):
    foreign = Membership.objects.get(person=cast.other_leader).code
    response = sign_in(cast.administrator).post(path("record_letter", proposal), filled(cast, proposal, whom=foreign))
    assert "Pilih penandatangan" in text_of(response)
    assert not Endorsement.objects.exists()


def test_pressed_twice_it_is_one_letter(cast, proposal):
    client = sign_in(cast.administrator)
    for _ in range(2):
        response = client.post(path("record_letter", proposal), filled(cast, proposal), follow=True)
    assert "Versi proposal ini sudah disetujui." in text_of(response)
    assert (Endorsement.objects.count(), Document.objects.count()) == (1, 1)


def test_a_body_over_every_limit_is_not_read(cast, proposal):
    client = sign_in(cast.administrator)
    response = client.post(path("record_letter", proposal), filled(cast, proposal), CONTENT_LENGTH=str(2**40))
    assert response.status_code == 413


def test_without_a_recorded_leader_the_signer_is_written_and_marked(cast, proposal):
    Membership.objects.filter(institution=cast.institution, role="LEADER").delete()
    client = sign_in(cast.administrator)
    assert "belum memiliki pimpinan yang terdaftar" in text_of(client.get(path("record_letter", proposal)))
    values = filled_without_leader(proposal)
    assert "Isi nama penandatangan" in text_of(client.post(path("record_letter", proposal), values | {"name": ""}))
    client.post(path("record_letter", proposal), values | {"file": SimpleUploadedFile("s.pdf", files.pdf())})
    acts.send(cast, proposal, read_clock())
    page = text_of(sign_in(cast.secretariat).get(path("screen", proposal)))
    assert "ditandatangani Ibu Wali, Wali Kota" in page
    assert "Penandatangan belum terdaftar sebagai pimpinan instansi ini." in page


def filled_without_leader(proposal):
    known = {"number": "7", "letter_on": day_of(read_clock()).isoformat(), "shown_hash": acts.shown_hash(proposal)}
    known |= {"name": "Ibu Wali", "office": "Wali Kota"}
    return known | {"file": SimpleUploadedFile("surat.pdf", files.pdf())}


def test_a_leader_out_of_office_cannot_be_the_signer(cast, proposal):
    Membership.objects.filter(person=cast.leader).update(term_until=day_of(builders.LONG_AGO))
    client = sign_in(cast.administrator)
    page = client.get(path("record_letter", proposal))
    assert "Catat dahulu pimpinan yang menjabat." in text_of(page)
    assert 'type="file"' not in page.content.decode()


@pytest.mark.parametrize(
    ("left", "is_open", "is_late"),
    [(LATE + MS, True, False), (LATE, True, True), (MS, True, True), (0 * MS, False, False), (-MS, False, False)],
)
def test_the_other_ways_are_offered_two_hours_before_the_close_and_not_after_it(
    cast, proposal, monkeypatch, left, is_open, is_late
):
    """E-5: a letter may be recorded all the time; in the last two hours the page says so aloud, and how to delegate."""
    at = read_clock()
    for views in (drafts, letters):
        monkeypatch.setattr(views, "instant", lambda request: at)
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=at + left)
    client = sign_in(cast.administrator)
    page = client.get(path("proposal", proposal))
    assert ("Waktunya tinggal sedikit." in text_of(page)) == is_late
    assert (reverse("competition:delegate", args=[cast.institution.code]) in page.content.decode()) == is_late
    assert (path("record_letter", proposal) in page.content.decode()) == is_open
    writers = text_of(sign_in(cast.writer).get(path("proposal", proposal)))
    assert "Catat surat bertanda tangan" not in writers
    response = client.post(path("record_letter", proposal), filled(cast, proposal))
    assert (response.status_code, Endorsement.objects.count()) == ((302, 1) if is_open else (403, 0))


def test_screening_sees_the_letter_and_gets_its_copy(cast, proposal):
    letter = acts.sign(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    desk = sign_in(cast.secretariat)
    page = text_of(desk.get(path("screen", proposal)))
    assert "Disetujui dengan surat No 188.4/17/2026" in page
    assert "Surat masih diperiksa." in page
    where = path("download", proposal, letter.document.code)
    assert desk.get(where).status_code == 404
    files.check(letter.document)
    assert where in desk.get(path("screen", proposal)).content.decode()
    given = desk.get(where)
    assert given.status_code == 200
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert sign_in(cast.stranger).get(where).status_code == 404
    assert sign_in(cast.judges[0]).get(where).status_code == 404


def test_screening_gets_no_letter_that_was_not_sent(cast, proposal):
    at = read_clock()
    earlier = acts.sign(cast, proposal, at)
    files.check(earlier.document)
    acts.rewrite(cast, proposal, at, "Isi yang lain.")
    acts.endorse(cast, Proposal.objects.get(pk=proposal.pk), at)
    acts.send(cast, Proposal.objects.get(pk=proposal.pk), at)
    where = path("download", proposal, earlier.document.code)
    assert sign_in(cast.secretariat).get(where).status_code == 404
    assert sign_in(cast.writer).get(where).status_code == 200


def test_screening_reads_that_a_sent_letter_was_refused_or_objected_to(cast, proposal):
    at = read_clock()
    letter = acts.sign(cast, proposal, at, content=b"%PDF-1.7\nnonsense")
    acts.send(cast, proposal, at)
    files.check(letter.document)
    client = sign_in(cast.leader)
    response = client.post(path("object_to_letter", proposal), {"objection": "Bukan tanda tangan saya."}, follow=True)
    assert "Keberatan dicatat." in text_of(response)
    page = text_of(sign_in(cast.secretariat).get(path("screen", proposal)))
    for words in ("Berkas surat ditolak pemeriksaan", "Bukan tanda tangan saya.", "Keberatan dicatat"):
        assert words in page


def test_the_file_of_a_letter_cannot_be_removed_or_replaced(cast, proposal):
    letter = acts.sign(cast, proposal, read_clock())
    client = sign_in(cast.administrator)
    assert client.post(path("remove_file", proposal, letter.document.code)).status_code == 404
    posted = {"file": SimpleUploadedFile("lain.pdf", files.pdf(2)), "replaces": letter.document.code}
    assert "sudah diganti atau dihapus" in text_of(client.post(path("upload", proposal, "lain"), posted))
    letter.document.refresh_from_db()
    assert letter.document.removed_at is None


def test_an_objection_takes_the_yes_away(cast, proposal):
    acts.sign(cast, proposal, read_clock())
    client = sign_in(cast.leader)
    screen = client.get(path("endorse", proposal))
    assert path("object_to_letter", proposal) in screen.content.decode()
    page = text_of(client.get(path("object_to_letter", proposal)))
    assert "langsung tidak berlaku" in page
    assert "Isi alasan" in text_of(client.post(path("object_to_letter", proposal), {"objection": " "}))
    client.post(path("object_to_letter", proposal), {"objection": "Bukan tanda tangan saya."})
    page = text_of(sign_in(cast.administrator).get(path("proposal", proposal)))
    assert "Surat persetujuan No 188.4/17/2026 tidak berlaku lagi." in page
    response = client.post(path("object_to_letter", proposal), {"objection": "Sekali lagi."})
    assert response.status_code == 403
    assert "Sekali lagi." in text_of(response)


def test_whom_the_letter_is_about_objects_by_their_link(cast, proposal):
    acts.sign(cast, proposal, read_clock())
    client = asking.opened(proposal, cast.leader)
    where = asking.address(proposal, cast.leader, "object")
    assert client.get(asking.address(proposal, cast.leader, "screen")).url == where
    with nothing_changes():
        assert "Keberatan atas surat persetujuan" in text_of(client.get(where))
    letter = asking.address(proposal, cast.leader, "letter")
    assert letter not in client.get(where).content.decode()
    files.check(Document.objects.get())
    assert letter in client.get(where).content.decode()
    assert client.get(letter).headers["Content-Disposition"].startswith("attachment")
    assert Client().get(letter).status_code == 302
    done = client.post(where, {"objection": "Bukan tanda tangan saya."}, follow=True)
    assert "Sudah dijawab" in text_of(done)
    assert Endorsement.objects.get().objected_by == cast.leader
    assert client.get(where).url == asking.address(proposal, cast.leader)


def test_the_link_works_after_sending_and_is_renewed_to_its_owner(cast, proposal):
    letter = acts.sign(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    past = read_clock() - 2 * LIFETIME
    EndorsementLink.objects.filter(proposal=letter.proposal).update(asked_at=past, ends_at=past + LIFETIME)
    where = asking.address(proposal, cast.leader)
    assert "tautan baru sudah dikirim" in text_of(Client().post(where))
    assert Notice.objects.filter(event="letter_announced", recipient=cast.leader).count() == 2
    client = asking.opened(proposal, cast.leader)
    page = text_of(client.get(asking.address(proposal, cast.leader, "object")))
    assert "jadi tetap terkirim" in page


def test_the_owner_who_is_signed_in_is_led_to_objecting(cast, proposal):
    acts.sign(cast, proposal, read_clock())
    response = sign_in(cast.leader).get(asking.address(proposal, cast.leader))
    assert response.url == path("object_to_letter", proposal)


def test_the_frozen_copy_names_the_letter(cast, proposal):
    letter = acts.sign(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    copy = sign_in(cast.writer).get(path("frozen_copy", proposal)).content
    value = json.loads(copy)
    assert value["endorsement"]["letter"]["sha256"] == letter.document.sha256
    assert canonical_json(value).encode() == copy


def test_the_last_hours_show_the_way_by_letter(cast, proposal):
    """E-5."""
    client = sign_in(cast.administrator)
    for page in ("proposal", "submit", "ask_endorsement"):
        assert path("record_letter", proposal) in client.get(path(page, proposal)).content.decode(), page
    assert path("record_letter", proposal) not in sign_in(cast.writer).get(path("proposal", proposal)).content.decode()


def test_the_personal_data_page_lists_a_letter_that_was_recorded(cast, proposal):
    acts.sign(cast, proposal, read_clock())
    page = text_of(sign_in(cast.administrator).get(reverse("competition:personal_data")))
    assert "188.4/17/2026" in page
