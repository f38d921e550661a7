"""What machines are told: does this process live, can it do its work, and who behind the pages has fallen silent."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from competition.clock import read_clock
from competition.operations.system import forget_heartbeats, record_heartbeat, show_life
from competition.queues import AT_ONCE, REPORTS
from competition.views import health
from competition.views.health import SILENCE_LIMIT

EVERYBODY = ("beat", *AT_ONCE)


@pytest.fixture
def at_work(db: None) -> None:
    """Let beat and all queues have done something just now."""
    for name in EVERYBODY:
        record_heartbeat(name=name, at=read_clock())


def test_everybody_at_work_is_ready_with_few_queries(client, at_work, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        answer = client.get("/readyz")
    body = answer.json()
    assert (answer.status_code, body["ready"], body["trouble"]) == (200, True, [])
    assert set(body["checks"]) == {"database", "broker", "notices", "beat", *(f"queue_{name}" for name in AT_ONCE)}
    assert set(body["silent_seconds"]) == set(EVERYBODY)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", EVERYBODY)
def test_whoever_did_nothing_for_five_minutes_is_named(client, at_work, name):
    record_heartbeat(name=name, at=read_clock() - SILENCE_LIMIT - timedelta(seconds=1))
    answer = client.get("/readyz")
    body = answer.json()
    assert answer.status_code == 503
    assert [check for check, is_well in body["checks"].items() if not is_well] == [health._check_of(name)]
    [sentence] = body["trouble"]
    assert name in sentence.lower()
    assert "for 5 minutes" in sentence


def test_whoever_never_did_anything_is_named_too(client, at_work):
    forget_heartbeats()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert len([sentence for sentence in answer.json()["trouble"] if " yet: " in sentence]) == len(EVERYBODY)
    assert answer.json()["silent_seconds"]["beat"] is None


def test_a_long_job_that_goes_on_is_a_sign_of_life(client, at_work):
    record_heartbeat(name=REPORTS, at=read_clock() - timedelta(minutes=9))
    show_life(name=REPORTS)
    assert client.get("/readyz").status_code == 200


def test_a_process_without_workers_by_design_answers_for_itself_alone(client, db, settings):
    settings.WATCH_WORKERS, settings.REDIS_URL = False, "unix:///nowhere/valkey.sock"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"], answer.json()["watches_workers"]) == (200, {"database": True}, False)


def test_a_broker_away_is_told_apart_from_workers(client, at_work, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    body = client.get("/readyz").json()
    assert [check for check, is_well in body["checks"].items() if not is_well] == ["broker"]
    assert "REDIS_URL" in body["trouble"][0]


@pytest.mark.parametrize("watches", [True, False])
def test_a_database_away_is_a_503_in_either_case(client, at_work, settings, monkeypatch, watches):
    def fail() -> None:
        raise DatabaseError("away")

    settings.WATCH_WORKERS = watches
    monkeypatch.setattr(health, "read_clock", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"database": False})
