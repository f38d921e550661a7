"""Queries written once read what the ORM reads, anew at every call."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from competition.models import EligibilityRules, Question, Stage, Unit
from competition.queries.compiled import Objects, Rows, slot
from submissions.models import Proposal, Submission
from tests import builders

pytestmark = pytest.mark.django_db

PROPOSAL = Objects(lambda: Proposal.objects.filter(code=slot("code")), "edition", "edition__eligibility", "unit", "category")
SENT = Objects(lambda: Submission.objects.filter(proposal=slot("proposal")), "endorsement", "endorsement__endorsed_by")
QUESTIONS = Objects(lambda: Question.objects.filter(edition=slot("edition")).order_by("order"))
UNITS = Rows(lambda: Unit.objects.filter(pk=slot("unit")), "pk", "institution__name")


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
