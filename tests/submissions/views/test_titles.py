"""Titles that are like the one being written: shown early, from what the reader may know, and never in the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import Membership, Unit
from submissions.models import Award, Innovation, Proposal
from submissions.views import titles
from tests import builders
from tests.submissions import crowds
from tests.submissions.views.pages import path, sign_in, text_of

HERE = reverse("submissions:similar_titles")
START = reverse("submissions:start")
NONE = "judul yang mirip"


@pytest.fixture
def past(cast) -> Innovation:
    """Return a public innovation of another institution, with its prizes."""
    innovation = Innovation.objects.create(
        title="RUTUKE (Rumah Tunggu Kelahiran)",
        title_key="rutukerumahtunggukelahiran",
        institution=cast.other_institution,
        is_public=True,
        created_at=builders.LONG_AGO,
    )
    for year, name in ((2015, "Top 99"), (2016, "Top 40")):
        Award.objects.create(innovation=innovation, year=year, name=name, title_then=innovation.title)
    return innovation


def shown(person, title: str, **values: str) -> str:
    """Return what the fetched part says."""
    return text_of(sign_in(person).get(HERE, {"title": title, **values}))


@pytest.mark.parametrize(
    "title", ["Rumah Tunggu Kelahiran di Desa Terpencil", "rumah tunggu kel", "Rumah tungu kelahiran", "RUTUKE"]
)
def test_a_past_innovation_is_named_while_the_title_is_typed(cast, past, title):
    page = shown(cast.writer, title)
    assert "Ada 1 judul yang mirip" in page
    assert f"{past.title} {past.institution.name} · Top 40 2016 · Top 99 2015" in page


@pytest.mark.parametrize(
    "title", ["", "Ruma", "Pengaduan Parkir Daring", "\x00", "?!?!?!", "%%%%%%%", "'; --;'", "ﷺ" * 50, "a" * 3000]
)
def test_nothing_is_said_of_a_title_that_is_like_none(cast, past, title):
    assert shown(cast.writer, title) == ""


def test_titles_of_others_show_neither_while_written_nor_when_sent(cast, past):
    unit = cast.other_unit
    builders.draft(cast, title="Rumah Tunggu Pasien", writer=cast.stranger, unit=unit)
    hidden = builders.draft(cast, title="Rumah Tunggu Keluarga", writer=cast.stranger, unit=unit)
    Proposal.objects.filter(pk=hidden.pk).update(state="FORWARDED")
    Innovation.objects.create(
        title="Rumah Tunggu Rahasia", title_key="x", institution=cast.institution, created_at=builders.LONG_AGO
    )
    page = shown(cast.writer, "Rumah Tunggu")
    assert "Ada 1 judul yang mirip" in page
    assert past.title in page
    # The code of somebody else's proposal does not tell which innovation it is about.
    Proposal.objects.filter(pk=hidden.pk).update(innovation=past)
    assert past.title in shown(cast.writer, "Rumah Tunggu", own=hidden.code)


def test_own_proposals_are_named_as_far_as_one_may_read_them(cast):
    proposal = builders.draft(cast, title="Rumah Tunggu Kelahiran")
    elsewhere = builders.make_person("Penulis unit lain")
    unit = Unit.objects.create(institution=cast.institution, name="Unit Lain")
    Membership.objects.create(
        person=elsewhere, institution=cast.institution, unit=unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    for person in (cast.writer, cast.colleague, cast.administrator, cast.leader):
        response = sign_in(person).get(HERE, {"title": "Rumah Tunggu Bersalin"})
        assert "Rumah Tunggu Kelahiran Proposal edisi ini" in text_of(response)
        assert path("proposal", proposal) in response.content.decode()
    assert shown(elsewhere, "Rumah Tunggu Bersalin") == ""


def test_a_proposal_is_not_like_itself(cast, past):
    proposal = builders.draft(cast, title="Rumah Tunggu Kelahiran")
    Proposal.objects.filter(pk=proposal.pk).update(innovation=past)
    assert shown(cast.writer, proposal.title, own=proposal.code) == ""
    assert "Ada 2 judul" in shown(cast.writer, proposal.title)


def test_without_scripts_it_is_said_once_the_title_was_posted_and_stops_nobody(cast, past):
    client = sign_in(cast.writer)
    assert NONE not in text_of(client.get(START))
    response = client.post(START, {"title": "Rumah Tunggu Kelahiran"})
    about = path("about", Proposal.objects.get())
    assert response["Location"] == about
    page = client.get(about)
    assert "Ada 1 judul yang mirip" in text_of(page)
    assert f"{HERE}?own={Proposal.objects.get().code}" in page.content.decode()
    # The same title again, from somebody else of the unit, is refused; what is like it is said there too.
    again = text_of(sign_in(cast.colleague).post(START, {"title": "Rumah Tunggu Kelahiran"}))
    assert "Ada 1 judul yang mirip" in again


def test_five_are_named_at_most_in_a_number_of_queries_that_does_not_grow(cast, past):
    client = sign_in(cast.writer)
    client.get(HERE, {"title": "Rumah Tunggu"})
    counts = []
    for number in (0, 9):
        for place in range(number):
            builders.draft(cast, title=f"Rumah Tunggu {place}")
        with CaptureQueriesContext(connection) as queries:
            page = text_of(client.get(HERE, {"title": "Rumah Tunggu"}))
        counts.append(len(queries))
    assert page.count("Proposal edisi ini") + page.count("RUTUKE") == 5
    assert counts[0] == counts[1] <= 12


def test_the_registry_is_searched_by_the_index(cast):
    crowds.award_winners(cast, 400)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM submissions_innovation WHERE title %% %s OR title %%> %s", ["rumah tunggu", "rumah tunggu"]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert plan.count("innovation_title_trigrams") == 2


def test_whoever_asks_without_pause_is_not_answered(cast, past, monkeypatch):
    counted = {}
    monkeypatch.setattr(
        titles,
        "is_too_fast",
        lambda kind, person, at, most: counted.setdefault(person, []).append(at) or len(counted[person]) > 2,
    )
    client = sign_in(cast.writer)
    assert [client.get(HERE, {"title": "Rumah Tunggu"}).status_code for _ in range(3)] == [200, 200, 429]


def test_the_part_is_kept_by_nobody(cast, past):
    response = sign_in(cast.writer).get(HERE, {"title": "Rumah Tunggu"})
    assert response["Cache-Control"] == "private, no-store"
    assert "<html" not in response.content.decode()
