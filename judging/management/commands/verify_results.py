"""manage.py verify_results FOLDER"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from judging import verifying


class Command(BaseCommand):
    """Recompute a results bundle from the sheets in it, with the same script that travels in it."""

    help = "Recompute everything in a results bundle; exits 1 at the first difference."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and what the script takes."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--fingerprint", default="", help="the fingerprint on the edition's page")

    def handle(self, *args: object, **options: object) -> None:
        """Print what holds."""
        try:
            told = verifying.verify(options["folder"], options["fingerprint"])
        except verifying.UNREADABLE as difference:
            raise CommandError(f"DIFFERENCE: {difference}") from difference
        self.stdout.write("\n".join([*told, "Everything holds."]))
