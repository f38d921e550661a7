"""A throw-away PostgreSQL and Valkey for one test run, made before Django's settings are read.

`tests/conftest.py` imports this first. DATABASE_URL and REDIS_URL, if set, are used instead of the private engines, each by
itself.
The engines stop when the run ends, however it ends: their keepers notice (see competition/services/keeper.py).
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from competition.environment import private_broker, private_database
from competition.services.folders import Folders, open_folders
from competition.services.keeper import VARIABLES, Use, wanted_engines

MARK = "KIPP_TEST_FOLDER"
# What is set in the shell of whoever runs the tests must not change their outcome.
UNWANTED = (
    *("ALLOWED_HOSTS", "CLAMD_ADDRESS", "DEMO", "DEMO_PASSWORD", "EMAIL_FROM", "EMAIL_URL", "HELP_EMAIL", "HELP_PHONE", "HOST"),
    *("LOG_LEVEL", "PORT", "REQUIRE_MFA", "SECRET_KEY", "SITE_URL", "SSL_REDIRECT", "STORAGE_URL", "WATCH_WORKERS"),
)


def start_services() -> None:
    """Point the environment at a folder and servers for this run; a second call, or a child process's, does nothing.

    The processes of `pytest -n` share the engines: pytest-django gives each a database of its own, this a folder and a corner
    of Valkey.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    new_worker = bool(worker) and MARK in os.environ and Path(os.environ[MARK]).name != worker
    if (MARK in os.environ and not new_worker) or {"--help", "-h", "--version", "-V"} & set(sys.argv):
        return
    if "django.conf" in sys.modules and sys.modules["django.conf"].settings.configured:
        sys.exit(
            "Unset DJANGO_SETTINGS_MODULE (and leave --ds away): the tests make their own database before settings are read."
        )
    if new_worker:
        _take_own_corner(worker)
        return
    for name in UNWANTED:
        os.environ.pop(name, None)
    # A socket's path must be short, and TMPDIR may not be.
    folder = tempfile.mkdtemp(prefix="kipp-test-", dir="/tmp" if os.access("/tmp", os.W_OK) else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Nothing is collected for a test run; without the folder every request warns about it.
    Path(folder, "static").mkdir()
    os.environ |= {MARK: folder, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "competition.settings"}
    _start_engines(open_folders())


def _take_own_corner(worker: str) -> None:
    folder = Path(os.environ[MARK], worker)
    Path(folder, "static").mkdir(parents=True)
    broker, _, _number = os.environ["REDIS_URL"].partition("?db=")
    # Database 0 is left to a run without workers.
    os.environ |= {
        MARK: str(folder),
        "DATA_DIR": str(folder),
        "REDIS_URL": f"{broker}?db={int(worker.removeprefix('gw')) + 1}",
        "DJANGO_SETTINGS_MODULE": "competition.settings",
    }


def pytest_xdist_setupnodes() -> None:
    """Do not tell the processes of `pytest -n` which settings to read: each first takes its corner, then names them itself."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def _start_engines(folders: Folders) -> None:
    uses = [Use(folders, name, throw_away=True) for name in wanted_engines()]
    for use in uses:
        use.join()
        atexit.register(use.leave)
    for use in uses:
        use.wait()
    addresses = {"postgres": private_database(folders.data), "valkey": private_broker(folders.data)}
    for use in uses:
        os.environ[VARIABLES[use.name]] = addresses[use.name]


def private_environment(folder: Path) -> dict[str, str]:
    """Return this process's environment without anything that names servers or settings, and with another data folder."""
    unwanted = {*UNWANTED, MARK, "DATABASE_URL", "REDIS_URL", "KIPP_POSTGRES_WAY"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {"DATA_DIR": str(folder)}
