"""manage.py verify_audit [--against OLD_EXPORT]"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from competition.chain import Fault, root_of
from competition.queries.chains import BrokenExport, differences, faults, heads, one_snapshot

SHOWN = 100


class Command(BaseCommand):
    """Recompute the audit's chains; name every row that was changed, removed, swapped, slipped in or rewritten."""

    help = "Check the audit's hash chains. Exits 0: they hold; 1: rows were tampered with; 2: the export cannot be read."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the export to compare with."""
        parser.add_argument("--against", metavar="OLD_EXPORT", type=Path, help="a file that export_audit wrote earlier")

    def handle(self, *args: object, **options: object) -> None:
        """Check everything, print a line per fault, and say how far the chains have come."""
        try:
            with one_snapshot():
                number = self._print(self._faults(options["against"]))
                known = heads()
        except (BrokenExport, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"the export cannot be used: {error}", returncode=2) from error
        for head in known:
            self.stdout.write(f"{head.chain} #{head.position} {head.hash}")
        self.stdout.write(f"root {root_of(known)}")
        if number:
            raise CommandError(f"the audit was tampered with: {number} fault(s)", returncode=1)
        self.stdout.write(f"the audit holds: {sum(head.position for head in known)} entries in {len(known)} chain(s)")

    def _print(self, found: Iterable[Fault]) -> int:
        number = 0
        for number, fault in enumerate(found, start=1):
            if number <= SHOWN:
                self.stderr.write(str(fault))
        if number > SHOWN:
            self.stderr.write(f"and {number - SHOWN} more")
        return number

    def _faults(self, old: Path | None) -> Iterator[Fault]:
        yield from faults()
        with old.open(encoding="utf-8") if old else nullcontext() as lines:
            if lines:
                yield from differences(lines)
