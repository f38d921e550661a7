"""Where a person is signed in."""

from dataclasses import dataclass
from datetime import datetime

from competition.devices import device_words
from competition.lifetimes import IDLE_FOR_APPLICANTS, LONGEST
from competition.models import Person, PersonSession


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One place, as its owner may know it again."""

    code: str
    device: str
    network: str
    started_at: datetime
    seen_at: datetime
    is_this: bool
    is_near: bool


def sessions_of(person: Person, at: datetime, code: str, network: str) -> list[OpenSession]:
    """Return the sessions that are still alive: first the one with the code, then the last used.

    `is_near` says of each whether it comes from the network given.
    """
    alive = {"seen_at__gt": at - IDLE_FOR_APPLICANTS, "started_at__gt": at - LONGEST}
    rows = PersonSession.objects.filter(person=person, **alive).defer("session_data").order_by("-seen_at", "code")
    found = [
        OpenSession(
            code=one.code,
            device=device_words(one.agent),
            network=one.network,
            started_at=one.started_at,
            seen_at=one.seen_at,
            is_this=one.code == code,
            is_near=one.network == network,
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: not one.is_this)
