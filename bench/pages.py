"""The pages under measurement, each with a signed-in session and its number of queries."""

from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import Person
from judging.models import Assignment
from submissions.models import Proposal


@dataclass(frozen=True, slots=True)
class Page:
    """An address, the session that asks for it, and how many queries one answer took."""

    name: str
    path: str
    cookies: str
    queries: int


def pages() -> list[Page]:
    """Return what the issue names: the desks, the secretariat's list, one proposal, the score form."""
    own = Proposal.objects.filter(unit__memberships__person__email="unit@demo.test").order_by("pk").last()
    some = Proposal.objects.order_by("pk")[1500:].first() or own
    judge = Person.objects.get(email="penilai1@demo.test")
    open_sheet = Assignment.objects.filter(judge=judge, state="ACCEPTED", sheet=None).order_by("position").first()
    desk = reverse("submissions:secretariat")
    wanted = [
        ("agency_desk", "unit@demo.test", reverse("submissions:desk")),
        ("one_proposal_agency", "unit@demo.test", reverse("submissions:proposal", args=[own.code])),
        ("judges_desk", judge.email, reverse("judging:desk")),
        ("score_form", judge.email, reverse("judging:sheet", args=[open_sheet.code])),
        ("secretariat_list", "sekretariat@demo.test", desk),
        ("secretariat_search", "sekretariat@demo.test", f"{desk}?cari=posyandu"),
        ("secretariat_filter", "sekretariat@demo.test", f"{desk}?status=ELIGIBLE&jenis=REGENCY"),
        ("one_proposal_secretariat", "sekretariat@demo.test", reverse("submissions:screen", args=[some.code])),
    ]
    return [page_of(name, email, path) for name, email, path in wanted]


def page_of(name: str, email: str, path: str) -> Page:
    """Return a page with the session of this person.

    :raises RuntimeError: when it does not answer 200.
    """
    client = _client()
    client.force_login(Person.objects.get(email=email))
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    # All that a browser would send after its first page: without its cookies, a page that has a form makes them anew each time.
    cookies = "; ".join(f"{name}={one.coded_value}" for name, one in client.cookies.items())
    return Page(name, path, cookies, len(captured))


def warm_queries(path: str) -> int:
    """Return how many queries a public page takes when it was asked a moment ago."""
    client = _client()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _client() -> Client:
    return Client(headers={"host": "127.0.0.1"})
