"""A data folder of its own for each test, with a short name, gone afterwards together with what ran in it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from competition.services.folders import BASE, Folders, open_folders
from competition.services.keeper import ENGINES, Use, keeper_lock
from competition.services.locks import is_taken
from tests.services_plugin import private_environment

Manage = Callable[..., subprocess.CompletedProcess[str]]


def wait_until(happens: Callable[[], object], seconds: float = 20) -> None:
    """Return once it happens; fail after the seconds."""
    limit = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.02)


def nothing_runs(folders: Folders) -> bool:
    """Say whether no engine is kept in the folder."""
    return not any(is_taken(keeper_lock(folders, name)) for name in ENGINES)


def ask(folders: Folders, query: str) -> object:
    """Return the first value of the answer, None for a statement without one."""
    with psycopg2.connect(host=str(folders.run), user="kipp", dbname="kipp") as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.fixture
def place() -> Iterator[Path]:
    """A path for a data folder that does not exist yet."""
    above = Path(tempfile.mkdtemp(prefix="kipp-l-", dir="/tmp"))
    above.chmod(0o755)
    yield above / "data"
    if (above / "data" / "run").is_dir():
        wait_until(lambda: nothing_runs(Folders(above / "data")), 30)
    shutil.rmtree(above, ignore_errors=True)


@pytest.fixture
def folders(place: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A data folder ready for use, as this process and its children see it."""
    monkeypatch.setenv("DATA_DIR", str(place))
    monkeypatch.delenv("KIPP_POSTGRES_WAY", raising=False)
    return open_folders()


@pytest.fixture
def use(folders: Folders) -> Iterator[Callable[[str], Use]]:
    """Uses of engines in the folder, left at the end whatever happens."""
    taken: list[Use] = []

    def take(name: str) -> Use:
        one = Use(folders, name)
        taken.append(one)
        one.join()
        return one

    yield take
    for one in taken:
        one.leave()


@pytest.fixture
def environ(place: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing but the data folder."""
    return private_environment(place) | {"DEMO": "0"}


@pytest.fixture
def manage(environ: dict[str, str]) -> Manage:
    """Run manage.py as that somebody."""

    def call(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=BASE, env=environ | more, capture_output=True, text=True, timeout=60, check=False)

    return call


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops privileges")
