"""manage.py revise_sheet [YEAR/]ROUND PRESET_OR_FILE --reason WHY"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from competition.models import Edition
from competition.presets import PresetAbsent, PresetFaulty, find_preset, read_preset
from competition.verdict import Refused
from judging.operations.rubrics import revise_sheet
from judging.queries.rounds import round_by_key


class Command(BaseCommand):
    """Make the sheet of a changed edition file the next version of a round's sheet."""

    help = "Change a round's criteria and levels to those of an edition file, as a new version with a reason. All or nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the round, the file and the reason."""
        parser.add_argument("round", help="key of a round of the current edition (desk), or YEAR/KEY")
        parser.add_argument("preset", help="name of a shipped preset, or path of an edition file")
        parser.add_argument("--reason", required=True, help="why; it is kept with the version and in the audit trail")

    def handle(self, *args: object, **options: object) -> None:
        """Read, check, change, and say which version it is."""
        year, _, key = str(options["round"]).rpartition("/")
        current = Edition.objects.filter(is_current=True).values_list("year", flat=True).first()
        found = round_by_key(int(year) if year.isdigit() else current or 0, key)
        if found is None:
            raise CommandError(f"there is no round {options['round']}")
        try:
            preset = read_preset(find_preset(str(options["preset"])))
            sheet = next((one for one in preset.rounds if one.key == found.key), None)
            if sheet is None:
                raise CommandError(f"the file has no round {found.key}")
            revision = revise_sheet(round_=found, sheet=sheet, reason=str(options["reason"]), person=None, at=read_clock())
        except PresetFaulty as error:
            raise CommandError(f"{error}\n{len(error.problems)} fault(s); nothing was changed") from error
        except (PresetAbsent, Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"round {found.key}: the sheet is version {revision.version} now")
