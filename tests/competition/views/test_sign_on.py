"""An agency's or the national sign-on, against a real OpenID Connect provider on this machine."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from competition import environment
from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Person
from competition.operations.signing import add_totp
from tests import builders

# What the provider is built of complains about itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
BUTTON, RETURN = "/masuk/akun-instansi/", "/masuk/akun-instansi/kembali/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Return the address of a provider that runs for this module."""
    with run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def sso(issuer, settings, monkeypatch, db):
    """Configure the provider as an operator does."""
    monkeypatch.setenv("OIDC_CLIENT_ID", "kipp")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "rahasia")
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "SSO Uji"
    settings.SOCIALACCOUNT_PROVIDERS = environment.read_sign_on(issuer, "SSO Uji")
    return issuer


def tell(issuer, sub, **claims):
    """Let the provider know somebody."""
    assert requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5).status_code == 204


def come_in(client, sub, target="", **tampered):
    """Press the button, say at the provider who one is, and come back."""
    answer = client.post(BUTTON, {"next": target})
    assert answer.status_code == 302, answer.content
    there = requests.post(answer.url, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    given = {name: values[0] for name, values in parse_qs(back.query).items()} | tampered
    return client.get(back.path, given)


def test_the_account_with_the_verified_address_is_opened_and_linked(sso, settings):
    person = builders.make_person(email="sri.wahyuni@contoh.test")
    tell(sso, "nip-1", email="Sri.Wahyuni@contoh.test", email_verified=True, name="Sri")
    client = Client()
    assert "Masuk dengan SSO Uji" in client.get("/masuk/").content.decode()
    answer = come_in(client, "nip-1", "/bantuan/")
    assert (answer.status_code, answer.url) == (302, "/bantuan/")
    assert client.session["_auth_user_id"] == str(person.pk)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.provider, kept.uid, kept.extra_data) == (person, "sso", "nip-1", {})
    assert Notice.objects.get(event="sign_on_linked").recipient == person
    assert AuditEntry.objects.filter(event="sign_on_linked", person=person).count() == 1


def test_afterwards_the_identity_counts_not_the_address(sso):
    person = builders.make_person(email="lama@contoh.test")
    tell(sso, "nip-2", email="lama@contoh.test", email_verified=True)
    come_in(Client(), "nip-2")
    tell(sso, "nip-2", email="baru@contoh.test", email_verified=True)
    other = builders.make_person(email="baru@contoh.test")
    client = Client()
    come_in(client, "nip-2")
    assert client.session["_auth_user_id"] == str(person.pk) != str(other.pk)
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {}
    assert Notice.objects.filter(event="sign_on_linked").count() == 1


@pytest.mark.parametrize(
    ("claims", "is_active"),
    [
        ({"email": "x@contoh.test"}, True),
        ({"email": "x@contoh.test", "email_verified": False}, True),
        ({"email": "x@contoh.test", "email_verified": "true"}, True),
        ({"email": "lain@contoh.test", "email_verified": True}, True),
        ({"email_verified": True}, True),
        ({"email": "x@contoh.test", "email_verified": True}, False),
    ],
)
def test_whoever_has_no_open_account_with_that_verified_address_is_turned_away(sso, claims, is_active):
    person = builders.make_person(email="x@contoh.test")
    person.is_active = is_active
    person.save()
    tell(sso, "nip-3", **claims)
    client = Client()
    answer = come_in(client, "nip-3")
    assert answer.url == "/masuk/"
    assert "_auth_user_id" not in client.session
    assert "SSO Uji tidak dapat memasukkan Anda." in client.get("/masuk/").content.decode()
    assert not SocialAccount.objects.exists()
    assert Person.objects.count() == 1


def test_a_linked_account_that_was_closed_stays_closed(sso):
    person = builders.make_person(email="tutup@contoh.test")
    tell(sso, "nip-4", email="tutup@contoh.test", email_verified=True)
    come_in(Client(), "nip-4")
    person.is_active = False
    person.save()
    client = Client()
    assert come_in(client, "nip-4").url == "/masuk/"
    assert "_auth_user_id" not in client.session


def test_the_second_step_is_asked_here_too(sso):
    person = builders.make_person(email="dua@contoh.test")
    add_totp(person=person, secret="JBSWY3DPEHPK3PXP", at=read_clock())
    tell(sso, "nip-5", email="dua@contoh.test", email_verified=True)
    client = Client()
    assert come_in(client, "nip-5").url == "/masuk/langkah-kedua/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("tampered", [{"state": "lain"}, {"code": "lain"}, {"error": "access_denied", "code": ""}])
def test_an_answer_that_was_not_asked_for_is_turned_away(sso, tampered):
    builders.make_person(email="y@contoh.test")
    tell(sso, "nip-6", email="y@contoh.test", email_verified=True)
    client = Client()
    assert come_in(client, "nip-6", **tampered).url == "/masuk/"
    assert "_auth_user_id" not in client.session


def test_an_answer_works_in_the_browser_that_asked_only(sso):
    builders.make_person(email="z@contoh.test")
    tell(sso, "nip-7", email="z@contoh.test", email_verified=True)
    asked = Client().post(BUTTON)
    there = requests.post(asked.url, data={"sub": "nip-7"}, allow_redirects=False, timeout=5)
    thief = Client()
    assert thief.get(RETURN + "?" + urlsplit(there.headers["Location"]).query).url == "/masuk/"
    assert "_auth_user_id" not in thief.session


def test_it_comes_back_to_the_address_of_the_settings_and_goes_on_to_own_paths(sso, settings):
    answer = Client().post(BUTTON, {"next": "//evil.test"}, HTTP_X_FORWARDED_HOST="evil.test")
    asked = parse_qs(urlsplit(answer.url).query)
    assert asked["redirect_uri"] == [settings.SITE_URL + RETURN]
    assert asked["code_challenge_method"] == ["S256"]
    assert "evil" not in answer.url
    builders.make_person(email="q@contoh.test")
    tell(sso, "nip-8", email="q@contoh.test", email_verified=True)
    assert come_in(Client(), "nip-8", "//evil.test").url == "/beranda/"


def test_a_provider_that_is_away_leads_back(sso, settings):
    settings.SOCIALACCOUNT_PROVIDERS = environment.read_sign_on("http://127.0.0.1:9", "SSO Uji")
    assert Client().post(BUTTON).url == "/masuk/"


def test_nothing_is_there_without_a_provider(db):
    client = Client()
    assert "akun-instansi" not in client.get("/masuk/").content.decode()
    assert client.post(BUTTON).status_code == 404
    assert client.get(RETURN).status_code == 404


def test_an_issuer_without_a_client_is_refused_at_start(monkeypatch):
    monkeypatch.delenv("OIDC_CLIENT_ID", raising=False)
    with pytest.raises(environment.BadSetting):
        environment.read_sign_on("https://sso.contoh.test", "SSO")
