"""End somebody's sessions: wherever they are signed in, the next click asks them to sign in again."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from competition.models import Person
from competition.operations.events import record_event


@transaction.atomic
def end_sessions(*, person: Person, by: Person, at: datetime) -> int:
    """End every session of the person and return how many there were. Whether `by` may, the caller has asked.

    A session names its person only inside what it keeps, so all that run are read; this is done rarely, by hand.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for one in Session.objects.filter(expire_date__gt=at).iterator():
        if one.get_decoded().get(SESSION_KEY) == str(person.pk):
            # The cache's copy goes with the row.
            store(one.session_key).delete()
            ended += 1
    record_event(
        event="sessions_ended", subject=person, subject_key=str(person.pk), person=by, at=at, data={"sessions": ended}
    )
    return ended
