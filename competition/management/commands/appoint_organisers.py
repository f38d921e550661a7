"""manage.py appoint_organisers YEAR ADDRESS ADDRESS … --reason TEXT"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from competition.clock import read_clock
from competition.operations.appointments import open_offices
from competition.queries.appointments import edition_of_year, person_by_email
from competition.verdict import Refused


class Command(BaseCommand):
    """Give an edition its first two organisers; everybody else is appointed by them, in the browser."""

    help = "Appoint the first organisers of an edition. Refused once it has two: then they appoint the others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, the addresses of accounts that exist, and the reason (the decree)."""
        parser.add_argument("year", type=int)
        parser.add_argument("addresses", nargs="+")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: object, year: int, addresses: list[str], reason: str, **options: object) -> None:
        """Appoint all of them, or nobody."""
        edition = edition_of_year(year)
        if edition is None:
            raise CommandError(f"there is no edition of {year}")
        people = {address: person_by_email(address) for address in addresses}
        unknown = [address for address, person in people.items() if person is None]
        if unknown:
            raise CommandError(f"no account with the address {', '.join(unknown)}")
        try:
            given = open_offices(edition=edition, people=list(people.values()), reason=reason, at=read_clock())
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        for one in given:
            self.stdout.write(f"{one.person.email}: {one.role} of {year}")
