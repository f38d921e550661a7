"""manage.py check_invariants"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from competition.queries import invariants as of_the_frame
from judging.models import Ranking
from judging.operations.rankings import differences
from judging.queries import hours as of_hours
from judging.queries import invariants as of_the_verdict
from judging.queries import materials as of_materials
from judging.queries import visit_invariants as of_visits
from submissions.queries import invariants as of_the_entry
from submissions.queries.documents import orphans
from submissions.queries.enclosures import lost_enclosures

# A file is stored a moment before its row is written.
IN_FLIGHT = timedelta(hours=1)


def rankings_recompute() -> Iterator[str]:
    """INV-10: every ranking in force is what the locked sheets give."""
    for ranking in Ranking.objects.filter(in_force__isnull=False).select_related("round__edition", "round__stage"):
        for difference in differences(ranking):
            yield f"{ranking.round.key}: {difference}"


def nothing_is_stored_for_nobody() -> Iterator[str]:
    """INV-13: no file lies there that no row names, but for what is being uploaded."""
    before = read_clock() - IN_FLIGHT
    for name in chain(orphans(before), lost_enclosures(before)):
        yield f"{name} is stored, and no row names it"


def assignments_are_whole() -> Iterator[str]:
    """INV-07: a candidate has its readers (fewer where one was taken away, one more where asked), nobody in conflict."""
    yield from of_the_verdict.assignments_are_whole(read_clock())


def second_steps_are_held() -> Iterator[str]:
    """INV-14 second steps: what an account says of its own is so, and whoever handles other people's proposals has one."""
    yield from of_the_frame.second_steps_are_held(read_clock())


OWN = {
    "INV-07": assignments_are_whole,
    "INV-10": rankings_recompute,
    "INV-13 orphans": nothing_is_stored_for_nobody,
    "INV-14 second steps": second_steps_are_held,
}
SETS = (
    of_the_frame.CHECKS,
    of_the_entry.CHECKS,
    of_the_verdict.CHECKS,
    of_visits.CHECKS,
    of_hours.CHECKS,
    of_materials.CHECKS,
    OWN,
)


class Command(BaseCommand):
    """Say of each invariant whether it holds; exit 1 when one does not."""

    help = "Check what must always hold. Prints a line per invariant and one per row that breaks it."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Run every check, never stopping at the first that fails."""
        broken = 0
        for checks in SETS:
            for name, check in checks.items():
                faults = list(check())
                broken += len(faults)
                words = (check.__doc__ or "").strip().splitlines()[0]
                self.stdout.write(f"{'ok ' if not faults else 'NOT'} {name} {words.split(': ', 1)[-1]}")
                for fault in faults[:20]:
                    self.stderr.write(f"    {name}: {fault}")
        if broken:
            raise CommandError(f"{broken} row(s) break an invariant")
