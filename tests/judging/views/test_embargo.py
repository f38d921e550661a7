"""LOAD-06, X-4: with worker and beat dead, no byte of a result before its instant, and all of it on every surface right after.

No task runs in these tests. The clock that pages read is moved; nothing else is done.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError
from django.test import Client

from competition.models import Notice
from competition.queries.site import forget_site_edition
from competition.views import embargo, public
from judging.models import Announcement
from judging.operations.announcements import postpone_announcement
from submissions.models import Outcome, Publication
from tests import builders
from tests.judging import announcing

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
SURFACES = (
    "/hasil/2017/",
    "/hasil/",
    "/inovasi/",
    "/inovasi/?cari=rumah",
    "/api/v1/outcomes",
    "/api/v1/innovations",
    "/api/v1/editions",
)


@pytest.fixture
def clock(monkeypatch) -> announcing.MovedClock:
    return announcing.MovedClock(monkeypatch)


@pytest.fixture
def approved(cast) -> Announcement:
    """An approved announcement of which this process does not know yet."""
    one = announcing.approved(cast)
    embargo.forget()
    return one


def chosen(one: Announcement) -> list[str]:
    return list(one.selection.entries.filter(is_in=True).values_list("entry__proposal__title", flat=True))


def told(titles: list[str], client: Client) -> dict[str, int]:
    """Return of how many of the titles each surface tells."""
    return {path: sum(title in client.get(path).text for title in titles) for path in SURFACES}


def test_no_byte_before_and_everything_after_on_every_surface(approved, clock, client, cast):
    titles = chosen(approved)
    for early in (60 * SECOND, 2 * SECOND, SECOND):
        clock.set(approved.publish_at - early)
        assert not any(told(titles, client).values())
        assert "Top 99" not in client.get("/api/v1/editions").text
    kept = [text for _until, _version, page in public._local.values() for text in titles if text in page.text]
    assert (kept, Publication.objects.count(), Outcome.objects.count(), mail.outbox) == ([], 0, 0, [])
    assert not Notice.objects.filter(event="outcome_known").exists()
    clock.set(approved.publish_at + 2 * SECOND)
    seen = told(titles, client)
    lists = {path: number for path, number in seen.items() if path not in ("/hasil/", "/api/v1/editions")}
    assert set(lists.values()) == {len(titles)}, lists
    assert "Top 99" in client.get("/hasil/").text
    assert "Top 99" in client.get("/api/v1/editions").text
    assert Publication.objects.get().published_at == approved.publish_at


@pytest.mark.parametrize("path", ["/hasil/2017/", "/inovasi/", "/"])
def test_whoever_comes_first_opens_it_at_any_page(approved, clock, client, path):
    clock.set(approved.publish_at - SECOND)
    client.get(path)
    clock.set(approved.publish_at + SECOND)
    client.get(path)
    assert Publication.objects.count() == 1


def test_somebody_at_their_desk_is_a_reader_too(approved, clock, client, cast):
    # Near enough for a session to last.
    builders.open_the_stage(cast.edition, "announcement")
    Announcement.objects.update(publish_at=clock.at + timedelta(minutes=5))
    client.force_login(cast.writer)
    clock.set(clock.at + timedelta(minutes=5) - SECOND)
    client.get("/proposal/")
    assert not Publication.objects.exists()
    clock.set(clock.at + timedelta(minutes=5) + SECOND)
    client.get("/proposal/")
    assert Publication.objects.count() == 1


def test_a_page_from_shortly_before_is_kept_by_nobody(approved, clock, client):
    """Not in this process although the shared cache is away, and not in browsers."""
    clock.set(approved.publish_at - 10 * SECOND)
    assert client.get("/inovasi/").headers["Cache-Control"] == "public, max-age=1"
    clock.set(approved.publish_at - timedelta(hours=1))
    embargo.forget()
    public._local.clear()
    assert client.get("/inovasi/").headers["Cache-Control"] == "public, max-age=30"


def test_a_warm_page_asks_nothing_while_an_announcement_is_awaited(approved, clock, client, django_assert_num_queries):
    clock.set(approved.publish_at - timedelta(hours=1))
    client.get("/hasil/")
    with django_assert_num_queries(0):
        client.get("/hasil/")


def test_put_off_in_the_last_second_nothing_opens(approved, clock, client, cast):
    clock.set(approved.publish_at - SECOND)
    client.get("/hasil/2017/")
    postpone_announcement(announcement=approved, reason="Ditunda.", person=cast.secretariat, at=approved.publish_at - SECOND)
    clock.set(approved.publish_at + timedelta(hours=1))
    assert not any(told(chosen(approved), client).values())


def test_a_machine_whose_clock_is_wrong_decides_nothing(approved, clock, client, monkeypatch):
    """FLT-12: the process's own seconds say when to ask; whether it is time the database says."""
    clock.set(approved.publish_at - timedelta(minutes=10))
    client.get("/hasil/2017/")
    embargo._Known.due = embargo._Known.look_at = 0.0
    assert not any(told(chosen(approved), client).values())
    assert Publication.objects.count() == 0


def test_a_database_that_does_not_answer_costs_no_warm_page(approved, clock, client, monkeypatch):
    clock.set(approved.publish_at - timedelta(hours=1))
    page = client.get("/hasil/").content

    def fail() -> None:
        raise DatabaseError("away")

    monkeypatch.setattr("judging.queries.announcements.next_opening", fail)
    embargo.forget()
    forget_site_edition()
    assert client.get("/hasil/").content == page
    assert embargo._Known.look_at > 0


def test_a_clock_set_back_hides_nothing_again(approved, clock, client):
    """FLT-13: what was opened is open, by whichever clock."""
    clock.set(approved.publish_at + 2 * SECOND)
    open_to_all = told(chosen(approved), client)
    assert sum(open_to_all.values()) > 0
    clock.set(approved.publish_at - timedelta(minutes=5))
    public._local.clear()
    assert told(chosen(approved), client) == open_to_all
    assert "Top 99" in client.get("/hasil/").text
    assert "Top 99" in client.get("/api/v1/editions").text
