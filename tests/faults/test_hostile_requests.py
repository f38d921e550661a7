"""Requests that are built to hurt, sent to the web server itself: each is turned away, and costs no memory that stays."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Parts

MEGABYTE = 1024 * 1024
ROUNDS = 5
# What a process may hold afterwards that it did not before: the allocator keeps some of what it was lent.
MOST_GROWTH = 48 * MEGABYTE
PATIENCE = 60
# 403: the body was not even looked at, so there was no token. 0: the line was cut while the sender was still talking.
TURNED_AWAY = {0, 400, 403, 413, 414, 431}
FORM = "Content-Type: multipart/form-data; boundary=batas"


def multipart(parts: int, *, files: bool) -> bytes:
    """Return a form of so many parts."""
    name = b'name="a%d"; filename="a"' if files else b'name="a%d"'
    part = b"--batas\r\nContent-Disposition: form-data; " + name + b"\r\n\r\nx\r\n"
    return b"".join(part % number for number in range(parts)) + b"--batas--\r\n"


def request(body: bytes, *headers: str) -> list[bytes]:
    """Return a whole request that says how long it is."""
    return [head(*headers, f"Content-Length: {len(body)}"), body]


def head(*headers: str) -> bytes:
    """Return the beginning of a request to a page that takes forms from anybody."""
    lines = ["POST /masuk/ HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def a_byte_at_a_time(total: int) -> Iterator[bytes]:
    """Yield a body in chunks of one byte, many of them in one piece."""
    yield head(FORM, "Transfer-Encoding: chunked")
    for _ in range(total // 1000):
        yield b"1\r\nx\r\n" * 1000
    yield b"0\r\n\r\n"


ATTACKS = {
    "10,000 fields": lambda: request(multipart(10_000, files=False), FORM),
    "10,000 files": lambda: request(multipart(10_000, files=True), FORM),
    "a part with a header of 8 MB": lambda: request(
        b"--batas\r\nContent-Disposition: form-data; name=" + b"a" * 8 * MEGABYTE + b"\r\n\r\nx\r\n--batas--\r\n", FORM
    ),
    "a part without an end": lambda: request(
        b'--batas\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + bytes(8 * MEGABYTE), FORM
    ),
    "a boundary of 100 kB": lambda: request(b"x", "Content-Type: multipart/form-data; boundary=" + "b" * 100_000),
    "a field of 32 MB": lambda: request(b"a=" + b"x" * 32 * MEGABYTE, "Content-Type: application/x-www-form-urlencoded"),
    "100,000 fields of a simple form": lambda: request(b"a=1&" * 100_000, "Content-Type: application/x-www-form-urlencoded"),
    "a header of 1 MB": lambda: request(b"", "X-A: " + "a" * MEGABYTE),
    "10,000 headers": lambda: request(b"", *(f"X-{number}: a" for number in range(10_000))),
    "an address of 1 MB": lambda: [b"GET /" + b"a" * MEGABYTE + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
    "chunks of one byte": lambda: a_byte_at_a_time(300_000),
    "two lengths": lambda: [head("Content-Length: 5", "Content-Length: 6"), b"a=123456"],
    "a length and chunks": lambda: [
        head("Content-Length: 5", "Transfer-Encoding: chunked"),
        b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ],
    "a length below nothing": lambda: [head("Content-Length: -1"), b"x"],
}


def status_of(parts: Parts, pieces: list[bytes] | Iterator[bytes]) -> int:
    """Send a request and return the status of its answer; 0 when the line was cut without one."""
    with socket.create_connection(("127.0.0.1", parts.port), timeout=PATIENCE) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            # It was turned away before it was all told.
            pass
        try:
            answer = line.recv(65536).split()
        except ConnectionResetError:
            return 0
    return int(answer[1]) if len(answer) > 1 else 0


def memory_of_web(parts: Parts) -> dict[int, int]:
    """Return the bytes that each process of the web server holds."""
    parent = parts.programs["web"].pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    held = {}
    for pid in map(int, children):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        held[pid] = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
    return held


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_built_to_hurt_is_turned_away(parts: Parts, name: str) -> None:
    # The first time anything of this kind comes, code is loaded for it.
    status_of(parts, ATTACKS[name]())
    before = memory_of_web(parts)
    statuses = {status_of(parts, ATTACKS[name]()) for _ in range(ROUNDS)}
    assert statuses <= TURNED_AWAY
    after = memory_of_web(parts)
    assert set(after) == set(before), "a worker ended"
    assert max(after[pid] - before[pid] for pid in before) < MOST_GROWTH
    assert parts.answers()
