"""manage.py load_reference"""

from django.core.management.base import BaseCommand

from competition.clock import read_clock
from competition.operations.reference import load_reference


class Command(BaseCommand):
    """Load regions and institutions; running it again mends what differs and adds nothing twice."""

    help = "Load provinces, regencies, cities and institutions from the shipped files. Safe to run again."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Load and say what happened."""
        for name, counts in load_reference(at=read_clock()).items():
            self.stdout.write(f"{name}: {counts}")
