"""The second step: enrolling it, being asked for it, losing it."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from competition.models import AuditEntry, Notice
from competition.operations.signing import reseal_factors
from tests import builders
from tests.competition.views.test_sessions import age, signed_in

SECURITY, APP, CODES = "/akun/keamanan/", "/akun/keamanan/aplikasi/", "/akun/keamanan/kode-cadangan/"


@pytest.fixture
def person(db):
    """Return somebody with a password."""
    cache.clear()
    person = builders.make_person(email="ani@contoh.test")
    person.set_password(builders.PASSWORD)
    person.save()
    return person


def browser_of(person):
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def code_now(secret, steps=0):
    """Return what an authenticator app shows now, or some steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enrol(client):
    """Enrol an app as a person does; return its secret and the recovery codes shown afterwards."""
    page = client.get(APP).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    answer = client.post(APP, {"code": code_now(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == CODES
    return secret, re.findall(r"<code>(\d{8})</code>", answer.content.decode())


def password_step(client, target=""):
    """Give the right password."""
    return client.post("/masuk/", {"email": "ani@contoh.test", "password": builders.PASSWORD, "next": target})


def test_the_page_shows_a_picture_without_a_script(person):
    page = browser_of(person).get(APP).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "<script>" not in page


def test_an_app_is_enrolled_by_its_code_and_brings_recovery_codes(person):
    client = browser_of(person)
    wrong = client.post(APP, {"code": "000000"})
    assert "Kode tidak cocok." in wrong.content.decode()
    secret, codes = enrol(client)
    assert len(set(codes)) == 10
    person.refresh_from_db()
    assert person.has_factor
    kept = Authenticator.objects.get(user=person, type="totp")
    assert secret not in str(kept.data)
    assert Notice.objects.get(event="factor_added").recipient == person
    assert AuditEntry.objects.filter(event="factor_added", person=person).count() == 1
    assert client.post(CODES).url == SECURITY
    assert not re.search(r"<code>\d{8}</code>", client.get(CODES).content.decode())


def test_the_password_alone_is_no_longer_enough(person):
    secret, _codes = enrol(browser_of(person))
    client = Client()
    answer = password_step(client, "/bantuan/")
    assert answer.url == "/masuk/langkah-kedua/"
    assert client.get(SECURITY).status_code == 302
    wrong = client.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200
    assert "Kode atau kunci tidak cocok." in wrong.content.decode()
    before = client.session.session_key
    right = client.post(answer.url, {"code": code_now(secret, 1)})
    assert (right.status_code, right.url) == (302, "/bantuan/")
    assert client.session.session_key != before
    assert client.get(SECURITY).status_code == 200


def test_a_code_works_once(person):
    secret, _codes = enrol(browser_of(person))
    code = code_now(secret, 1)
    for expected in (302, 200):
        client = Client()
        password_step(client)
        assert client.post("/masuk/langkah-kedua/", {"code": code}).status_code == expected


def test_a_recovery_code_works_once(person):
    _secret, codes = enrol(browser_of(person))
    for expected in (302, 200):
        client = Client()
        password_step(client)
        assert client.post("/masuk/langkah-kedua/", {"code": codes[3]}).status_code == expected


def test_guessing_codes_is_stopped_per_account(person):
    secret, _codes = enrol(browser_of(person))
    client = Client()
    password_step(client)
    for _ in range(5):
        client.post("/masuk/langkah-kedua/", {"code": "000000"})
    answer = client.post("/masuk/langkah-kedua/", {"code": code_now(secret, 1)})
    assert "Terlalu banyak percobaan." in answer.content.decode()


def test_the_second_step_is_nobodys_without_the_first(person):
    enrol(browser_of(person))
    for method in ("get", "post"):
        assert getattr(Client(), method)("/masuk/langkah-kedua/", {"code": "1"}).url == "/masuk/"


def test_new_recovery_codes_replace_the_old_ones(person):
    client = browser_of(person)
    _secret, codes = enrol(client)
    client.post(CODES)
    page = client.post(CODES, follow=True).content.decode()
    fresh = re.findall(r"<code>(\d{8})</code>", page)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    other = Client()
    password_step(other)
    assert other.post("/masuk/langkah-kedua/", {"code": codes[0]}).status_code == 200
    assert other.post("/masuk/langkah-kedua/", {"code": fresh[0]}).status_code == 302


def test_the_last_factor_takes_the_recovery_codes_along(person):
    client = browser_of(person)
    enrol(client)
    kept = Authenticator.objects.get(user=person, type="totp")
    path = f"/akun/keamanan/lepas/{kept.pk}/"
    assert "Ini yang terakhir" in client.get(path).content.decode()
    assert Authenticator.objects.filter(user=person).count() == 2
    assert client.post(path).url == SECURITY
    assert not Authenticator.objects.filter(user=person).exists()
    person.refresh_from_db()
    assert not person.has_factor
    assert Notice.objects.filter(event="factor_removed", recipient=person).count() == 1
    assert password_step(Client()).url == "/beranda/"


def test_nobody_touches_the_factors_of_another(person):
    enrol(browser_of(person))
    kept = Authenticator.objects.get(user=person, type="totp")
    other = browser_of(builders.make_person())
    for method in ("get", "post"):
        assert getattr(other, method)(f"/akun/keamanan/lepas/{kept.pk}/").status_code == 404
    assert Authenticator.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", "{}", "x", '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}']
)
def test_what_no_browser_answers_is_a_wrong_answer(person, answer):
    client = browser_of(person)
    client.get("/akun/keamanan/kunci-sandi/")
    page = client.post("/akun/keamanan/kunci-sandi/", {"name": "Kunci", "credential": answer})
    assert page.status_code == 200
    assert "Kunci sandi tidak terpasang." in page.content.decode()
    stranger = Client()
    stranger.get("/masuk/kunci-sandi/")
    page = stranger.post("/masuk/kunci-sandi/", {"credential": answer})
    assert page.status_code == 200
    assert "tidak" in page.content.decode()
    enrol(client)
    step = Client()
    password_step(step)
    assert step.post("/masuk/langkah-kedua/", {"credential": answer}).status_code == 200


def test_without_scripts_the_page_says_what_to_do_instead(person):
    page = browser_of(person).get("/akun/keamanan/kunci-sandi/").content.decode()
    assert "pakai aplikasi autentikator" in page
    assert '<div class="row" data-passkey-row hidden>' in page


@pytest.mark.parametrize("path", [APP, "/akun/keamanan/kunci-sandi/", CODES, "/akun/keamanan/lepas/1/"])
def test_an_unwatched_computer_shows_and_changes_nothing(person, path):
    client = signed_in(person)
    age(client, proved_at=timedelta(minutes=15))
    assert client.get(path).url == f"/akun/bukti/?next={path.replace('/', '%2F')}"
    assert "Buktikan bahwa ini Anda" in client.post(path).content.decode()


def test_a_sign_in_is_a_proof(person):
    client = Client()
    password_step(client)
    assert client.get(APP).status_code == 200


def test_the_key_is_changed_and_apps_and_recovery_codes_go_on(person, settings):
    """With the old key as a fallback at once; without it after resealing. The control: without either, nothing fits."""
    secret, codes = enrol(browser_of(person))
    old, new = settings.SECRET_KEY, "kunci-baru-" * 6

    def gets_in(code: str, **keys) -> bool:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = keys["key"], keys.get("before", [])
        cache.clear()
        client = Client()
        client.post("/masuk/", {"email": "ani@contoh.test", "password": builders.PASSWORD})
        client.post("/masuk/langkah-kedua/", {"code": code})
        return client.get("/akun/").status_code == 200

    assert not gets_in(code_now(secret), key=new)
    assert gets_in(code_now(secret), key=new, before=[old])
    assert reseal_factors() == (2, 0)
    assert gets_in(codes[0], key=new)
    cache.clear()
    assert gets_in(code_now(secret), key=new)
    settings.SECRET_KEY = "kunci-lain-" * 6
    assert reseal_factors() == (0, 2)
