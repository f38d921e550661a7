"""Sessions: whose they are, how long they last, and that an ended one is ended (SEC-18)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Membership, PersonSession
from competition.operations.sessions import end_sessions, renew_sessions
from competition.sessions import MARKS
from tests import builders

DESK = reverse("submissions:desk")
PHONE = "Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
pytestmark = pytest.mark.django_db


def signed_in(person, **headers) -> Client:
    """Return a browser whose person has opened a page."""
    client = Client(headers=headers)
    client.force_login(person)
    client.get(reverse("competition:account"))
    return client


def age(client: Client, **spans: timedelta) -> None:
    """Make the browser's session older than it is."""
    session = client.session
    marks = dict(session[MARKS])
    for name, span in spans.items():
        marks[name] = (read_clock() - span).isoformat()
    session[MARKS] = marks
    session.save()


def is_in(client: Client) -> bool:
    """Say whether the browser's next request has a person."""
    return client.get(reverse("competition:account")).status_code == 200


@pytest.mark.parametrize(
    ("who", "idle", "stays"),
    [("writer", 59, True), ("writer", 60, False), ("secretariat", 29, True), ("secretariat", 30, False), ("chair", 31, False)],
)
def test_an_idle_session_ends_sooner_for_whoever_holds_an_office(cast, who, idle, stays):
    client = signed_in(getattr(cast, who))
    age(client, seen_at=timedelta(minutes=idle))
    assert is_in(client) is stays
    assert PersonSession.objects.filter(person=getattr(cast, who)).exists() is stays


def test_no_session_outlives_twelve_hours_however_busy(cast):
    client = signed_in(cast.writer)
    age(client, started_at=timedelta(hours=11, minutes=59))
    assert is_in(client)
    age(client, started_at=timedelta(hours=12))
    assert not is_in(client)


def test_a_request_puts_the_idle_end_off_and_writes_at_most_once_a_minute(cast):
    client = signed_in(cast.writer)
    age(client, seen_at=timedelta(minutes=50))
    assert is_in(client)
    assert PersonSession.objects.get().seen_at > read_clock() - timedelta(minutes=1)
    with CaptureQueriesContext(connection) as caught:
        assert is_in(client)
    assert not [one["sql"] for one in caught if one["sql"].startswith(("UPDATE", "INSERT"))]


def test_session_person_rights_and_clock_cost_three_queries(cast):
    client = signed_in(cast.secretariat)
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("competition:home"))
    about = [one["sql"] for one in caught if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(about) <= 3, about


@pytest.mark.parametrize("number", [1, 12])
def test_they_cost_the_same_whatever_a_person_is(cast, number):
    """However many memberships and offices: one query each, and one for session, person and clock."""
    person = builders.make_person()
    for _ in range(number):
        place = builders.make_institution()
        Membership.objects.create(person=person, institution=place, role="ADMINISTRATOR", starts_at=builders.LONG_AGO)
    for role in ("SECRETARIAT", "ORGANISER")[:number]:
        builders.appoint(person, cast.edition, role)
    client = signed_in(person)
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("competition:home"))
    assert len([one for one in caught if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 3


def test_the_end_stands_on_the_page_and_is_put_off_with_one_press(cast):
    client = signed_in(cast.writer)
    page = client.get(DESK).content.decode()
    assert 'data-session="3600"' in page or 'data-session="3599"' in page
    assert "Tanpa kegiatan, Anda keluar sendiri pada" in page
    age(client, seen_at=timedelta(minutes=57))
    answer = client.post(reverse("competition:extend"), headers={"accept": "application/json"})
    assert answer.json()["seconds"] == 3600
    assert client.post(reverse("competition:extend")).status_code == 302
    assert "Anda tetap masuk sampai" in client.get(reverse("competition:account")).content.decode()


def test_public_pages_know_no_session(cast):
    client = signed_in(cast.writer)
    assert "data-session" not in client.get(reverse("submissions:results_index")).content.decode()


def test_the_key_from_before_the_sign_in_opens_nothing(cast):
    """Session fixation: whoever planted a cookie does not share what came after."""
    cast.writer.set_password("kata-sandi-uji")
    cast.writer.save(update_fields=["password"])
    client, planter = Client(), Client()
    session = client.session
    session["planted"] = "1"
    session.save()
    planter.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.post(reverse("competition:sign_in"), {"email": cast.writer.email, "password": "kata-sandi-uji"})
    assert is_in(client)
    assert not is_in(planter)
    assert client.session.session_key != session.session_key


def test_a_closed_account_is_out_at_its_next_request(cast):
    client = signed_in(cast.writer)
    cast.writer.is_active = False
    cast.writer.save(update_fields=["is_active"])
    assert client.get(DESK).status_code == 302


def test_another_password_ends_what_was_opened_with_the_old_one(cast):
    client = signed_in(cast.writer)
    cast.writer.set_password("kata-sandi-lain")
    cast.writer.save(update_fields=["password"])
    assert not is_in(client)


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(cast):
    client = signed_in(cast.secretariat)
    page = reverse("submissions:secretariat")
    assert client.get(page).status_code == 200
    cast.secretariat.appointments.update(ends_at=read_clock())
    assert client.get(page).status_code == 404


def test_after_a_change_of_roles_the_session_takes_another_key_and_its_proof_is_gone(cast):
    client = signed_in(cast.secretariat)
    before = client.session.session_key
    renew_sessions(person=cast.secretariat)
    assert is_in(client)
    assert client.session.session_key != before
    assert client.session[MARKS]["proved_at"] is None
    assert not PersonSession.objects.filter(pk=before).exists()
    assert PersonSession.objects.get(person=cast.secretariat).must_renew is False


@pytest.mark.parametrize("with_cache", [True, False])
def test_an_ended_session_is_ended_with_the_cache_and_without(cast, settings, with_cache):
    if not with_cache:
        settings.CACHES = {
            "default": {"BACKEND": "competition.cache.ForgivingRedisCache", "LOCATION": "unix:///nowhere/valkey.sock"}
        }
    here, there = signed_in(cast.writer), signed_in(cast.writer)
    stranger = signed_in(cast.stranger)
    end_sessions(
        person=cast.writer, by=cast.administrator, at=read_clock(), but=here.session.session_key, reason="Pindah tugas"
    )
    assert is_in(here)
    assert not is_in(there)
    assert is_in(stranger)
    entry = AuditEntry.objects.get(event="sessions_ended")
    assert (entry.person, entry.reason, entry.data) == (cast.administrator, "Pindah tugas", {"sessions": 1})


def test_own_sessions_are_listed_and_this_one_is_marked(cast):
    signed_in(cast.stranger)
    phone = Client(headers={"user-agent": PHONE}, REMOTE_ADDR="203.0.113.77")
    phone.force_login(cast.writer)
    phone.get(DESK)
    client = signed_in(cast.writer, **{"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0"})
    page = client.get(reverse("competition:account")).content.decode()
    assert page.count("Perangkat ini") == 1
    assert page.index("Firefox di Windows") < page.index("Chrome di Android")
    assert "203.0.113.0/24 (jaringan lain)" in page
    assert "203.0.113.77" not in page


def test_one_session_or_all_others_are_ended_by_their_owner_only(cast):
    client, other, third = (signed_in(cast.writer) for _ in range(3))
    foreign = signed_in(cast.stranger)
    code = other.session[MARKS]["code"]
    foreign.post(reverse("competition:end_session", args=[code]))
    assert is_in(other)
    client.post(reverse("competition:end_session", args=[code]))
    assert not is_in(other)
    assert is_in(third)
    client.post(reverse("competition:end_other_sessions"))
    assert not is_in(third)
    assert is_in(client)
    assert is_in(foreign)
    client.post(reverse("competition:end_session", args=[client.session[MARKS]["code"]]))
    assert not is_in(client)
