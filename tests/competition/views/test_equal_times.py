"""S-2: a door takes as long for an account that exists as for one that does not, or that was closed."""

import statistics
import time
from itertools import count

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import Invitation, Person
from tests import builders

pytestmark = pytest.mark.django_db
# Hashing takes an eighth of its time here, and so may the difference: what a door leaves out shows as it would on a server.
CHEAPER = 8
WITHIN = 0.05 / CHEAPER
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


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch):
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", Argon2PasswordHasher.memory_cost // CHEAPER)


def measure(client: Client, door: str, more: dict[str, str], tries: int) -> tuple[dict[str, float], list[float]]:
    """Return the median time of each kind of account at the door, and the median numbers of queries.

    The time is this process's own, which a busy machine does not lengthen; the database's share is its number of queries.
    """
    kinds = {
        "known": people(tries, is_active=True),
        "closed": people(tries, is_active=False),
        "unknown": [f"tiada{number:04}@contoh.test" for number in range(tries)],
    }
    spans: dict[str, list[float]] = {kind: [] for kind in kinds}
    queries: dict[str, list[int]] = {kind: [] for kind in kinds}
    client.get(door)
    for place in range(tries):
        for kind, addresses in kinds.items():
            with CaptureQueriesContext(connection) as asked:
                begun = time.process_time()
                answer = client.post(door, {"email": addresses[place]} | more)
                spans[kind].append(time.process_time() - begun)
            assert answer.status_code in (200, 302)
            queries[kind].append(len(asked))
            # An institution has so many open invitations at most.
            Invitation.objects.all().delete()
    medians = {kind: statistics.median(one) for kind, one in spans.items()}
    return medians, [statistics.median(one) for one in queries.values()]


@pytest.mark.parametrize("door", DOORS)
def test_known_unknown_and_closed_take_the_same_time(cast, door):
    """An invitation is answered alike as well: who invites must not learn from the clock who has an account here."""
    client, more = Client(), {"password": "bukan-kata-sandinya"}
    if door == "undang":
        client.force_login(cast.administrator)
        door, more = reverse("competition:invite", args=[cast.institution.code]), {"role": "ADMINISTRATOR"}
    medians, asked_for = measure(client, door, more, TRIES)
    assert max(asked_for) - min(asked_for) <= 1, "a link that is kept is one query: a fifth of a millisecond"
    assert max(medians.values()) - min(medians.values()) < WITHIN, medians


def test_a_door_that_hashes_for_known_accounts_alone_is_noticed(cast, monkeypatch):
    """The control."""
    monkeypatch.setattr(Person, "set_password", lambda self, raw: None)
    medians, _asked_for = measure(Client(), "/masuk/", {"password": "bukan-kata-sandinya"}, 15)
    assert max(medians.values()) - min(medians.values()) > WITHIN, medians
