"""Acts about the audit itself: it is read out, and how far it has come is told to those who watch it."""

from datetime import datetime

from django.db import connection, transaction

from competition.chain import root_of
from competition.models import AuditEntry, AuditHead, Person
from competition.operations.events import record_event
from competition.queries.audit import auditors
from competition.queries.chains import HEAD_EVENT, heads
from competition.zones import ZONES

EVERYTHING = "audit"
# Any number will do, as long as nothing else locks it.
HEAD_LOCK = 1_748_112_009


@transaction.atomic
def record_export(*, person: Person | None, form: str, asked: dict[str, str], at: datetime) -> None:
    """Write down that the audit was exported, in which form and by which filter. Call before the first line leaves."""
    about = {"subject": AuditHead(chain=EVERYTHING), "subject_key": EVERYTHING}
    record_event(event="audit_exported", person=person, at=at, data={"form": form, "filter": asked}, **about)


@transaction.atomic
def tell_heads(*, person: None = None, at: datetime) -> bool:
    """Tell the auditors the heads of all chains and their root, once a day; return whether it was done now.

    Whoever rewrites the audit later cannot rewrite the letters. Safe to call often and in parallel. An audit without
    entries, or without an auditor, has nothing to tell.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])
    day = at.astimezone(ZONES["WIB"]).date().isoformat()
    people, known = list(auditors(at)), heads()
    if not people or not known or AuditEntry.objects.filter(event=HEAD_EVENT, subject_key=day).exists():
        return False
    root = root_of(known)
    record_event(
        event=HEAD_EVENT,
        subject=AuditHead(chain=EVERYTHING),
        subject_key=day,
        person=person,
        at=at,
        data={"root": root, "heads": [[head.chain, head.position, head.hash] for head in known]},
        recipients=people,
        context={"root": root, "heads": known, "at": at},
    )
    return True
