"""Reading changes nothing, nothing is changed without a token, and no method is taken that no page needs (SEC-01, SEC-19)."""

import logging
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.template.backends.django import Template
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from competition import urls
from competition.models import Heartbeat
from competition.operations.system import record_heartbeat
from competition.views import public
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from judging.views import sheets
from submissions.views import pipeline
from tests import evidence
from tests.house.source import expect_none
from tests.house.test_access import ALL, answer_of, client_of, path_of
from tests.house.worlds import ACTORS, WORLDS, world

pytestmark = pytest.mark.django_db
Paths = list[tuple[str, str]]

# What a GET writes on purpose.
WRITES_ON_READING = {
    "judging:rank": "every view of a ranking is written down (U-1)",
    "judging:weigh": "the same, of what its scores can carry",
    "judging:minutes": "the same, of the minutes of its list",
    "judging:more_readings": "the same, of where its line is uncertain",
    "judging:progress": "the same, of how the judges mark",
    "judging:drift": "the same, of whether they go on as they began",
    "judging:pack_reading": "every pack that is taken is written down",
    "judging:pack_sheet": "the same, of its sheet",
    "judging:disputes": "the same, of how far they are apart",
}
# What takes a POST without a token: it does nothing for whoever sends it.
WITHOUT_TOKEN = {
    "competition:set_language": "public pages have no cookie; it only sets the language of this browser",
    "submissions:object_to_list": "anybody's, in nobody's name; a page that lay open must not cost the text",
    "submissions:verify_bundle": "anybody's; a file is held against a public one, and nothing is kept or written",
    "submissions:clinic_seat": "whoever holds its code, and nobody else; nothing is done in anybody's name",
    "submissions:objection_link": "whoever holds the link, and nobody else, can confirm it",
    "competition:mail_events": "a provider signs what it sends; off unless it is configured, and then a signature is asked",
}
NO_TOKEN = ({}, {"csrfmiddlewaretoken": ""}, {"csrfmiddlewaretoken": "0"}, {"csrfmiddlewaretoken": ["a" * 64, "b" * 64]})
STATES = ("draft", "endorsed", "accepted", "ranked", "published")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the printing out, and a thousand meant refusals out of the log."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")
    # What is printed once is remembered, and nothing must not be.
    monkeypatch.setattr(PrintedRows, "__call__", lambda self, rows, *more: [])
    monkeypatch.setattr(sheets, "_lines", lambda paper, form: "")
    monkeypatch.setattr(pipeline, "filters_of", pipeline.filters_of.__wrapped__)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(logging.getLogger("django.security.csrf"), "disabled", True)


def written_by_reading(client: Client, paths: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each address whose GET or HEAD leaves other rows than before. One look at the rows for all, then one for each."""
    paths = list(paths)
    before = evidence.stored()
    _read(client, paths)
    if evidence.stored() == before:
        return
    for name, one in paths:
        before = evidence.stored()
        _read(client, [(name, one)])
        after = evidence.stored()
        changed = [table for table in after if after[table] != before[table]]
        if changed:
            yield f"{name} writes {', '.join(changed)}"


def _read(client: Client, paths: Iterable[tuple[str, str]]) -> None:
    for _name, one in paths:
        for method in ("GET", "HEAD"):
            client.generic(method, one)
            public._local.clear()


def taken_without_token(client: Client, paths: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each address that answers a POST without a good token with anything but 403, or that writes."""
    client.handler.enforce_csrf_checks = True
    # One that is good in the browser it was made for.
    of_another = {"csrfmiddlewaretoken": _mask_cipher_secret(_get_new_csrf_string())}
    before = evidence.stored()
    for name, one in paths:
        for values in (*NO_TOKEN, of_another):
            status = client.post(one, values).status_code
            if status != 403:
                yield f"{name} answers {status} to a POST with {values or 'no token'}"
    if evidence.stored() != before:
        yield "something was written"


def paths_in(here: object, names: Iterable[str]) -> Paths:
    """Return the addresses of this world, sign-out left for the end: whoever is signed out asks as nobody."""
    return [(name, path_of(name, here)) for name in sorted(names, key=lambda name: (name == "competition:sign_out", name))]


@pytest.mark.parametrize("state", STATES)
def test_reading_changes_nothing(state):
    here = world(WORLDS[state])
    paths = paths_in(here, set(ALL) - set(WRITES_ON_READING))
    expect_none(f"{actor}: {line}" for actor in ACTORS for line in written_by_reading(client_of(here.people[actor]), paths))


@pytest.mark.parametrize("actor", ["anonymous", "writer", "administrator", "leader", "secretariat", "chair", "judge"])
def test_nothing_is_changed_without_a_token(actor):
    here = world(WORLDS["accepted"])
    paths = paths_in(here, set(ALL) - set(WITHOUT_TOKEN))
    expect_none(taken_without_token(client_of(here.people[actor]), paths))


def body_of(response) -> bytes:
    """Return the body of an answer, a file's too."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_head_answers_as_get_does_without_a_body():
    here = world(WORLDS["accepted"])
    differing = []
    for actor in ACTORS:
        client = client_of(here.people[actor])
        for name, one in paths_in(here, set(ALL)):
            read, head = client.get(one), client.head(one)
            if answer_of(read) != answer_of(head) or body_of(head):
                differing.append(f"{name} as {actor}: GET {read.status_code}, HEAD {head.status_code}")
            public._local.clear()
    expect_none(differing)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FLY"])
def test_no_other_method_is_taken(method):
    """405, or the way to the sign-in page for whoever has to take it first."""
    here = world(WORLDS["accepted"])
    clients = {actor: client_of(here.people[actor]) for actor in ACTORS}
    before, wrong = evidence.stored(), []
    for actor, client in clients.items():
        for name, one in paths_in(here, set(ALL)):
            answer = answer_of(client.generic(method, one))
            if answer not in ("405", "in"):
                wrong.append(f"{name} {method} as {actor}: {answer}")
    expect_none(wrong)
    assert evidence.stored() == before


# Negative controls.


def beats(request: HttpRequest) -> HttpResponse:
    """Write on whatever method."""
    record_heartbeat(name="planted", at=instant(request))
    return HttpResponse()


class Addresses:
    """The site's addresses and two planted ones."""

    urlpatterns = [path("tulis/", beats), path("tanpa-token/", csrf_exempt(beats)), *urls.urlpatterns]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


PLANTED = [("writes", "/tulis/"), ("exempt", "/tanpa-token/")]


@pytest.mark.parametrize(
    ("look", "found"),
    [
        (written_by_reading, {"writes writes competition_heartbeat", "exempt writes competition_heartbeat"}),
        (taken_without_token, {"something was written", "exempt answers 200 to a POST with no token"}),
    ],
)
def test_a_view_that_writes_or_takes_no_token_is_found(cast, settings, look: Callable, found: set[str]):
    settings.ROOT_URLCONF = Addresses
    assert found <= set(look(client_of(cast.writer), PLANTED))
    assert Heartbeat.objects.filter(name="planted").exists()
