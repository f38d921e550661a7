"""A proof before what cannot be taken back (SEC-07): within fifteen minutes, and nothing filled in is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import path, reverse

from competition import urls
from competition.clock import read_clock
from competition.models import Notice, PersonSession
from competition.operations.memberships import give_role
from competition.views.proof import needs_fresh_proof, needs_fresh_proof_to_read
from judging.models import Selection
from tests import builders
from tests.competition.views.test_sessions import age, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "kata-sandi-uji-coba"
SENT: list[QueryDict] = []


@login_required
@needs_fresh_proof
def act(request: HttpRequest) -> HttpResponse:
    SENT.append(request.POST)
    return HttpResponse("done")


@login_required
@needs_fresh_proof_to_read
def export(request: HttpRequest) -> HttpResponse:
    return HttpResponse("rows")


class Addresses:
    """The site's addresses and two planted ones."""

    urlpatterns = [path("berbuat/", act), path("ekspor/", export), *urls.urlpatterns]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def client_of_long_ago(cast, settings) -> Client:
    """Return a browser whose person proved who they are sixteen minutes ago."""
    settings.ROOT_URLCONF = Addresses
    SENT.clear()
    cast.writer.set_password(PASSWORD)
    cast.writer.save(update_fields=["password"])
    client = signed_in(cast.writer)
    age(client, proved_at=timedelta(minutes=15))
    return client


def test_right_after_the_sign_in_nothing_is_asked(cast, settings):
    settings.ROOT_URLCONF = Addresses
    client = signed_in(cast.writer)
    age(client, proved_at=timedelta(minutes=14, seconds=50))
    assert client.post("/berbuat/", {"text": "a"}).content == b"done"


def test_later_a_proof_is_asked_and_every_field_goes_along(client_of_long_ago):
    sent = {"text": 'Dua "kata"\n<b>tebal</b>', "many": ["1", "2"]}
    answer = client_of_long_ago.post("/berbuat/", sent)
    page = answer.content.decode()
    assert SENT == []
    assert "Buktikan bahwa ini Anda" in page
    assert answer.context["fields"] == [("text", sent["text"]), ("many", "1"), ("many", "2")]
    wrong = client_of_long_ago.post("/berbuat/", sent | {"proof": "salah"})
    assert "Tidak cocok" in wrong.content.decode()
    assert wrong.context["fields"] == answer.context["fields"]
    assert SENT == []
    before = client_of_long_ago.session.session_key
    assert client_of_long_ago.post("/berbuat/", sent | {"proof": PASSWORD}).content == b"done"
    assert SENT[0].getlist("many") == ["1", "2"]
    assert SENT[0]["text"] == sent["text"]
    assert "proof" not in SENT[0]
    assert client_of_long_ago.session.session_key != before
    assert client_of_long_ago.post("/berbuat/", sent).content == b"done"


def test_a_reader_of_exports_is_led_to_the_proof_and_back(client_of_long_ago):
    answer = client_of_long_ago.get("/ekspor/?tahun=2017")
    assert answer.url == "/akun/bukti/?next=%2Fekspor%2F%3Ftahun%3D2017"
    assert client_of_long_ago.post(answer.url, {"proof": PASSWORD}).url == "/ekspor/?tahun=2017"
    assert client_of_long_ago.get("/ekspor/?tahun=2017").content == b"rows"


def test_guessing_proofs_is_slowed(client_of_long_ago):
    for _ in range(10):
        assert "Tidak cocok" in client_of_long_ago.post("/akun/bukti/", {"proof": "salah"}).content.decode()
    slowed = client_of_long_ago.post("/akun/bukti/", {"proof": PASSWORD})
    assert "Terlalu banyak percobaan" in slowed.content.decode()


def test_publishing_asks_for_a_proof(cast):
    selection = builders.ratified(cast)
    builders.open_the_stage(cast.edition, "announcement")
    cast.secretariat2.set_password(PASSWORD)
    cast.secretariat2.save(update_fields=["password"])
    client = signed_in(cast.secretariat2)
    age(client, proved_at=timedelta(minutes=16))
    page = reverse("judging:publish", args=[selection.ranking.round.edition.year, "desk"])
    assert "Buktikan bahwa ini Anda" in client.post(page).content.decode()
    assert Selection.objects.get().published_at is None
    assert client.post(page, {"proof": PASSWORD}).status_code == 302
    assert Selection.objects.get().published_at is not None


def test_the_code_of_the_app_is_a_proof_too(client_of_long_ago, cast):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time

    secret = generate_totp_secret()
    TOTP.activate(cast.writer, secret)
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    assert client_of_long_ago.post("/berbuat/", {"proof": code}).content == b"done"


def bare(person):
    """Take the password from a person who comes in by a sign-on or a code by letter."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


def test_whoever_has_no_password_gets_a_code_by_letter(cast, settings):
    settings.ROOT_URLCONF = Addresses
    SENT.clear()
    bare(cast.writer)
    client = signed_in(cast.writer)
    age(client, proved_at=timedelta(minutes=16))
    page = client.post("/berbuat/", {"text": "tiga kata panjang"})
    assert "Anda masuk tanpa kata sandi" in page.content.decode()
    assert 'name="proof"' not in page.content.decode()
    page = client.post("/berbuat/", {"text": "tiga kata panjang", "proof-send": "1"})
    assert page.context["fields"] == [("text", "tiga kata panjang")]
    code = re.search(r"\b\d{6}\b", Notice.objects.get(event="sign_in_code_sent").text)[0]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert "Kode tidak cocok" in client.post("/berbuat/", {"text": "a", "proof-code": wrong}).content.decode()
    assert SENT == []
    assert client.post("/berbuat/", {"text": "a", "proof-code": code}).content == b"done"
    assert set(SENT[0]) == {"text"}
    age(client, proved_at=timedelta(minutes=16))
    assert client.post("/berbuat/", {"text": "a", "proof-code": code}).content != b"done"


def test_a_code_of_somebody_else_proves_nothing(cast, settings):
    settings.ROOT_URLCONF = Addresses
    bare(cast.writer)
    bare(cast.colleague)
    for person in (cast.writer, cast.colleague):
        client = signed_in(person)
        age(client, proved_at=timedelta(minutes=16))
        client.post("/akun/bukti/", {"proof-send": "1"})
    first = Notice.objects.filter(event="sign_in_code_sent").earliest("created_at")
    code = re.search(r"\b\d{6}\b", first.text)[0]
    assert first.recipient == cast.writer
    assert "Kode tidak cocok" in client.post("/akun/bukti/", {"proof-code": code}).content.decode()


def test_a_code_by_letter_is_not_offered_to_whoever_has_a_password(client_of_long_ago):
    page = client_of_long_ago.post("/berbuat/", {"proof-send": "1"}).content.decode()
    assert 'name="proof"' in page
    assert not Notice.objects.filter(event="sign_in_code_sent").exists()


def test_an_answer_no_passkey_gave_proves_nothing(client_of_long_ago):
    page = client_of_long_ago.post("/berbuat/", {"text": "a", "proof-credential": "{}"}).content.decode()
    assert "Kunci sandi tidak menjawab" in page
    assert SENT == []


ACTS = [
    ("administrator", "competition:invite", lambda cast: [cast.institution.code]),
    ("leader", "competition:delegate", lambda cast: [cast.institution.code]),
    ("administrator", "competition:give", lambda cast: [cast.institution.code, _membership(cast.colleague)]),
    ("administrator", "competition:take", lambda cast: [cast.institution.code, _membership(cast.colleague)]),
    ("secretariat", "competition:call_in", lambda cast: []),
    ("secretariat", "competition:registry_act", lambda cast: [cast.institution.code, "ubah-nama"]),
]


def _membership(person):
    return person.memberships.get().code


@pytest.mark.parametrize(("who", "name", "place"), ACTS, ids=[name for _who, name, _place in ACTS])
def test_changes_of_roles_ask_for_a_proof(cast, who, name, place):
    client = signed_in(getattr(cast, who))
    age(client, proved_at=timedelta(minutes=16))
    path = reverse(name, args=place(cast))
    assert client.get(path).status_code == 200
    assert "Buktikan bahwa ini Anda" in client.post(path).content.decode()


def test_a_role_given_renews_the_sessions_of_who_has_it(cast):
    client, before = signed_in(cast.colleague), PersonSession.objects.get(person=cast.colleague).session_key
    give_role(
        institution=cast.institution,
        person=cast.administrator,
        member=cast.colleague,
        role="ADMINISTRATOR",
        unit=None,
        position="",
        at=read_clock(),
    )
    assert client.get(reverse("competition:account")).status_code == 200
    assert PersonSession.objects.get(person=cast.colleague).session_key != before
    assert client.session["_sign_in"]["proved_at"] is None
