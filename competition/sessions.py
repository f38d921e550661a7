"""The session engine: rows in PostgreSQL, read together with their person.

No cache lies in between: it would spare this one query and keep a session alive that was ended while the cache could not be
reached (docs/decisions/0031-sessions-are-rows.md).
"""

from typing import Any

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.crypto import get_random_string

from competition.clock import clock_expression
from competition.lifetimes import LONGEST, Marks, read_marks
from competition.queries.compiled import Objects, slot

MARKS = "_sign_in"
# Of somebody who is not signed in and may do one thing (`competition/passes.py`).
PASS = "_pass"


class SessionStore(DatabaseStore):
    """A session that knows its row, and with it the person and the instant of reading."""

    row: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        """Return our table instead of Django's."""
        return apps.get_model("competition", "PersonSession")

    @property
    def marks(self) -> Marks | None:
        """What the session remembers about its sign-in; None before there was one."""
        return read_marks(self[MARKS]) if MARKS in self else None

    @marks.setter
    def marks(self, marks: Marks) -> None:
        """Remember them with the session."""
        self[MARKS] = marks.to_data()

    def _get_new_session_key(self) -> str:
        # A key that exists is refused by its constraint, and `create` takes another; to look first would be a query more.
        return get_random_string(32, VALID_KEY_CHARS)

    def _get_session_from_db(self) -> Any:
        row = _BY_KEY.first(key=self.session_key)
        if row is None or row.expire_date <= row.read_at:
            self._session_key = None
            return None
        self.row = row
        return row

    def save(self, must_create: bool = False) -> None:
        """Write the session: a new row, or by one statement all of it but `must_renew`, which somebody may have set meanwhile.

        :raises UpdateError: when the session was ended meanwhile.
        """
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(self._get_session())
        fields = [one.attname for one in row._meta.fields if one.name not in ("session_key", "must_renew")]
        if not self.model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in fields}):
            raise UpdateError

    def create_model_instance(self, data: dict) -> Any:
        """Return the row as it is to be written, with the columns by which a session is found and ended."""
        row = super().create_model_instance(data)
        if SESSION_KEY in data:
            row.person_id = int(data[SESSION_KEY])
        else:
            row.person_id = data[PASS]["person"] if PASS in data else None
        if SESSION_KEY in data and MARKS in data:
            marks = read_marks(data[MARKS])
            row.code, row.started_at, row.seen_at = marks.code, marks.started_at, marks.seen_at
            row.agent, row.network = marks.agent, marks.network
            row.expire_date = marks.started_at + LONGEST
        return row


def _all_sessions() -> Any:
    return apps.get_model("competition", "PersonSession").objects


def _with_person() -> Any:
    """Return the query of one session, with the instant of reading and with what its person has any of."""
    held = {
        f"has_{name}s": Exists(apps.get_model("competition", name).objects.filter(person=OuterRef("person")))
        for name in ("membership", "appointment")
    }
    now = clock_expression()
    return _all_sessions().filter(session_key=slot("key")).annotate(read_at=now, unread=unread_at(now), **held)


def unread_at(now: Combinable) -> Combinable:
    """Return how many letters the session's person has not read at the instant, as a column beside the session."""
    letters = apps.get_model("competition", "Notice").objects.to_read(now).filter(recipient=OuterRef("person"), read_at=None)
    return Coalesce(Subquery(letters.order_by().values("recipient").annotate(number=Count("pk")).values("number")), 0)


_BY_KEY = Objects(_with_person, "person", beside=("read_at", "unread", "has_memberships", "has_appointments"))
