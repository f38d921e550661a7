"""manage.py build_site"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from submissions.operations.site import OddPage, build_site


class Command(BaseCommand):
    """Write the public pages as files that nginx serves by itself, and switch to them in one act."""

    help = "Build the results site in SITE_DIR (docs/decisions/0105). The worker does it by itself within a minute of a change."

    def handle(self, *args: object, **options: object) -> None:
        """Build, and say how many pages."""
        if settings.SITE_DIR is None:
            raise CommandError("SITE_DIR is not set")
        try:
            number = build_site(at=read_clock())
        except (OddPage, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number} pages" if number else "Nothing was built: an announcement waits, or another build runs.")
