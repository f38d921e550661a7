"""One file, from what was received to a copy that is safe to hand on. The work is a child's: see `child/__main__.py`."""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from competition.inspecting.refusals import FileRefused, NotChecked
from competition.scans import MARKS, MEGABYTE

CHILD = Path(__file__).parent / "child"
# What the child may say about a file.
CODES = {"LOCKED": (), "BROKEN": (), "TIME": (), "PAGES": ("pages", "limit"), "PIXELS": ("pixels", "limit")}
LONGEST_ANSWER = 4096
# A small copy is not larger than this; what the child says it wrote is measured.
MOST_SMALL = 20_000
# A cleaned copy can be larger than its original; this many times, the child may not write more.
MOST_GROWTH = 4
LEAST_ROOM = 16 * MEGABYTE

logger = logging.getLogger(__name__)


# Latitude and longitude in millionths of a degree, and the most that either can be.
Place = tuple[int, int]
FARTHEST = (90_000_000, 180_000_000)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be at most, and what looking at it may cost: seconds by the clock, and bytes of memory. `edge`: the
    longest edge of a small copy of a picture, 0 for none."""

    max_bytes: int
    max_pages: int = 100
    max_pixels: int = 40_000_000
    seconds: int = 10
    memory: int = 256 * MEGABYTE
    edge: int = 0


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be taken; `kind` is PDF, JPG or PNG. `cleaned` lies in the working folder and the caller removes it, and
    `small` does, a JPEG where one was asked for and could be made.
    `place` is where a picture said it was taken: the copy says it no more, and most callers have to forget it."""

    kind: str
    size: int
    sha256: str
    cleaned: Path
    cleaned_sha256: str
    pages: int | None
    place: Place | None = None
    small: Path | None = None


def inspect_file(path: Path, *, limits: Limits, workdir: Path) -> Inspected:
    """Return what a file is, with a copy of it in which nothing acts by itself and no place or device is named.

    The name of the file does not matter, and the file itself is not changed. Whatever the child does (crash, eat memory, never
    end) becomes a refusal of the file.

    :raises FileRefused: with the `code` EMPTY, TYPE, SIZE, LOCKED, BROKEN, PAGES, PIXELS or TIME.
    :raises NotChecked: when no child could be started, or there is no room to work in.
    """
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        kind = _kind_of(file, size, limits)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        try:
            with tempfile.TemporaryDirectory(dir=workdir, prefix="look-") as cell:
                pages, place = _ask_child(file, kind, limits, Path(cell))
                cleaned = workdir / f"{secrets.token_hex(16)}.{kind.lower()}"
                cleaned_sha256 = _take(Path(cell) / "cleaned", kind)
                os.replace(Path(cell) / "cleaned", cleaned)
                small = _take_small(Path(cell) / "small", workdir) if limits.edge else None
        except OSError as error:
            logger.warning("a file could not be looked at: %s", error)
            raise NotChecked from error
    return Inspected(kind, size, sha256, cleaned, cleaned_sha256, pages, place, small)


def _opened(path: Path) -> BinaryIO:
    """Return the file, open; a link, a folder or a pipe is not one.

    :raises FileRefused: TYPE.
    :raises NotChecked: it cannot be read.
    """
    if "\0" in str(path) or path.is_symlink():
        raise FileRefused("TYPE")
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise NotChecked from error
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise FileRefused("TYPE")
    return os.fdopen(file, "rb")


def _kind_of(file: BinaryIO, size: int, limits: Limits) -> str:
    """Return PDF, JPG or PNG by how the content begins.

    :raises FileRefused: EMPTY, SIZE or TYPE.
    """
    if not size:
        raise FileRefused("EMPTY")
    if size > limits.max_bytes:
        raise FileRefused("SIZE", size=size, limit=limits.max_bytes)
    start = file.read(16)
    file.seek(0)
    kind = next((kind for kind, (mark, _end) in MARKS.items() if start.startswith(mark)), "")
    if not kind:
        raise FileRefused("TYPE")
    return kind


def _ask_child(file: BinaryIO, kind: str, limits: Limits, cell: Path) -> tuple[int | None, Place | None]:
    """Let a child clean the file into the cell and return the number of pages of a document, or the place a picture names.

    The child's answer goes to a file and not to a pipe: what took the child over could fill this process's memory.

    :raises FileRefused: for the file.
    :raises NotChecked: when the child never got to the file.
    """
    room = max(MOST_GROWTH * limits.max_bytes, LEAST_ROOM)
    numbers = [limits.max_pages, limits.max_pixels, limits.seconds, limits.memory, room, limits.edge]
    with open(cell / "answer", "w+b") as answer:
        child = subprocess.Popen(
            [sys.executable, "-I", str(CHILD), kind, *map(str, numbers)],
            stdin=file,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=cell,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,
        )
        ended = _wait(child, limits.seconds)
        answer.seek(0)
        began, _line, said = answer.read(LONGEST_ANSWER).partition(b"\n")
    if began != b"ready":
        logger.error("the child that looks at files did not start: it ended with %s", ended)
        raise NotChecked
    if ended in (None, -signal.SIGKILL, -signal.SIGXCPU):
        raise FileRefused("TIME")
    if ended == os.EX_TEMPFAIL:
        raise NotChecked
    if ended != 0:
        raise FileRefused("BROKEN")
    return _understand(said, kind, limits)


def _wait(child: subprocess.Popen, seconds: int) -> int | None:
    """Return how the child ended; None if it had to be ended, which takes everything with it that it started."""
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _understand(said: bytes, kind: str, limits: Limits) -> tuple[int | None, Place | None]:
    """Return the pages and the place of the child's answer. It comes from where a hostile file was read, and is believed only
    in its form.

    :raises FileRefused: when it says so, or is no answer.
    """
    try:
        answer = json.loads(said)
    except ValueError as error:
        raise FileRefused("BROKEN") from error
    if not isinstance(answer, dict):
        raise FileRefused("BROKEN")
    code = answer.get("refused")
    if code is not None:
        names = CODES.get(code) if isinstance(code, str) else None
        if names is None or not all(type(answer.get(name)) is int for name in names):
            raise FileRefused("BROKEN")
        raise FileRefused(code, **{name: answer[name] for name in names})
    pages = answer.get("pages")
    if kind != "PDF":
        return None, _place_of(answer.get("place"))
    if type(pages) is not int or not 1 <= pages <= limits.max_pages:
        raise FileRefused("BROKEN")
    return pages, None


def _place_of(said: object) -> Place | None:
    """Return the place that the child says a picture names; anything else than a place is none."""
    if not (isinstance(said, list) and len(said) == 2 and all(type(one) is int for one in said)):
        return None
    return (said[0], said[1]) if all(abs(one) <= most for one, most in zip(said, FARTHEST, strict=True)) else None


def _take(path: Path, kind: str) -> str:
    """Return the hash of what the child wrote, once it is a plain file of the kind.

    :raises FileRefused: when it is not.
    """
    if path.is_symlink() or not path.is_file():
        raise FileRefused("BROKEN")
    with path.open("rb") as file:
        if not file.read(16).startswith(MARKS[kind][0]):
            raise FileRefused("BROKEN")
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take_small(path: Path, workdir: Path) -> Path | None:
    """Return the small picture that the child wrote, in the working folder; None where there is none plain and small."""
    try:
        size = path.lstat().st_size
        if not 0 < size <= MOST_SMALL:
            return None
        _take(path, "JPG")
    except (FileRefused, OSError):
        return None
    small = workdir / f"{secrets.token_hex(16)}.small.jpg"
    os.replace(path, small)
    return small
