"""Every task says at its definition how long it may run and why it may be delivered twice, and has a queue that is served."""

import ast
import configparser
import inspect
import os
import sys

import pytest
from celery import Task

from competition import queues
from competition.celery import app
from competition.queues import AT_ONCE, FILES, NOTICES, QUEUE_OF, REPORTS
from tests.house.source import APPS, ROOT, expect_none, modules

# A worker that is asked to stop gets so many seconds (deploy/kipp-worker@.service); this one may be lost, and begins again.
LONG = {"submissions.tasks.sweep_uploads"}


def tasks() -> dict[str, Task]:
    """Return the tasks of the three apps by name."""
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if name.split(".")[0] in APPS}


def test_every_task_has_a_queue_and_every_queue_a_worker():
    assert set(QUEUE_OF) == set(tasks())
    assert set(QUEUE_OF.values()) == {NOTICES, FILES, REPORTS} == set(AT_ONCE)
    assert {queue.name for queue in app.amqp.queues.values()} == set(AT_ONCE)
    for name, queue in QUEUE_OF.items():
        assert app.amqp.router.route({}, name)["queue"].name == queue, name


def test_beat_asks_for_tasks_of_known_queues_and_for_a_sign_of_life_of_each():
    asked = [entry["options"].get("queue") for entry in app.conf.beat_schedule.values() if "heartbeat" in entry["task"]]
    assert sorted(asked) == sorted(AT_ONCE)


def test_every_task_says_its_limit_how_it_is_acknowledged_and_why_twice_does_no_harm():
    silent = []
    for module in modules():
        for node in module.functions():
            calls = [one for one in node.decorator_list if "shared_task" in ast.unparse(one)]
            for call in calls:
                told = {word.arg for word in call.keywords} if isinstance(call, ast.Call) else set()
                missing = {"time_limit", "acks_late"} - told
                if missing or "Twice: " not in (ast.get_docstring(node) or ""):
                    silent.append(f"{module.path}:{node.lineno}: {node.name} {sorted(missing)}")
    expect_none(silent)


def test_what_is_acknowledged_late_is_what_names_a_row():
    """A sweep that dies is asked for again within minutes; redelivered beside the next one it would only be in the way."""
    late = {name for name, task in tasks().items() if task.acks_late}
    assert late == {name for name, task in tasks().items() if inspect.signature(task.run).parameters}


def test_a_worker_that_is_asked_to_stop_has_time_to_end_what_it_began():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(ROOT / "deploy" / "kipp-worker@.service")
    patience = int(unit["Service"]["TimeoutStopSec"])
    assert {name for name, task in tasks().items() if task.time_limit >= patience} == LONG
    # It ends by itself when the broker dies at the wrong moment.
    assert (unit["Service"]["Restart"], unit["Unit"]["StartLimitIntervalSec"]) == ("always", "0")
    assert all(task.time_limit < app.conf.broker_transport_options["visibility_timeout"] for task in tasks().values())


@pytest.mark.parametrize("queue", AT_ONCE)
def test_a_server_serves_the_queue_as_the_launcher_does(queue, monkeypatch):
    """The unit's own line, as systemd would start it, becomes the launcher's command."""
    unit = (ROOT / "deploy" / "kipp-worker@.service").read_text(encoding="utf-8").replace("%i", queue)
    (line,) = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    _python, is_module, module, *arguments = line.removeprefix("ExecStart=").split()
    became = []
    monkeypatch.setattr(os, "execv", lambda program, words: became.append((program, words)))
    assert (is_module, module) == ("-m", queues.__name__)
    queues.serve(arguments)
    celery = [sys.executable, "-m", "celery", "--app", "competition.celery"]
    assert became == [(sys.executable, [*celery, *queues.worker_arguments(queue), "--loglevel", "WARNING"])]
    assert f"kipp-worker@{queue}" in (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["surat"]], ids=["none", "unknown"])
def test_a_queue_there_is_not_is_served_by_nobody(arguments):
    with pytest.raises(SystemExit, match="notices,files,reports"):
        queues.serve(arguments)
