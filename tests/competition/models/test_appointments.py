"""What the database itself refuses of appointments, whoever writes to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from competition.duties import OFFICES, Held, objection, pairs, why_not_both
from competition.models import Appointment
from tests import builders
from tests.competition.plain.test_duties import NOON, held, st

pytestmark = pytest.mark.django_db


def insert(person, edition, one):
    """Write an appointment past every operation; return whether the database took it."""
    try:
        with transaction.atomic():
            Appointment.objects.create(
                person=person, edition=edition, role=one.role, starts_at=one.starts_at, ends_at=one.ends_at
            )
    except IntegrityError:
        return False
    return True


@pytest.fixture
def edition(db):
    return builders.make_edition()


@pytest.mark.parametrize(("one", "other"), pairs())
def test_every_pair_is_refused_or_taken_as_the_table_says(edition, one, other):
    person = builders.make_person()
    assert insert(person, edition, Held(one, NOON))
    assert insert(person, edition, Held(other, NOON + timedelta(hours=1))) == (not why_not_both(one, other))


def test_another_edition_is_another_matter(edition):
    person = builders.make_person()
    edition.is_current = False
    edition.save()
    assert insert(person, edition, Held("JUDGE", NOON))
    assert insert(person, builders.make_edition(year=2018), Held("COACH", NOON))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(held(), min_size=2, max_size=5))
def test_the_database_and_the_rule_agree_about_any_history(edition, wanted):
    with transaction.atomic():
        person, mine = builders.make_person(), []
        for one in wanted:
            taken = insert(person, edition, one)
            assert taken == (not objection(one, mine)), (one, mine)
            if taken:
                mine.append(one)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [{"role": "COACH"}, {"starts_at": NOON}, {"ends_at": None}, {"ends_at": NOON + timedelta(days=9)}],
    ids=lambda change: next(iter(change)),
)
def test_history_is_not_rewritten(edition, change):
    one = builders.appoint(builders.make_person(), edition, "JUDGE")
    Appointment.objects.filter(pk=one.pk).update(ends_at=NOON + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=one.pk).update(**change)


def test_an_end_may_be_brought_forward(edition):
    one = builders.appoint(builders.make_person(), edition, "JUDGE")
    Appointment.objects.filter(pk=one.pk).update(ends_at=NOON)
    Appointment.objects.filter(pk=one.pk).update(ends_at=NOON - timedelta(days=1))


def test_an_appointment_is_not_removed(edition):
    one = builders.appoint(builders.make_person(), edition, "JUDGE")
    with pytest.raises(IntegrityError), transaction.atomic():
        one.delete()


@pytest.mark.parametrize("role", OFFICES)
def test_nobody_appoints_themself_or_agrees_to_their_own_wish(edition, role):
    one, other = builders.make_person(), builders.make_person()
    for people in ({"appointed_by": one}, {"appointed_by": other, "approved_by": other}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(person=one, edition=edition, role=role, starts_at=NOON, **people)
