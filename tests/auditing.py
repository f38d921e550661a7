"""What tests of the audit need: entries, their links made at once, and a superuser's way past the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, AuditLink, Edition, Person
from competition.operations.events import Occurrence, record_events


def record(number: int = 1, *, edition: Edition | None = None, person: Person | None = None, **values) -> list[AuditEntry]:
    """Write entries of an event that nobody is told of, in a transaction of their own."""
    subject = person or Person(name="Tidak ada")
    occurrences = [Occurrence(subject, f"uji-{place}", **values) for place in range(1, number + 1)]
    with transaction.atomic():
        return record_events(event="draft_started", occurrences=occurrences, person=person, at=read_clock(), edition=edition)


def link_now() -> None:
    """Link what this transaction has written, as its commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def positions(chain: str) -> list[int]:
    """Return the positions of a chain in order."""
    return list(AuditLink.objects.filter(chain=chain).order_by("position").values_list("position", flat=True))


@contextmanager
def as_superuser() -> Iterator[None]:
    """Let SQL past every trigger and foreign key, as only a superuser of the database may."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


def sql(text: str, *values: object) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
