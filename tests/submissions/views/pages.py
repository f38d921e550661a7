"""Going to a page of a proposal as somebody of the cast, and reading what it says."""

import html
import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from competition.models import Person
from submissions.models import Proposal


def sign_in(person: Person) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def path(page: str, proposal: Proposal | str, *more: str) -> str:
    """Return the address of a proposal's page."""
    code = proposal if isinstance(proposal, str) else proposal.code
    return reverse(f"submissions:{page}", args=[code, *more])


def text_of(response: HttpResponse) -> str:
    """Return what a reader of the page reads, on one line."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def answer_values(proposal: Proposal, code: str, text: str, **values: object) -> dict[str, object]:
    """Return what the answer page posts over the version that is stored now."""
    answer = proposal.answers.filter(question__code=code).first()
    return {"text": text, "version": answer.version if answer else 0, **values}


def titles_on(page) -> list[str]:
    """Return the titles of the list, in its order."""
    return [re.search(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', row).group(1) for row in page.context["rows"]]
