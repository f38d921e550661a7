"""Public pages as files: how long building takes, and what nginx gives of one beside any file of that size."""

import gzip
import os
import socket
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from django.conf import settings

from bench.proxy import Proxy, is_there
from competition.clock import read_clock
from competition.models import Institution
from submissions.models import Award, Innovation
from submissions.operations.site import build_site

PAGES = 3500
BUILD_SECONDS = 30
RATIO = 0.8
# nginx ends a line after a thousand requests.
ROUNDS, LINES, BATCHES, PIPELINED = 7, 8, 19, 50


def measure_serving() -> dict:
    """Return the figures of the build, and of nginx where it is installed. The application is not there while nginx serves."""
    with tempfile.TemporaryDirectory(prefix="kipp-site-", dir="/tmp") as name:
        folder = Path(name)
        # nginx gives its own processes another account when it is started by root.
        folder.chmod(0o755)
        settings.SITE_DIR = folder / "site"
        _write_innovations()
        begun = time.monotonic()
        pages = build_site(at=read_clock())
        figures: dict = {"pages": pages, "build_seconds": _line(round(time.monotonic() - begun, 1), BUILD_SECONDS)}
        if not is_there():
            return figures | {"left_out": "nginx is not installed (Debian: apt-get install nginx)"}
        return figures | _serve(folder)


def _line(figure: float, limit: float) -> dict:
    return {"figure": figure, "limit": limit, "holds": figure <= limit}


def _write_innovations() -> None:
    """Make as many public innovations as a dozen editions leave behind."""
    places = list(Institution.objects.order_by("pk")[:200])
    at = read_clock()
    made = Innovation.objects.bulk_create(
        [
            Innovation(
                title=f"Inovasi Contoh Nomor {place}",
                title_key=f"inovasi contoh nomor {place}",
                institution=places[place % len(places)],
                unit_name="Dinas Contoh",
                started_on=date(2015, 1, 1),
                is_public=True,
                created_at=at,
            )
            for place in range(PAGES)
        ],
        batch_size=500,
    )
    Award.objects.bulk_create(
        [Award(innovation=one, year=2016, name="Top 99", title_then=one.title) for one in made], batch_size=500
    )


def _serve(folder: Path) -> dict:
    page = f"/inovasi/{Innovation.objects.filter(is_public=True).order_by('-pk').values_list('code', flat=True)[0]}/"
    content = (folder / "site/current" / page.strip("/") / "index.html").read_bytes()
    (folder / "static").mkdir()
    (folder / "static/berkas.html").write_bytes(content)
    (folder / "static/berkas.html.gz").write_bytes(gzip.compress(content, 6, mtime=0))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        proxy = Proxy(folder, "{}:{}".format(*nobody.getsockname()))
    try:
        proxy.start()
        rounds = [(_rate(proxy.port, page), _rate(proxy.port, "/static/berkas.html")) for _ in range(ROUNDS)]
    finally:
        proxy.stop()
    mine, any_file = (statistics.median(one) for one in zip(*rounds, strict=True))
    ratio = round(statistics.median(one / other for one, other in rounds), 2)
    return {
        "page_bytes_packed": len(gzip.compress(content, 6)),
        "cores": os.cpu_count(),
        "requests_per_second": round(mine),
        "requests_per_second_of_any_file": round(any_file),
        "ratio": {"figure": ratio, "limit": RATIO, "holds": ratio >= RATIO},
        "application_running": False,
    }


def _rate(port: int, path: str) -> float:
    """Return how many answers come in a second, fifty asked at once, so that asking costs little.

    :raises RuntimeError: an answer is not 200, or not the packed file.
    """
    ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    begun = time.perf_counter()
    for _ in range(LINES):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.sendall(ask)
            length = _first(line)
            for _ in range(BATCHES):
                line.sendall(ask * PIPELINED)
                _read(line, length * PIPELINED)
    return LINES * (1 + BATCHES * PIPELINED) / (time.perf_counter() - begun)


def _first(line: socket.socket) -> int:
    """Read the first answer and return its length, which is that of all others."""
    head, _gap, body = line.recv(65536).partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n")[0] or b"Content-Encoding: gzip" not in head:
        raise RuntimeError(head.decode())
    content = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    _read(line, content - len(body))
    return len(head) + 4 + content


def _read(line: socket.socket, number: int) -> None:
    while number > 0:
        number -= len(line.recv(min(number, 1 << 20)))
