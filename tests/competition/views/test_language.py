"""The switch between Indonesian and English."""

import pytest
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
