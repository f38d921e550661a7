"""Public pages as files that nginx serves by itself: the same pages, asked from the application once and written down.

A build is a folder of its own beside everything nginx serves; `current` is a link to one, and is put elsewhere in one act.
Without it nginx asks the application. It is taken away before a list opens, because a file does not know what time it is.
"""

import fcntl
import gzip
import logging
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import reverse
from django.utils.cache import get_max_age
from django.utils.module_loading import import_string

from competition.freshness import MADE_ANEW, public_version
from submissions.queries.catalogue import public_codes
from submissions.queries.results import announced_years, objections_ended_between

logger = logging.getLogger(__name__)

# For how many seconds browsers keep a file (deploy/nginx.conf).
KEPT = 30
CURRENT, LOCK, STAMP = "current", "lock", "stamp"
# The frame of a page changes with the running edition, which no stamp tells.
OLDEST = timedelta(hours=1)
PLAIN = re.compile(r"(/[A-Za-z0-9-]+)+/\Z")


class OddPage(Exception):
    """A page that is not to be written: another address than one of ours, or another answer than the page."""


def keep_site(*, at: datetime) -> int:
    """Build the files where they are missing or old, take them away while an announcement waits; return how many were written.

    Does nothing where `SITE_DIR` is not set, or while somebody else is at it.
    """
    folder = settings.SITE_DIR
    if folder is None:
        return 0
    with _alone(folder) as is_mine:
        if not is_mine:
            return 0
        if import_string(settings.NEXT_OPENING)() is not None:
            retire_site()
            return 0
        return 0 if _is_fresh(folder, at) else _renew(folder, at)


def build_site(*, at: datetime) -> int:
    """Build the files anew, whatever there is; return how many pages were written.

    :raises OddPage: a page did not answer, or an address is none.
    """
    with _alone(settings.SITE_DIR) as is_mine:
        if not is_mine or import_string(settings.NEXT_OPENING)() is not None:
            return 0
        return _build(settings.SITE_DIR, at)


def retire_site() -> None:
    """Let nginx ask the application from now on, because what is public has changed or is about to."""
    if settings.SITE_DIR is not None:
        (settings.SITE_DIR / CURRENT).unlink(missing_ok=True)


def _renew(folder: Path, at: datetime) -> int:
    """Build anew. Where that came to nothing the old files go, too: they say what was, and the application knows what is."""
    number = 0
    try:
        number = _build(folder, at)
    finally:
        if not number:
            retire_site()
    return number


def _build(folder: Path, at: datetime) -> int:
    """Write a new build and switch to it; one that failed, or during which something public changed, leaves nothing behind."""
    stamp, building, number = public_version(), folder / f"build-{secrets.token_hex(6)}", 0
    pages, is_whole = Pages(), False
    try:
        for path in _paths(at):
            if content := pages.answer(path):
                _write(building, path, content)
                number += 1
        (building / STAMP).write_text(f"{stamp} {at.isoformat()}", encoding="ascii")
        is_whole = _is_of_now(stamp)
    finally:
        if not is_whole:
            shutil.rmtree(building, ignore_errors=True)
    if not is_whole:
        return 0
    _switch(folder, building)
    if not _is_of_now(stamp):
        # Somebody who made something public between the question and the switch took away the files before these.
        retire_site()
    return number


def _is_of_now(stamp: int) -> bool:
    return public_version() == stamp and import_string(settings.NEXT_OPENING)() is None


def _paths(at: datetime) -> Iterator[str]:
    yield reverse("submissions:results_index")
    yield reverse("submissions:catalogue")
    for year in announced_years(at):
        yield reverse("submissions:results", args=[year])
    for code in public_codes():
        yield reverse("submissions:innovation", args=[code])


class Pages:
    """The application as a visitor without a session meets it, asked in this process."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.address = urlsplit(settings.SITE_URL)

    def answer(self, path: str) -> bytes | None:
        """Return the page; None for one that is not to be kept as long as a file, such as one that waits for an announcement.

        :raises OddPage: it is none.
        """
        scheme, host = self.address.scheme, self.address.hostname or "localhost"
        port = str(self.address.port or {"https": 443}.get(scheme, 80))
        known = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1"}
        known |= {"SERVER_NAME": host, "SERVER_PORT": port, "HTTP_HOST": self.address.netloc, "SERVER_PROTOCOL": "HTTP/1.1"}
        known |= {MADE_ANEW: True, "HTTP_X_FORWARDED_PROTO": scheme, "wsgi.url_scheme": scheme, "wsgi.input": BytesIO()}
        response = self.handler.get_response(WSGIRequest(known))
        if response.status_code != 200 or response.cookies:
            raise OddPage(f"{path}: {response.status_code}")
        kept = get_max_age(response)
        return response.content if kept is None or kept >= KEPT else None


def _write(building: Path, path: str, content: bytes) -> None:
    """Write a page and its packed twin; nothing is ever written outside the build, whatever an address says."""
    target = building / path.strip("/")
    if not PLAIN.match(path) or not target.resolve().is_relative_to(building.resolve()):
        raise OddPage(path)
    target.mkdir(parents=True, exist_ok=True)
    (target / "index.html").write_bytes(content)
    (target / "index.html.gz").write_bytes(gzip.compress(content, 6, mtime=0))


def _switch(folder: Path, building: Path) -> None:
    """Put the link elsewhere in one act, and remove builds that nobody has been sent to for a build's time."""
    before = (folder / CURRENT).resolve() if (folder / CURRENT).is_symlink() else None
    link = folder / f"{building.name}.link"
    link.symlink_to(building.name)
    link.replace(folder / CURRENT)
    for old in folder.glob("build-*"):
        if old.is_dir() and old.resolve() not in (building.resolve(), before):
            shutil.rmtree(old, ignore_errors=True)


def _is_fresh(folder: Path, at: datetime) -> bool:
    """Say whether the files are of this version of what is public, and not too old for the frame around it."""
    try:
        version, built_at = (folder / CURRENT / STAMP).read_text(encoding="ascii").split(" ")
    except (FileNotFoundError, NotADirectoryError):
        return False
    since = datetime.fromisoformat(built_at)
    return int(version) == public_version() and at - since < OLDEST and not objections_ended_between(since, at)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold the folder against other builders; say whether it is ours."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
