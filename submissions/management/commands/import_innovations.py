"""manage.py import_innovations FILE.csv"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from submissions.award_lists import ListUnreadable, read_award_list
from submissions.operations.innovations import import_innovations


class Command(BaseCommand):
    """Bring a list of earlier winners into the registry; running it again adds nothing."""

    help = (
        "Import earlier winners (CSV: year,rank_or_group,title,institution,institution_type,region,source). "
        "Bad rows are reported by line and left out; run load_reference first."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="CSV file in UTF-8")

    def handle(self, *args: object, **options: object) -> None:
        """Read, import, and say what happened; no usable row at all is a failure."""
        path = Path(str(options["file"]))
        try:
            award_list = read_award_list(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ListUnreadable as error:
            raise CommandError(f"{path}: {error}") from error
        done = import_innovations(award_list=award_list, person=None, at=read_clock())
        for fault in done.faults:
            self.stderr.write(f"{path}: {fault}")
        for joined in done.joined:
            self.stdout.write(f"{path}: {joined}")
        self.stdout.write(
            f"{done.innovations} innovations and {done.awards} awards added, {done.known} rows known already, "
            f"{len(done.faults)} rows left out"
        )
        if done.faults and len(done.faults) >= len(award_list.rows) + len(award_list.faults):
            raise CommandError("no row could be used; has load_reference been run?")
