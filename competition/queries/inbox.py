"""The letters of one person, for that person: what was written to them, and what they have not read yet.

A letter that carries a code or a link to come in by is left out: it proves that somebody reads the mail of that address, and
whoever sits at an open session has not proved it. What waits for its hour, or is held, is not there yet.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from competition.models import Notice, Person


def letters_of(person: Person, at: datetime) -> QuerySet[Notice]:
    """Return the person's letters, the latest first, without what is not needed for a list."""
    found = Notice.objects.to_read(at).filter(recipient=person).order_by("-not_before", "-created_at", "-entry_id")
    return found.only("pk", "subject", "event", "not_before", "read_at", "state")


def letter_of(person: Person, letter: UUID, at: datetime) -> Notice | None:
    """Return one of the person's letters; None when there is none such."""
    return Notice.objects.to_read(at).filter(recipient=person, pk=letter).first()
