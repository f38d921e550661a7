"""`manage.py apply_retention [--dry-run]`: remove what is past its time, or say what would go."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from competition.clock import read_clock
from competition.operations.retention import apply_retention


class Command(BaseCommand):
    """Print a line per rule: how many rows, and why."""

    help = "Remove drafts that were never sent, old letters, invitations, links and sessions (docs/personal-data.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one option."""
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *args: object, **options: object) -> None:
        """Do it once."""
        dry = bool(options["dry_run"])
        for one in apply_retention(at=read_clock(), dry=dry):
            self.stdout.write(f"{one.number:>8}  {one.what}: {one.why}")
        self.stdout.write("Nothing was changed." if dry else "Done.")
