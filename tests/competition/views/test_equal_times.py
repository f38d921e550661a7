"""S-2: a door takes as long for an account that exists as for one that does not, or that was closed."""

import statistics
import time
from itertools import count

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import Invitation, Person
from tests import builders

pytestmark = pytest.mark.django_db
WITHIN = 0.05
# Each try is for another address: more for the same one are slowed, and that is told by another test.
TRIES = 200
DOORS = ("/masuk/", "/kata-sandi/lupa/", "/masuk/kode/", "undang")


def people(number: int, is_active: bool) -> list[str]:
    """Return the addresses of so many accounts."""
    secret, numbers = make_password("kata-sandi-uji-coba"), count(1)
    rows = [
        Person(
            email=f"{'buka' if is_active else 'tutup'}{next(numbers):04}@contoh.test",
            name="Orang",
            password=secret,
            is_active=is_active,
            joined_at=builders.LONG_AGO,
        )
        for _ in range(number)
    ]
    return [one.email for one in Person.objects.bulk_create(rows)]


@pytest.mark.parametrize("door", DOORS)
def test_known_unknown_and_closed_take_the_same_time(cast, door):
    """The time is this process's own, which a busy machine does not lengthen; the database's share is its number of queries.

    An invitation is answered alike as well: who invites must not learn from the clock who has an account here.
    """
    kinds = {
        "known": people(TRIES, is_active=True),
        "closed": people(TRIES, is_active=False),
        "unknown": [f"tiada{number:04}@contoh.test" for number in range(TRIES)],
    }
    spans: dict[str, list[float]] = {kind: [] for kind in kinds}
    queries: dict[str, list[int]] = {kind: [] for kind in kinds}
    client, more = Client(), {"password": "bukan-kata-sandinya"}
    if door == "undang":
        client.force_login(cast.administrator)
        door, more = reverse("competition:invite", args=[cast.institution.code]), {"role": "ADMINISTRATOR"}
    client.get(door)
    for place in range(TRIES):
        for kind, addresses in kinds.items():
            with CaptureQueriesContext(connection) as asked:
                begun = time.process_time()
                answer = client.post(door, {"email": addresses[place]} | more)
                spans[kind].append(time.process_time() - begun)
            assert answer.status_code in (200, 302)
            queries[kind].append(len(asked))
            # An institution has so many open invitations at most.
            Invitation.objects.all().delete()
    asked_for = [statistics.median(one) for one in queries.values()]
    assert max(asked_for) - min(asked_for) <= 1, "a link that is kept is one query: a fifth of a millisecond"
    medians = [statistics.median(one) for one in spans.values()]
    assert max(medians) - min(medians) < WITHIN, dict(zip(kinds, medians, strict=True))
