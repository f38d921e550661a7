"""The page of an institution's keys: made once with a proof, shown once, taken back."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import ApiKey, PersonSession
from competition.zones import day_of
from tests.competition.operations.test_keys import make
from tests.submissions.views.pages import sign_in, text_of


def page(cast):
    return reverse("competition:keys", args=[cast.institution.code])


def asked(**values):
    day = day_of(read_clock()) + timedelta(days=30)
    return {"name": "Dasbor", "scopes": ["proposals:read"], "last_day": day.isoformat()} | values


def test_a_key_is_shown_once_and_never_again(cast):
    client = sign_in(cast.administrator)
    assert page(cast) in client.get(reverse("competition:people", args=[cast.institution.code])).text
    response = client.post(page(cast), asked())
    token = response.context["made"].token
    assert token in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    again = client.get(page(cast)).text
    assert token not in again
    assert ApiKey.objects.get().prefix in again
    assert "Sudah ada kunci dengan nama ini" in client.post(page(cast), asked()).text
    assert ApiKey.objects.count() == 1
    revoke = reverse("competition:revoke_key", args=[cast.institution.code, ApiKey.objects.get().code])
    assert "Kunci yang dicabut tidak dapat dipulihkan" in client.get(revoke).text
    assert client.post(revoke).status_code == 302
    assert "Dicabut" in text_of(client.get(page(cast)))


def test_what_is_missing_is_said_beside_its_field(cast):
    text = text_of(sign_in(cast.administrator).post(page(cast), {"last_day": "2001-01-01"}))
    for words in ("Isi nama kunci", "Pilih data yang dapat dibaca", "Pilih tanggal mulai hari ini sampai satu tahun lagi"):
        assert words in text
    assert not ApiKey.objects.exists()


def test_an_old_sign_in_proves_itself_before_a_key_is_made(cast):
    client = sign_in(cast.administrator)
    client.get(page(cast))
    session = client.session
    marks = session.marks.proved(read_clock() - timedelta(minutes=16))
    session.marks = marks
    session.save()
    assert PersonSession.objects.exists()
    response = client.post(page(cast), asked())
    assert not ApiKey.objects.exists()
    assert "Dasbor" in response.text


def test_a_leader_reads_and_revokes_but_makes_none(cast):
    made = make(cast)
    client = sign_in(cast.leader)
    assert "Kunci dan webhook dibuat oleh admin instansi." in client.get(page(cast)).text
    assert client.post(page(cast), asked(name="Lain")).status_code == 403
    revoke = reverse("competition:revoke_key", args=[cast.institution.code, made.key.code])
    assert client.post(revoke).status_code == 302
    other = sign_in(cast.other_administrator)
    assert other.get(revoke).status_code == other.get(page(cast)).status_code == 404


def test_the_page_asks_no_more_for_many_keys_than_for_one(cast):
    client = sign_in(cast.administrator)

    def count():
        client.get(page(cast))
        with CaptureQueriesContext(connection) as caught:
            client.get(page(cast))
        return len(caught)

    make(cast)
    few = count()
    for number in range(4):
        make(cast, name=f"Program {number}")
    assert count() == few <= 12
