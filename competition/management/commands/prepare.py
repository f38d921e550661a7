"""`manage.py prepare`: what `make run` does between the engines and the web server."""

import hashlib
import json
import multiprocessing
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from competition.operations.system import forget_heartbeats
from competition.services.commands import join_services
from competition.services.trouble import Trouble

DEMO_DOMAIN = "@demo.test"
TOO_OLD = (
    "This database was made by an early version and cannot be brought up to date."
    " `make reset` drops it and its data; or go on with the version it was made with."
)


class Command(BaseCommand):
    """Safe to run at any time and again: it does only what is missing."""

    help = "Gather static files, bring the database up to date, and load the demo edition into an empty one in demo mode."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; static files, which need no database, meanwhile in a process of their own: they are the longest part."""
        static = multiprocessing.get_context("fork").Process(target=gather_static_files)
        static.start()
        try:
            join_services()
        except Trouble as trouble:
            raise CommandError(str(trouble), returncode=2) from trouble
        self.migrate()
        # What an earlier run's beat and workers said is no sign of life of those that start now.
        forget_heartbeats()
        if settings.DEMO and not has_edition():
            call_command("seed_demo", stdout=self.stdout)
        write_accounts(settings.DATA_DIR / "run" / "accounts.json")
        static.join()
        if static.exitcode:
            raise CommandError("The static files could not be gathered: the reason stands above.")

    def migrate(self) -> None:
        """Bring the tables up to date.

        :raises CommandError: for a database that stopped between two versions from before the tables were drawn anew.
        """
        if stopped_half_way():
            raise CommandError(TOO_OLD, returncode=2)
        call_command("migrate", interactive=False, skip_checks=True, stdout=self.stdout)


def stopped_half_way() -> bool:
    """Say whether the database had some, but not all, of what one of today's migrations stands for (decision 0076)."""
    loader = MigrationLoader(connection)
    stood_for = [set(migration.replaces) for migration in loader.disk_migrations.values() if migration.replaces]
    return any(0 < len(several & set(loader.applied_migrations)) < len(several) for several in stood_for)


def gather_static_files() -> None:
    """Run collectstatic if a file, Django or the way of storing changed since the last time."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".gathered"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=settings.STATIC_ROOT.is_dir(), verbosity=0)
    stamp.write_text(digest.hexdigest())


def has_edition() -> bool:
    """Say whether the database holds any edition."""
    return apps.get_model("competition", "Edition").objects.exists()


def write_accounts(path: Path) -> None:
    """Write address and name of each demo account, in order of making, for the launcher to print."""
    people = apps.get_model("competition", "Person").objects.filter(email__endswith=DEMO_DOMAIN, is_active=True)
    rows = list(people.order_by("pk").values_list("email", "name")) if settings.DEMO else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows))
