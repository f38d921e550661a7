"""`manage.py reseal_factors`: encipher the second factors under the present SECRET_KEY."""

from django.core.management.base import BaseCommand

from competition.operations.signing import reseal_factors


class Command(BaseCommand):
    """Print how many were enciphered again, and how many no key opens."""

    help = "Encipher the secrets of apps and recovery codes under SECRET_KEY, before its fallbacks go (deploy/README.md)."

    def handle(self, *args: object, **options: object) -> None:
        """Do it once; doing it again does no harm."""
        done, lost = reseal_factors()
        self.stdout.write(f"{done:>8}  enciphered under the present key\n{lost:>8}  no key opens")
