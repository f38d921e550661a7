"""A virus scanner asked over its own protocol: clamd's INSTREAM. Without CLAMD_ADDRESS there is none, and nothing is asked."""

import contextlib
import re
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from competition.inspecting.refusals import FileRefused, ScannerAway

PIECE = 64 * 1024
LONGEST_ANSWER = 4096
CONNECT_SECONDS = 5
# A scanner that has just loaded new signatures needs its time; a stuck one must not hold a worker.
ANSWER_SECONDS = 30
_FOUND = re.compile(r"stream: [^\0\r\n]+ FOUND")


def scan_file(path: Path) -> None:
    """Pass when the scanner finds nothing in the file, or none is set.

    :raises FileRefused: INFECTED.
    :raises ScannerAway: the scanner gave no answer that can be understood, in time.
    """
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(path, time.monotonic() + ANSWER_SECONDS)
    except OSError as error:
        raise ScannerAway from error
    if _FOUND.fullmatch(answer):
        raise FileRefused("INFECTED")
    if answer != "stream: OK":
        raise ScannerAway


def _ask(path: Path, until: float) -> str:
    """Send the file in pieces and return clamd's line."""
    with path.open("rb") as file, _connected() as line:
        try:
            _send(line, b"zINSTREAM\0", until)
            while piece := file.read(PIECE):
                _send(line, struct.pack(">I", len(piece)) + piece, until)
            _send(line, struct.pack(">I", 0), until)
        except (BrokenPipeError, ConnectionResetError):
            # It may have answered before it was told everything: a virus in the first piece, or enough of it.
            pass
        return _receive(line, until)


def _send(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)


def _receive(line: socket.socket, until: float) -> str:
    """Return one answer without its end.

    :raises OSError: cut off, too long or too late.
    """
    said = b""
    while not said.endswith((b"\0", b"\n")):
        line.settimeout(_left(until))
        piece = line.recv(LONGEST_ANSWER)
        if not piece or len(said) + len(piece) > LONGEST_ANSWER:
            raise ConnectionError("no whole answer of the scanner")
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    return left


@contextlib.contextmanager
def _connected() -> Iterator[socket.socket]:
    """Yield a connection to CLAMD_ADDRESS: (host, port), or the path of a socket."""
    address = settings.CLAMD_ADDRESS
    if isinstance(address, tuple):
        with socket.create_connection(address, timeout=CONNECT_SECONDS) as line:
            yield line
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(CONNECT_SECONDS)
        line.connect(address)
        yield line
