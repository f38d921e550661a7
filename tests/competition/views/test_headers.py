"""What every answer carries: the policy of its page, who may keep it, and cookies nobody else can plant (SEC-19)."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from competition import urls
from competition.settings import MIDDLEWARE
from tests.house.source import ROOT

PRODUCTION = {
    "SITE_URL": "https://kipp.contoh.go.id",
    "ALLOWED_HOSTS": "kipp.contoh.go.id",
    "SECRET_KEY": "x1-Qj" * 12,
    "DATABASE_URL": "postgresql://kipp:kipp@127.0.0.1/kipp",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def policy_of(answer) -> dict[str, str]:
    """Return the directives of the page's policy."""
    return dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


def with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))


class Addresses:
    """The site's addresses and two planted ones."""

    urlpatterns = [path("rusak/", broken), path("sekali/", with_nonce), *urls.urlpatterns]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def answers(client: Client):
    """Yield an answer of each kind: a page, ways elsewhere, and every page about a fault."""
    yield 200, client.get(reverse("competition:help"))
    yield 302, client.get(reverse("competition:home"))
    yield 301, client.get("/proposal")
    yield 404, client.get("/tidak-ada/")
    yield 405, client.get(reverse("competition:sign_out"))
    yield 400, client.get("/", headers={"host": "evil.test"})
    yield 500, client.get("/rusak/")
    client.handler.enforce_csrf_checks = True
    yield 403, client.post(reverse("competition:sign_out"))


@pytest.mark.django_db
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_every_answer_carries_the_policy(cast, settings, is_signed_in):
    settings.ROOT_URLCONF = Addresses
    client = Client(raise_request_exception=False)
    if is_signed_in:
        client.force_login(cast.writer)
    for status, answer in answers(client):
        assert answer.status_code == status
        policy = policy_of(answer)
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert not re.search(r"unsafe-|\*|https?:", answer.headers["Content-Security-Policy"])
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "Cookie" in answer.headers["Vary"], status
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.django_db
def test_nothing_made_for_a_signed_in_person_is_stored(cast, settings):
    settings.ROOT_URLCONF = Addresses
    client = Client(raise_request_exception=False)
    client.force_login(cast.writer)
    for status, answer in answers(client):
        if status != 200:
            assert "no-store" in answer.headers["Cache-Control"], status
    for name in ("submissions:desk", "submissions:start"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_a_nonce_is_in_the_policy_of_its_own_answer_only(client, settings):
    settings.ROOT_URLCONF = Addresses
    first, second = client.get("/sekali/"), client.get("/sekali/")
    assert f"'nonce-{first.content.decode()}'" in policy_of(first)["script-src"]
    assert first.content != second.content


def test_the_outermost_layer_is_the_one_that_forbids_storing():
    assert MIDDLEWARE[0] == "competition.middleware.PrivatePagesMiddleware"


def in_production(*command: str) -> subprocess.CompletedProcess[str]:
    """Run Python as a server would, with an environment of its own."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | PRODUCTION
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def test_a_server_passes_djangos_own_check():
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


ASKED = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "competition.settings"
django.setup()
from django.conf import settings as s
from django.test import Client
c = Client()
a = c.get("/healthz", secure=True, headers={"host": "kipp.contoh.go.id"})
print(a.headers["Strict-Transport-Security"])
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)
print(Client().get("/healthz", headers={"host": "kipp.contoh.go.id"}).headers["Location"])
"""


def test_a_server_asks_for_https_only_and_names_its_cookies_for_the_host():
    lines = in_production("-c", ASKED).stdout.splitlines()
    assert lines == [
        "max-age=31536000; includeSubDomains; preload",
        "__Host-sessionid True True Lax",
        "__Host-csrftoken True None None /",
        "https://kipp.contoh.go.id/healthz",
    ]


def test_at_a_desk_without_https_cookies_have_plain_names():
    assert (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) == ("sessionid", "csrftoken")
