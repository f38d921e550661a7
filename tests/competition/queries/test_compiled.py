"""Queries written once read what the ORM reads, anew at every call."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from competition.models import EligibilityRules, Question, Stage, Unit
from competition.queries.compiled import Objects, Rows, one_of, slot
from submissions.models import Proposal, Submission
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sending")]

PROPOSAL = Objects(lambda: Proposal.objects.filter(code=slot("code")), "edition", "edition__eligibility", "unit", "category")
SENT = Objects(lambda: Submission.objects.filter(proposal=slot("proposal")), "endorsement", "endorsement__endorsed_by")
QUESTIONS = Objects(lambda: Question.objects.filter(edition=slot("edition")).order_by("order"))
ALL_UNITS = Rows(lambda: Unit.objects.filter(institution=slot("institution")).order_by("name", "pk"), "name")
SOME_UNITS = Rows(lambda: Unit.objects.filter(one_of("pk", "units")).order_by("pk"), "pk")
UNITS = Rows(lambda: Unit.objects.filter(pk=slot("unit")), "pk", "institution__name")


@pytest.fixture(params=["by name", "whole"])
def sending(request, settings) -> None:
    """Everything holds of statements sent by name, and of those sent whole."""
    settings.PREPARE_STATEMENTS = request.param == "by name"


@pytest.fixture
def cast():
    return builders.make_cast(builders.make_edition())


def columns(one) -> dict:
    """Return all that the object's own row holds."""
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


def test_object_and_what_it_points_to_are_those_of_the_orm(cast, django_assert_num_queries):
    code = builders.draft(cast).code
    expected = Proposal.objects.select_related("edition__eligibility", "unit", "category").get(code=code)
    with django_assert_num_queries(1):
        found = PROPOSAL.first(code=code)
        assert columns(found) == columns(expected)
        assert columns(found.edition) == columns(expected.edition)
        assert found.unit == expected.unit
        assert found.category == expected.category
        assert getattr(found.edition, "eligibility", None) == getattr(expected.edition, "eligibility", None)


def test_an_object_that_is_not_there_is_known_to_be_absent_without_asking(cast, django_assert_num_queries):
    proposal = builders.draft(cast)
    Proposal.objects.filter(pk=proposal.pk).update(category=None)
    found = PROPOSAL.first(code=proposal.code)
    found_edition = Objects(lambda: type(cast.edition).objects.filter(pk=slot("pk")), "eligibility")
    EligibilityRules.objects.filter(edition=cast.edition).delete()
    edition = found_edition.first(pk=cast.edition.pk)
    with django_assert_num_queries(0):
        assert found.category is None
        with pytest.raises(ObjectDoesNotExist):
            edition.eligibility  # noqa: B018 - asking is what is tested


def test_columns_of_every_kind_are_decoded(cast):
    sent = builders.submitted(cast)
    found = SENT.first(proposal=sent.pk)
    expected = Submission.objects.get(proposal=sent.pk)
    assert columns(found) == columns(expected)
    assert isinstance(found.snapshot, dict)
    assert [columns(one) for one in QUESTIONS.read(edition=cast.edition.pk)] == [
        columns(one) for one in Question.objects.filter(edition=cast.edition)
    ]


def test_a_change_is_seen_by_the_next_reading(cast):
    stages = Objects(lambda: Stage.objects.filter(edition=slot("edition")).order_by("order"))
    before = stages.read(edition=cast.edition.pk)[0]
    Stage.objects.filter(pk=before.pk).update(name="Nama baru")
    assert stages.read(edition=cast.edition.pk)[0].name == "Nama baru"


def test_nothing_fits_an_unknown_value(cast):
    assert PROPOSAL.first(code="TIDAK-ADA") is None
    assert UNITS.read(unit=0) == []


def test_rows_carry_the_names_of_their_columns(cast):
    unit = Unit.objects.order_by("pk").first()
    assert [(one.pk, one.institution__name) for one in UNITS.read(unit=unit.pk)] == [(unit.pk, unit.institution.name)]


def test_a_value_is_never_read_as_sql(cast):
    assert PROPOSAL.first(code="' OR 1=1 --") is None


def test_a_list_is_read_by_parts(cast, django_assert_num_queries):
    Unit.objects.bulk_create([Unit(institution=cast.institution, name=f"Unit {number:02d} 100%") for number in range(7)])
    every = list(Unit.objects.filter(institution=cast.institution).order_by("name", "pk").values_list("name", flat=True))
    listed = ALL_UNITS.listed(institution=cast.institution.pk)
    with django_assert_num_queries(2):
        assert [one.name for one in listed[0:3]] == every[:3]
        assert [one.name for one in listed[3:100]] == every[3:]


@pytest.mark.parametrize("wanted", [slice(0, 0), slice(0, 1), slice(1, 3)])
def test_one_of_a_list_of_ids(cast, wanted):
    Unit.objects.bulk_create([Unit(institution=cast.institution, name=f"Unit {number}") for number in range(3)])
    ids = sorted(Unit.objects.values_list("pk", flat=True))[wanted]
    assert [one.pk for one in SOME_UNITS.read(units=ids)] == ids


def test_a_new_connection_prepares_anew(settings):
    def read_on_two_connections() -> list[int]:
        known = []
        for _ in range(2):
            for _ in range(2):
                assert ALL_UNITS.read(institution=0) == []
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_prepared_statements")
                known.append(cursor.fetchone()[0])
            connection.close()
        return known

    # A thread has connections of its own.
    with ThreadPoolExecutor(1) as pool:
        known = pool.submit(read_on_two_connections).result()
    assert known == ([1, 1] if settings.PREPARE_STATEMENTS else [0, 0])
