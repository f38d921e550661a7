"""Where files are kept: a folder of this machine, or a bucket (STORAGE_URL). Four acts, the same on both.

A name is made by the program and never by a person: letters, digits, `.`, `-` and `_` in parts between slashes. What is kept
under a name is there whole or not at all, and kept again under the same name it takes the place of what was there.
"""

import contextlib
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext_lazy as _

from competition.verdict import Refused

LONGEST_NAME = 200
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/){0,7}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", re.ASCII)
# Where a file lies while it is being written; no name begins with a dot.
UNFINISHED = ".unfinished"

logger = logging.getLogger(__name__)


class BadName(ValueError):
    """No file of ours is called that: the name would lead out of the place where files are kept, or nowhere."""


class NotKept(Refused):
    """The storage did not take the file: it is full, or cannot be reached. Nothing of the file is there."""

    reason = _("Berkas gagal diunggah. Coba lagi.")


class NotOpened(Refused):
    """The storage does not give the file now."""

    reason = _("Berkas belum dapat dibuka. Coba lagi nanti.")


class FileMissing(NotOpened):
    """Nothing is kept under the name."""

    reason = _("Berkas tidak ada lagi")


def keep_file(path: Path, name: str) -> None:
    """Keep what the file at the path holds, under the name.

    :raises BadName: the name is none of ours.
    :raises NotKept: no room, or no storage; nothing was written.
    """
    require_name(name)
    try:
        default_storage.keep(path, name)
    except OSError as error:
        logger.error("a file was not kept: %s", error)
        raise NotKept from error


def open_file(name: str) -> BinaryIO:
    """Return what is kept under the name, to be read and closed.

    :raises BadName: the name is none of ours.
    :raises FileMissing: nothing is kept under it.
    :raises NotOpened: the storage does not answer.
    """
    require_name(name)
    try:
        return default_storage.bring(name)
    except FileNotFoundError as error:
        raise FileMissing from error
    except OSError as error:
        logger.error("a file was not opened: %s", error)
        raise NotOpened from error


def drop_file(name: str) -> None:
    """Remove what is kept under the name; nothing is as good.

    :raises BadName: the name is none of ours.
    :raises NotKept: the storage does not answer.
    """
    require_name(name)
    try:
        default_storage.drop(name)
    except OSError as error:
        raise NotKept from error


def names(prefix: str, *, before: datetime | None = None) -> Iterator[str]:
    """Yield the names in the folder `prefix` and below, in no order; with `before`, of what was kept before that instant.

    :raises BadName: the prefix is none of ours.
    :raises NotOpened: the storage does not answer.
    """
    require_name(prefix)
    try:
        for name, kept_at in default_storage.listed(prefix):
            if _NAME.fullmatch(name) and (before is None or kept_at < before):
                yield name
    except OSError as error:
        raise NotOpened from error


def drop_unfinished(before: datetime) -> int:
    """Remove what a process that died left half written before that instant, and return how many files that were."""
    left = [path for path, changed_at in default_storage.unfinished() if changed_at < before]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def require_name(name: str) -> None:
    """Pass when a file of ours can have the name.

    :raises BadName: otherwise.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise BadName(f"no name of a file: {name[:80]!r}")


class DiskStorage(FileSystemStorage):
    """A folder that only this user can read, and that lies under no address."""

    def keep(self, path: Path, name: str) -> None:
        """Write beside, see it on the disk, then put it in its place: whoever dies or runs out of room leaves no half file.

        :raises OSError: nothing was kept.
        """
        place = self._place(name)
        beside = Path(self.location, UNFINISHED, secrets.token_hex(16))
        for folder in (place.parent, beside.parent):
            _make_private(folder)
        try:
            with path.open("rb") as source, open(beside, "xb", opener=_for_this_user) as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            os.replace(beside, place)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        _settle(place.parent)

    def bring(self, name: str) -> BinaryIO:
        """Return the file, open.

        :raises OSError: it is not there, or is no file.
        """
        return os.fdopen(os.open(self._place(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")

    def drop(self, name: str) -> None:
        """Remove the file, if it is there.

        :raises OSError: it could not be.
        """
        self._place(name).unlink(missing_ok=True)

    def listed(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Yield name and time of what lies in the folder and below; links are not followed."""
        root = Path(self.location).resolve()
        for folder, _folders, files in os.walk(self._place(f"{prefix}/x").parent):
            for file in files:
                path = Path(folder, file)
                with contextlib.suppress(FileNotFoundError):
                    changed = path.lstat().st_mtime
                    yield path.relative_to(root).as_posix(), datetime.fromtimestamp(changed, UTC)

    def unfinished(self) -> Iterator[tuple[Path, datetime]]:
        """Yield path and time of what is being written, or was when its writer died."""
        place = Path(self.location, UNFINISHED)
        for path in place.iterdir() if place.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                yield path, datetime.fromtimestamp(path.lstat().st_mtime, UTC)

    def _place(self, name: str) -> Path:
        """Return where the file lies; also a link inside the folder must not lead out of it.

        :raises BadName: it would.
        """
        root = Path(self.location).resolve()
        place = root / name
        if not place.parent.resolve().is_relative_to(root):
            raise BadName(f"leads out of the folder: {name[:80]!r}")
        return place


def _make_private(folder: Path) -> None:
    """Make a folder and those above it, each for this user only."""
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _for_this_user(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _settle(folder: Path) -> None:
    """Bring a folder's list of names to the disk; some file systems know no such thing, and need none."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
