"""manage.py load_edition PRESET_OR_FILE [--open-now] [--current]"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from competition.operations.editions import load_edition
from competition.presets import PresetAbsent, PresetFaulty, find_preset, read_preset
from competition.verdict import Refused
from competition.zones import format_closing, format_period


class Command(BaseCommand):
    """Load an edition from a shipped preset (`2017`) or a file; see docs/edition-format.md."""

    help = "Load an edition from a shipped preset (2017, 2023) or from a file. All or nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the preset and the two choices."""
        parser.add_argument("preset", help="name of a shipped preset, or path of an edition file")
        parser.add_argument(
            "--open-now",
            action="store_true",
            help="move the whole calendar so that registration is open now (demonstration); the move is recorded",
        )
        parser.add_argument("--current", action="store_true", help="make it the current edition")

    def handle(self, *args: object, **options: object) -> None:
        """Read, check, write, and say what was written."""
        try:
            preset = read_preset(find_preset(str(options["preset"])))
            edition = load_edition(
                preset=preset,
                person=None,
                at=read_clock(),
                open_now=bool(options["open_now"]),
                current=bool(options["current"]),
            )
        except PresetFaulty as error:
            raise CommandError(f"{error}\n{len(error.problems)} fault(s); nothing was loaded") from error
        except (PresetAbsent, Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"edition {edition.year} loaded: {edition.name}")
        if edition.is_current:
            self.stdout.write("it is the current edition")
        if edition.dates_moved_by:
            self.stdout.write(f"all dates are moved by {edition.dates_moved_by.days} days")
        for stage in edition.stages.all():
            window = format_period(stage.opens_at, stage.closes_at, year=True, language="en")
            closing = format_closing(stage.closes_at, language="en")
            self.stdout.write(f"  {stage.key}: {window} (until {closing})")
