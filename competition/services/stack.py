"""`make run`: everything up, one line when it is ready, everything down again."""

import contextlib
import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from competition import environment
from competition.queues import AT_ONCE, worker_arguments
from competition.services.commands import keep_demo_password
from competition.services.folders import BASE, Folders, keep_secret, open_folders
from competition.services.keeper import Stopped, Use, wanted_engines
from competition.services.locks import take_lock
from competition.services.processes import last_line, log_size, start_program, stop_programs
from competition.services.servers import check_servers, is_demo, own_host, read_port
from competition.services.trouble import Trouble

READY_SECONDS = 90
LETTERS_SECONDS = 15
STOP_SECONDS = 15


def say(text: str = "") -> None:
    """Print at once; a terminal that has gone away must not keep us from stopping."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


class Failed(Exception):
    """Something of ours broke; the text says what and where its log is."""


def run() -> int:
    """Run the whole installation until Ctrl-C or SIGTERM (returns 0) or until a part of it fails (returns 1).

    :raises Trouble: when it cannot start for a reason that the operator can mend.
    """
    begun = time.monotonic()
    folders = open_folders()
    lock = take_lock(folders.run / "stack.lock")
    where = folders.run / "stack.where"
    if lock is None:
        other = where.read_text() if where.exists() else "another process"
        raise Trouble(f"Already running with {folders.data}: {other}. Stop that one, or choose another DATA_DIR and PORT.")
    host, port = environment.read_text("HOST", "127.0.0.1"), read_port()
    # After a kill -9 the earlier web server may need a moment to give its port back.
    check_port(host, port, patience=3 if where.exists() else 0)
    check_servers()
    site = environment.read_text("SITE_URL", f"http://localhost:{port}").rstrip("/")
    if not environment.read_text("SECRET_KEY"):
        keep_secret(folders.data / "secret_key")
    where.write_text(f"process {os.getpid()}, {site}")
    stack = Stack(folders, host, port, site)
    for word in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(word, stack.ask)
    try:
        stack.start()
        stack.report(time.monotonic() - begun)
        stack.watch()
    except Stopped:
        return 0
    except Failed as failure:
        print(failure, file=sys.stderr, flush=True)
        return 1
    finally:
        stack.stop()
        where.unlink(missing_ok=True)
    return 0


def check_port(host: str, port: int, *, patience: float = 0) -> None:
    """Make sure that the web server will be able to listen.

    :raises Trouble: when another program has the port, or the address is not ours.
    """
    limit = time.monotonic() + patience
    while True:
        try:
            family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
                probe.listen()
                return
        except OSError as problem:
            if time.monotonic() < limit:
                time.sleep(0.1)
                continue
            is_ours = problem.errno in (errno.EADDRINUSE, errno.EACCES)
            advice = (
                f"choose another, for example PORT={port + 1 if 1024 <= port < 65535 else 8000}"
                if is_ours
                else "set HOST to an address of this machine"
            )
            raise Trouble(f"Cannot listen on {host} port {port} ({problem.strerror}): {advice}.") from problem


class Stack:
    """The engines and programs of one `make run`. A signal only sets a mark: no program is lost between start and list."""

    def __init__(self, folders: Folders, host: str, port: int, site: str) -> None:
        self.folders = folders
        self.host = host
        self.port = port
        self.site = site
        self.asked = False
        self.password = ""
        self.password_is_older = False
        self.uses: list[Use] = []
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: dict[str, int] = {}

    def ask(self, *_: object) -> None:
        """Note that somebody wants us to stop."""
        self.asked = True

    def start(self) -> None:
        """Start everything and return when `/readyz` says ready.

        :raises Trouble, Failed, Stopped: when it does not come to that.
        """
        if is_demo():
            given = environment.read_text("DEMO_PASSWORD")
            self.password = keep_demo_password(self.folders)
            self.password_is_older = given not in ("", self.password)
        self.uses = [Use(self.folders, name) for name in wanted_engines()]
        for use in self.uses:
            use.join()
        # Loads Django and gathers static files while the engines start; joins them for the rest.
        self._launch("prepare", [sys.executable, "manage.py", "prepare"])
        for use in self.uses:
            say(use.wait(lambda: self.asked))
        self._finish_preparing()
        self._launch("web", self._web_command())
        celery = [sys.executable, "-m", "celery", "-A", "competition.celery"]
        for queue in AT_ONCE:
            self._launch(f"worker-{queue}", [*celery, *worker_arguments(queue), "--loglevel", "INFO"])
        schedule = self.folders.run / "beat-schedule"
        self._launch("beat", [*celery, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile="])
        self._wait_until_ready()

    def report(self, seconds: float) -> None:
        """Print what a person needs to begin."""
        say(f"\nReady after {seconds:.1f} s: {self.site}/\n")
        accounts = self.folders.run / "accounts.json"
        if self.password and accounts.exists():
            say(f"Demo accounts, all with the password  {self.password}")
            for address, name in json.loads(accounts.read_text()):
                say(f"  {address:<26}  {name}")
            if self.password_is_older:
                say("DEMO_PASSWORD differs from the one these accounts were made with, which stays: make reset makes new ones.")
            say()
        say(f"Logs: {self.folders.data / 'log'}    Stop: Ctrl-C")

    def watch(self) -> None:
        """Return never: raises Stopped when asked to stop, Failed when a part ends by itself."""
        while True:
            self._check()
            for use in self.uses:
                if not use.is_alive():
                    raise Failed(f"The engine {use.name} ended by itself: look at {self.folders.log(use.name)}.")
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop everything that was started, programs first, then the engines they use."""
        if self.asked:
            say("Stopping …")
        stop_programs(self.programs.values(), words=[signal.SIGTERM], seconds=STOP_SECONDS)
        for use in self.uses:
            use.leave()

    def _launch(self, name: str, command: list[str]) -> None:
        environ = os.environ | {"DATA_DIR": str(self.folders.data)}
        log = self.folders.log(name)
        self.starts[name] = log_size(log)
        self.programs[name] = start_program(command, log=log, env=environ, cwd=BASE)

    def _web_command(self) -> list[str]:
        host = f"[{self.host}]" if ":" in self.host else self.host
        command = [sys.executable, "-m", "gunicorn", "competition.wsgi:application", "--bind", f"{host}:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
        command += ["--access-logfile", "-", "--logger-class", "competition.services.access.AccessLog"]
        command += ["--graceful-timeout", "10"]
        # The workers' sign of life belongs in memory: a slow disk must not look like a hung worker.
        return command + (["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else [])

    def _finish_preparing(self) -> None:
        program = self.programs["prepare"]
        while program.poll() is None:
            if self.asked:
                raise Stopped
            time.sleep(0.02)
        del self.programs["prepare"]
        if program.returncode:
            raise Failed(f"The database could not be prepared: {self._last_words('prepare')}")

    def _check(self) -> None:
        """Notice a wish to stop and a program that is gone."""
        if self.asked:
            raise Stopped
        for name, program in self.programs.items():
            if program.poll() is not None:
                raise Failed(f"The program {name} ended by itself (code {program.returncode}): {self._last_words(name)}")

    def _last_words(self, name: str) -> str:
        log = self.folders.log(name)
        line = last_line(log, self.starts[name])
        return f"{line} (more in {log})." if line else f"look at {log}."

    def _wait_until_ready(self) -> None:
        """Wait for `/readyz`. Letters that wait for a mail server away are no reason to keep people from working."""
        begun = time.monotonic()
        answer = "no answer"
        while time.monotonic() < begun + READY_SECONDS:
            self._check()
            status, answer = self._ask_readiness()
            if status == 200:
                return
            if status and time.monotonic() > begun + LETTERS_SECONDS and _is_late_with_letters_only(answer):
                say(f"Letters wait unsent: look at EMAIL_URL and {self.folders.log('worker-notices')}.")
                return
            time.sleep(0.1)
        raise Failed(f"Not ready after {READY_SECONDS} s (/readyz: {answer}): look into {self.folders.data / 'log'}.")

    def _ask_readiness(self) -> tuple[int, str]:
        """Return status and text of `/readyz`; 0 and why when the web server does not answer yet."""
        place = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        line = http.client.HTTPConnection(place, self.port, timeout=5)
        try:
            line.request("GET", "/readyz", headers={"Host": own_host(), "X-Forwarded-Proto": self.site.partition(":")[0]})
            answer = line.getresponse()
            return answer.status, answer.read(2000).decode("utf-8", "replace").strip()
        except (OSError, http.client.HTTPException) as problem:
            return 0, str(problem)
        finally:
            line.close()


def _is_late_with_letters_only(answer: str) -> bool:
    """Say whether old notices are all that `/readyz` complains about."""
    try:
        checks = json.loads(answer)["checks"]
        return [name for name, is_well in checks.items() if not is_well] == ["notices"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
