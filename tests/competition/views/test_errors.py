"""Requests that fail before anybody is known: our page and the right status, never a page about our fault."""

import pytest
from django.test import Client, override_settings

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
