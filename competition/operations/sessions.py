"""End sessions, and have them renewed. A session is a row: when it is gone, the next request has nobody."""

from datetime import datetime

from django.db import transaction

from competition.models import Person, PersonSession
from competition.operations.events import record_event


@transaction.atomic
def end_sessions(*, person: Person, by: Person | None, at: datetime, but: str | None = "", reason: str = "") -> int:
    """End a person's sessions, all but the one with the key `but`; return how many. Nothing happens when there is none.

    Called by whoever closes an account, changes its password, or takes a role away (the right to do that is theirs to check).
    """
    rows = PersonSession.objects.filter(person=person)
    number = rows.exclude(session_key=but).delete()[0] if but else rows.delete()[0]
    if number:
        _record(person, by, at, number, reason)
    return number


@transaction.atomic
def end_session(*, person: Person, code: str, at: datetime) -> bool:
    """End one of a person's own sessions by its code; say whether there was one."""
    number = PersonSession.objects.filter(person=person, code=code).exclude(code="").delete()[0]
    if number:
        _record(person, person, at, number, "")
    return bool(number)


def renew_sessions(*, person: Person) -> None:
    """Have each of a person's sessions take a new key at its next request, and ask for a new proof before what needs one.

    For whoever gives or takes a role. The rights themselves are read with every request; no session keeps them.
    """
    PersonSession.objects.filter(person=person).update(must_renew=True)


def forget_sessions(*, at: datetime) -> int:
    """Remove sessions that are over; return how many."""
    return PersonSession.objects.filter(expire_date__lte=at).delete()[0]


def _record(person: Person, by: Person | None, at: datetime, number: int, reason: str) -> None:
    record_event(
        event="sessions_ended",
        subject=person,
        subject_key=str(person.pk),
        person=by,
        at=at,
        reason=reason,
        data={"sessions": number},
    )
