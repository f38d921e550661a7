"""What beat asks for exists, and is asked for at once."""

from kombu.exceptions import OperationalError

from competition.celery import app, schedule_at_once


def test_each_entry_names_a_task_and_expires_before_the_next_turn():
    app.loader.import_default_modules()
    entries = app.conf.beat_schedule.values()
    assert {entry["task"] for entry in entries} <= set(app.tasks)
    assert {"competition.tasks.sweep_notices", "competition.tasks.heartbeat"} <= {entry["task"] for entry in entries}


def test_beat_asks_for_each_entry_as_it_starts(monkeypatch):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append(name))
    schedule_at_once()
    assert sorted(sent) == sorted(entry["task"] for entry in app.conf.beat_schedule.values())


def test_beat_starts_without_a_broker(monkeypatch):
    def fail(name: str, **options: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(app, "send_task", fail)
    schedule_at_once()
