"""Slow lines in small: people who upload over a telephone hold none of the workers that others save with.

Twenty uploads of 5 MB at 250 KB/s go through nginx as deploy/ sets it up, while others save answers; then the same uploads
without it, to see what it is there for. Nginx writes how long each upload took and how long a worker was busy with it.
"""

import contextlib
import io
import os
import re
import socket
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from PIL import Image

from bench.proxy import Proxy, is_there, measure_stamp
from bench.stack import Stack
from bench.writing import TEXT, TOKEN, Post, Run, cookies_of, run_posts
from competition.models import Membership, Person
from submissions.models import Document, Proposal

UPLOADS = 20
BYTES, BYTES_PER_SECOND, PIECES_PER_SECOND = 5_000_000, 250_000, 10
# People do not all begin in one instant.
BETWEEN_STARTS = 0.2
SAVERS, SAVES = 4, 25
CONTROL_SECONDS = 5
LIMIT_MS = 1000
# From the first piece to the last; a worker that hears of an upload earlier than after that is held by a slow line.
SENDING_SECONDS = (BYTES * PIECES_PER_SECOND // BYTES_PER_SECOND - 1) / PIECES_PER_SECOND
HELD_SECONDS = 0.5
LINE = re.compile(r'"POST (/proposal/\S+/berkas/\S+)" (\d+) \d+ ([\d.]+) ([\d.]+)')


def measure_uploading(stack: Stack) -> dict:
    """Return the figures, or why there are none."""
    if not is_there():
        return {"left_out": "nginx is not installed (Debian: apt-get install nginx)"}
    with tempfile.TemporaryDirectory(prefix="kipp-nginx-", dir="/tmp") as folder:
        (Path(folder) / "stamp").mkdir()
        figures: dict = {"stamp": measure_stamp(Path(folder) / "stamp")}
        proxy = Proxy(Path(folder), f"127.0.0.1:{stack.port}")
        try:
            proxy.start()
            return figures | _measure(stack, proxy)
        finally:
            proxy.stop()


def _measure(stack: Stack, proxy: Proxy) -> dict:
    proposals = list(Proposal.objects.filter(state="DRAFT", created_by__email__endswith="@beban.test").order_by("pk"))
    people = _administrators()
    uploads = [_upload(one, people[one.institution_id], place) for place, one in enumerate(proposals[:UPLOADS])]
    savers = proposals[UPLOADS : UPLOADS + SAVERS]
    before = _saving(proxy.base, savers, people, SAVES)
    statuses: list[int] = []
    senders = [threading.Thread(target=lambda one=one: statuses.append(_send(proxy.base, one))) for one in uploads]
    for sender in senders:
        sender.start()
        time.sleep(BETWEEN_STARTS)
    during = _saving(proxy.base, savers, people, SAVES)
    still_sending = sum(sender.is_alive() for sender in senders)
    for sender in senders:
        sender.join()
    # A line is written after the answer has gone.
    time.sleep(1)
    told = [(float(took), float(busy)) for _path, status, took, busy in LINE.findall(proxy.log.read_text()) if status == "302"]
    kept = Document.objects.filter(proposal__in=proposals[:UPLOADS], arrived_at__isnull=False).count()
    alone = _without_proxy(stack.base, uploads, savers, people)
    held = max((SENDING_SECONDS - (took - busy) for took, busy in told), default=SENDING_SECONDS)
    return {
        "uploads": UPLOADS,
        "bytes_each": BYTES,
        "bytes_per_second": BYTES_PER_SECOND,
        "taken": {"figure": kept, "limit": UPLOADS, "holds": kept == UPLOADS == statuses.count(302) == len(told)},
        "seconds_each": max((took for took, _busy in told), default=0),
        "worker_seconds_each": max((busy for _took, busy in told), default=0),
        "worker_seconds_held_by_the_line": {
            "figure": max(0, round(held, 2)),
            "limit": HELD_SECONDS,
            "holds": held <= HELD_SECONDS,
        },
        "autosave_p95_ms_before": before.p95,
        "autosave_p95_ms": {"figure": during.p95, "limit": LIMIT_MS, "holds": during.p95 <= LIMIT_MS},
        "autosaves_refused": sum(status != 200 for status in during.statuses),
        "uploads_unfinished_when_measured": still_sending,
        "autosave_ms_without_nginx": alone,
    }


def _administrators() -> dict[int, Person]:
    """Return who writes on the proposals of an institution."""
    found = Membership.objects.filter(role="ADMINISTRATOR", person__email__endswith="@beban.test").select_related("person")
    return {one.institution_id: one.person for one in found}


def _saving(base: str, proposals: list[Proposal], people: dict[int, Person], turns: int) -> Run:
    """Return how long saving takes, one answer of each proposal over and over."""
    answers = [one.answers.select_related("question").order_by("pk").first() for one in proposals]
    cookies = [cookies_of(people[one.institution_id]) for one in proposals]

    def save(place: int, turn: int) -> Post:
        answer = answers[place]
        path = reverse("submissions:autosave", args=[proposals[place].code, answer.question.code])
        return Post(path, cookies[place], {"text": f"{TEXT}{answer.version + turn}", "version": str(answer.version + turn)})

    return run_posts(base, len(proposals), turns, save)


def _upload(proposal: Proposal, person: Person, place: int) -> bytes:
    """Return a whole request: a form with a picture of noise, which nothing packs."""
    made = io.BytesIO()
    side = 1285
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(made, "PNG")
    content = made.getvalue()[:BYTES].ljust(BYTES, b"\0")
    edge = b"batas%d" % place
    body = b'--%s\r\nContent-Disposition: form-data; name="file"; filename="foto.png"\r\n\r\n' % edge
    body += content + b"\r\n--%s--\r\n" % edge
    path = reverse("submissions:upload", args=[proposal.code, "lain"])
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies_of(person)}", f"X-CSRFToken: {TOKEN}"]
    head += [
        f"Content-Type: multipart/form-data; boundary={edge.decode()}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def _send(base: str, request: bytes, over: threading.Event | None = None) -> int:
    """Send a request as slowly as the line is, and return the status; 0 when it was broken off because it is over."""
    address = urlsplit(base)
    size = BYTES_PER_SECOND // PIECES_PER_SECOND
    with socket.create_connection((address.hostname, address.port), timeout=60) as line:
        for start in range(0, len(request), size):
            if over is not None and over.is_set():
                return 0
            line.sendall(request[start : start + size])
            time.sleep(1 / PIECES_PER_SECOND)
        answer = line.makefile("rb").readline().split()
    return int(answer[1]) if len(answer) > 1 else 0


def _without_proxy(base: str, uploads: list[bytes], savers: list[Proposal], people: dict[int, Person]) -> float:
    """Return the milliseconds of one save while the same uploads come to the workers themselves."""
    over = threading.Event()
    senders = [threading.Thread(target=_give_up, args=(base, one, over)) for one in uploads]
    for sender in senders:
        sender.start()
    time.sleep(2)
    # They would hold the workers for as long as they like; the bench does not wait for that.
    threading.Timer(CONTROL_SECONDS, over.set).start()
    took = _saving(base, savers[:1], people, 1).p50
    over.set()
    for sender in senders:
        sender.join()
    return took


def _give_up(base: str, request: bytes, over: threading.Event) -> None:
    with contextlib.suppress(OSError):
        _send(base, request, over)
