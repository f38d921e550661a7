"""Every error has our page: what happened, what became of the answers, whom to ask; never a bare text or a trace."""

import re
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from competition.views import account
from tests import builders
from tests.house.source import ROOT

pytestmark = pytest.mark.django_db


def test_a_foreign_host_is_a_bad_request():
    answer = Client().get("/", headers={"host": "evil.test"})
    assert answer.status_code == 400
    assert "Permintaan tidak dapat dibaca" in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_too_much_at_once_is_said_as_such():
    answer = Client().post("/masuk/", {"email": "a" * 2000})
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5)
def test_too_many_fields_are_a_bad_request():
    answer = Client().post("/masuk/", {f"field{number}": "1" for number in range(9)})
    assert answer.status_code == 400


# Each of them, forced


def refused() -> HttpResponse:
    """An insider asks for what is not theirs to do."""
    person = builders.make_auditor(builders.make_edition())
    client = Client()
    client.force_login(person)
    return client.get(reverse("competition:institutions"))


def stale() -> HttpResponse:
    return Client(enforce_csrf_checks=True).post("/masuk/", {"email": "a@b.test"})


def too_often() -> HttpResponse:
    answers = [Client().post("/masuk/", {"email": "a@contoh.test", "password": "salah-sekali"}) for _ in range(30)]
    return answers[-1]


def failing(error: Exception) -> HttpResponse:
    """A signed-in person's page fails half-way."""
    client = Client(raise_request_exception=False)
    client.force_login(builders.make_person())

    def fail(*_args: object) -> None:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(account, "sessions_of", fail)
        return client.get("/akun/")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def too_much() -> HttpResponse:
    return Client().post("/masuk/", {"email": "a" * 2000})


FORCED = [
    (400, lambda: Client().get("/", headers={"host": "evil.test"}), "tetap aman"),
    (403, refused, "tetap aman"),
    (403, stale, "tulisan Anda masih ada di sana"),
    (404, lambda: Client().get("/tidak-ada/"), "Tidak ada isian yang hilang"),
    (413, too_much, "tetap aman"),
    (429, too_often, "tetap aman"),
    (500, lambda: failing(ZeroDivisionError("x")), "tetap aman"),
    (503, lambda: failing(OperationalError("x")), "tetap aman"),
]


@pytest.mark.parametrize(("status", "force", "answers"), FORCED, ids=[f"{one[0]}-{place}" for place, one in enumerate(FORCED)])
def test_an_error_says_what_became_of_the_answers_and_whom_to_ask(
    status: int, force: Callable[[], HttpResponse], answers: str, settings
):
    settings.HELP_EMAIL, settings.HELP_PHONE = "bantuan@kipp.test", "021-555-0100"
    answer = force()
    page = answer.content.decode()
    assert answer.status_code == status
    assert answers in page
    assert re.search(r'<html lang="id">.*<h1>.*href="mailto:bantuan@kipp.test".*href="/bantuan/"', page, re.S)
    assert 'href="tel:021-555-0100"' in page
    assert "Traceback" not in page
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("status", [413, 503])
def test_the_proxys_own_errors_say_it_in_the_same_words(status: int):
    page = (ROOT / "static" / "down" / f"{status}.html").read_text()
    ours = (ROOT / "templates" / "errors" / f"{status}.html").read_text()
    said = re.findall(r"<(?:h1|p)>([^<]{20,})</", page.split("<footer")[0])
    assert said
    for text in said:
        assert text in ours or all(part in ours for part in text.split(". ")), text
    assert f"/static/down/{status}.html" in (ROOT / "deploy" / "nginx.conf").read_text()


# Pages that a cache may keep


@pytest.mark.parametrize("url", ["/", "/inovasi/", "/hasil/", "/privasi/", "/bantuan/"])
def test_a_public_page_carries_no_token_no_mark_and_no_cookie(url: str):
    """Also for somebody who is signed in: what one gets, all get (REG-49)."""
    client = Client()
    client.force_login(builders.make_person())
    client.get("/akun/")
    answer = client.get(url)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "csrfmiddlewaretoken" not in page
    assert "written_by" not in page
    assert not answer.cookies
