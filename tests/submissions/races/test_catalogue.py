"""An innovation and its awards change at once, on two connections; and what the catalogue would hold if neither waited."""

import pytest
from django.db import connection

from submissions.models import Award, CatalogueEntry, Innovation
from submissions.queries.catalogue import CatalogueFilter, public_innovations
from tests.racing import Race, race
from tests.submissions import crowds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def known(cast) -> Innovation:
    return crowds.innovations(cast, 1, is_public=True)[0]


@pytest.fixture
def nobody_waits():
    """Let the entries be written as they would be without a turn."""
    swapped = "ALTER FUNCTION {}(bigint[]) RENAME TO {}"
    names = ("kipp_list_innovations", "kipp_list_held_innovations")
    with connection.cursor() as cursor:
        for old, new in ((names[0], "kipp_list_in_turn"), (names[1], names[0])):
            cursor.execute(swapped.format(old, new))
    yield
    with connection.cursor() as cursor:
        for old, new in ((names[0], names[1]), ("kipp_list_in_turn", names[0])):
            cursor.execute(swapped.format(old, new))


def award(one: Innovation, year: int = 2019) -> None:
    Award.objects.create(innovation=one, year=year, name="Top 45", title_then=one.title, source="Koran Uji")


def renamed_while_it_wins(known: Innovation) -> Race:
    return race(lambda: Innovation.objects.filter(pk=known.pk).update(title="Kapal Baca"), lambda: award(known))


def taken_back_while_it_wins(known: Innovation) -> Race:
    return race(lambda: Innovation.objects.filter(pk=known.pk).update(is_public=False), lambda: award(known, 2018))


def found(words: str) -> int:
    return public_innovations(CatalogueFilter(words)).count()


def test_an_award_waits_for_the_title(known):
    other = renamed_while_it_wins(known)
    assert other.waited
    assert other.error is None
    assert found("kapal baca") == 1
    assert CatalogueEntry.objects.get().shelf.years == [2019]


def test_an_award_does_not_list_what_is_taken_back_meanwhile(known):
    assert taken_back_while_it_wins(known).error is None
    assert not CatalogueEntry.objects.exists()


@pytest.mark.usefixtures("nobody_waits")
def test_without_a_turn_the_old_title_stays_and_what_is_taken_back_is_listed(known):
    renamed_while_it_wins(known)
    assert found("kapal baca") == 0
    taken_back_while_it_wins(known)
    assert CatalogueEntry.objects.exists()
