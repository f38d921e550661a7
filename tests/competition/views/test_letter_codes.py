"""Signing in with a code that comes by letter: six digits, once, ten minutes, five tries, one browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from competition.clock import read_clock
from competition.models import Notice, SignInCode
from competition.operations.signing import add_totp
from tests import builders

ASK, GIVE = "/masuk/kode/", "/masuk/kode/isi/"


@pytest.fixture
def person(db):
    """Return somebody with an account."""
    return builders.make_person(email="rini@contoh.test")


def asked(email="rini@contoh.test", target=""):
    """Return a browser that asked for a code."""
    client = Client()
    assert client.post(ASK, {"email": email, "next": target}).url == GIVE
    return client


def code():
    """Return the code of the last letter."""
    return re.search(r"\b\d{6}\b", Notice.objects.filter(event="sign_in_code_sent").latest("created_at").text)[0]


def is_in(client):
    """Say whether somebody is signed in."""
    return "_auth_user_id" in client.session


def test_the_code_lets_in_once(person):
    client = asked(target="/bantuan/")
    before = client.session.session_key
    answer = client.post(GIVE, {"code": f" {code()[:3]} {code()[3:]}"})
    assert (answer.status_code, answer.url) == (302, "/bantuan/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != before
    assert client.post(GIVE, {"code": code()}).url == ASK
    assert code() not in str(SignInCode.objects.values_list())


def test_it_ends_after_ten_minutes(person):
    client = asked()
    kept = SignInCode.objects.get()
    assert kept.ends_at - kept.asked_at == timedelta(minutes=10)
    SignInCode.objects.update(asked_at=read_clock() - timedelta(minutes=11), ends_at=read_clock() - timedelta(minutes=1))
    assert client.post(GIVE, {"code": code()}).url == ASK
    assert not is_in(client)


def test_the_sixth_try_is_none(person):
    client = asked()
    wrong = f"{(int(code()) + 1) % 10**6:06d}"
    for _ in range(5):
        answer = client.post(GIVE, {"code": wrong})
        assert "Kode tidak cocok." in answer.content.decode()
    assert client.post(GIVE, {"code": code()}).url == ASK
    assert not is_in(client)


def test_it_works_in_the_browser_that_asked_only(person):
    asked()
    thief = Client()
    assert thief.post(GIVE, {"code": code()}).url == ASK
    assert not is_in(thief)


@pytest.mark.parametrize("who", ["unknown", "inactive"])
def test_without_an_open_account_only_the_letter_says_so(person, who):
    person.is_active = who != "inactive"
    person.save()
    client = asked("rini@contoh.test" if who == "inactive" else "tidak.ada@contoh.test")
    text = Notice.objects.get(event="sign_in_code_sent").text
    assert "tidak ada akun yang terbuka" in text
    assert not re.search(r"\b\d{6}\b", text)
    answer = client.post(GIVE, {"code": "000000"})
    assert answer.status_code == 200
    assert not is_in(client)


def test_an_account_that_is_closed_meanwhile_stays_closed(person):
    client = asked()
    person.is_active = False
    person.save()
    assert client.post(GIVE, {"code": code()}).status_code == 200
    assert not is_in(client)


def test_the_second_step_follows(person):
    add_totp(person=person, secret="JBSWY3DPEHPK3PXP", at=read_clock())
    client = asked()
    assert client.post(GIVE, {"code": code()}).url == "/masuk/langkah-kedua/"
    assert not is_in(client)


@pytest.mark.parametrize("email", ["rini@contoh.test", "tidak.ada@contoh.test"])
def test_one_address_is_not_flooded_with_codes_and_others_of_the_office_get_theirs(person, email):
    for _ in range(5):
        asked(email)
    refused = Client().post(ASK, {"email": email})
    assert "Terlalu banyak percobaan. Coba lagi dalam" in refused.content.decode()
    assert Notice.objects.filter(event="sign_in_code_sent").count() == 5
    asked("rekan@contoh.test")
