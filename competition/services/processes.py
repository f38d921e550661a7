"""Starting and stopping other programs so that none outlives the one that started it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with(parent: int, word: signal.Signals) -> Callable[[], None]:
    """Make the step between fork and exec that asks Linux to signal the child when its parent dies."""

    def ask() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(word))
            if os.getppid() != parent:
                os._exit(1)

    return ask


def start_program(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    at_parents_death: signal.Signals = signal.SIGTERM,
    ids: tuple[int, int] | None = None,
    lend: Iterable[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program that writes to a log, in a session of its own: a Ctrl-C in the terminal does not reach it.

    `ids` drops it to that user and group; `lend` are descriptors it keeps. On Linux it gets the signal `at_parents_death` when
    this process dies.
    """
    drop = {} if ids is None else {"user": ids[0], "group": ids[1], "extra_groups": []}
    with log.open("ab") as output:
        return subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            cwd=cwd,
            start_new_session=True,
            pass_fds=tuple(lend),
            preexec_fn=_die_with(os.getpid(), at_parents_death),
            **drop,
        )


def stop_programs(programs: Iterable[subprocess.Popen[bytes]], *, words: Sequence[signal.Signals], seconds: float) -> None:
    """End the programs together: each word in turn, `seconds` of patience after each; then by force what is left of them."""
    programs = list(programs)
    left = [program for program in programs if program.poll() is None]
    for word in words:
        for program in left:
            program.send_signal(word)
        limit = time.monotonic() + seconds
        while left and time.monotonic() < limit:
            time.sleep(0.02)
            left = [program for program in left if program.poll() is None]
    for program in programs:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def find_programs_in(folder: Path, name: str) -> list[int]:
    """Return the processes with this program name that have the folder as working directory (Linux; none elsewhere)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "comm").read_text().startswith(name) and Path(os.readlink(entry / "cwd")) == folder:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def end_leftovers(folder: Path, name: str, words: Sequence[signal.Signals]) -> None:
    """End what an earlier start left running in the folder after it was killed; return when nothing of it is left."""
    for word in (*words, signal.SIGKILL):
        limit = time.monotonic() + 5
        left = find_programs_in(folder, name)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, word)
        while left and time.monotonic() < limit:
            time.sleep(0.05)
            left = find_programs_in(folder, name)


def last_line(log: Path, start: int) -> str:
    """Return the last telling line that was written to the log since the offset: an error if there is one."""
    if not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(start)
        lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "rror:", "ERROR"))]
    return (telling or lines or [""])[-1][:300]


def log_size(log: Path) -> int:
    """Return where the log ends now."""
    return log.stat().st_size if log.is_file() else 0
