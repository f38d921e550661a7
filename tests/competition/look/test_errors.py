"""G-15: the error pages need no context, no request and no database, and say what happened to the answers."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CODES = ["400", "403", "404", "413", "429", "500", "503"]


@pytest.fixture(autouse=True)
def _plain_file_names(settings):
    # Nothing is collected during a test run, so there are no hashed names to print.
    settings.STORAGES = settings.STORAGES | PLAIN_FILES


@pytest.mark.parametrize("code", CODES)
def test_error_page_stands_alone(code):
    with translation.override("id"):
        html = render_to_string(f"errors/{code}.html")
    assert html.count("<h1>") == 1
    assert '<html lang="id">' in html
    assert re.search(r"jawaban|isian|kiriman", html, re.IGNORECASE)
    assert "Bantuan" in html
    assert "/bantuan/" in html


def test_refusal_gives_its_reason_and_a_stale_form_its_own_words():
    with translation.override("id"):
        assert "Bukan pimpinan instansi ini" in render_to_string("errors/403.html", {"reason": "Bukan pimpinan instansi ini"})
        assert "terbuka terlalu lama" in render_to_string("errors/403.html", {"is_stale_form": True})


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
def test_django_finds_the_page_where_no_handler_answers(code):
    with translation.override("id"):
        assert render_to_string(f"{code}.html") == render_to_string(f"errors/{code}.html")
