"""LOAD-06 and LOAD-05: the seconds in which a list opens while everybody asks for it, and after it public pages as files.

LOAD-06: pages, API, calendar and front page are asked through nginx as deploy/ sets it up, from ten seconds before an agreed
instant until ten after it (`--seconds`; the target's own window is 60), with the workers and beat stopped. No body may hold a
result before the instant by the database's clock, and every body of what shows the list must two seconds after it.

LOAD-05: then the pages are written as files, and nginx is asked for them as fast as the target says while people of an agency
go on working; the application must hear of none of it. Then the same for plain files of those sizes (docs/decisions/0132).
"""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.polling import Asked, Poll, Target, percentile
from bench.proxy import Proxy, is_there
from bench.stack import Stack
from bench.verdict import lock_open_sheets
from bench.writing import cookies_of
from competition.clock import read_clock
from competition.models import Person, Round
from competition.operations.calendar import move_to_next_stage
from competition.operations.notices import announcements_held
from judging.models import Announcement
from judging.operations.announcements import LEAD, approve_announcement, open_announcements, prepare_announcement
from judging.operations.rankings import rank_round
from judging.operations.selections import ratify_selection, select_finalists
from submissions.models import Innovation
from submissions.operations.site import build_site

PROPOSALS, JUDGES = 300, 30
# What the targets ask for, of a server; a client on the same two cores takes its share of them.
POLLED, STATIC, PAGES = 1500, 5000, 14
LINES = 32
# What is asked for where the machine itself is slower: this share of what nginx gives for any file of that size.
SHARE = 0.8
AFTER = 2.0
QUERIES, STATIC_P99_MS, PAGES_P95_MS = 10, 50, 1000
SETTLED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def measure_embargo(stack: Stack, seconds: int) -> dict:
    """Return the figures of both, or why there are none."""
    if not is_there():
        return {"left_out": "nginx is not installed (Debian: apt-get install nginx)"}
    folder = Path(tempfile.mkdtemp(prefix="kipp-embargo-", dir="/tmp"))
    # nginx gives its own processes another account when it is started by root.
    folder.chmod(0o755)
    proxy = Proxy(folder, f"127.0.0.1:{stack.port}")
    try:
        proxy.start()
        with _nothing_scheduled(stack):
            announcement, titles = _agreed()
            return {"embargo": _embargo(proxy, announcement, titles, seconds), "static_load": _static(proxy, seconds)}
    finally:
        proxy.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Surface:
    """An address with what of a result it would show; `shows`: it must, once the list is open."""

    path: str
    marks: tuple[str, ...]
    shows: bool = True


def _surfaces(titles: list[str]) -> list[Surface]:
    """Return what is asked: each with every chosen title as a mark, in the writing of its format."""
    known = tuple(titles)
    word = titles[0].split()[-1]
    showing = ("/hasil/2017/", f"/inovasi/?cari={word}", "/api/v1/outcomes", f"/api/v1/innovations?search={word}")
    others = ("/", "/hasil/", "/inovasi/", "/kalender.ics", "/sitemap.xml")
    others += ("/hasil/2017/statistik/", "/api/v1/statistics")
    return [
        *(Surface(path, known) for path in showing),
        Surface("/api/v1/editions", ('"list": "desk"',)),
        *(Surface(path, known, shows=False) for path in others),
    ]


def _agreed() -> tuple[Announcement, list[str]]:
    """Bring the edition to an announcement that two people agreed on, as soon as may be; return it and the chosen titles."""
    from bench.seed import fill, settle

    fill(proposals=PROPOSALS, judges=JUDGES, at=read_clock())
    settle()
    round_ = Round.objects.select_related("edition", "stage").order_by("order").first()
    chair, first, second = (Person.objects.get(email=f"{name}@demo.test") for name in ("ketua", "sekretariat", "sekretariat2"))
    with announcements_held():
        lock_open_sheets(round_)
        rank_round(round_=round_, person=chair, at=read_clock())
        selection = select_finalists(round_=round_, person=chair, note="Bench.", at=read_clock())
        selection = ratify_selection(selection=selection, person=first, at=read_clock())
        move_to_next_stage(edition=round_.edition, person=first, expected="announcement", at=read_clock())
        at = read_clock()
        one = prepare_announcement(selection=selection, publish_at=at + LEAD + timedelta(seconds=5), person=second, at=at)
        one = approve_announcement(announcement=one, seen=one.pk, person=first, at=read_clock())
    chosen = selection.entries.filter(is_in=True).values_list("entry__proposal__title", flat=True)
    return one, sorted(chosen)


def _embargo(proxy: Proxy, announcement: Announcement, titles: list[str], seconds: int) -> dict:
    opens = announcement.publish_at.timestamp() + _ahead()
    surfaces = _surfaces(titles)
    targets = [Target(one.path, one.marks) for one in surfaces]
    queries = _queries_of_opening(announcement.publish_at)
    begun = _transactions()
    polls = [
        Poll(proxy.port, targets, rate=POLLED / 2, lines=LINES // 2, begin=opens - seconds, end=opens + seconds)
        for _ in range(2)
    ]
    answers = sorted((one for poll in polls for one in poll.answers()), key=lambda one: one.came)
    asked = _transactions() - begun
    early = [one for one in answers if one.is_marked and one.came < opens]
    late = [one for one in answers if surfaces[one.target].shows and one.asked >= opens + AFTER and not one.is_marked]
    first = min((one.came for one in answers if one.is_marked), default=opens + seconds)
    return {
        "seconds_before_and_after": seconds,
        "requests": len(answers),
        "requests_per_second": {"figure": round(len(answers) / (2 * seconds)), "wanted": POLLED},
        "answers_with_a_result_before": _at_most(len(early), 0) | _where(early, surfaces),
        "answers_without_it_two_seconds_after": _at_most(len(late), 0) | _where(late, surfaces),
        "seconds_until_the_first": round(first - opens, 3),
        "answers_that_failed": _at_most(sum(one.status >= 500 or not one.status for one in answers), 0),
        "p99_ms": percentile((one.milliseconds for one in answers), 0.99),
        "queries_of_the_opening": _at_most(queries, QUERIES),
        "database_transactions_per_request": round(asked / len(answers), 3),
        "workers_running": False,
    }


def _static(proxy: Proxy, seconds: int) -> dict:
    settings.SITE_DIR = proxy.folder / "site"
    pages = build_site(at=read_clock())
    code = Innovation.objects.filter(is_public=True).order_by("-pk").values_list("code", flat=True)[0]
    packed = {"Accept-Encoding": "gzip"}
    files = [Target(path, headers=packed) for path in ("/hasil/2017/", "/hasil/", "/inovasi/", f"/inovasi/{code}/")]
    own = {"Cookie": cookies_of(Person.objects.get(email="unit@demo.test")), "Accept-Encoding": "identity"}
    desk = [Target(path, headers=own) for path in ("/proposal/", "/beranda/", "/akun/")]
    proxy.log.write_text("")
    begin = time.time() + 1
    when = {"begin": begin, "end": begin + seconds}
    workers = Poll(proxy.port, desk, rate=PAGES, lines=8, **when)
    read = _read(proxy, files, **when)
    worked = workers.answers()
    p99, p95 = percentile(_times(read), 0.99), percentile(_times(worked), 0.95)
    heard = _passed_on(proxy)
    bare = _bare(proxy, desk, settings.SITE_DIR / "current", [one.path for one in files], seconds)
    return {
        "seconds": seconds,
        "pages_as_files": pages,
        "requests_per_second": {"figure": round(len(read) / seconds), "wanted": STATIC},
        "of_what_bare_files_get": {
            "figure": round(len(read) / len(bare), 2),
            "bare": round(len(bare) / seconds),
            "wanted": SHARE,
        },
        "p99_ms": _at_most(p99, STATIC_P99_MS),
        "not_200": _at_most(sum(one.status != 200 for one in read), 0),
        "of_these_the_application_heard": _at_most(heard, 0),
        "pages_of_people_per_second": round(len(worked) / seconds, 1),
        "pages_of_people_p95_ms": _at_most(p95, PAGES_P95_MS),
    }


def _read(proxy: Proxy, targets: list[Target], *, begin: float, end: float) -> list[Asked]:
    """Return the answers to readers who ask as fast as the target says."""
    readers = [Poll(proxy.port, targets, rate=STATIC / 2, lines=LINES // 2, begin=begin, end=end) for _ in range(2)]
    return [one for poll in readers for one in poll.answers()]


def _bare(proxy: Proxy, desk: list[Target], site: Path, paths: list[str], seconds: int) -> list[Asked]:
    """Return the answers of the same nginx to the same readers beside the same work, for plain files of the pages' sizes."""
    folder = proxy.folder / "static"
    folder.mkdir(exist_ok=True)
    targets = []
    for number, path in enumerate(paths):
        (folder / f"bare-{number}.bin").write_bytes((site / path.strip("/") / "index.html.gz").read_bytes())
        targets.append(Target(f"/static/bare-{number}.bin"))
    when = {"begin": time.time() + 1, "end": time.time() + 1 + seconds}
    workers = Poll(proxy.port, desk, rate=PAGES, lines=8, **when)
    answers = _read(proxy, targets, **when)
    workers.answers()
    if any(one.status != 200 for one in answers):
        raise RuntimeError("a bare file was not served")
    return answers


def _passed_on(proxy: Proxy) -> int:
    """Return how many public pages nginx did not answer by itself: then it writes how long the application took."""
    lines = proxy.log.read_text().splitlines()
    public = [one for one in lines if '"GET /hasil/' in one or '"GET /inovasi/' in one]
    return sum(not one.endswith(" -") for one in public) if public else -1


def _times(answers: list[Asked]) -> list[float]:
    return [one.milliseconds for one in answers]


def _where(answers: list[Asked], surfaces: list[Surface]) -> dict:
    """Return of which addresses they are, where there are any."""
    paths = sorted({surfaces[one.target].path for one in answers})
    return {"of": paths} if paths else {}


def _at_most(figure: float, limit: float) -> dict:
    return {"figure": figure, "limit": limit, "holds": 0 <= figure <= limit}


def _ahead() -> float:
    """Return by how much the clock of this process is ahead of the database's."""
    begun = time.time()
    told = read_clock().timestamp()
    return (begun + time.time()) / 2 - told


def _queries_of_opening(at: datetime) -> int:
    """Return how many queries the one thread asks that opens the list, and take that back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        if open_announcements(at=at) != 1:
            raise RuntimeError("nothing was opened")
        transaction.set_rollback(True)
    return sum(not one["sql"].startswith(SETTLED) for one in asked)


def _transactions() -> int:
    """Return how many transactions the database has ended; what a session did lately may not be in it yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


@contextmanager
def _nothing_scheduled(stack: Stack) -> Iterator[None]:
    """Let neither workers nor beat do anything meanwhile. They are held and not ended: `make run` ends with its parts."""
    held = [pid for pid in _processes(stack) if _is_celery(pid)]
    if not held:
        raise RuntimeError("no worker was found")
    for pid in held:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in held:
            os.kill(pid, signal.SIGCONT)


def _processes(stack: Stack) -> list[int]:
    """Return the processes that the installation started, and theirs."""
    found, waiting = [], [stack.process.pid]
    while waiting:
        pid = waiting.pop()
        children = [int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
        found += children
        waiting += children
    return found


def _is_celery(pid: int) -> bool:
    return b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes()
