"""How many events a second the audit takes from eight connections at once, and how long three thousand take in one act."""

import statistics
import threading
import time
from itertools import count

from django.db import connection, transaction

from competition.clock import read_clock
from competition.models import AuditLink, Edition, Person
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.people import rights_of

CONNECTIONS = 8
SECONDS = 5.0
BULK = 3000
WANTED = 400


def measure_audit() -> dict:
    """Return events per second into one chain and into several, the time of a commit, and the seconds of one bulk act."""
    edition = Edition.objects.get(is_current=True)
    people = list(Person.objects.order_by("pk")[:CONNECTIONS])
    one, times = events_per_second(people, [edition])
    several, _times = events_per_second(people, [edition, None])
    begun = time.perf_counter()
    with transaction.atomic():
        occurrences = [Occurrence(edition, f"bench-{place}") for place in range(BULK)]
        record_events(event="draft_started", occurrences=occurrences, person=people[0], at=read_clock(), edition=edition)
    bulk = round(time.perf_counter() - begun, 2)
    return {
        "audit_events_per_second": {"figure": one, "limit": WANTED, "holds": one >= WANTED},
        "audit_events_per_second_two_chains": several,
        "audit_event_p50_ms": round(statistics.median(times), 2),
        "audit_event_p95_ms": round(sorted(times)[int(len(times) * 0.95)], 2),
        "audit_bulk_seconds": {"figure": bulk, "limit": 2, "holds": bulk <= 2, "events": BULK},
        "audit_entries": AuditLink.objects.count(),
    }


def events_per_second(people: list[Person], editions: list[Edition | None]) -> tuple[float, list[float]]:
    """Write events one per transaction from every connection for a while; return their rate and the milliseconds of each."""
    turn, until = count(), time.monotonic() + SECONDS
    took: list[float] = []

    def write(person: Person) -> None:
        at = read_clock()
        # A request knows its person's rights already.
        rights_of(person, at)
        while time.monotonic() < until:
            number = next(turn)
            begun = time.perf_counter()
            with transaction.atomic():
                record_event(
                    event="draft_started",
                    subject=person,
                    subject_key=f"bench-{number}",
                    person=person,
                    at=at,
                    edition=editions[number % len(editions)],
                    before={"state": "DRAFT"},
                    after={"state": "FORWARDED"},
                )
            took.append((time.perf_counter() - begun) * 1000)
        connection.close()

    begun = time.monotonic()
    threads = [threading.Thread(target=write, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(len(took) / (time.monotonic() - begun), 1), took
