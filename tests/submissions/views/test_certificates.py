"""Certificates: issued under a confirmed decree, fetched and checked by anybody, revoked with a reason, never changed."""

import io
import json

import pikepdf
import pytest
from django.db import DatabaseError, transaction

from competition import signatures
from competition.canonical import canonical_json
from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.signatures import is_signed
from competition.verdict import NotAllowed
from submissions import certifying as papers
from submissions.models import Certificate, Erratum, Outcome, Publication
from submissions.operations.certificates import issue_certificates, revoke_certificate
from submissions.queries import certificates as queries
from tests import builders
from tests.submissions import certifying, crowds, objecting
from tests.submissions.plain.test_printing import HOSTILE, squeezed, text_of
from tests.submissions.views.pages import sign_in
from tests.submissions.views.pages import text_of as words_of

pytestmark = pytest.mark.django_db
HERE = "/sekretariat/sertifikat/2017/desk/"
CHECK = "/verifikasi/"


def pdf_path(number: str) -> str:
    return f"/sertifikat/{number}/pdf/"


def file_path(number: str) -> str:
    return f"/sertifikat/{number}/tanda-tangan/"


def test_an_organiser_issues_them_and_everybody_checks_and_fetches_them(client, cast):
    """Pressed on the decree's page, told by letter, found by its number, downloaded, pressed again."""
    publication = certifying.decreed_list(cast)
    desk = sign_in(cast.secretariat)
    assert HERE in desk.get("/sekretariat/keputusan/2017/desk/").text
    assert "2 entri belum memiliki sertifikat" in words_of(desk.get(HERE))
    assert "2 sertifikat diterbitkan" in words_of(desk.post(HERE, follow=True))
    one = Certificate.objects.select_related("outcome__proposal").first()
    assert one.number in desk.get(HERE).text
    letters = Notice.objects.filter(event="certificate_issued")
    assert {letter.entry.subject_key for letter in letters} == set(Certificate.objects.values_list("number", flat=True))
    assert f"{CHECK}?nomor={one.number}" in letters.get(entry__subject_key=one.number, recipient=cast.leader).text
    page = client.get(CHECK, {"nomor": one.number.lower().replace("-", " ")})
    for fact in ("benar diterbitkan dan berlaku", one.outcome.title, objecting.NUMBER, one.sha256, one.public_key):
        assert fact in page.text
    assert one.number in client.get(CHECK, {"sidik_jari": one.sha256}).text
    printed = client.get(pdf_path(one.number))
    assert printed.headers["Content-Disposition"] == f'attachment; filename="{one.number}.pdf"'
    assert not printed.cookies
    papers._typeset.cache_clear()
    assert client.get(pdf_path(one.number), headers={"accept-language": "en"}).content == printed.content
    words = squeezed(text_of(printed.content))
    for fact in (one.number, one.outcome.title, one.outcome.institution_name, one.outcome.award, objecting.NUMBER):
        assert squeezed(fact) in words
    signed = json.loads(client.get(file_path(one.number)).content)
    assert is_signed(signed["facts"], signed["signature"], signed["public_key"])
    assert "sudah memiliki sertifikat" in words_of(desk.post(HERE, follow=True))
    assert Certificate.objects.count() == publication.outcomes.count() == 2
    assert letters.count() == Notice.objects.filter(event="certificate_issued").count()
    writer = sign_in(cast.writer).get(f"/proposal/{one.outcome.proposal.code}/")
    assert f"{CHECK}?nomor={one.number}" in writer.text


def test_a_revoked_certificate_says_so_and_is_handed_out_no_more(client, cast):
    one, other = certifying.issued(cast)
    desk = sign_in(cast.secretariat2)
    here = f"/sekretariat/sertifikat/{one.number}/"
    assert "Isi alasan pencabutan" in words_of(desk.post(here, {"reason": " "}))
    assert desk.post(here, {"reason": "Nama unit <b>keliru</b>."}).status_code == 302
    page = client.get(CHECK, {"nomor": one.number}).text
    assert "Sertifikat ini dicabut" in page
    assert "Nama unit &lt;b&gt;keliru&lt;/b&gt;." in page
    for path in (pdf_path(one.number), file_path(one.number)):
        assert client.get(path).headers["Location"] == f"{CHECK}?nomor={one.number}"
        assert path not in page
    assert "benar diterbitkan dan berlaku" in client.get(CHECK, {"nomor": other.number}).text
    told = Notice.objects.get(event="certificate_revoked", recipient=cast.leader)
    assert "Nama unit" in told.text
    assert AuditEntry.objects.get(event="certificate_revoked").person == cast.secretariat2
    with pytest.raises(NotAllowed, match="sudah dicabut"):
        revoke_certificate(certificate=one, person=cast.secretariat, reason="x", at=read_clock())
    assert issue_certificates(publication=objecting.the_list(cast.edition), person=cast.secretariat, at=read_clock()) == []


def corrected(cast, outcome: Outcome, kind: str, **words: str) -> Erratum:
    """Return a confirmed correction that ended the entry as it stood."""
    known = {"kind": kind, "words": words, "reason": "Didiskualifikasi menurut keputusan 20/SK/2017."}
    people = {"proposed_by": cast.secretariat, "decided_by": cast.secretariat2}
    done = {"state": "CONFIRMED", "version": 2, "proposed_at": read_clock(), "decided_at": read_clock()}
    Outcome.ever.filter(pk=outcome.pk).update(until=2)
    Publication.objects.update(version=2)
    return Erratum.objects.create(publication=outcome.publication, outcome=outcome, **known, **people, **done)


def test_one_whose_entry_was_struck_off_says_so(client, cast):
    one, other = certifying.issued(cast)
    erratum = corrected(cast, one.outcome, "REMOVED")
    page = client.get(CHECK, {"nomor": one.number})
    assert "tidak lagi termasuk dalam daftar" in words_of(page)
    assert erratum.reason in page.text
    assert client.get(pdf_path(one.number)).status_code == 302
    assert "benar diterbitkan dan berlaku" in words_of(client.get(CHECK, {"nomor": other.number}))
    desk = words_of(sign_in(cast.secretariat).get(HERE))
    assert "Tidak berlaku" in desk
    assert "belum memiliki sertifikat" not in desk


def test_one_whose_words_were_put_right_gives_way_to_another(client, cast):
    (one,) = certifying.issued(cast, 1)
    corrected(cast, one.outcome, "WORDS", title="Judul yang Benar")
    right = Outcome.objects.create(
        **{name: getattr(one.outcome, name) for name in ("publication", "proposal", "award", "institution_name", "unit_name")},
        title="Judul yang Benar",
        since=2,
    )
    assert "Tulisan entri ini dibetulkan" in words_of(client.get(CHECK, {"nomor": one.number}))
    (new,) = issue_certificates(publication=objecting.the_list(cast.edition), person=cast.secretariat, at=read_clock())
    assert (new.outcome, new.facts["title"]) == (right, right.title)
    assert f"{CHECK}?nomor={new.number}" in sign_in(cast.writer).get(f"/proposal/{right.proposal.code}/").text


def test_what_was_issued_never_changes(client, cast):
    one, _other = certifying.issued(cast)
    for change in ({"facts": {}}, {"signature": "0" * 128}, {"number": "SERT17-2222-2222"}, {"reason": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.all().delete()
    revoke_certificate(certificate=one, person=cast.secretariat, reason="x", at=read_clock())
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=one.pk).update(revoked_at=None, revoked_by=None, reason="")


def test_facts_that_were_exchanged_are_never_confirmed(client, cast, monkeypatch):
    """FLT-25, as a receipt's: whoever gets around the trigger does not get around the signature."""
    (one,) = certifying.issued(cast, 1)
    told = queries.facts_about
    monkeypatch.setattr(queries, "facts_about", lambda found: told(_other_title(found)))
    page = words_of(client.get(CHECK, {"nomor": one.number}))
    assert "tidak lagi cocok dengan tanda tangannya" in page
    assert "benar diterbitkan dan berlaku" not in page


def test_one_that_nobody_signed_for_its_entry_is_found(cast):
    one, other = certifying.issued(cast)
    assert not list(queries.faults_of_certificates())
    revoke_certificate(certificate=one, person=cast.secretariat, reason="x", at=read_clock())
    twin = {name: getattr(other, name) for name in ("facts", "signature", "public_key", "decree", "issued_by", "issued_at")}
    Certificate.objects.create(number="SERT17-2222-222V", outcome=one.outcome, sha256="0" * 64, **twin)
    assert list(queries.faults_of_certificates()) == [
        "certificate SERT17-2222-222V: it is not what was signed",
        "certificate SERT17-2222-222V: it says something else than its entry",
    ]


def _other_title(found: Certificate) -> Certificate:
    found.facts["title"] += "!"
    return found


def test_a_new_key_leaves_good_what_was_signed_before(client, cast, settings):
    first, *_more = certifying.issued(cast)
    settings.SIGNING_KEY = bytes(range(32))
    page = client.get(CHECK, {"nomor": first.number}).text
    assert "benar diterbitkan dan berlaku" in page
    assert page.index(signatures.public_key()) < page.index(first.public_key, page.index("tanpa internet"))
    # RFC 8032, 7.1, the second test: the same key and text give the same signature everywhere.
    settings.SIGNING_KEY = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    assert signatures.public_key() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"


@pytest.mark.parametrize("who", ["chair", "writer", "tied"])
def test_they_are_issued_and_revoked_by_organisers_without_a_tie(cast, who):
    one, *_more = certifying.issued(cast)
    if who == "tied":
        builders.join(cast.secretariat2, cast.other_institution)
    person = cast.secretariat2 if who == "tied" else getattr(cast, who)
    for path in (HERE, f"/sekretariat/sertifikat/{one.number}/"):
        assert sign_in(person).get(path).status_code == 404
    with pytest.raises(NotAllowed):
        revoke_certificate(certificate=one, person=person, reason="x", at=read_clock())


def test_before_a_decree_was_confirmed_there_are_none(client, cast):
    crowds.published_list(cast, 1)
    objecting.close(cast.edition)
    objecting.decreed(cast)
    with pytest.raises(NotAllowed, match="sesudah keputusannya disahkan"):
        issue_certificates(publication=objecting.the_list(cast.edition), person=cast.secretariat, at=read_clock())
    assert "sesudah keputusannya disahkan" in words_of(sign_in(cast.secretariat).get(HERE))
    unknown = "SERT17-2222-222V"
    assert client.get(pdf_path(unknown)).status_code == client.get(file_path(unknown)).status_code == 404


@pytest.mark.parametrize("words", [*HOSTILE, "W" * 200, "Wé " * 66], ids=["code", "quotes", "one word", "many words"])
def test_whatever_is_written_stays_text_on_one_page(words):
    facts = {
        **dict.fromkeys(("title", "institution", "unit", "category"), words[:200]),
        **dict.fromkeys(("edition_name", "decree"), words[:100]),
        "award": words[:40],
        "number": "SERT17-7K3M-9QX2",
        "edition": 2017,
        "decree_date": "2017-04-20",
        "issued_at": "2017-05-02T03:04:05.6+00:00",
        "key": "a1b2c3d4",
    }
    printed = papers.print_certificate(papers.signed_file(facts, "0" * 128, "1" * 64), "https://kipp.contoh.test/")
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 1
        width, height = document.pages[0].MediaBox[2:]
        assert width > height
        assert "pdfaid" in str(document.Root.Metadata.read_bytes())
    assert squeezed(facts["title"])[:40] in squeezed(text_of(printed))


def test_what_is_signed_is_canonical(cast):
    (one,) = certifying.issued(cast, 1)
    signed = papers.signed_file(one.facts, one.signature, one.public_key)
    assert signed == canonical_json(json.loads(signed)).encode()
    assert one.facts["title"] == one.outcome.title
