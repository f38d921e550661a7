"""Give an installation's database back the rows it was started with, while its programs run on."""

import itertools
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.cache.backends.redis import RedisCache

from competition import freshness
from competition.environment import private_broker, private_database
from competition.queries import site
from competition.services.folders import BASE

# The programs remember an edition's rules by a stamp that is never given twice. A database that is put in another's place
# gives its editions stamps that no earlier life had: two demos seeded alike have the same ones, and not the same rules once a
# story has written past the triggers.
STAMPS = "competition_rules_stamp"
STAMP_ANEW = f"UPDATE competition_edition SET rules_stamp = nextval('{STAMPS}')"
_lives = itertools.count(1)


def keep_as_new(data: Path) -> None:
    """Keep a copy of the database of the installation in this folder.

    Its programs are cut off for the moment of copying: PostgreSQL copies no database that is in use.
    """
    _run(
        data,
        "ALTER DATABASE kipp ALLOW_CONNECTIONS false",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'kipp'",
        "CREATE DATABASE kipp_as_new TEMPLATE kipp",
        "ALTER DATABASE kipp ALLOW_CONNECTIONS true",
    )


def make_as_new(data: Path) -> None:
    """Put the copy of `keep_as_new` in the place of the database; the programs lose their connections and open new ones."""
    _run(data, "CREATE DATABASE kipp_next TEMPLATE kipp_as_new")
    _put_in_place(data)


def fill_until(data: Path, environment: dict[str, str], stage: str, proposals: int = 4, judges: int = 0) -> None:
    """Put a demo with so many proposals that has come as far as the stage in the place of the database.

    `judges`: as many as are needed unless it says more. What was filled alike before is copied.
    """
    filled = f"kipp_{stage}_{proposals}_{judges}"
    if not _is_there(data, filled):
        _fill(data, environment, filled, "--until", stage, "--proposals", str(proposals), "--judges", str(judges))
    _run(data, f"CREATE DATABASE kipp_next TEMPLATE {filled}")
    _put_in_place(data)


def _fill(data: Path, environment: dict[str, str], database: str, *how: str) -> None:
    if not _is_there(data, "kipp_empty"):
        # Tables are made once for all that is filled in this folder.
        _run(data, "DROP DATABASE IF EXISTS kipp_filling", "CREATE DATABASE kipp_filling")
        _manage(data, environment, "kipp_filling", "migrate")
        _run(data, "ALTER DATABASE kipp_filling RENAME TO kipp_empty")
    # It has its name once it is whole: a filling that broke off is not taken for one by the next story.
    _run(data, "DROP DATABASE IF EXISTS kipp_filling", "CREATE DATABASE kipp_filling TEMPLATE kipp_empty")
    _manage(data, environment, "kipp_filling", "seed_demo", *how)
    _run(data, f"ALTER DATABASE kipp_filling RENAME TO {database}")


def _is_there(data: Path, database: str) -> bool:
    with closing(psycopg2.connect(private_database(data).replace("/kipp?", "/postgres?"))) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def _manage(data: Path, environment: dict[str, str], database: str, *command: str) -> None:
    known = environment | {"DATABASE_URL": private_database(data).replace("/kipp?", f"/{database}?")}
    subprocess.run([sys.executable, "manage.py", *command], cwd=BASE, env=known, check=True, capture_output=True, timeout=120)


def _put_in_place(data: Path) -> None:
    beyond = f"SELECT setval('{STAMPS}', nextval('{STAMPS}') + {next(_lives) * 1_000_000})"
    _run(data, beyond, STAMP_ANEW, database="kipp_next")
    _run(data, "DROP DATABASE kipp WITH (FORCE)", "ALTER DATABASE kipp_next RENAME TO kipp")
    _forget_pages(data)


def _forget_pages(data: Path) -> None:
    """End what the programs keep of the other life's public pages and calendar for some seconds."""
    cache = RedisCache(private_broker(data), {"KEY_PREFIX": settings.CACHES["default"]["KEY_PREFIX"]})
    cache.delete(site.KEY)
    cache.set(freshness.KEY, time.time_ns(), None)


def _run(data: Path, *statements: str, database: str = "postgres") -> None:
    with closing(psycopg2.connect(private_database(data).replace("/kipp?", f"/{database}?"))) as connection:
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)
