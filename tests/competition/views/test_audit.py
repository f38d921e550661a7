"""The auditor's pages: who sees which entries, what the search finds, what the files hold."""

import csv
import io
import json
import tracemalloc
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.chain import link_hash
from competition.models import AuditEntry, Edition
from competition.operations.audit import tell_heads
from competition.zones import ZONES
from tests import builders
from tests.auditing import link_now, record
from tests.competition.views.test_sessions import age, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(cast, client):
    """Return the edition's auditor, signed in."""
    person = builders.make_auditor(cast.edition)
    client.force_login(person)
    return person


@pytest.fixture
def foreign(cast) -> AuditEntry:
    """Return an entry of an edition that nobody here audits."""
    Edition.objects.filter(pk=cast.edition.pk).update(is_current=False)
    other = builders.make_edition(year=2016)
    Edition.objects.filter(pk=other.pk).update(is_current=False)
    Edition.objects.filter(pk=cast.edition.pk).update(is_current=True)
    (entry,) = record(edition=other, reason="Rahasia edisi lain.")
    return entry


def body(response) -> str:
    """Return what was streamed, as text."""
    return b"".join(response.streaming_content).decode()


def shown(response) -> list[str]:
    """Return the codes in the list."""
    return [row["subject"] for row in response.context["rows"]]


def test_the_list_is_for_auditors_only(client, cast):
    for person in (cast.writer, cast.secretariat, cast.chair, cast.judges[0]):
        client.force_login(person)
        for path in ("/audit/", "/audit/1/", "/audit/ekspor/"):
            assert client.get(path).status_code == 404
    client.logout()
    assert client.get("/audit/").status_code == 302


def test_an_auditor_begins_at_the_audit_and_finds_it_in_the_menu(client, auditor):
    assert client.get("/beranda/")["Location"] == "/audit/"
    page = client.get("/audit/").content.decode()
    assert 'href="/audit/"' in page


def test_an_auditor_sees_their_edition_and_what_belongs_to_none(client, auditor, cast, foreign):
    (own,), (general,) = record(edition=cast.edition), record()
    found = client.get("/audit/").content.decode()
    assert f"/audit/{own.pk}/" in found
    assert f"/audit/{general.pk}/" in found
    assert f"/audit/{foreign.pk}/" not in found
    assert client.get(f"/audit/{own.pk}/").status_code == 200
    assert client.get(f"/audit/{foreign.pk}/").status_code == 404
    assert f"/audit/{foreign.pk}/" not in client.get("/audit/?edisi=2016").content.decode()
    link_now()
    assert "Rahasia edisi lain." not in body(client.post("/audit/ekspor/", {"bentuk": "jsonl"}))


def test_search_by_person_address_event_subject_and_edition(client, auditor, cast):
    record(3, edition=cast.edition, person=cast.writer)
    record(2, person=cast.leader)
    assert shown(client.get("/audit/", {"orang": cast.writer.name[:6].upper(), "edisi": "2017"})) == ["uji-3", "uji-2", "uji-1"]
    assert len(shown(client.get("/audit/", {"orang": cast.leader.email.upper()}))) == 2
    assert set(shown(client.get("/audit/", {"tentang": "UJI-2"}))) == {"uji-2"}
    assert len(shown(client.get("/audit/", {"edisi": "tanpa", "peristiwa": "draft_started"}))) == 2
    assert shown(client.get("/audit/", {"peristiwa": "results_published"})) == []


def test_search_by_period_takes_days_of_jakarta_and_both_ends(client, auditor, cast, at):
    record(1, edition=cast.edition)
    today = at.astimezone(ZONES["WIB"]).date().isoformat()
    assert shown(client.get("/audit/", {"dari": today, "sampai": today, "tentang": "uji-1"})) == ["uji-1"]
    assert shown(client.get("/audit/", {"sampai": "2016-01-01"})) == []


@pytest.mark.parametrize(
    "query", ["dari=kemarin", "peristiwa=lain", "edisi=zzz", "sebelum=abc", "sebelum=" + "9" * 40, "tentang=%00", "orang=%00@"]
)
def test_what_makes_no_sense_is_no_error(client, auditor, query):
    assert client.get(f"/audit/?{query}").status_code == 200


def test_pages_follow_each_other_without_a_gap(client, auditor, cast):
    record(120, edition=cast.edition)
    seen, url = [], "/audit/?peristiwa=draft_started"
    while url:
        response = client.get(url)
        seen += shown(response)
        url = response.context["older_url"]
    assert seen == [f"uji-{number}" for number in range(120, 0, -1)]


def test_an_entry_shows_before_and_after_the_reason_and_its_place(client, auditor, cast):
    (entry,) = record(
        edition=cast.edition,
        person=cast.writer,
        reason="<script>alert(1)</script>",
        before={"state": "DRAFT"},
        after={"state": "FORWARDED", "number": 3},
    )
    link_now()
    page = client.get(f"/audit/{entry.pk}/").content.decode()
    for text in ("DRAFT", "FORWARDED", "&lt;script&gt;", AuditEntry.objects.get(pk=entry.pk).link.hash, entry.roles[0]):
        assert text in page
    assert "<script>alert" not in page


def test_an_entry_past_the_chain_is_called_out(client, auditor, cast):
    (entry,) = record(edition=cast.edition)
    assert "verify_audit" in client.get(f"/audit/{entry.pk}/").content.decode()


def test_pages_take_the_same_few_queries_for_many_entries(client, auditor, cast):
    counts = []
    for number in (1, 60):
        record(number, edition=cast.edition, person=cast.writer)
        client.get("/audit/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/audit/")
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 12


def test_an_export_asks_who_it_is_where_the_session_is_not_fresh(cast):
    client = signed_in(builders.make_auditor(cast.edition))
    age(client, proved_at=timedelta(minutes=15))
    before = AuditEntry.objects.count()
    response = client.post("/audit/ekspor/?tentang=uji-1", {"bentuk": "csv"})
    assert response.context["fields"] == [("bentuk", "csv")]
    assert response.context["cancel_url"] == "/audit/ekspor/?tentang=uji-1"
    assert AuditEntry.objects.count() == before


def test_asking_for_an_export_takes_nothing_yet(client, auditor):
    assert client.get("/audit/ekspor/?tentang=uji-1").status_code == 200
    assert client.post("/audit/ekspor/").status_code == 200
    assert not AuditEntry.objects.filter(event="audit_exported").exists()


def test_an_export_holds_what_the_filter_lets_through_and_is_an_event(client, auditor, cast):
    record(3, edition=cast.edition, person=cast.writer)
    link_now()
    response = client.post("/audit/ekspor/?tentang=uji-2", {"bentuk": "jsonl"})
    assert response["Content-Disposition"].startswith('attachment; filename="audit-')
    (row,) = [json.loads(line) for line in body(response).splitlines()]
    assert row["content"]["subject_key"] == "uji-2"
    entry = AuditEntry.objects.get(event="audit_exported")
    assert (entry.person, entry.data) == (auditor, {"form": "jsonl", "filter": {"tentang": "uji-2"}})
    content = json.dumps(row["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert link_hash(row["previous"], content) == row["hash"]


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_of_an_export_is_a_formula(client, auditor, cast, text):
    person = builders.make_person(text)
    record(1, edition=cast.edition, person=person, reason=text)
    link_now()
    rows = list(csv.reader(io.StringIO(body(client.post("/audit/ekspor/", {"bentuk": "csv"})), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert f"'{text}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_an_export_takes_no_more_memory_for_many_entries(client, auditor, cast):
    record(6000, edition=cast.edition, reason="Alasan. " * 100)
    link_now()
    response = client.post("/audit/ekspor/", {"bentuk": "jsonl"})
    tracemalloc.start()
    size = sum(len(part) for part in response.streaming_content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 6_000_000
    assert peak < size


def test_heads_are_told_once_a_day_to_auditors(auditor, cast, at, mailoutbox):
    record(2, edition=cast.edition)
    link_now()
    assert tell_heads(at=at)
    assert not tell_heads(at=at)
    entry = AuditEntry.objects.get(event="audit_head")
    (notice,) = entry.notices.all()
    assert notice.recipient == auditor
    assert entry.data["root"] in notice.text
    assert AuditEntry.objects.filter(edition=cast.edition).latest("pk").link.hash in notice.text


def test_nobody_is_told_where_there_is_no_auditor(cast, at):
    record(1)
    link_now()
    assert not tell_heads(at=at)
