"""Signing in with a password: what it costs, what it gives away, and where it leads."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import get_resolver, reverse

from tests import builders

PASSWORD = builders.PASSWORD
FOREIGN = (
    "//evil.test",
    "/\\evil.test",
    "https:evil.test",
    "https://evil.test/",
    "javascript:alert(1)",
    "beranda/",
)


@pytest.fixture
def person(db):
    """Return somebody with a password."""
    person = builders.make_person(email="budi.santoso@contoh.test")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def hashes(monkeypatch):
    """Return the list to which every computed password hash is added."""
    made = []
    encode = Argon2PasswordHasher.encode
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *args: made.append("made") or encode(*args))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *args: made.append("checked") or verify(*args))
    return made


def sign_in(client, email="budi.santoso@contoh.test", password=PASSWORD, **values):
    """Post the form."""
    return client.post("/masuk/", {"email": email, "password": password, **values})


@pytest.mark.parametrize("email", ["budi.santoso@contoh.test", "  Budi.Santoso@CONTOH.test "])
def test_the_right_password_lets_in_whatever_the_capitals(client, person, email):
    answer = sign_in(client, email)
    assert (answer.status_code, answer.url) == (302, "/beranda/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_it_costs_one_hash_and_at_most_twelve_queries(client, person, hashes, django_assert_max_num_queries):
    client.get("/masuk/")
    with django_assert_max_num_queries(12):
        assert sign_in(client).status_code == 302
    assert hashes == ["checked"]


def test_the_key_of_the_session_is_new(client, person):
    client.get("/masuk/")
    client.session.save()
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    stale = Client()
    stale.cookies["sessionid"] = before
    assert "_auth_user_id" not in stale.session


@pytest.mark.parametrize("who", ["unknown", "inactive", "without a password", "known"])
def test_nobody_learns_whether_there_is_an_account(client, person, hashes, who):
    email, password = person.email, "kata-sandi-lain-1"
    if who == "unknown":
        email = "tidak.ada@contoh.test"
    elif who == "inactive":
        password, person.is_active = PASSWORD, False
    elif who == "without a password":
        person.set_unusable_password()
    person.save()
    hashes.clear()
    answer = sign_in(client, email, password)
    assert len(hashes) == 1
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    page = answer.content.decode().replace(email, "…")
    assert "Alamat email atau kata sandi tidak cocok." in page
    again = sign_in(Client(), "lain@contoh.test", "kata-sandi-lain-1")
    assert _plain(page) == _plain(again.content.decode().replace("lain@contoh.test", "…"))
    assert set(answer.headers) == set(again.headers)


def _plain(page):
    """Return a page without what is random in it."""
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("target", FOREIGN)
def test_only_paths_of_this_site_are_next(client, person, target):
    assert sign_in(client, next=target).url == "/beranda/"
    assert client.get("/masuk/", {"next": target}).url == "/beranda/"


def test_an_own_path_is_next(client, person):
    assert sign_in(client, next="/bantuan/?x=1").url == "/bantuan/?x=1"


def test_the_admins_own_form_is_not_another_way_in(client, person):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/masuk/?next=/admin/"
    answer = client.post("/admin/login/", {"username": person.email, "password": PASSWORD})
    assert answer.url.startswith("/masuk/?next=")
    client.force_login(person)
    assert client.get("/admin/login/").status_code == 404
    person.is_staff = True
    person.save()
    assert client.get("/admin/").status_code == 200


def test_there_is_no_page_to_register(db, client):
    for path in ("/accounts/signup/", "/daftar/", "/signup/"):
        assert client.get(path).status_code == 404


def test_each_name_of_allauth_is_another_name_of_a_page_of_ours():
    """So the permission matrix, which asks our names, asks all there is."""
    known = get_resolver()
    bare = [one for one in known.url_patterns if getattr(one, "name", None)]
    ours = {f"/{one.pattern}" for one in known.namespace_dict["competition"][1].url_patterns}
    assert {one.name for one in bare} == {"account_login", "mfa_authenticate", "openid_connect_callback"}
    assert {f"/{one.pattern}" for one in bare} <= ours
    assert reverse("account_login") == reverse("competition:sign_in")
