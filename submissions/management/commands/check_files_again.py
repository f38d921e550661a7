"""manage.py check_files_again"""

from django.core.management.base import BaseCommand

from competition.clock import read_clock
from submissions.operations.checks import check_again


class Command(BaseCommand):
    """For when the cause is mended: a scanner that hung, a machine without memory."""

    help = "Have the files looked at once more over which two workers ended (check_invariants names them)."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Name each; the next sweep looks at them, within a minute."""
        codes = check_again(at=read_clock())
        for code in codes:
            self.stdout.write(f"{code} is looked at again")
        self.stdout.write(f"{len(codes)} file(s)")
