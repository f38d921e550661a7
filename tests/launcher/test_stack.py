"""The whole stack, run as `make run` runs it (without the demo edition, which has tests of its own)."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from competition.services import stack
from competition.services.folders import BASE, Folders
from competition.services.stack import check_port
from competition.services.trouble import Trouble
from tests.launcher.conftest import nothing_runs, wait_until
from tests.services_plugin import private_environment


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """One `python -m competition.services run` and what it printed."""

    def __init__(self, place: Path, port: int) -> None:
        self.folders = Folders(place)
        self.port = port
        self.environ = private_environment(place) | {"DEMO": "0", "PORT": str(port)}
        self.output = place.with_name("output")
        with self.output.open("wb") as output:
            command = [sys.executable, "-m", "competition.services", "run"]
            self.process = subprocess.Popen(command, cwd=BASE, env=self.environ, stdout=output, stderr=output)

    def printed(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str) -> None:
        wait_until(lambda: text in self.printed() or self.process.poll() is not None, 60)
        assert text in self.printed()

    def program(self, word: str) -> int:
        """Return the process of the web server, worker or beat."""
        for child in map(int, Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()):
            if word in Path(f"/proc/{child}/cmdline").read_text().split("\0"):
                return child
        raise AssertionError(f"no {word} runs")

    def readiness(self) -> tuple[int, dict]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request("GET", "/readyz")
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())

    def end(self, word: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(word)
        return self.process.wait(40)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """A stack that is up, for tests that leave it as it is."""
    with tempfile.TemporaryDirectory(prefix="kipp-s-", dir="/tmp") as above:
        one = Running(Path(above) / "data", free_port())
        one.wait_for("Stop: Ctrl-C")
        yield one
        assert one.end() == 0
        assert nothing_runs(one.folders)


def call(arguments: list[str], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "competition.services", *arguments]
    return subprocess.run(command, cwd=BASE, env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_it_says_how_it_runs_and_is_ready_with_worker_and_beat(running):
    assert "PostgreSQL " in running.printed()
    assert "Valkey" in running.printed()
    assert f"http://localhost:{running.port}/" in running.printed()
    status, body = running.readiness()
    assert status == 200
    assert body["checks"]["beat"]


def test_a_second_run_with_the_same_data_is_refused_in_one_line(running):
    answer = call(["run"], running.environ | {"PORT": str(free_port())})
    assert answer.returncode == 2
    assert answer.stderr.startswith("Already running")
    assert str(running.process.pid) in answer.stderr
    assert (answer.stdout, answer.stderr.count("\n")) == ("", 1)


def test_a_run_on_a_used_port_is_refused_in_one_line(running, place):
    answer = call(["run"], private_environment(place) | {"PORT": str(running.port)})
    assert answer.returncode == 2
    assert f"port {running.port} (Address already in use): choose another" in answer.stderr
    assert (answer.stdout, answer.stderr.count("\n")) == ("", 1)


def test_a_reset_is_refused_while_it_runs(running):
    answer = call(["reset", "--yes"], running.environ)
    assert answer.returncode == 2
    assert "stop make run" in answer.stderr
    assert running.readiness()[0] == 200


def test_manage_uses_its_database(running):
    before = (running.folders.cluster / "postmaster.pid").read_text()
    command = [sys.executable, "manage.py", "migrate", "--check"]
    subprocess.run(command, cwd=BASE, env=running.environ, check=True, timeout=60)
    assert (running.folders.cluster / "postmaster.pid").read_text() == before


def test_it_outlives_kill_9_and_stops_as_a_whole_when_a_part_dies(place):
    place.parent.mkdir(exist_ok=True)
    port = free_port()
    first = Running(place, port)
    first.wait_for("Stop: Ctrl-C")
    first.end(signal.SIGKILL)
    second = Running(place, port)
    second.wait_for("Stop: Ctrl-C")
    beat = second.program("beat")
    os.kill(beat, signal.SIGKILL)
    assert second.process.wait(40) == 1
    assert str(second.folders.log("beat")) in second.printed()
    assert "The program beat ended by itself (code -9): " in second.printed()
    assert nothing_runs(second.folders)
    with pytest.raises(ConnectionRefusedError):
        second.readiness()


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
def test_it_can_be_stopped_while_it_starts(word, place):
    place.parent.mkdir(exist_ok=True)
    one = Running(place, free_port())
    wait_until(lambda: (place / "log" / "prepare.log").exists())
    assert one.end(word) == 0
    assert one.printed().strip().endswith("Stopping …")
    assert nothing_runs(one.folders)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"PORT": "delapan"}, "PORT='delapan' is no port number"),
        ({"PORT": "65536"}, "write one between 1 and 65535"),
        ({"HOST": "192.0.2.1"}, "set HOST to an address of this machine"),
        ({"DEMO": "mungkin"}, "DEMO='mungkin': write 1 or 0"),
        ({"DATABASE_URL": "postgresql://kipp:rahasia@127.0.0.1:1/kipp"}, "unset DATABASE_URL"),
        ({"REDIS_URL": "redis://:rahasia@127.0.0.1:1/0"}, "nothing of use answers at 127.0.0.1:1"),
        ({"REDIS_URL": "rahasia"}, "REDIS_URL: write redis://"),
        ({"KIPP_POSTGRES_WAY": "sihir"}, "write one of wheel"),
    ],
)
def test_what_stands_in_the_way_costs_one_line_and_code_2(more, told, environ):
    answer = call(["run"], environ | {"PORT": str(free_port())} | more)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "rahasia" not in answer.stderr


def test_a_port_that_becomes_free_in_time_is_taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(Trouble, match="Address already in use"):
            check_port("127.0.0.1", port, patience=0.2)
    check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("answer", "late"),
    [
        ('{"checks": {"broker": true, "notices": false}}', True),
        ('{"checks": {"broker": false, "notices": false}}', False),
        ('{"checks": {"broker": true}}', False),
        ("<html>", False),
        ("[]", False),
    ],
)
def test_only_letters_that_wait_are_no_reason_not_to_begin(answer, late):
    assert stack._is_late_with_letters_only(answer) is late
