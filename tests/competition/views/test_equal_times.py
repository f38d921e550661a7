"""S-2: a door takes as long for an account that exists as for one that does not, or that was closed."""

import statistics
import time
from itertools import count

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competition.models import Person
from tests import builders

pytestmark = pytest.mark.django_db
WITHIN = 0.05
# Each try is for another address: more for the same one are slowed, and that is told by another test. A password costs an
# Argon2 hash of fifty milliseconds, so there are fewer of those; their median moves by less than a millisecond between runs.
DOORS = {"/masuk/": 40, "/kata-sandi/lupa/": 200, "/masuk/kode/": 200}


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


@pytest.mark.parametrize(("door", "tries"), DOORS.items(), ids=list(DOORS))
def test_known_unknown_and_closed_take_the_same_time(door, tries):
    """The time is this process's own, which a busy machine does not lengthen; the database's share is its number of queries."""
    kinds = {
        "known": people(tries, is_active=True),
        "closed": people(tries, is_active=False),
        "unknown": [f"tiada{number:04}@contoh.test" for number in range(tries)],
    }
    spans: dict[str, list[float]] = {kind: [] for kind in kinds}
    queries: dict[str, list[int]] = {kind: [] for kind in kinds}
    client = Client()
    client.get(door)
    for place in range(tries):
        for kind, addresses in kinds.items():
            with CaptureQueriesContext(connection) as asked:
                begun = time.process_time()
                answer = client.post(door, {"email": addresses[place], "password": "bukan-kata-sandinya"})
                spans[kind].append(time.process_time() - begun)
            assert answer.status_code in (200, 302)
            queries[kind].append(len(asked))
    asked_for = [statistics.median(one) for one in queries.values()]
    assert max(asked_for) - min(asked_for) <= 1, "a link that is kept is one query: a fifth of a millisecond"
    medians = [statistics.median(one) for one in spans.values()]
    assert max(medians) - min(medians) < WITHIN, dict(zip(kinds, medians, strict=True))
