"""Two organisers at once. The lock of the edition is switched off once, and the database's own rule once more, to show what
each of them is for."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection

from competition.clock import read_clock
from competition.duties import why_not_both
from competition.models import Appointment, AppointmentRequest, Edition, Person
from competition.operations import appointments
from competition.operations.appointments import TooFewOrganisers, answer_request, appoint_person, end_appointment
from competition.verdict import NotAllowed
from tests import builders
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The people of a small edition, committed, with a third organiser."""
    cast = builders.make_cast(builders.make_edition())
    cast.third = builders.make_person("Penyelenggara Ketiga")
    builders.appoint(cast.third, cast.edition, "ORGANISER")
    return cast


@pytest.fixture
def whom():
    return builders.make_person()


def appoint(cast, organiser, whom, role):
    """Return what one organiser does, on a connection of their own."""
    return lambda: appoint_person(
        person=fresh(organiser), edition=cast.edition, whom=fresh(whom), role=role, reason="SK Uji 7", at=read_clock()
    )


def fresh(person):
    """Return the person as another process reads them: with no rights known yet."""
    return Person.objects.get(pk=person.pk)


def without_a_lock(edition):
    """Read the edition, holding nothing."""
    return Edition.objects.get(pk=edition.pk)


@contextmanager
def duties_unguarded():
    """Take the database's own rule away meanwhile."""
    name = "appointment_duties_are_separate"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        [definition] = cursor.fetchone()
        cursor.execute(f"ALTER TABLE competition_appointment DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE competition_appointment CASCADE")
            cursor.execute(f"ALTER TABLE competition_appointment ADD CONSTRAINT {name} {definition}")


def test_of_two_offices_that_exclude_each_other_the_second_is_refused(cast, whom):
    outcome = race(appoint(cast, cast.secretariat, whom, "JUDGE"), appoint(cast, cast.secretariat2, whom, "COACH"))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert [one.role for one in whom.appointments.all()] == ["JUDGE"]


def test_without_the_lock_the_database_refuses_the_second(cast, whom, monkeypatch):
    monkeypatch.setattr(appointments, "hold_offices", without_a_lock)
    outcome = race(appoint(cast, cast.secretariat, whom, "JUDGE"), appoint(cast, cast.secretariat2, whom, "COACH"))
    assert isinstance(outcome.error, IntegrityError)
    assert [one.role for one in whom.appointments.all()] == ["JUDGE"]


def test_without_either_a_forbidden_pair_would_stand(cast, whom, monkeypatch):
    monkeypatch.setattr(appointments, "hold_offices", without_a_lock)
    with duties_unguarded():
        outcome = race(appoint(cast, cast.secretariat, whom, "JUDGE"), appoint(cast, cast.secretariat2, whom, "COACH"))
        assert outcome.error is None
        one, other = whom.appointments.values_list("role", flat=True)
        assert why_not_both(one, other)


def test_a_double_click_asks_once(cast, whom):
    press = appoint(cast, cast.secretariat, whom, "CHAIR")
    outcome = race(press, press)
    assert isinstance(outcome.error, appointments.AlreadyAsked)
    assert AppointmentRequest.objects.count() == 1


def test_two_second_organisers_answer_once(cast, whom):
    asked = appoint(cast, cast.secretariat, whom, "CHAIR")()

    def answer(person, grant):
        return lambda: answer_request(request=asked, person=fresh(person), grant=grant, answer="x", at=read_clock())

    outcome = race(answer(cast.secretariat2, True), answer(cast.third, False))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert AppointmentRequest.objects.get().state == "GRANTED"


def leave(cast, one, by):
    """Return the ending of an organiser's office by another."""
    appointment = Appointment.objects.get(person=one, role="ORGANISER")
    return lambda: end_appointment(appointment=appointment, person=fresh(by), reason="x", at=read_clock())


def organisers(cast):
    """Return how many are left."""
    return cast.edition.appointments.filter(role="ORGANISER", ends_at=None).count()


def test_of_three_organisers_two_stay(cast):
    outcome = race(leave(cast, cast.secretariat, cast.third), leave(cast, cast.secretariat2, cast.third))
    assert outcome.waited
    assert isinstance(outcome.error, TooFewOrganisers)
    assert organisers(cast) == 2


def test_without_the_lock_one_would_be_left_alone(cast, monkeypatch):
    monkeypatch.setattr(appointments, "hold_offices", without_a_lock)
    outcome = race(leave(cast, cast.secretariat, cast.third), leave(cast, cast.secretariat2, cast.third))
    assert outcome.error is None
    assert organisers(cast) == 1
