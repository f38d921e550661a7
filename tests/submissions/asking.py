"""Links that ask for a yes, the letters they come in, and browsers that open them."""

import re

from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice, Person
from competition.tokens import token_of
from submissions.models import EndorsementLink, Proposal

CODE = re.compile(r"\b\d{6}\b")


def link_of(proposal: Proposal, person: Person) -> EndorsementLink:
    """Return the last link somebody was sent about the proposal."""
    found = EndorsementLink.objects.select_related("proposal__edition", "proposal__institution", "person")
    return found.filter(proposal=proposal, person=person).first()


def address(proposal: Proposal, person: Person, page: str = "") -> str:
    """Return where somebody's last link leads, or a page behind it."""
    name = f"submissions:endorsement_link{page and '_' + page}"
    return reverse(name, args=[token_of(link_of(proposal, person).nonce)])


def last_code(person: Person) -> str:
    """Return the code of the last letter with one to the person."""
    letter = Notice.objects.filter(event="endorsement_code_sent", recipient=person).latest("created_at")
    return CODE.search(letter.text)[0]


def opened(proposal: Proposal, person: Person) -> Client:
    """Return a browser in which the person opened their link with the code."""
    client = Client()
    assert client.post(address(proposal, person)).url == address(proposal, person, "code")
    answer = client.post(address(proposal, person, "code"), {"code": last_code(person)})
    assert answer.url == address(proposal, person, "screen")
    return client


def asked_again(proposal: Proposal, whom: Person, by: Person) -> EndorsementLink:
    """Return the link the administrator had made anew."""
    from submissions.operations.links import ask_endorsement

    return ask_endorsement(proposal=proposal, person=by, whom=whom, at=read_clock())
