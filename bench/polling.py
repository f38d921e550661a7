"""A client that asks addresses at a rate over kept lines, as a process of its own: `python -m bench.polling` reads what is
asked as JSON and writes one row per answer.

One thread and as many lines as it is told; no line has more than one request on its way, so a slow server is asked less often
and never in heaps. Of each answer it says whether one of the marks stands in its body.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent
GIVE_UP = 10.0


@dataclass(frozen=True, slots=True)
class Target:
    """An address; the marks, any of which in a body says that a result is in it; and headers of its own."""

    path: str
    marks: Sequence[str] = ()
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: which target, when it was asked and when it had come (`time.time`), its status, whether a mark was in it."""

    target: int
    asked: float
    came: float
    status: int
    is_marked: bool

    @property
    def milliseconds(self) -> float:
        """How long it took."""
        return (self.came - self.asked) * 1000


class Poll:
    """A running client; `answers` waits for its end."""

    def __init__(self, port: int, targets: Sequence[Target], *, rate: float, lines: int, begin: float, end: float) -> None:
        told = {"port": port, "targets": [asdict(one) for one in targets], "rate": rate, "lines": lines}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.polling"], cwd=BASE, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.told = json.dumps(told | {"begin": begin, "end": end}).encode()
        self.process.stdin.write(self.told)
        self.process.stdin.close()

    def answers(self) -> list[Asked]:
        """Return every answer, in the order in which they came.

        :raises RuntimeError: the client failed.
        """
        written = self.process.stdout.read()
        if self.process.wait() != 0:
            raise RuntimeError("the polling client failed")
        return [Asked(*row) for row in json.loads(written)]


def main() -> None:
    """Ask what is asked, and print the rows."""
    told = json.load(sys.stdin)
    targets = [(_request(one), [mark.encode() for mark in one["marks"]]) for one in told["targets"]]
    client = _Client(told["port"], targets, told["lines"])
    rows = client.run(told["begin"], told["end"], 1 / told["rate"])
    json.dump(rows, sys.stdout)


def _request(target: dict[str, Any]) -> bytes:
    headers = {"Host": "127.0.0.1", **target["headers"]}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {target['path']} HTTP/1.1\r\n{head}\r\n".encode()


@dataclass
class _Line:
    sock: socket.socket
    target: int = 0
    asked: float = 0.0
    read: bytes = b""
    # Bytes of the whole answer, once its head is read.
    length: int = 0


class _Client:
    def __init__(self, port: int, targets: list[tuple[bytes, list[bytes]]], lines: int) -> None:
        self.port, self.targets = port, targets
        self.chooser = selectors.DefaultSelector()
        self.lines = lines
        self.idle: list[_Line] = []
        self.rows: list[tuple] = []

    def run(self, begin: float, end: float, pause: float) -> list[tuple]:
        """Ask from the one instant to the other, one request each `pause` seconds; return the rows."""
        time.sleep(max(0.0, begin - time.time()))
        # Not before: a line on which nothing is asked for a minute is closed.
        self.idle = [_Line(self._connect()) for _ in range(self.lines)]
        number, due = 0, time.time()
        while True:
            now = time.time()
            while self.idle and due <= now < end:
                self._ask(self.idle.pop(), number % len(self.targets))
                # What could not be asked in time is not made up for.
                number, due = number + 1, max(due + pause, now - pause)
            busy = self.chooser.get_map()
            if now >= end and (not busy or now >= end + GIVE_UP):
                return self.rows
            wait = max(0.0, min(due, end) - now) if self.idle else 0.1
            for key, _events in self.chooser.select(wait if busy else 0) or ():
                self._receive(key.data)
            if not busy and now < end:
                time.sleep(min(wait, 0.001))

    def _connect(self) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=GIVE_UP)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def _ask(self, line: _Line, target: int) -> None:
        line.target, line.read, line.length, line.asked = target, b"", 0, time.time()
        try:
            line.sock.sendall(self.targets[target][0])
        except OSError:
            self._anew(line)
            line.sock.sendall(self.targets[target][0])
        self.chooser.register(line.sock, selectors.EVENT_READ, line)

    def _receive(self, line: _Line) -> None:
        try:
            piece = line.sock.recv(1 << 18)
        except OSError:
            piece = b""
        line.read += piece
        head, gap, body = line.read.partition(b"\r\n\r\n")
        if gap and not line.length:
            line.length = len(head) + 4 + _length_of(head)
        if piece and (not line.length or len(line.read) < line.length):
            return
        self.chooser.unregister(line.sock)
        status = int(head.split(b" ", 2)[1]) if gap else 0
        is_marked = any(mark in body for mark in self.targets[line.target][1])
        self.rows.append((line.target, line.asked, time.time(), status, is_marked))
        if not piece or b"connection: close" in head.lower():
            self._anew(line)
        self.idle.append(line)

    def _anew(self, line: _Line) -> None:
        line.sock.close()
        line.sock = self._connect()


def _length_of(head: bytes) -> int:
    """Return how long the body is.

    :raises ValueError: the answer does not say.
    """
    found = [one for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")]
    if not found:
        raise ValueError(head.decode(errors="replace"))
    return int(found[0].split(b":")[1])


def percentile(times: Iterable[float], share: float) -> float:
    """Return the time below which this share of all lies, in milliseconds."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) if ordered else 0.0


if __name__ == "__main__":
    main()
