"""Publishing while somebody asks to reopen the ranking: one of the two happens (FLT-23)."""

from functools import partial

import pytest

from competition.clock import read_clock
from competition.verdict import NotAllowed
from judging.models import Reopening, Selection
from judging.operations.publications import publish_results
from submissions.models import Publication
from tests import builders
from tests.judging import reopening
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - the fixture is found by its name

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ratified() -> builders.Cast:
    cast = builders.make_cast(builders.make_edition())
    builders.ratified(cast)
    builders.open_the_stage(cast.edition, "announcement")
    return cast


def publishing(cast: builders.Cast) -> partial:
    return partial(publish_results, selection=Selection.objects.get(), person=cast.secretariat2, at=read_clock())


def test_publishing_waits_for_who_asks_to_reopen_and_is_refused(ratified):
    with meanwhile(Reopening, publishing(ratified)) as call:
        reopening.proposed(ratified)
    assert not call.came_between
    assert isinstance(call.error, NotAllowed)
    assert (Selection.objects.get().state, Publication.objects.count()) == ("RATIFIED", 0)


def test_who_asks_to_reopen_waits_for_publishing_and_is_refused(ratified):
    with meanwhile(Publication, partial(reopening.proposed, ratified)) as call:
        publishing(ratified)()
    assert not call.came_between
    assert isinstance(call.error, NotAllowed)
    assert (Publication.objects.count(), Reopening.objects.count()) == (1, 0)


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_a_list_is_public_and_its_ranking_is_to_be_reopened(ratified):
    """The control."""
    with meanwhile(Reopening, publishing(ratified)) as call:
        reopening.proposed(ratified)
    assert call.came_between
    assert (Publication.objects.count(), Reopening.objects.get().state) == (1, "PROPOSED")
