"""An installation whose parts can be killed one by one; the launcher itself stops as a whole when one dies."""

import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from bench.stack import free_port
from competition.services.folders import BASE, open_folders
from competition.services.keeper import Use
from competition.services.processes import start_program, stop_programs
from competition.services.valkey import Valkey
from tests.services_plugin import private_environment

PASSWORD = "faults-faults-faults"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CELERY = [sys.executable, "-m", "celery", "-A", "competition.celery"]


def wait_until(happens: Callable[[], object], seconds: float = 25) -> None:
    """Return once it happens; fail after the seconds."""
    limit = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


class Person:
    """Somebody who uses the pages."""

    def __init__(self, base: str, name: str) -> None:
        self.base = base
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.send("/masuk/", email=f"{name}@demo.test", password=PASSWORD)

    def read(self, path: str) -> str:
        """Return a page."""
        with self.browser.open(self.base + path, timeout=20) as answer:
            return answer.read().decode()

    def send(self, path: str, **values: str) -> str:
        """Fill in the form of a page and return the page that follows."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.read(path)))
        body = urllib.parse.urlencode(hidden | values).encode()
        with self.browser.open(self.base + path, body, timeout=20) as answer:
            return answer.read().decode()


class Parts:
    """PostgreSQL, Valkey, web, worker and beat, each a process of its own."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.folders = open_folders()
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environ = private_environment(data) | {
            "DEMO": "1",
            "DEMO_PASSWORD": PASSWORD,
            "DATABASE_URL": f"postgresql:///kipp?host={self.folders.run}&user=kipp",
            "REDIS_URL": f"unix://{self.folders.valkey_socket}?db=0",
            "SITE_URL": self.base,
            **environment,
        }
        self.postgres = Use(self.folders, "postgres")
        self.valkey = Valkey(self.folders)
        self.programs: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Bring everything but worker and beat."""
        self.start_engines("prepare")
        self.launch_web()

    def start_engines(self, command: str) -> None:
        """Bring the engines, and have a command make the database what it has to be."""
        self.postgres.join()
        self.valkey.start()
        self.postgres.wait()
        self.launch(command, [sys.executable, "manage.py", command])
        assert self.programs.pop(command).wait(60) == 0, self.folders.log(command).read_text()

    def launch_web(self) -> None:
        """Start the web server and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "competition.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        self.launch("web", [*command, "--worker-class", "gthread", "--threads", "4", "--no-control-socket"])
        wait_until(self.answers)

    def answers(self) -> bool:
        """Say whether the web server answers."""
        try:
            urllib.request.urlopen(f"{self.base}/healthz", timeout=2).close()
        except OSError:
            return False
        return True

    def launch(self, name: str, command: list[str]) -> None:
        """Start one program."""
        self.programs[name] = start_program(command, log=self.folders.log(name), env=self.environ, cwd=BASE)

    def launch_worker(self) -> None:
        """Start one worker of all queues and wait until it takes work."""
        self.launch_workers([""])

    def launch_workers(self, queues: list[str]) -> None:
        """Start a worker of each queue, of all for "", and wait until they take work."""
        logs = {}
        for queue in queues:
            name = f"worker-{queue}" if queue else "worker"
            log = self.folders.log(name)
            logs[log] = log.stat().st_size if log.exists() else 0
            options = ["--loglevel", "INFO", "--concurrency", "1", "--without-gossip", "--without-mingle"]
            options += ["--queues", queue, "--hostname", f"{queue}@%h"] if queue else []
            self.launch(name, [*CELERY, "worker", *options])
        wait_until(lambda: all(" ready." in log.read_text()[start:] for log, start in logs.items()))

    def launch_beat(self, name: str = "beat") -> None:
        """Start beat anew: the first thing it asks for is a sweep, the next would come after a minute."""
        self.kill(name)
        schedule = self.folders.run / f"{name}-schedule"
        schedule.unlink(missing_ok=True)
        self.launch(name, [*CELERY, "beat", "--schedule", str(schedule), "--pidfile="])

    def call(self, task: str, arguments: str) -> None:
        """Ask for a task, as a page does."""
        command = [*CELERY, "call", task, f"--args={arguments}"]
        subprocess.run(command, env=self.environ, cwd=BASE, check=True, timeout=60, capture_output=True)

    @contextmanager
    def paused_child(self, name: str) -> Iterator[None]:
        """Keep the one process that does a worker's tasks from going on."""
        parent = self.programs[name].pid
        child = int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])
        os.kill(child, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(child, signal.SIGCONT)

    def last_words(self, name: str, after: str) -> str:
        """Return what a program's log says after the last time it said this."""
        return self.folders.log(name).read_text().rpartition(after)[2]

    def signal(self, name: str, word: signal.Signals) -> None:
        """Send a signal to a program and its children."""
        os.killpg(self.programs[name].pid, word)

    def kill(self, name: str) -> None:
        """End a program as a crash does."""
        program = self.programs.pop(name, None)
        if program and program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()

    def kill_valkey(self) -> None:
        """End the broker, and with it all it held."""
        os.killpg(self.valkey.process.pid, signal.SIGKILL)
        self.valkey.process.wait()

    def ask(self, query: str) -> list[tuple]:
        """Return the rows of an answer."""
        with psycopg2.connect(self.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def stop(self) -> None:
        """End everything."""
        stop_programs(self.programs.values(), words=[signal.SIGTERM], seconds=5)
        self.valkey.stop()
        self.postgres.leave()


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    """Return a running demo without worker and beat."""
    data = Path(tempfile.mkdtemp(prefix="kipp-f-", dir="/tmp"))
    data.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(data))
        running = Parts(data)
        try:
            running.start()
            yield running
        finally:
            running.stop()
            shutil.rmtree(data, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in the order they stand in: each takes the proposal one step on, whatever else is shuffled."""
    here = Path(__file__).parent
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(here)]
    in_order = sorted(
        (items[place] for place in places), key=lambda item: (str(item.path), item.function.__code__.co_firstlineno)
    )
    for place, item in zip(places, in_order, strict=True):
        items[place] = item
