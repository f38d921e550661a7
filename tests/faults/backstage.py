"""What works behind the pages: PostgreSQL, Valkey, workers and beat, a mail server that does what it is told, and a writer."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from celery import Celery
from redis import Redis

from competition.environment import read_broker
from competition.queues import QUEUE_OF
from competition.services.folders import BASE
from tests.competition.operations.scripted_smtp import Script, scripted_server
from tests.faults.conftest import Parts, wait_until
from tests.kinds import DECISIVE, ROUTINE

LOCKED = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
# Nothing has an end that time alone would not bring.
PENDING = """
SELECT (SELECT count(*) FROM competition_notice WHERE state IN ('WAITING', 'SENDING'))
     + (SELECT count(*) FROM submissions_document WHERE state = 'CHECKING')
     + (SELECT count(*) FROM submissions_export WHERE size IS NULL AND failed_at IS NULL)
"""
SWEEPS = ("competition.tasks.sweep_notices", "submissions.tasks.sweep_documents", "submissions.tasks.sweep_exports")
# What leases, pauses and the patience of the sweeps are counted from.
LATER = """
UPDATE competition_notice
   SET leased_until = leased_until - interval '{0} minutes', not_before = not_before - interval '{0} minutes'
 WHERE state IN ('WAITING', 'SENDING');
UPDATE submissions_document SET check_after = coalesce(check_after, now()) - interval '{0} minutes' WHERE state = 'CHECKING';
UPDATE submissions_export
   SET beat_at = beat_at - interval '{0} minutes', asked_at = asked_at - interval '{0} minutes'
 WHERE size IS NULL AND failed_at IS NULL;
"""


class Backstage(Parts):
    """Everything but the web server."""

    def __init__(self, data: Path, script: Script, port: int) -> None:
        super().__init__(data, DEMO="0", EMAIL_URL=f"smtp://127.0.0.1:{port}", LOG_LEVEL="INFO")
        self.script = script
        self.client = Celery(broker=read_broker(self.environ["REDIS_URL"]))
        self.client.conf.task_routes = {task: {"queue": queue} for task, queue in QUEUE_OF.items()}
        self.redis = Redis.from_url(self.environ["REDIS_URL"], socket_timeout=5)

    def start(self) -> None:
        """Bring the engines and the writer; no worker yet."""
        self.start_engines("migrate")
        command = [sys.executable, "-m", "tests.faults.writer"]
        environ = self.environ | {"DJANGO_SETTINGS_MODULE": "competition.settings"}
        with self.folders.log("writer").open("ab") as log:
            self.writer = subprocess.Popen(
                command, cwd=BASE, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert json.loads(self.writer.stdout.readline()) == "ready", self.folders.log("writer").read_text()

    def act(self, name: str, **arguments: object) -> object:
        """Have the writer do something, and return what it says."""
        return self.timed(name, **arguments)[0]

    def timed(self, name: str, **arguments: object) -> tuple[object, float]:
        """The same, with the seconds it took."""
        self.writer.stdin.write(json.dumps([name, arguments]) + "\n")
        self.writer.stdin.flush()
        answer = self.writer.stdout.readline()
        assert answer, self.folders.log("writer").read_text()
        return tuple(json.loads(answer))

    def letter(self, event: str = ROUTINE, *, quiet: bool = False) -> str:
        """Write one letter, quietly without telling the workers; return its id."""
        [found] = self.act("letters", event=event, number=1, quiet=quiet)
        return found

    def announce(self, letter: str) -> None:
        """Tell the workers of a letter, perhaps not for the first time."""
        self.client.send_task("competition.tasks.deliver_notices", [[letter]])

    def states(self, ids: list[str]) -> Counter:
        """Return how many of the letters are in each state."""
        given = ",".join(f"'{one}'" for one in ids)
        return Counter(state for (state,) in self.ask(f"SELECT state FROM competition_notice WHERE id IN ({given})"))

    def state(self, letter: str) -> str:
        """Return where a letter is."""
        return next(iter(self.states([letter])))

    def taken(self, letter: str) -> int:
        """Return how often the mail server took the letter."""
        return sum(mail["Message-ID"].startswith(f"<{letter}@") for mail in self.script.taken)

    def let_pass(self, minutes: int) -> None:
        """Let time pass for whatever waits."""
        self.do(LATER.format(minutes))

    def do(self, statement: str) -> None:
        """Carry out a statement."""
        with psycopg2.connect(self.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    def sweep(self) -> None:
        """Ask for every sweep, as beat would."""
        for task in SWEEPS:
            self.client.send_task(task)

    def settle(self, seconds: float = 40) -> None:
        """Let time pass and sweep until nothing is on its way any more."""
        for _ in range(6):
            if self.ask(PENDING) == [(0,)]:
                return
            self.let_pass(20)
            self.sweep()
            self.wait_for_quiet(seconds / 6)
        raise AssertionError(f"still on its way after {seconds} s: {self.left()}")

    def wait_for_quiet(self, seconds: float) -> None:
        """Wait until nothing is on its way, but not for longer than this."""
        try:
            wait_until(lambda: self.revive() or self.ask(PENDING) == [(0,)], seconds)
        except AssertionError:
            return

    def revive(self) -> None:
        """Start again what ended by itself, as systemd does: Celery ends when its broker dies at the wrong moment."""
        for name, program in list(self.programs.items()):
            if program.poll() is not None:
                self.launch(name, program.args)

    def left(self) -> list[tuple]:
        """Return what is still on its way, for a message."""
        return self.ask(
            "SELECT 'notice', id::text, state, error FROM competition_notice WHERE state IN ('WAITING', 'SENDING')"
            " UNION ALL SELECT 'document', code, state, '' FROM submissions_document WHERE state = 'CHECKING'"
            " UNION ALL SELECT 'export', code, tries::text, '' FROM submissions_export WHERE size IS NULL AND failed_at IS NULL"
        )

    @contextmanager
    def holding(self, table: str, column: str, value: str) -> Iterator[None]:
        """Hold a row, so that whoever writes it waits."""
        connection = psycopg2.connect(self.environ["DATABASE_URL"])
        try:
            connection.cursor().execute(f"SELECT 1 FROM {table} WHERE {column} = %s FOR UPDATE", [value])
            yield
        finally:
            connection.close()

    def wait_for_lock(self) -> None:
        """Wait until somebody waits for a row."""
        wait_until(lambda: self.ask(LOCKED))

    def kill_while_it_waits(self, name: str) -> None:
        """End a program that waits for a row, as if a moment before it asked; PostgreSQL would carry out what it heard."""
        self.wait_for_lock()
        self.kill(name)
        self.ask(f"SELECT pg_terminate_backend(pid) FROM ({LOCKED}) AS waiting")

    def freeze(self, name: str) -> None:
        """Stop a program and its children in their tracks."""
        self.signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let it go on."""
        self.signal(name, signal.SIGCONT)

    def stop_valkey(self) -> None:
        """Let the broker fall silent without closing a line."""
        os.killpg(self.valkey.process.pid, signal.SIGSTOP)

    def wake_valkey(self) -> None:
        """Let it go on."""
        os.killpg(self.valkey.process.pid, signal.SIGCONT)

    def check(self) -> None:
        """Everything that must always hold does, and no letter was taken more often than it may be."""
        assert self.act("check") == ""
        for letter, event, state in self.ask("SELECT id::text, event, state FROM competition_notice"):
            number = self.taken(letter)
            most = 2 if event == DECISIVE else 1
            assert number <= most, (letter, event, state, number)
            assert number >= 1 or state != "SENT", (letter, event, state, number)

    def stop(self) -> None:
        """End everything."""
        self.writer.stdin.close()
        self.writer.wait(10)
        self.client.close()
        super().stop()


@contextmanager
def running_backstage() -> Iterator[Backstage]:
    """Bring one in a folder of its own, and take it away afterwards."""
    data = Path(tempfile.mkdtemp(prefix="kipp-b-", dir="/tmp"))
    data.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch, scripted_server() as (script, port):
        patch.setenv("DATA_DIR", str(data))
        running = Backstage(data, script, port)
        try:
            running.start()
            yield running
        finally:
            running.stop()
            shutil.rmtree(data, ignore_errors=True)
