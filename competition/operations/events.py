"""Write down what happened, and the letters about it, in the transaction of the fact itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation

from competition.events import EVENTS
from competition.letters import Addressee, one_line
from competition.models import AuditEntry, Edition, Notice, Person
from competition.operations.notices import announce_notices

BATCH = 500
# One task's letters: few enough that a dead worker holds up few, many enough that announcing costs little.
PER_TASK = 100

_SPARE_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One happening of an event: what it is about, who is told, and what their letter needs."""

    subject: models.Model
    subject_key: str
    recipients: Iterable[Person | Addressee] = ()
    context: dict = field(default_factory=dict)
    reason: str = ""
    data: dict = field(default_factory=dict)


def record_event(
    *,
    event: str,
    subject: models.Model,
    subject_key: str,
    person: Person | None,
    at: datetime,
    edition: Edition | None = None,
    reason: str = "",
    data: dict | None = None,
    recipients: Iterable[Person | Addressee] = (),
    context: dict | None = None,
) -> AuditEntry:
    """Write the audit entry and one notice per recipient; Celery is told after the commit.

    Must run inside the fact's transaction. `data` holds references, never score values. A recipient named twice
    gets one letter. Whoever caused the event is told only when they are among the recipients.

    :raises KeyError: for an event that is not in the registry.
    """
    occurrence = Occurrence(subject, subject_key, recipients, context or {}, reason, data or {})
    return record_events(event=event, occurrences=[occurrence], person=person, at=at, edition=edition)[0]


def record_events(
    *, event: str, occurrences: Sequence[Occurrence], person: Person | None, at: datetime, edition: Edition | None = None
) -> list[AuditEntry]:
    """Write one event that happened to many things at once, in a number of queries that does not grow with them.

    Guarantees and refuses what `record_event` does, of each.
    """
    kind = EVENTS[event]
    entries = AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                event=kind.name,
                edition=edition,
                person=person,
                person_name=person.name if person else "",
                subject_type=one.subject._meta.label_lower,
                subject_key=one.subject_key,
                reason=one.reason,
                data=one.data,
                at=at,
            )
            for one in occurrences
        ),
        batch_size=BATCH,
    )
    if kind.is_posted:
        _write_notices(entries, occurrences)
    return entries


def _write_notices(entries: Sequence[AuditEntry], occurrences: Sequence[Occurrence]) -> None:
    letters = [
        _compose(entry, recipient, one.context)
        for entry, one in zip(entries, occurrences, strict=True)
        for recipient in _once_each(one.recipients)
    ]
    notices = Notice.objects.bulk_create(letters, batch_size=BATCH)
    for part in batched([str(notice.pk) for notice in notices], PER_TASK):
        transaction.on_commit(partial(announce_notices, part))


def _once_each(recipients: Iterable[Person | Addressee]) -> Iterable[Person | Addressee]:
    """Return whom to write to: nobody twice, nobody whose account is closed."""
    people = {one.email: one for one in recipients if isinstance(one, Addressee) or one.is_active}
    return people.values()


def batched(ids: list[str], size: int) -> Iterator[list[str]]:
    """Cut a list into parts of at most `size`."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _compose(entry: AuditEntry, recipient: Person | Addressee, context: dict) -> Notice:
    values = {"recipient": recipient, "site_url": settings.SITE_URL, **context}
    folder = f"notices/{recipient.language}/{entry.event}"
    with translation.override(recipient.language):
        subject = one_line(render_to_string(f"{folder}.subject.txt", values))[:200]
        text = _SPARE_LINES.sub("\n\n", render_to_string(f"{folder}.txt", values)).strip() + "\n"
        html = render_to_string(f"{folder}.html", values)
    return Notice(
        entry=entry,
        recipient=None if isinstance(recipient, Addressee) else recipient,
        event=entry.event,
        address=recipient.email,
        subject=subject,
        text=text,
        html=html,
        nonce=context.get("nonce", ""),
        not_before=entry.at,
        created_at=entry.at,
    )
