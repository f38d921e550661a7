"""manage.py export_audit FILE"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from competition.operations.audit import record_export
from competition.queries.chains import export_lines, one_snapshot


class Command(BaseCommand):
    """Write the whole audit as JSON lines, to be kept where the installation's administrators cannot reach it."""

    help = "Write the audit to FILE as JSON lines; verify_audit --against FILE compares with it later."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file; one that is there is never overwritten."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Write line by line; the export is itself an event."""
        record_export(person=None, form="jsonl", asked={}, at=read_clock())
        try:
            with options["file"].open("x", encoding="utf-8") as file, one_snapshot():
                number = sum(1 for line in export_lines() if file.write(f"{line}\n"))
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number - 1} entries written to {options['file']}")
