"""Two people at once, on connections of their own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet

from tests.racing import somebody_waits

# Far more than an act takes: a busy machine must not look like a lock.
PATIENCE = 10


@dataclass
class Call:
    """What became of a call in another thread: its result, or what it raised."""

    result: Any = None
    error: Exception | None = None
    came_between: bool = False


class Thread(threading.Thread):
    """Runs one call on a database connection of its own and closes it."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.act, self.call = act, Call()

    def run(self) -> None:
        """Run the call and keep what became of it."""
        try:
            self.call.result = self.act()
        except Exception as error:  # noqa: BLE001 - whatever happens in the thread is the test's to judge
            self.call.error = error
        finally:
            connection.close()

    def come_between(self) -> None:
        """Start it and return when it is through, or waits for a lock; `call.came_between` says which."""
        self.start()
        until = time.monotonic() + PATIENCE
        while self.is_alive() and not somebody_waits() and time.monotonic() < until:
            self.join(0.01)
        self.call.came_between = not self.is_alive()


@contextmanager
def meanwhile(model: type[Model], act: Callable[[], Any]) -> Iterator[Call]:
    """Let somebody else act just before the first row of the model is written inside the block.

    They come to their end, unless a lock makes them wait: then the block goes on, and they finish after it. `came_between`
    says which it was: True is a race.
    """
    started: list[Thread] = []
    thread = Thread(act)
    save = model.save

    def save_after_the_other(self: Model, *args: Any, **kwargs: Any) -> None:
        if not started:
            started.append(thread)
            thread.come_between()
        save(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "save", save_after_the_other)
        try:
            yield thread.call
        finally:
            if started:
                thread.join(10)
    assert started, f"no {model.__name__} was written in the block"
    assert not thread.is_alive()


def at_once(*acts: Callable[[], Any]) -> list[Call]:
    """Run the calls at the same moment and return what became of each."""
    gate = threading.Barrier(len(acts))

    def after_the_gate(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            connection.ensure_connection()
            gate.wait(10)
            return act()

        return run

    threads = [Thread(after_the_gate(act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return [thread.call for thread in threads]


@pytest.fixture
def without_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take SELECT … FOR UPDATE away: the control that shows what a lock is for."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())
