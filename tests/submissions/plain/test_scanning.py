"""The scanner's word decides, and only a word that is understood: whatever else it does, nothing is known about the file."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from competition.inspecting import FileRefused, ScannerAway, scan_file, scanning

Script = Callable[[socket.socket], None]


def take(line: socket.socket) -> bytes:
    """Return the file as clamd reads it: a command, pieces with their length before them, an empty one."""
    reader = line.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack(">I", reader.read(4))[0]:
        content += reader.read(length)
    return content


class Clamd:
    """A scanner that follows a script for each connection; what it was sent is kept."""

    def __init__(self, server: socket.socket, script: Script) -> None:
        self.server, self.script = server, script
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        """Answer until the test is over."""
        with contextlib.suppress(OSError):
            while True:
                line, _address = self.server.accept()
                with line, contextlib.suppress(OSError):
                    self.script(line)


@pytest.fixture
def clamd(settings) -> Iterator[Callable[[Script], None]]:
    """Return what starts a scanner that follows a script."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = server.getsockname()
        yield lambda script: Clamd(server, script)
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Wait half a second for an answer."""
    monkeypatch.setattr(scanning, "ANSWER_SECONDS", 0.5)


@pytest.fixture
def file(tmp_path):
    """Return a file of more than one piece."""
    path = tmp_path / "x"
    path.write_bytes(bytes(range(256)) * 1000)
    return path


def test_without_a_scanner_nothing_is_asked(settings, tmp_path):
    assert settings.CLAMD_ADDRESS == ""
    scan_file(tmp_path / "not even there")


def test_a_clean_file_passes_whole(clamd, file):
    seen = []

    def script(line: socket.socket) -> None:
        seen.append(take(line))
        line.sendall(b"stream: OK\0")

    clamd(script)
    scan_file(file)
    assert seen == [file.read_bytes()]


def test_a_scanner_on_a_socket_of_this_machine(settings, tmp_path, file):
    with socket.socket(socket.AF_UNIX) as server:
        settings.CLAMD_ADDRESS = str(tmp_path / "clamd.ctl")
        server.bind(settings.CLAMD_ADDRESS)
        server.listen()
        Clamd(server, lambda line: (take(line), line.sendall(b"stream: OK\0")))
        scan_file(file)


def test_a_virus_is_a_refusal(clamd, file):
    clamd(lambda line: (take(line), line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")))
    with pytest.raises(FileRefused) as caught:
        scan_file(file)
    assert (caught.value.code, caught.value.reason) == ("INFECTED", "Berkas mengandung virus")


def answer_in_pieces(line: socket.socket) -> None:
    """Say OK a letter at a time."""
    take(line)
    for letter in b"stream: OK\0":
        line.sendall(bytes([letter]))


def test_an_answer_in_pieces_is_read_to_its_end(clamd, file):
    clamd(answer_in_pieces)
    scan_file(file)


def hang(line: socket.socket) -> None:
    """Take the file and say nothing."""
    take(line)
    line.recv(1)


def drip(line: socket.socket) -> None:
    """Never come to an end, without ever being silent for long."""
    take(line)
    while True:
        line.sendall(b"s")
        time.sleep(0.05)


def said(answer: bytes) -> Script:
    """Return a script that takes the file and gives this answer."""
    return lambda line: (take(line), line.sendall(answer))


@pytest.mark.parametrize(
    "script",
    [
        hang,
        drip,
        lambda line: line.recv(10_000_000),
        lambda line: None,
        said(b""),
        said(b"stream: O"),
        said(b"stream: OK FOUN"),
        said(b"INSTREAM size limit exceeded. ERROR\0"),
        said(b"stream: Can't allocate memory ERROR\0"),
        said(b"\0"),
        said(b"OK\0"),
        said(b"lorem ipsum FOUND\0"),
        said(b"stream: OK\0stream: X FOUND\0"),
        said(b"\xff\xfe\x00\x01\0"),
        said(b"HTTP/1.1 200 OK\r\n\r\nstream: OK\n"),
        said(b"x" * 100_000 + b"\0"),
    ],
)
def test_whatever_else_it_does_nothing_is_known(clamd, impatient, file, script):
    clamd(script)
    begun = time.monotonic()
    with pytest.raises(ScannerAway) as caught:
        scan_file(file)
    assert caught.value.reason == "Berkas belum dapat diperiksa. Kami coba lagi sendiri."
    assert time.monotonic() - begun < 5


def test_a_scanner_that_does_not_read_is_given_up(clamd, impatient, tmp_path):
    over = threading.Event()
    path = tmp_path / "large"
    path.write_bytes(bytes(30_000_000))
    clamd(lambda line: over.wait(10))
    try:
        with pytest.raises(ScannerAway):
            scan_file(path)
    finally:
        over.set()


def test_a_scanner_that_is_not_there(settings, file, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()
    for address in (nobody, str(tmp_path / "none.ctl")):
        settings.CLAMD_ADDRESS = address
        with pytest.raises(ScannerAway):
            scan_file(file)
