"""The last seat, asked for by fifty at once; and, with the lock taken away, what the database still refuses."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from competition.models import Person
from submissions.models import Batch, Booking
from submissions.operations.seats import Full
from submissions.queries.invariants import clinics_have_seats
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import coaching

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def all_at_once(cast, batch: Batch) -> list[Exception | None]:
    """Let so many connections ask for a seat at the same instant; return what each was told."""
    ready, answers = Barrier(MANY), []

    def ask(number: int) -> None:
        person = Person.objects.get(pk=cast.administrator.pk)
        ready.wait()
        try:
            coaching.seat(cast, batch, person=person, email=f"orang{number}@contoh.test")
            answers.append(None)
        except (Full, IntegrityError) as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=[number]) for number in range(MANY)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def test_of_fifty_who_ask_for_the_last_seat_exactly_one_has_it(cast):
    batch = coaching.planned(cast, capacity=2)
    coaching.seat(cast, batch)
    answers = all_at_once(cast, batch)
    assert len(answers) == MANY
    assert answers.count(None) == 1
    assert all(isinstance(one, Full) for one in answers if one is not None)
    assert Booking.objects.filter(state="BOOKED").count() == 2
    assert list(clinics_have_seats()) == []


def last_seat_twice(cast):
    batch = coaching.planned(cast, capacity=1)
    with meanwhile(Booking, lambda: coaching.seat(cast, batch)) as other:
        coaching.seat(cast, batch)
    return other


def test_whoever_comes_second_waits_and_is_told_that_it_is_full(cast):
    assert isinstance(last_seat_twice(cast).error, Full)


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_second_is_stopped_by_the_database_alone(cast):
    with pytest.raises(IntegrityError, match="batch_has_seats_for_all"):
        last_seat_twice(cast)


@pytest.mark.usefixtures("without_row_locks")
def test_without_lock_and_guard_two_would_sit_on_one_seat(cast):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE submissions_batch DROP CONSTRAINT batch_has_seats_for_all")
    try:
        assert last_seat_twice(cast).came_between
        assert len(list(clinics_have_seats())) == 1
    finally:
        Booking.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE submissions_batch ADD CONSTRAINT batch_has_seats_for_all"
                " CHECK (capacity IS NULL OR seats_taken <= capacity)"
            )
