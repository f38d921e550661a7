"""The page on which the secretariat changes how an edition screens, and what the screener's page makes of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import ScreeningReason, ScreeningRules
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("submissions:screening_rules")
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def reason(cast):
    texts = {"text": "Terlalu muda.", "text_en": "Too young."}
    return ScreeningReason.objects.create(edition=cast.edition, code="muda", check_code="age", order=1, **texts)


def values(**changed):
    """Return what the form posts when nothing but this was changed."""
    posted = {"second_percent": "0", "correction_days": "0", "version": "1", "why": "Rapat 3 November."}
    return posted | {"teks-muda": "Terlalu muda.", "inggris-muda": "Too young.", "dipakai-muda": "on"} | changed


def without(name, **changed):
    return {key: value for key, value in values(**changed).items() if key != name}


def test_the_rules_are_changed_and_the_version_says_how(cast):
    client = sign_in(cast.secretariat)
    added = {"butir-baru-1": "title", "teks-baru-1": "Judul sudah dipakai."}
    given = without("dipakai-muda", second_percent="10", second_checks=["age"], **added)
    page = client.post(PAGE, given, follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    text = text_of(page)
    assert "Versi 2 aturan seleksi berlaku sejak sekarang." in text
    assert "Contoh acak dari seratus: 0 menjadi 10." in text
    assert "Dekat batas: tidak ada menjadi Umur inovasi mencukupi." in text
    assert "Tidak dapat dipilih lagi: Terlalu muda." in text
    assert "Alasan baru untuk “Judul belum dipakai proposal lain”: Judul sudah dipakai." in text
    assert "Rapat 3 November." in text
    # Two read now, and nobody is there to decide between them.
    assert "orang ketiga bila keduanya berbeda pendapat" in text


def test_a_reason_laid_aside_is_offered_no_more_and_still_read(cast, at):
    sent, other = builders.submitted(cast), builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.let_two_read(cast, second_percent=100)
    acts.read(cast, sent, at, "INELIGIBLE", answers={"age": "muda", **dict.fromkeys(CHECKS_BUT_AGE, True)})
    acts.read(cast, sent, at, "ELIGIBLE", person=cast.secretariat2)
    client = sign_in(cast.secretariat)
    assert "Terlalu muda." in client.get(path("screen", other)).text
    assert client.post(PAGE, without("dipakai-muda", second_percent="100")).status_code == 302
    assert "Terlalu muda." not in client.get(path("screen", other)).text
    assert "Terlalu muda." in client.get(reverse("submissions:disagreements")).text


CHECKS_BUT_AGE = ("complete", "limits", "history", "title", "cap")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"second_percent": "101"}, "100"),
        ({"second_percent": "banyak"}, "dengan angka"),
        ({"teks-muda": " "}, "Isi teks alasan muda"),
        ({"butir-baru-2": "age"}, "Isi teks alasan baru 2"),
        ({"teks-baru-2": "Kalimat."}, "Pilih butir untuk alasan baru 2"),
        ({"why": ""}, "Isi alasan perubahan"),
        ({}, "sama dengan yang berlaku sekarang"),
    ],
    ids=["too many", "no number", "no words", "a line without words", "words without a line", "no reason", "the same"],
)
def test_what_cannot_hold_is_refused_with_what_was_filled_in(cast, given, said):
    page = sign_in(cast.secretariat).post(PAGE, values(**{"inggris-muda": "Too young."} | given))
    assert page.status_code == 200
    assert said in text_of(page)
    assert not ScreeningRules.objects.exists()


def test_who_comes_second_is_told_and_loses_nothing(cast):
    sign_in(cast.secretariat).post(PAGE, values(second_percent="10"))
    page = sign_in(cast.secretariat2).post(PAGE, values(second_percent="20", why="Usul saya."))
    assert page.status_code == 409
    assert "sudah diubah orang lain" in text_of(page)
    assert "Usul saya." in page.text
    assert ScreeningRules.objects.count() == 1


def test_without_a_fresh_proof_who_it_is_is_asked_first(cast):
    client: Client = signed_in(cast.secretariat)
    age(client, proved_at=timedelta(minutes=16))
    client.post(PAGE, values(second_percent="10"))
    assert not ScreeningRules.objects.exists()


def test_when_screening_is_over_the_page_says_so_and_has_no_button(cast):
    builders.open_the_stage(cast.edition, "judging")
    page = sign_in(cast.secretariat).get(PAGE)
    assert "Seleksi administrasi sudah ditutup, jadi aturannya tetap." in text_of(page)
    assert "Simpan aturan" not in page.text


def test_the_page_asks_as_much_for_many_reasons_and_versions_as_for_one(cast):
    client = sign_in(cast.secretariat)

    def queries():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    client.post(PAGE, values(second_percent="1"))
    few = queries()
    for number in range(2, 5):
        known = {
            "second_percent": str(number),
            "version": str(number),
            "butir-baru-1": "cap",
            "teks-baru-1": f"Alasan {number}",
        }
        texts = {f"teks-alasan-{one}": f"Alasan {one}" for one in range(2, number)}
        client.post(PAGE, values(**known, **texts))
    assert ScreeningRules.objects.count() == 4
    assert queries() == few <= MOST_QUERIES
