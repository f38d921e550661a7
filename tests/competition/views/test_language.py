"""The switch between Indonesian and English."""

import pytest
from django.test import Client
from django.urls import reverse

from competition.middleware import LANGUAGE_COOKIE
from competition.models import Category
from tests import builders

pytestmark = pytest.mark.django_db

HEADING = {
    "id": "Layanan yang membaik di satu tempat layak hadir di mana-mana",
    "en": "A service that improves in one place deserves to be everywhere",
}


def landing(client, **extra):
    return client.get(reverse("competition:landing"), **extra)


def switch(client, language, **values):
    return client.post(reverse("competition:set_language"), {"language": language, **values})


def assert_speaks(response, language):
    page = response.content.decode()
    other = "en" if language == "id" else "id"
    assert f'<html lang="{language}">' in page
    assert response.headers["Content-Language"] == language
    assert HEADING[language] in page
    assert HEADING[other] not in page


def test_indonesian_comes_first_whatever_the_browser_prefers(client):
    assert_speaks(landing(client), "id")
    assert_speaks(landing(client, headers={"accept-language": "en-GB,en;q=0.9"}), "id")


def test_switch_gives_english_and_back(client):
    switch(client, "en")
    assert_speaks(landing(client), "en")
    switch(client, "id")
    assert_speaks(landing(client), "id")


def test_switch_returns_to_the_page_it_was_used_on(client):
    response = switch(client, "en", next=reverse("competition:help"))
    assert response.status_code == 302
    assert response.url == reverse("competition:help")
    assert "Questions and answers" in client.get(response.url).content.decode()


@pytest.mark.parametrize("unknown", ["", "fr", "en-GB", "../en"])
def test_unknown_language_changes_nothing(client, unknown):
    assert LANGUAGE_COOKIE not in switch(client, unknown).cookies
    client.cookies[LANGUAGE_COOKIE] = unknown
    assert_speaks(landing(client), "id")


def test_two_readers_of_a_kept_page_each_get_their_own(client):
    """The landing page is kept for all; the language is part of what it is kept under."""
    assert_speaks(landing(client), "id")
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert_speaks(landing(client), "en")
    del client.cookies[LANGUAGE_COOKIE]
    assert_speaks(landing(client), "id")


def test_edition_speaks_english_where_it_has_english(client):
    edition = builders.make_edition()
    Category.objects.filter(edition=edition, code="kategori-1").update(name_en="Direct services")
    client.cookies[LANGUAGE_COOKIE] = "en"
    page = landing(client).content.decode()
    assert "Direct services" in page
    assert "Pelayanan langsung" not in page
    assert "Kesejahteraan sosial" in page, "without English the Indonesian name stands"


def test_messages_of_a_form_are_in_the_readers_language(client):
    client.cookies[LANGUAGE_COOKIE] = "en"
    page = client.post(reverse("competition:sign_in"), {"username": "", "password": ""}).content.decode()
    assert "Something needs correction" in page
    assert "Enter email address" in page
    assert "<title>Error:" in page


def test_who_came_by_an_english_address_reads_on_in_english(client):
    """Nothing that is kept for all has the cookie in it, and nobody else gets it."""
    path = reverse("competition:landing")
    first = client.get(f"{path}?bahasa=en")
    assert_speaks(first, "en")
    assert first.headers["Cache-Control"].startswith("private")
    assert_speaks(client.get(path), "en")
    assert LANGUAGE_COOKIE not in client.get(f"{path}?bahasa=en").cookies
    other = Client()
    assert_speaks(other.get(path), "id")
    assert other.get(f"{path}?bahasa=en").cookies[LANGUAGE_COOKIE].value == "en"
    assert LANGUAGE_COOKIE not in Client().get(f"{path}?bahasa=id").cookies
    assert LANGUAGE_COOKIE not in Client().get("/api/v1/editions?bahasa=en").cookies


def test_the_switch_leads_to_what_was_chosen_whatever_the_address_said(client):
    answer = switch(client, "id", next=f"{reverse('competition:help')}?bahasa=en")
    assert answer.url == reverse("competition:help")


def test_programs_get_a_problem_where_nothing_is(client):
    for path in ("/api/v1/nothing", "/api/", "/api/v1/own/secrets?bahasa=en"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
        assert answer.json()["status"] == 404
    assert client.get("/nothing/").headers["Content-Type"].startswith("text/html")
