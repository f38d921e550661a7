"""Keepers and users of the private engines.

A user takes a shared lock and, if no keeper lives, starts one. The keeper runs the engine until it can take the users' lock
alone, which is when the last user has gone, however it went. Thus two commands at once share one engine, neither waits for the
other's end, and nothing is left running after `kill -9`.
"""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from competition.services.folders import BASE, Folders, open_folders
from competition.services.locks import is_taken, take_lock
from competition.services.postgres import Postgres
from competition.services.trouble import Trouble
from competition.services.valkey import Valkey

ENGINES: dict[str, type[Postgres] | type[Valkey]] = {"postgres": Postgres, "valkey": Valkey}
VARIABLES = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
PATIENCE = 90
TICK = 0.05


class Stopped(Exception):
    """The wait was given up because the caller was asked to stop."""


def users_lock(folders: Folders, name: str) -> Path:
    """Held shared by every user of the engine, and alone by the keeper while it stops."""
    return folders.run / f"{name}.users"


def keeper_lock(folders: Folders, name: str) -> Path:
    """Held by the engine's keeper for its life."""
    return folders.run / f"{name}.keeper"


def ready_mark(folders: Folders, name: str) -> Path:
    """There while the engine answers; holds how it runs, in words."""
    return folders.run / f"{name}.ready"


def keep(name: str, *, throw_away: bool = False) -> int:
    """Run one engine until nobody uses it; the first line on standard output says `ready`, `busy` or `trouble`.

    Returns 0, or 1 when the engine died by itself, or 2 when it did not start.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
    folders = open_folders()
    lock = take_lock(keeper_lock(folders, name))
    if lock is None:
        _say("busy", "")
        return 0
    mark = ready_mark(folders, name)
    mark.unlink(missing_ok=True)
    engine = ENGINES[name](folders, throw_away=throw_away)
    try:
        says = engine.start()
    except Trouble as trouble:
        _say("trouble", str(trouble))
        return 2
    mark.write_text(says)
    _say("ready", says)
    alone = None
    while engine.process.poll() is None and not asked and alone is None:
        time.sleep(TICK)
        alone = take_lock(users_lock(folders, name))
    died = engine.process.poll() is not None
    mark.unlink(missing_ok=True)
    engine.stop()
    return 1 if died else 0


def _say(word: str, text: str) -> None:
    """Tell the one who started this keeper; it may be gone already."""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps([word, text]), flush=True)
    # Later output, if any, must not fail: the reader is not there any more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class Use:
    """The use of one engine by this process, from `join` to `leave` or the process's end."""

    def __init__(self, folders: Folders, name: str, *, throw_away: bool = False) -> None:
        self.folders = folders
        self.name = name
        self.throw_away = throw_away
        self._lock: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def join(self) -> None:
        """Begin to use the engine and have it started if it does not run; does not wait for it."""
        if self._lock is None:
            self._lock = take_lock(users_lock(self.folders, self.name), shared=True)
        if self._lock is not None and self._keeper is None and not is_taken(keeper_lock(self.folders, self.name)):
            self._keeper = self._start_keeper()

    def wait(self, asked_to_stop: Callable[[], bool] = lambda: False) -> str:
        """Wait until the engine answers and return how it runs.

        :raises Trouble: when it cannot be started.
        :raises Stopped: when the caller was asked to stop meanwhile.
        """
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if asked_to_stop():
                raise Stopped
            self.join()
            if self._keeper is not None and (says := self._hear()) is not None:
                return says
            if self._keeper is None and self.is_alive() and self._lock is not None:
                return ready_mark(self.folders, self.name).read_text()
            time.sleep(0.01)
        raise Trouble(f"The engine {self.name} did not answer in {PATIENCE} s: look at {self.folders.log(self.name)}.")

    def is_alive(self) -> bool:
        """Say whether the engine runs and answers."""
        return ready_mark(self.folders, self.name).exists() and is_taken(keeper_lock(self.folders, self.name))

    def leave(self) -> None:
        """Stop using the engine; return when it has stopped, or at once when others use it."""
        if self._lock is None:
            return
        os.close(self._lock)
        self._lock = None
        limit = time.monotonic() + 30
        while is_taken(keeper_lock(self.folders, self.name)) and time.monotonic() < limit:
            alone = take_lock(users_lock(self.folders, self.name))
            if alone is not None:
                os.close(alone)
            elif not is_taken(users_lock(self.folders, self.name)):
                return  # others hold it shared
            time.sleep(TICK)
        if self._keeper is not None:
            self._keeper.wait()

    def _start_keeper(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "competition.services", "keep", self.name]
        command += ["--throw-away"] if self.throw_away else []
        # PGHOST, PGOPTIONS and their like are meant for other servers.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with self.folders.log("keepers").open("ab") as log:
            keeper = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=BASE,
                env=kept | {"DATA_DIR": str(self.folders.data)},
                start_new_session=True,
            )
        os.set_blocking(keeper.stdout.fileno(), False)
        return keeper

    def _hear(self) -> str | None:
        """Return how the engine runs once its keeper said so; None while it is silent or another keeper does the work."""
        line = self._keeper.stdout.readline()
        if not line:
            if self._keeper.poll() is not None:
                self._keeper = None
                raise Trouble(f"The keeper of {self.name} ended at once: look at {self.folders.log('keepers')}.")
            return None
        word, text = json.loads(line)
        if word == "trouble":
            raise Trouble(text)
        if word == "busy":
            self._keeper.wait()
            self._keeper = None
            return None
        return text


def wanted_engines() -> list[str]:
    """Return the engines that no variable points elsewhere."""
    return [name for name, variable in VARIABLES.items() if not os.environ.get(variable, "").strip()]


def use_engines(folders: Folders, names: list[str]) -> None:
    """Use the engines until this process ends; returns when they answer.

    :raises Trouble: when one cannot be started.
    """
    uses = [Use(folders, name) for name in names]
    for use in uses:
        use.join()
        atexit.register(use.leave)
    for use in uses:
        use.wait()
