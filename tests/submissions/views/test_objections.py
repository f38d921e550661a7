"""Objecting to a list on the public page, following it by its link, and answering it at the secretariat's desk."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice
from competition.scans import read_scan
from competition.tokens import token_of
from competition.views import public
from submissions.models import Objection, Publication
from submissions.operations.enclosures import check_enclosure
from tests import builders
from tests.submissions import crowds, files, objecting
from tests.submissions.objecting import REASON, TEXT
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
HERE = "/hasil/2017/keberatan/desk/"
RESULTS = "/hasil/2017/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    public._local.clear()


@pytest.fixture
def entry(cast):
    return crowds.published_list(cast, 2).outcomes.first()


def link_of(objection: Objection) -> str:
    return reverse("submissions:objection_link", args=[token_of(objection.nonce)])


def given(entry=None, **values) -> dict:
    return {"entry": str(entry.pk) if entry else "", "text": TEXT, "name": "Warga", "email": "warga@contoh.test"} | values


def test_before_the_announcement_there_is_nothing(client, cast):
    missing = client.get("/hasil/2017/keberatan/lain/")
    for method in (client.get, client.post):
        assert method(HERE).status_code == 404
    assert client.get(HERE).content.replace(b"desk", b"") == missing.content.replace(b"lain", b"")
    crowds.published_list(cast, 1)
    Publication.objects.update(published_at=read_clock() + timedelta(minutes=1))
    assert client.get(HERE).status_code == 404


def test_anybody_objects_without_session_or_token(cast, entry, monkeypatch):
    def refuse(self: SessionBase) -> None:
        raise AssertionError("the page looked into the session")

    monkeypatch.setattr(SessionBase, "_session", property(refuse))
    browser = Client(enforce_csrf_checks=True)
    assert entry.title in browser.get(HERE).text
    proof = SimpleUploadedFile("bukti.pdf", files.pdf(), "application/pdf")
    page = browser.post(HERE, given(entry, evidence=proof))
    assert "warga@contoh.test" in text_of(page)
    assert not page.cookies
    objection = Objection.objects.get()
    assert (objection.outcome, objection.text, objection.evidence.name) == (entry, TEXT, "bukti.pdf")


def test_what_was_typed_stays_whatever_is_refused(client, cast, entry):
    page = client.post(HERE, given(entry, email="bukan alamat", evidence=SimpleUploadedFile("a.exe", b"MZ")))
    assert TEXT in page.text
    assert {"email", "evidence"} <= page.context["form"].errors.keys()
    Publication.objects.update(published_at=read_clock() - timedelta(days=30))
    page = client.post(HERE, given(entry))
    assert TEXT in page.text
    assert "Masa keberatan sudah berakhir" in text_of(page)
    assert not Objection.objects.exists()


def test_one_address_is_not_written_to_without_end(client, cast, entry):
    pages = [client.post(HERE, given(entry, text=f"Keberatan {number}")) for number in range(8)]
    assert "Terlalu banyak percobaan" in text_of(pages[-1]) or "beberapa keberatan" in text_of(pages[-1])
    assert "Keberatan 7" in pages[-1].text
    assert Notice.objects.filter(event="objection_filed").count() <= 5


def test_one_network_does_not_close_the_way_for_others(cast, entry):
    script, citizen = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    pages = [script.post(HERE, given(entry, email=f"a{number}@contoh.test")) for number in range(31)]
    assert "Terlalu banyak percobaan" not in text_of(pages[29])
    assert "Terlalu banyak percobaan" in text_of(pages[30])
    assert TEXT in pages[30].text
    assert "Terlalu banyak percobaan" not in text_of(citizen.post(HERE, given(entry)))
    assert Objection.objects.count() == 31


def test_only_a_press_on_the_linked_page_confirms(client, cast, entry):
    objection = objecting.filed(cast.edition, outcome=entry)
    link = link_of(objection)
    assert "Ya, catat keberatan saya" in text_of(client.get(link))
    assert Objection.objects.get().state == "FILED"
    assert "dicatat pada" in text_of(client.post(link))
    assert client.get(link).headers["Cache-Control"] == "private, no-store"
    assert Objection.objects.get().state == "OPEN"
    assert client.get(reverse("submissions:objection_link", args=["a" * 64])).status_code == 404


def test_the_link_shows_the_answer(client, cast, entry):
    objection = objecting.answered(cast.edition, "PARTLY", outcome=entry)
    text = text_of(client.get(link_of(objection)))
    assert REASON in text
    assert "Dikabulkan sebagian" in text
    assert objection.handler.name not in text


def test_results_page_shows_the_days_in_three_zones_and_numbers_but_no_words(client, cast, entry):
    text = text_of(client.get(RESULTS))
    assert "Keberatan diterima sampai" in text
    assert all(zone in text for zone in ("WIB", "WITA", "WIT"))
    objecting.filed(cast.edition, outcome=entry)
    objecting.confirmed(cast.edition, outcome=entry)
    objecting.answered(cast.edition, "DISMISSED", outcome=entry)
    public._local.clear()
    text = text_of(client.get(RESULTS))
    assert "Keberatan yang dicatat 2 Dikabulkan 0 Dikabulkan sebagian 0 Tidak dikabulkan 1 Menunggu jawaban 1" in text
    assert not [one for one in (TEXT, REASON, "Warga Uji", "@contoh.test") if one in text]
    Publication.objects.update(published_at=read_clock() - timedelta(days=30))
    public._local.clear()
    assert "Masa keberatan berakhir" in text_of(client.get(RESULTS))


def test_an_answer_shows_at_once(client, cast, entry, django_capture_on_commit_callbacks):
    assert "Keberatan yang dicatat" not in text_of(client.get(RESULTS))
    with django_capture_on_commit_callbacks(execute=True):
        objecting.confirmed(cast.edition, outcome=entry)
    assert "Keberatan yang dicatat 1" in text_of(client.get(RESULTS))


def test_the_handler_answers_at_the_desk(cast, entry):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    desk, here = sign_in(objection.handler), reverse("submissions:objection", args=[objection.code])
    assert entry.title in text_of(desk.get("/sekretariat/keberatan/"))
    page = text_of(desk.get(here))
    assert TEXT in page
    assert objection.email not in page
    assert desk.post(here, {"result": "", "reason": REASON}).status_code == 200
    assert desk.post(here, {"result": "UPHELD", "reason": REASON}).status_code == 302
    assert REASON in text_of(desk.get(here))
    again = desk.post(here, {"result": "DISMISSED", "reason": "lain"})
    assert again.status_code == 409
    assert "lain" in again.text


def test_the_desk_shows_nothing_of_it_to_whoever_is_tied(cast, entry):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    builders.join(cast.secretariat, cast.institution)
    desk = sign_in(cast.secretariat)
    missing = desk.get(reverse("submissions:objection", args=["2222222222"]))
    found = desk.get(reverse("submissions:objection", args=[objection.code]))
    assert found.status_code == missing.status_code == 404
    assert found.content.replace(objection.code.encode(), b"") == missing.content.replace(b"2222222222", b"")
    page = desk.get("/sekretariat/keberatan/")
    assert entry.title not in page.text
    assert {one["count"] for one in page.context["tabs"]} == {0}


def test_another_handler_is_given_at_the_desk(cast, entry):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    other = cast.secretariat2 if objection.handler == cast.secretariat else cast.secretariat
    desk = sign_in(cast.secretariat)
    give = reverse("submissions:give_objection", args=[objection.code])
    assert "Pilih penangan baru." in text_of(desk.post(give, {"handler": ""}, follow=True))
    assert f"{other.name} sekarang menangani" in text_of(desk.post(give, {"handler": other.pk}, follow=True))


def test_evidence_is_handed_out_as_a_file_once_it_was_looked_at(cast, entry):
    proof = read_scan("bukti.pdf", files.pdf())
    objection = objecting.confirmed(cast.edition, outcome=entry, evidence=proof)
    desk, here = sign_in(cast.secretariat), reverse("submissions:objection_evidence", args=[objection.code])
    assert "Bukti tidak dapat dibuka" in text_of(desk.get(here, follow=True))
    check_enclosure(code=objection.evidence.code, at=read_clock())
    answer = desk.get(here)
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_queries_of_one_objection(cast, entry, django_assert_max_num_queries):
    objection = objecting.confirmed(cast.edition, outcome=entry)
    desk, here = sign_in(objection.handler), reverse("submissions:objection", args=[objection.code])
    desk.get(here)
    with django_assert_max_num_queries(12):
        desk.get(here)


def test_letters_to_whoever_objected_are_in_no_queue(cast, entry):
    """Somebody in the secretariat with a tie reads the queue, too."""
    objection = objecting.answered(cast.edition, outcome=entry)
    page = sign_in(cast.secretariat).get(reverse("competition:outbox"), {"status": "WAITING"})
    assert Notice.objects.filter(event="objection_answered").exists()
    assert objection.email not in page.text
