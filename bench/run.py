"""`make bench`: measure what the issues promise and print it as one JSON object.

Times are medians and 95th percentiles at 8 clients on keep-alive connections, and on a connection for each request; each page
stands beside a bare view that is asked in the same minute behind the same middleware, in the median of five rounds. Nothing
here fails: the reader compares `figure` with `limit`.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.chdir(BASE)

from bench.load import Times, measure  # noqa: E402 - the project's folder must be on the path first
from bench.stack import Stack  # noqa: E402 - the same

RATIO = 6
# The bare view answers within a millisecond: a round's p95 hangs on what else the machine did in a quarter of a second.
ROUNDS = 5
QUERIES = 12
# What can be measured by itself: in Chromium, slow uploads behind nginx, a slow mail server, the secretariat's pipeline,
# pages beside the bare view, a panel that saves at once, public pages as files, writing without a broker, the catalogue, the
# seconds around an announcement, and what the verdict computes.
PARTS = (
    "catalogue",
    "spread",
    "phone",
    "uploads",
    "mailing",
    "pipeline",
    "pages",
    "scoring",
    "static",
    "broker",
    "embargo",
    "arithmetic",
)


def main() -> None:
    """Start, fill, measure, stop, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=3000)
    parser.add_argument("--judges", type=int, default=60)
    parser.add_argument("--requests", type=int, default=400, help="requests per page")
    parser.add_argument("--only", choices=PARTS, help="measure this part alone")
    parser.add_argument("--seconds", type=int, default=10, help="before and after the instant of an embargo")
    parser.add_argument("--letters", type=int, default=10_500, help="letters to the slow mail server")
    asked = parser.parse_args()
    if asked.only == "broker":
        print(json.dumps(without_broker(), indent=2))
        return
    if asked.only == "arithmetic":
        from bench.arithmetic import measure_arithmetic

        print(json.dumps(measure_arithmetic(), indent=2))
        return
    data = Path(tempfile.mkdtemp(prefix="kipp-bench-", dir="/tmp"))
    stack = Stack(data, DEMO_PASSWORD="bench-bench-bench", DJANGO_SETTINGS_MODULE="bench.settings")
    if asked.only == "mailing":
        print(json.dumps(with_mail(stack, data, asked), indent=2))
        return
    try:
        figures = {"first_start_seconds": line(stack.start(), 15)}
        if asked.only in (None, "phone"):
            stack.stop()
            figures["second_start_seconds"] = line(stack.start(), 8)
        figures |= with_data(stack, asked)
        if asked.only is None:
            stack.stop()
            figures |= with_mail(stack, data, asked)
            figures |= without_broker()
    finally:
        stack.stop()
        shutil.rmtree(data, ignore_errors=True)
    print(json.dumps(figures, indent=2))
    sys.exit("failed" in figures)


def with_mail(stack: Stack, data: Path, asked: argparse.Namespace) -> dict:
    """Start the installation with a slow mail server, measure its letters, stop and remove it."""
    from bench.mailing import Sink, measure_mailing

    folder = Path(tempfile.mkdtemp(prefix="kipp-sink-", dir="/tmp"))
    sink = Sink(folder)
    try:
        stack.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}"
        stack.start()
        set_up(stack)
        return measure_mailing(sink, asked.letters)
    finally:
        stack.stop()
        sink.stop()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


def without_broker() -> dict:
    """Measure writing while Valkey is stopped, by a process of its own: this one knows another installation's settings."""
    command = [sys.executable, "-m", "bench.without_broker"]
    done = subprocess.run(command, cwd=BASE, stdout=subprocess.PIPE, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else {"without_broker": {"failed": done.returncode}}


def set_up(stack: Stack) -> None:
    """Give this process the settings of the installation, and no connection to one that was stopped since."""
    os.environ.update({key: stack.environment[key] for key in ("DATA_DIR", "DEMO", "DJANGO_SETTINGS_MODULE", "PORT")})
    import django

    django.setup()
    from django.db import connections

    connections.close_all()


def with_data(stack: Stack, asked: argparse.Namespace) -> dict:
    """Fill the database of a running installation and measure everything that needs data."""
    set_up(stack)
    from bench import arithmetic, audit, copying, exporting, pages, pipeline, scoring, uploading, verdict, writing
    from competition.clock import read_clock

    if asked.only == "pipeline":
        figures = pipeline.measure_pipeline(stack.base, read_clock(), asked.requests) | exporting.measure_exporting()
        return figures | copying.measure_copying(read_clock())
    on_phone = partial(_on_a_phone, stack)
    alone = {"phone": on_phone, "catalogue": _catalogue, "spread": _spread, "static": _static}
    alone |= {"uploads": partial(_slow_lines, stack), "embargo": partial(_around_an_announcement, stack, asked.seconds)}
    if asked.only in alone:
        return alone[asked.only]()
    if asked.only == "pages":
        return _fill(asked) | {"pages": beside_a_bare_view(stack, pages.pages(), asked.requests)}
    if asked.only == "scoring":
        return _fill(asked) | scoring.measure_scoring(stack.base)
    parts: list[Callable[[], dict]] = [
        on_phone,
        lambda: {"writing": writing.measure_writing(stack.base)},
        lambda: {"uploading": uploading.measure_uploading(stack)},
        partial(_fill, asked),
        lambda: {"pages": beside_a_bare_view(stack, pages.pages(), asked.requests)},
        lambda: {"first_load_bytes": {name: line(first_load(stack.base, path), 100_000) for name, path in PUBLIC.items()}},
        lambda: scoring.measure_scoring(stack.base),
        verdict.measure_verdict,
        arithmetic.measure_arithmetic,
        audit.measure_audit,
        lambda: {"results_page_bytes": line(transferred(stack.base, results_path()), 50_000)},
        lambda: {"results_warm_queries": line(pages.warm_queries(results_path()), 0)},
        lambda: pipeline.measure_pipeline(stack.base, read_clock(), asked.requests),
        exporting.measure_exporting,
        alone["static"],
        lambda: copying.measure_copying(read_clock()),
        _catalogue,
        _spread,
    ]
    return one_after_the_other(parts)


def one_after_the_other(parts: list[Callable[[], dict]]) -> dict:
    """Return the figures of all parts; one that fails says so among them and costs no other's."""
    figures: dict = {}
    for part in parts:
        begun = time.monotonic()
        try:
            found = part()
        except Exception as fault:  # noqa: BLE001 - an hour of other figures is not lost with one part's
            traceback.print_exc()
            found = {"failed": [*figures.get("failed", []), repr(fault)]}
        figures |= found
        print(f"After {time.monotonic() - begun:.1f} s: {json.dumps(found)}", file=sys.stderr, flush=True)
    return figures


def _catalogue() -> dict:
    from bench.catalogue import measure_catalogue

    return measure_catalogue()


def _static() -> dict:
    from bench.serving import measure_serving

    return {"static": measure_serving()}


def _spread() -> dict:
    from bench.spread import measure_spread

    return measure_spread()


def _slow_lines(stack: Stack) -> dict:
    from bench import uploading, writing

    writing.write_drafts()
    return {"uploading": uploading.measure_uploading(stack)}


def _around_an_announcement(stack: Stack, seconds: int) -> dict:
    from bench import embargo

    return embargo.measure_embargo(stack, seconds)


def _on_a_phone(stack: Stack) -> dict:
    from bench import chromium, phone
    from competition.clock import read_clock

    return chromium.measure_chromium(stack.base, stack.environment["DEMO_PASSWORD"], phone.pages_on_a_phone(read_clock()))


def _fill(asked: argparse.Namespace) -> dict:
    """Write the proposals and sheets that pages are measured with."""
    from bench.seed import fill, settle
    from competition.clock import read_clock

    begun = time.monotonic()
    fill(proposals=asked.proposals, judges=asked.judges, at=read_clock())
    settle()
    return {"proposals": asked.proposals, "seconds_to_fill": round(time.monotonic() - begun, 1)}


def beside_a_bare_view(stack: Stack, pages: list, requests: int) -> dict:
    """Return the figures of each page beside those of a bare view that is asked in the same minute."""
    return {
        page.name: {
            "queries": line(page.queries, QUERIES),
            **compare(stack.base, page, requests, keep=True),
            "by_request": compare(stack.base, page, requests, keep=False),
        }
        for page in pages
    }


def compare(base: str, page: Any, requests: int, *, keep: bool) -> dict:
    """Return the medians of rounds in which the bare view and the page are asked in turn."""
    rounds = []
    for _ in range(ROUNDS):
        bare = measure(base, "/bare/", page.cookies, requests, keep=keep)
        rounds.append((measure(base, page.path, page.cookies, requests, keep=keep), bare))

    def middle(of: Callable[[Times, Times], float]) -> float:
        return round(statistics.median(of(*one) for one in rounds), 2)

    return {
        "p50_ms": middle(lambda times, _bare: times.p50),
        "p95_ms": middle(lambda times, _bare: times.p95),
        "bare_p50_ms": middle(lambda _times, bare: bare.p50),
        "bare_p95_ms": middle(lambda _times, bare: bare.p95),
        "p95_ratio": line(middle(lambda times, bare: times.p95 / bare.p95), RATIO),
    }


PUBLIC = {"landing": "/", "sign_in": "/masuk/", "catalogue": "/inovasi/"}


def results_path() -> str:
    """Return the address of the demo edition's results."""
    return "/hasil/2017/"


def line(figure: float, limit: float) -> dict:
    """Return a figure beside its limit."""
    return {"figure": figure, "limit": limit, "holds": figure <= limit}


def transferred(base: str, path: str) -> int:
    """Return the bytes of one answer as they travel compressed."""
    return len(fetch(urljoin(base, path))[1])


def first_load(base: str, path: str) -> int:
    """Return the bytes of a page and everything it refers to on a first visit.

    :raises RuntimeError: when it refers to another host.
    """
    text, body = fetch(urljoin(base, path))
    total = len(body)
    for found in sorted(set(re.findall(r'(?:src|href)="([^"]+\.(?:css|js|svg|png|woff2?))"', text))):
        if found.startswith(("http:", "https:", "//")):
            raise RuntimeError(f"{path} refers to {found}")
        total += len(fetch(urljoin(base, found))[1])
    return total


def fetch(address: str) -> tuple[str, bytes]:
    """Return an answer's text and the bytes that travelled; a page nobody compressed counts as nginx would send it."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body, coding = answer.read(), answer.headers.get("Content-Encoding", "")
    if coding:
        return "", body
    return body.decode(errors="replace"), gzip.compress(body, 6)


if __name__ == "__main__":
    main()
