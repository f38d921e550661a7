"""Servers that the operator runs: is the one that DATABASE_URL or REDIS_URL names there and of use?"""

import contextlib
import os
from urllib.parse import urlsplit

import psycopg2
import redis

from competition import environment
from competition.services.trouble import Trouble
from competition.services.ways import OLDEST

SECONDS = 5


def check_servers() -> None:
    """Reach each server that a variable names.

    :raises Trouble: when one is not there, refuses us or is too old; never shows a password.
    """
    database = environment.read_text("DATABASE_URL")
    if database:
        _check_database(database)
    broker = environment.read_text("REDIS_URL")
    if broker:
        _check_broker(broker)


def check_database_server() -> None:
    """Reach the database server if DATABASE_URL names one; the broker may be away.

    :raises Trouble: as `check_servers`.
    """
    database = environment.read_text("DATABASE_URL")
    if database:
        _check_database(database)


def _check_database(url: str) -> None:
    try:
        values = environment.read_database(url)
    except environment.BadSetting as problem:
        raise Trouble(f"{problem}.") from problem
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    place = {ours: values[theirs] for ours, theirs in names.items() if values[theirs]}
    try:
        with contextlib.closing(psycopg2.connect(**place, connect_timeout=SECONDS)) as connection:
            version = connection.server_version // 10000
    except psycopg2.OperationalError as problem:
        line = str(problem).strip().splitlines()[0]
        raise Trouble(
            f"DATABASE_URL: {line}. Start or mend that server, or unset DATABASE_URL to use the private one."
        ) from problem
    if version < OLDEST:
        raise Trouble(
            f"DATABASE_URL: that server is PostgreSQL {version} and {OLDEST} or newer is needed: upgrade it, "
            "or unset DATABASE_URL to use the private one."
        )


def _check_broker(url: str) -> None:
    parts = urlsplit(url)
    where = parts.path if parts.scheme == "unix" else f"{parts.hostname}:{parts.port or 6379}"
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
        with contextlib.closing(client):
            client.ping()
    except ValueError as problem:
        raise Trouble("REDIS_URL: write redis://host:port/0, rediss:// or unix:///path/to/socket?db=0.") from problem
    except redis.RedisError as problem:
        line = str(problem).strip().rstrip(".").splitlines()[0]
        raise Trouble(
            f"REDIS_URL: nothing of use answers at {where} ({line}). Start it, or unset REDIS_URL to use the private one."
        ) from problem


def is_demo() -> bool:
    """Say whether demo mode is on.

    :raises Trouble: when DEMO is neither yes nor no.
    """
    try:
        return environment.read_flag("DEMO")
    except environment.BadSetting as problem:
        raise Trouble(f"{problem}.") from problem


def own_host() -> str:
    """Return a Host header that ALLOWED_HOSTS lets in."""
    first = (environment.read_list("ALLOWED_HOSTS") or ["localhost"])[0]
    return "localhost" if first == "*" else first.lstrip(".")


def read_port() -> int:
    """Return PORT.

    :raises Trouble: when it is no port number.
    """
    raw = os.environ.get("PORT", "").strip() or "8000"
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise Trouble(f"PORT={raw!r} is no port number: write one between 1 and 65535.")
    return int(raw)
