"""Say that a letter was read. Only its reader does, and nothing else depends on it."""

from datetime import datetime

from competition.models import Notice, Person


def mark_read(*, letter: Notice, person: Person, at: datetime) -> None:
    """Mark one letter of the person as read; one that is, stays as it is."""
    Notice.objects.filter(pk=letter.pk, recipient=person, read_at=None).update(read_at=at)


def mark_all_read(*, person: Person, at: datetime) -> int:
    """Mark all that is in the person's inbox as read; return how many were not."""
    return Notice.objects.to_read(at).filter(recipient=person, read_at=None).update(read_at=at)
