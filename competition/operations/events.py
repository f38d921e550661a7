"""Write down what happened, and the letters about it, in the transaction of the fact itself."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation

from competition.events import EVENTS
from competition.letters import one_line
from competition.models import AuditEntry, Edition, Notice, Person
from competition.operations.notices import announce_notices

_SPARE_LINES = re.compile(r"\n{3,}")


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
    recipients: Iterable[Person] = (),
    context: dict | None = None,
) -> AuditEntry:
    """Write the audit entry and one notice per recipient; Celery is told after the commit.

    Must run inside the fact's transaction. `data` holds references, never score values. A recipient named twice
    gets one letter. Whoever caused the event is told only when they are among the recipients.

    :raises KeyError: for an event that is not in the registry.
    """
    kind = EVENTS[event]
    entry = AuditEntry.objects.create(
        event=kind.name,
        edition=edition,
        person=person,
        person_name=person.name if person else "",
        subject_type=subject._meta.label_lower,
        subject_key=subject_key,
        reason=reason,
        data=data or {},
        at=at,
    )
    if kind.is_posted:
        _write_notices(entry, {one.pk: one for one in recipients if one.is_active}.values(), context or {})
    return entry


def _write_notices(entry: AuditEntry, recipients: Iterable[Person], context: dict) -> None:
    notices = Notice.objects.bulk_create([_compose(entry, recipient, context) for recipient in recipients])
    if notices:
        ids = [str(notice.pk) for notice in notices]
        transaction.on_commit(lambda: announce_notices(ids))


def _compose(entry: AuditEntry, recipient: Person, context: dict) -> Notice:
    values = {"recipient": recipient, "site_url": settings.SITE_URL, **context}
    folder = f"notices/{recipient.language}/{entry.event}"
    with translation.override(recipient.language):
        subject = one_line(render_to_string(f"{folder}.subject.txt", values))[:200]
        text = _SPARE_LINES.sub("\n\n", render_to_string(f"{folder}.txt", values)).strip() + "\n"
        html = render_to_string(f"{folder}.html", values)
    return Notice(
        entry=entry,
        recipient=recipient,
        event=entry.event,
        address=recipient.email,
        subject=subject,
        text=text,
        html=html,
        not_before=entry.at,
        created_at=entry.at,
    )
