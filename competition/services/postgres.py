"""PostgreSQL as a private engine under the data folder, reached through a unix socket by whoever may enter that folder."""

import contextlib
import os
import shutil
import signal
import subprocess
import time

import psycopg2

from competition.services.folders import Folders
from competition.services.processes import end_leftovers, last_line, log_size, start_program, stop_programs
from competition.services.trouble import Trouble
from competition.services.ways import Way, choose_way

ROLE = DATABASE = "kipp"
START_SECONDS = 60
# Modest for a small server, and safe: a committed fact survives a power cut.
TUNING = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0777",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "cluster_name": "kipp",
}
# A database for one test run needs no protection from a power cut.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class Postgres:
    """One private server: `start` returns when it answers, `stop` when it is gone."""

    name = "postgres"

    def __init__(self, folders: Folders, *, throw_away: bool = False) -> None:
        self.folders = folders
        self.throw_away = throw_away
        self.log = folders.log("postgres")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Make the cluster if there is none, run the server, make the database, and say in words how it runs.

        :raises Trouble: when no way of running it works, or the server does not come up.
        """
        cluster = self.folders.cluster
        end_leftovers(cluster, "postgres", [signal.SIGINT, signal.SIGQUIT])
        mark = cluster / "PG_VERSION"
        if cluster.is_dir() and os.geteuid() not in (0, cluster.stat().st_uid):
            raise Trouble(f"The database in {cluster} belongs to another user: run as that user, or choose another DATA_DIR.")
        made = mark.is_file()
        way = choose_way(self.folders, cluster, int(mark.read_text())) if made else self._make_cluster()
        self._clear_marks()
        start = log_size(self.log)
        self._launch(way)
        self._wait(start)
        return f"PostgreSQL {way.version} {way.says}"

    def stop(self) -> None:
        """Shut down fast: sessions are cut, what was committed is written."""
        if self.process is not None:
            stop_programs([self.process], words=[signal.SIGINT, signal.SIGQUIT], seconds=20)
        if self.throw_away:
            shutil.rmtree(self.folders.cluster, ignore_errors=True)

    def _make_cluster(self) -> Way:
        """Run initdb in a folder beside and rename it when it is whole, so that a start cut short leaves no half cluster."""
        fresh = self.folders.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        way = choose_way(self.folders, fresh, None)
        locale = ["--locale-provider=builtin"] if way.major >= 17 else []
        start = log_size(self.log)
        with way.lend(fresh) as ([name], lent):
            arguments = ["-D", name, "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", *locale]
            arguments += ["--no-sync"] if self.throw_away else []
            made = start_program(
                way.command("initdb", *arguments), log=self.log, env=way.environment(), cwd="/", ids=way.ids, lend=lent
            )
            failed = made.wait() != 0
        if failed:
            raise Trouble(f"PostgreSQL could not make its data folder: {last_line(self.log, start)} (more in {self.log}).")
        if self.folders.cluster.is_dir():
            self.folders.cluster.rmdir()
        fresh.rename(self.folders.cluster)
        return way

    def _clear_marks(self) -> None:
        """Take away what a killed server left: it is gone (`end_leftovers`), its number may be another program's by now."""
        socket = self.folders.postgres_socket
        for place in (self.folders.run, self.folders.run / "postgres"):
            for name in (socket.name, f"{socket.name}.lock"):
                (place / name).unlink(missing_ok=True)
        (self.folders.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _launch(self, way: Way) -> None:
        """Run the server. One that dropped privileges puts its socket in a folder of its own, linked from the usual place."""
        folder = self.folders.run
        if way.ids is not None:
            folder = self.folders.run / "postgres"
            folder.mkdir(mode=0o755, exist_ok=True)
            self.folders.postgres_socket.symlink_to(f"postgres/{self.folders.postgres_socket.name}")
        with way.lend(self.folders.cluster, folder) as ([cluster, socket], lent):
            quoted = '"' + socket.replace('"', '""') + '"'
            values = TUNING | (THROW_AWAY if self.throw_away else {}) | {"unix_socket_directories": quoted}
            options = [part for name, value in values.items() for part in ("-c", f"{name}={value}")]
            self.process = start_program(
                way.command("postgres", "-D", cluster, *options),
                log=self.log,
                env=way.environment(),
                cwd="/",
                at_parents_death=signal.SIGINT,
                ids=way.ids,
                lend=lent,
            )

    def _wait(self, start: int) -> None:
        """Wait until the server answers, and make the database if it is not there."""
        limit = time.monotonic() + START_SECONDS
        while True:
            try:
                self._make_database()
                return
            except psycopg2.OperationalError as problem:
                if self.process.poll() is not None or time.monotonic() > limit:
                    self.stop()
                    line = last_line(self.log, start) or str(problem).strip()
                    raise Trouble(f"PostgreSQL did not start: {line} (more in {self.log}).") from problem
            time.sleep(0.02)

    def _make_database(self) -> None:
        place = {"host": str(self.folders.run), "port": 5432, "user": ROLE, "dbname": "postgres", "connect_timeout": 5}
        with contextlib.closing(psycopg2.connect(**place)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{DATABASE}"')
