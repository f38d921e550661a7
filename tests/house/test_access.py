"""Who gets what from every address, in every state of things: the tables in access_matrix, asked over HTTP."""

import logging

import pytest
from django.contrib.admin import site
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import get_resolver, reverse

from competition.views import public
from competition.views.printed import PrintedRows
from judging.views import sheets
from submissions.models import Innovation, Proposal
from submissions.views import pipeline
from tests.house import access_matrix, access_states
from tests.house.source import expect_none
from tests.house.worlds import ACTORS, ASKED, SOME_ACTORS, WORLDS, World, world

METHODS = ("GET", "POST")


def addresses(space: str) -> dict[str, list[str]]:
    """Return the names of an app's addresses, each with what it needs to be complete."""
    known = get_resolver().namespace_dict[space][1].reverse_dict
    return {f"{space}:{name}": known.getlist(name)[0][0][0][1] for name in known if isinstance(name, str)}


ALL = addresses("competition") | addresses("submissions") | addresses("judging")
ADMIN = addresses("admin")


def path_of(name: str, here: World) -> str:
    """Return the path of an address in this world."""
    arguments = here.arguments(name)
    return reverse(name, kwargs={key: arguments[key] for key in (ALL | ADMIN)[name]})


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the printing out: this is about the answer's status, and the pages have tests of their own."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")
    # What is printed once is remembered, and nothing must not be.
    monkeypatch.setattr(PrintedRows, "__call__", lambda self, rows, *more: [])
    monkeypatch.setattr(sheets, "_lines", lambda paper, form: "")
    monkeypatch.setattr(pipeline, "filters_of", pipeline.filters_of.__wrapped__)
    # Two thousand refusals are meant; writing each to the log costs more than the refusal.
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


def client_of(person) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def ask(client: Client, method: str, path: str):
    """Send one request and undo whatever it did, in the database and in the browser."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    client.cookies = cookies
    public._local.clear()
    return response


def answer_of(response) -> str:
    """Return the status; `in` for the way to the sign-in page, `go` for a way to anywhere else."""
    if response.status_code in (301, 302):
        target = response.headers["Location"]
        return "in" if target.startswith(("/masuk/?next=", "/admin/login/?next=")) else "go"
    return str(response.status_code)


def answers(here: World, listed, actors=ACTORS) -> dict[tuple[str, str], list[str]]:
    """Ask (address, method) pairs as everybody; return the answers in the order of the actors."""
    clients = [client_of(here.people[actor]) for actor in actors]
    return {
        (name, method): [answer_of(ask(client, method, path_of(name, here))) for client in clients] for name, method in listed
    }


def both(listed) -> list[tuple[str, str]]:
    """Return every address with both methods."""
    return [(name, method) for name in listed for method in METHODS]


def expected_in(state: str) -> dict[tuple[str, str], list[str]]:
    """Return the rows of a state other than the first: its changes, and for the rest of what is asked the first state's rows.

    A method that an address does not take, it takes in no state; that is asked once.
    """
    space, needs = ASKED[state]
    places = [ACTORS.index(actor) for actor in SOME_ACTORS]
    return {
        (name, method): access_states.CHANGES[state].get((name, method), [row[place] for place in places])
        for (name, method), row in access_matrix.BASE.items()
        if name.startswith(space) and needs & set(ALL[name]) and set(row) - {"in"} != {"405"}
    }


def differences(found, expected) -> list[str]:
    """Return a line per row that is not as it should be, in the form of the table."""
    return [
        access_matrix.line(name, method, row, expected.get((name, method)))
        for (name, method), row in found.items()
        if row != expected.get((name, method))
    ]


def test_every_address_stands_in_the_matrix():
    assert {name for name, _method in access_matrix.FRAME | access_matrix.BASE} == set(ALL)


def test_the_worlds_of_the_matrix_are_the_ones_asked():
    assert set(access_states.CHANGES) == set(ASKED) == set(WORLDS) - {"draft"}


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_pages")
def test_the_frames_addresses_answer_as_the_matrix_says():
    here = world(WORLDS["draft"])
    expect_none(differences(answers(here, both(addresses("competition"))), access_matrix.FRAME))


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_pages")
def test_the_demos_addresses_answer_as_the_matrix_says(settings):
    settings.DEMO = True
    here = world(WORLDS["draft"])
    expect_none(differences(answers(here, access_matrix.DEMO), access_matrix.DEMO))


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_pages")
def test_every_address_answers_as_the_matrix_says_of_a_draft():
    here = world(WORLDS["draft"])
    expect_none(differences(answers(here, both(addresses("submissions") | addresses("judging"))), access_matrix.BASE))


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_pages")
@pytest.mark.parametrize("state", access_states.CHANGES)
def test_every_address_answers_as_the_matrix_says_later(state):
    expected = expected_in(state)
    assert set(access_states.CHANGES[state]) <= set(expected)
    expect_none(differences(answers(world(WORLDS[state]), expected, SOME_ACTORS), expected))


@pytest.mark.django_db
def test_the_admin_lets_nobody_of_the_cast_in():
    here = world(WORLDS["draft"])
    wrong = []
    for actor in ACTORS:
        client = client_of(here.people[actor])
        for name in sorted(set(ADMIN) - {"admin:login"}):
            for method in METHODS:
                answer = answer_of(ask(client, method, path_of(name, here)))
                # Signing out is for everybody; Django takes it by POST only.
                if answer not in ("in", "404") and name != "admin:logout":
                    wrong.append(f"{name} {method} {actor}: {answer}")
    expect_none(wrong)


def test_the_admin_changes_nothing_that_leaves_a_trace():
    """SEC-28: neither ours, the audit and the scores least of all, nor factors and addresses, which the audit would not see."""
    assert {model._meta.label for model in site._registry} == {"auth.Group"}


def as_seen(response, code: str):
    """Return all a stranger could compare: status, body and headers, with the code they typed themselves taken out."""
    headers = {name: value.replace(code, "…") for name, value in response.headers.items()}
    return response.status_code, response.content.replace(code.encode(), "…".encode()), headers


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_for_a_person_looks_like_nothing_at_all(method):
    """The answer to a foreign object is the answer to one that does not exist, to the byte."""
    here = world(WORLDS["accepted"])
    nowhere = Proposal(code="2222222222", innovation=Innovation(code="2222222222"))
    missing = World(here.people, nowhere, "2222222222", places={"purpose": "lain", "document": "2222222222222222"})
    compared, differing = set(), []
    for actor in ("anonymous", "stranger", "other_administrator", "chair", "judge_unassigned", "writer"):
        client = client_of(here.people[actor])
        for name in (one for one, needed in ALL.items() if "code" in needed):
            real, foreign = here.arguments(name)["code"], ask(client, method, path_of(name, here))
            if foreign.status_code == 404:
                compared.add(name)
                nothing = ask(client, method, path_of(name, missing))
                if as_seen(foreign, real) != as_seen(nothing, "2222222222"):
                    differing.append(f"{method} {name} as {actor}")
    expect_none(differing)
    listed = access_matrix.FRAME | access_matrix.BASE
    # What leads everybody alike on, whatever the code, tells nobody anything.
    alike = {"in", "go", "405"}
    # What is everybody's is nobody's secret, and who may not use it is told why; of a seat in a clinic the code itself is one.
    known = {name for (name, takes), row in listed.items() if takes == method and "403" in row and "404" not in row}
    takes = {name for (name, takes), row in listed.items() if takes == method and set(row) - alike and set(row) != {"200"}}
    assert compared == {one for one, needed in ALL.items() if "code" in needed} & takes - known
