"""manage.py export_results YEAR FOLDER"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from competition.models import Edition
from competition.verdict import Refused
from judging.operations.bundles import write_bundle


class Command(BaseCommand):
    """Write the results bundle of an edition: what anybody needs to recompute what was published."""

    help = "Write the results bundle of an edition into a new FOLDER; refused before anything of it is published."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year and the folder; one that is there is never overwritten."""
        parser.add_argument("year", type=int)
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Write, and say the fingerprint."""
        edition = Edition.objects.filter(year=options["year"]).first()
        if edition is None:
            raise CommandError(f"there is no edition {options['year']}")
        try:
            fingerprint = write_bundle(edition, options["folder"])
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['folder']}: fingerprint {fingerprint}")
