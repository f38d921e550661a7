"""What identity and rights cost a signed-in page, however much a person holds; and that they are read anew each time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import Appointment, Membership, Unit
from competition.queries.people import rights_of
from competition.queries.site import forget_site_edition
from tests import builders

MOST = 3
# The tables that say who somebody is and what they may do.
TABLES = ("competition_personsession", "competition_person", "competition_membership", "competition_appointment")


def hold(person, edition, number: int) -> None:
    """Give a person this many memberships, and as many offices one after another."""
    for place in range(number):
        institution = builders.make_institution()
        unit = Unit.objects.create(institution=institution, name="Unit Uji")
        Membership.objects.create(person=person, institution=institution, unit=unit, role="WRITER", starts_at=builders.LONG_AGO)
        since = builders.LONG_AGO - timedelta(days=2 * place)
        ends = since + timedelta(days=1) if place else None
        Appointment.objects.create(person=person, edition=edition, role="ORGANISER", starts_at=since, ends_at=ends)


def reads_of(person, path: str) -> list[str]:
    """Return the queries about identity and rights of a page that was opened before."""
    client = Client()
    client.force_login(person)
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    about = [one["sql"] for one in caught if any(f'FROM "{table}"' in one["sql"] for table in TABLES)]
    # The names that a proposal's row prints are no question about rights.
    return [sql for sql in about if 'FROM "submissions_proposal"' not in sql]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 40])
def test_who_one_is_and_may_do_costs_three_queries(number, settings):
    # Sent whole, so that a query can be told by its tables.
    settings.PREPARE_STATEMENTS = False
    edition = builders.make_edition()
    forget_site_edition()
    person = builders.make_person()
    hold(person, edition, number)
    asked = reads_of(person, reverse("judging:rounds"))
    assert len(asked) == MOST, asked


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "page"), [("writer", "submissions:desk"), ("chair", "judging:rounds")])
def test_who_holds_nothing_of_a_kind_pays_nothing_for_it(cast, who, page, settings):
    settings.PREPARE_STATEMENTS = False
    forget_site_edition()
    asked = reads_of(getattr(cast, who), reverse(page))
    assert len(asked) == MOST - 1, asked


@pytest.mark.django_db
def test_a_first_right_is_there_at_the_next_page(cast):
    """The session says whether there is anything to read, and says it anew with every page."""
    person, client = builders.make_person(), Client()
    client.force_login(person)
    assert client.get(reverse("judging:rounds")).status_code != 200
    hold(person, cast.edition, 1)
    assert client.get(reverse("judging:rounds")).status_code == 200


@pytest.mark.django_db
def test_rights_are_those_of_the_instant(cast, at):
    one = cast.judges[0].appointments.get()
    Appointment.objects.filter(pk=one.pk).update(ends_at=at)
    judge = type(cast.chair).objects.get(pk=one.person_id)
    for instant, held in ((at - timedelta(seconds=1), True), (at, False), (builders.LONG_AGO, True)):
        assert rights_of(judge, instant).holds(cast.edition.pk, "JUDGE") is held
    assert not rights_of(judge, builders.LONG_AGO - timedelta(seconds=1)).appointments
