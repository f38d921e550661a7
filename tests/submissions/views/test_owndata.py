"""An institution's own lists: a good key opens its own and nothing else; whatever is wrong with a key gets one answer."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Membership
from competition.operations.keys import make_key, revoke_key
from competition.zones import day_of
from submissions.models import Outcome, Proposal, Publication
from submissions.opendata import OWN_LISTINGS, describe
from submissions.views import owndata
from tests import builders

pytestmark = pytest.mark.django_db
API = "/api/v1/own/"
ALL = tuple(one.scope for one in OWN_LISTINGS)


def make(cast, scopes=ALL, name="Dasbor", place=None, person=None):
    at = read_clock()
    known = {"name": name, "scopes": scopes, "last_day": day_of(at) + timedelta(days=30)}
    return make_key(institution=place or cast.institution, person=person or cast.administrator, at=at, **known)


def ask(path, token, status=200, client=None, **headers):
    response = (client or Client()).get(API + path, headers={"authorization": f"Bearer {token}", **headers})
    assert response.status_code == status, response.text
    return response


def rows(path, token):
    return ask(path, token).json()["results"]


def test_an_agency_reads_its_own_and_of_nobody_else(cast):
    own = builders.submitted(cast, title="Rumah Singgah Ibu")
    builders.draft(cast, title="Perahu Layanan")
    foreign = builders.draft(cast, title="Milik Orang Lain", writer=cast.stranger, unit=cast.other_unit)
    token = make(cast).token
    found = rows("proposals", token)
    assert {one["title"] for one in found} == {"Rumah Singgah Ibu", "Perahu Layanan"}
    [sent] = rows("proposals?state=SUBMITTED", token)
    assert (sent["state_word"], sent["receipt"]) == ("Terkirim", own.submissions.get().number)
    [receipt] = rows("receipts", token)
    assert receipt["sha256"] == own.submissions.get().sha256
    assert (receipt["title"], receipt["proposal"], receipt["withdrawn_at"]) == ("Rumah Singgah Ibu", own.code, None)
    assert ask(f"proposals/{own.code}", token).json() == sent
    hidden, missing = ask(f"proposals/{foreign.code}", token, 404), ask("proposals/2222222222", token, 404)
    assert (hidden.content, hidden.headers) == (missing.content, missing.headers)
    assert "Milik Orang Lain" not in ask("proposals?search=milik", token).text


def test_own_outcomes_come_with_the_announcement(cast):
    builders.published(cast, 2)
    token = make(cast).token
    Publication.objects.update(published_at=read_clock() + timedelta(seconds=30), opened_at=None)
    assert ask("outcomes", token).json()["count"] == 0
    Publication.objects.update(published_at=read_clock())
    assert len(rows("outcomes", token)) == Outcome.objects.filter(proposal__institution=cast.institution).count() > 0
    other = make(cast, place=cast.other_institution, person=cast.other_administrator).token
    assert rows("outcomes", other) == []
    # What was opened is open, by whichever clock (FLT-13).
    Publication.objects.update(published_at=read_clock() + timedelta(hours=1), opened_at=read_clock() + timedelta(hours=1))
    assert rows("outcomes", token)


def test_rows_are_what_the_description_says(cast):
    builders.published(cast, 1)
    token, described = make(cast).token, describe("https://kipp.contoh.test")
    for one in OWN_LISTINGS:
        [row] = rows(one.path.removeprefix("own/"), token)
        schema = described["components"]["schemas"][one.name]["properties"]["results"]["items"]
        assert list(row) == schema["required"]
        act = described["paths"][f"/{one.path}"]["get"]
        assert act["security"] == [{"key": [one.scope]}]
        assert {"401", "403", "429"} <= set(act["responses"])


def test_whatever_is_wrong_with_a_key_gets_one_answer(cast):
    good, revoked, lost = (make(cast, name=name) for name in ("a", "b", "c"))
    revoke_key(key=revoked.key, person=cast.administrator, at=read_clock())
    answers = [ask("proposals", one, 401) for one in ("", "kipp_" + "a" * 43, revoked.token, good.token[:-1], "é" * 50)]
    answers += [Client().get(API + "proposals"), Client().get(API + f"proposals?key={good.token}")]
    answers += [Client().get(API + "proposals", headers={"authorization": f"Basic {good.token}"})]
    Membership.objects.filter(person=cast.administrator).update(ends_at=read_clock())
    answers.append(ask("proposals", lost.token, 401))
    assert len({(one.status_code, one.content, tuple(sorted(one.headers.items()))) for one in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_opens_only_what_it_was_made_for(cast):
    token = make(cast, ["receipts:read"]).token
    ask("receipts", token)
    for path in ("proposals", "outcomes", "proposals/2222222222"):
        ask(path, token, 403)


def test_a_session_opens_nothing_and_a_key_makes_none(cast):
    client = Client()
    client.force_login(cast.administrator)
    assert client.get(API + "proposals").status_code == 401
    fresh = Client()
    response = ask("proposals", make(cast).token, client=fresh)
    assert not fresh.cookies
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in response.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in response.headers


def test_pages_etags_and_csv_are_those_of_the_open_lists(cast, settings):
    settings.SITE_URL = "http://testserver"
    for place in range(3):
        builders.draft(cast, title=f"=Inovasi {place}")
    token = make(cast).token
    first = ask("proposals?per_page=2", token)
    assert (first.json()["count"], len(first.json()["results"])) == (3, 2)
    assert first.json()["next"].endswith("per_page=2&page=2")
    ask("proposals?per_page=2", token, 304, **{"if-none-match": first.headers["ETag"]})
    table = list(csv.DictReader(io.StringIO(ask("proposals?format=csv", token).text)))
    assert len(table) == 3
    assert table[0]["title"].startswith("'=")
    ask("proposals?stat=DRAFT", token, 400)
    ask("proposals?state=TOP", token, 400)


def test_a_key_that_asks_too_often_waits_and_no_other_does(cast, monkeypatch):
    monkeypatch.setattr(owndata, "MOST_PER_MINUTE", 2)
    monkeypatch.setattr("competition.pace.MINUTE", 10_000_000_000)
    cache.clear()
    token, other = make(cast).token, make(cast, name="Lain").token
    assert [Client().get(API + "receipts", headers={"authorization": f"Bearer {token}"}).status_code for _ in range(3)] == [
        *(200, 200),
        429,
    ]
    assert ask("receipts", token, 429).headers["Retry-After"]
    ask("receipts", other)


def test_a_list_asks_the_database_no_more_for_many_rows_than_for_one(cast):
    token = make(cast).token
    ask("proposals", token)

    def count():
        with CaptureQueriesContext(connection) as caught:
            ask("proposals", token)
        return len(caught)

    builders.draft(cast)
    few = count()
    for _ in range(3):
        builders.draft(cast)
    assert Proposal.objects.count() == 4
    assert count() == few <= 8
