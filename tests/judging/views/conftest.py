"""What the tests of these pages share."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

ROUND = (2017, "desk")


class Visitor:
    """Somebody signed in, going from page to page of the verdict."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, name: str, *args: object, **query: object) -> HttpResponse:
        """Open a page by its name."""
        return self.client.get(reverse(f"judging:{name}", args=args), query)

    def post(self, name: str, *args: object, **values: object) -> HttpResponse:
        """Send a form; values by field name."""
        return self.client.post(reverse(f"judging:{name}", args=args), values)


@pytest.fixture
def visit(db: None) -> Callable[..., Visitor]:
    """Return a function that signs a person in, each on a browser of their own."""

    def sign_in(person: object) -> Visitor:
        client = Client()
        client.force_login(person)
        return Visitor(client)

    return sign_in
