"""How often something may be tried: per account and network, then per account; per address alone only what strangers write.

Behind one address sit two hundred officials of an office, so an address is never slowed for what one of them does. An account
is slowed on the network where it is tried, so a stranger elsewhere cannot keep its owner out.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from competition.models import Tally
from competition.verdict import Refused


@dataclass(frozen=True, slots=True)
class Rule:
    """So many tries are free; then pauses come that double up to the longest; `window` of quiet forgets."""

    free: int
    first_pause: int
    longest_pause: int
    window: timedelta


# On one account from one network.
HERE = Rule(free=10, first_pause=30, longest_pause=300, window=timedelta(minutes=15))
# On one account from networks where nobody ever succeeded with it: many machines guess no faster than a few.
ELSEWHERE = Rule(free=50, first_pause=5, longest_pause=60, window=timedelta(hours=1))
# What sends a letter each time, or opens with a secret that was sent.
RARE = Rule(free=5, first_pause=60, longest_pause=900, window=timedelta(hours=1))
# Texts that come without a session: a whole form, page by page, and a few presses more.
PARKED = Rule(free=30, first_pause=30, longest_pause=300, window=timedelta(minutes=15))
# What anybody may write under any name: thirty from one network, and then thirty an hour.
STRANGERS = Rule(free=30, first_pause=120, longest_pause=120, window=timedelta(hours=1))
RULES = {"reset": RARE, "mail_code": RARE, "objection": RARE, "park": PARKED}
# A network where the owner got in is theirs for so long.
REMEMBERED = timedelta(days=90)

# One statement, so that guesses sent at once are counted one after the other. A try that comes too early is not counted.
COUNT = """
INSERT INTO competition_tally AS t (key, kind, tries, last_at, free_at) VALUES (%(key)s, %(kind)s, 1, %(at)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN t.free_at > %(at)s THEN t.tries WHEN t.last_at < %(since)s THEN 1 ELSE t.tries + 1 END,
    last_at = CASE WHEN t.free_at > %(at)s THEN t.last_at ELSE %(at)s END,
    free_at = CASE WHEN t.free_at > %(at)s THEN t.free_at
        WHEN t.last_at < %(since)s OR t.tries + 1 < %(free)s THEN %(at)s
        ELSE %(at)s + LEAST(%(first)s * power(2, LEAST(t.tries + 1 - %(free)s, 20)), %(longest)s) * interval '1 second' END
RETURNING last_at = %(at)s, free_at, good_at
"""
WELCOME = """
INSERT INTO competition_tally AS t (key, kind, tries, last_at, free_at, good_at)
VALUES (%(key)s, %(kind)s, 0, %(at)s, %(at)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET tries = 0, last_at = %(at)s, free_at = %(at)s, good_at = %(at)s
"""


class TooManyTries(Refused):
    """It is not the time for another try; `seconds` says when it will be."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(_("Terlalu banyak percobaan. Coba lagi dalam %(seconds)s detik.") % {"seconds": seconds})


def allow(*, kind: str, account: str, network: str, at: datetime) -> None:
    """Count a try, before it is known how it ends. Call it outside a transaction that a wrong guess would take back.

    It does not matter whether there is such an account: whoever is slowed learns nothing.

    :raises TooManyTries: with the seconds to wait; such a try must not be carried out, and is not counted.
    """
    good_at = _count(kind, _key(kind, account, network), RULES.get(kind, HERE), at)
    if good_at is None or good_at < at - REMEMBERED:
        _count(kind, _key(kind, account, ""), ELSEWHERE, at)


def allow_stranger(*, kind: str, network: str, at: datetime) -> None:
    """Count what comes from a network without an account, whatever name is given with it: one script has a thousand of them.

    :raises TooManyTries: as `allow` does.
    """
    _count(kind, _key(kind, "", network), STRANGERS, at)


def forgive(*, kind: str, account: str, network: str, at: datetime) -> None:
    """Forget what was tried on the account from this network, and know the network as the owner's."""
    with connection.cursor() as cursor:
        cursor.execute(WELCOME, {"key": _key(kind, account, network), "kind": kind, "at": at})


def forget_tallies(*, at: datetime) -> int:
    """Remove what no rule asks for any more; return how many."""
    return Tally.objects.filter(last_at__lt=at - REMEMBERED).delete()[0]


def _count(kind: str, key: str, rule: Rule, at: datetime) -> datetime | None:
    values = {"key": key, "kind": kind, "at": at, "since": at - rule.window}
    values |= {"free": rule.free, "first": rule.first_pause, "longest": rule.longest_pause}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        is_counted, free_at, good_at = cursor.fetchone()
    if not is_counted:
        raise TooManyTries(max(1, math.ceil((free_at - at).total_seconds())))
    return good_at


def _key(kind: str, account: str, network: str) -> str:
    text = "\n".join((kind, account.strip().lower(), network))
    return salted_hmac("competition.limits", text, algorithm="sha256").hexdigest()
