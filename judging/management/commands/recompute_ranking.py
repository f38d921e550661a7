"""manage.py recompute_ranking [YEAR/]ROUND --check"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from competition.models import Edition
from judging.operations.rankings import compute_ranking, differences
from judging.queries.rounds import round_by_key


class Command(BaseCommand):
    """Compute a round's ranking again from the locked sheets."""

    help = "Compute the ranking of a round from the locked sheets; --check compares it with the frozen one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the round and whether to compare."""
        parser.add_argument(
            "round", nargs="?", default="desk", help="key of a round of the current edition (desk), or YEAR/KEY"
        )
        parser.add_argument("--check", action="store_true", help="exit 1 when the frozen ranking differs")

    def handle(self, *args: object, **options: object) -> None:
        """Compare, or print the first places."""
        year, _, key = str(options["round"]).rpartition("/")
        current = Edition.objects.filter(is_current=True).values_list("year", flat=True).first()
        found = round_by_key(int(year) if year.isdigit() else current or 0, key)
        if found is None:
            raise CommandError(f"there is no round {options['round']}")
        if not options["check"]:
            for entry in compute_ranking(found, read_clock()).entries:
                self.stdout.write(f"{entry.rank}\t{entry.score}\t{entry.proposal}")
            return
        ranking = getattr(found, "ranking", None)
        if ranking is None:
            raise CommandError(f"round {found.key} has no frozen ranking")
        faults = differences(ranking)
        if faults:
            raise CommandError("the frozen ranking does not recompute:\n" + "\n".join(faults))
        self.stdout.write(f"round {found.key}: the frozen ranking recomputes, {ranking.result_hash}")
