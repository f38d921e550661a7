"""Two letters at once, and a letter beside a text that is being changed; and, with the lock taken away, what would happen."""

import pytest
from django.db import IntegrityError

from competition.models import Person
from submissions.models import Answer, Endorsement
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown
from tests import builders
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


def who(person):
    """Return the person as another request would read them: nothing remembered."""
    return Person.objects.get(pk=person.pk)


def record_twice(cast, at):
    """A second letter is recorded while the first is being written."""
    proposal = builders.forwarded(cast)
    with meanwhile(Endorsement, lambda: acts.sign(cast, proposal, at, person=who(cast.administrator), number="2")) as other:
        acts.sign(cast, proposal, at, number="1")
    return other


def test_of_two_letters_at_once_one_counts(cast, at):
    other = record_twice(cast, at)
    assert isinstance(other.error, AlreadyEndorsed)
    assert Endorsement.objects.get().letter_number == "1"


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_only_the_constraint_stands_in_the_way(cast, at):
    with pytest.raises(IntegrityError, match="endorsement_once_per_content"):
        record_twice(cast, at)


def test_a_text_that_is_being_changed_is_not_endorsed_by_a_letter(cast, at):
    proposal = builders.forwarded(cast)
    shown = acts.shown_hash(proposal)
    with meanwhile(Answer, lambda: acts.sign(cast, proposal, at, person=who(cast.administrator), shown_hash=shown)) as other:
        acts.rewrite(cast, proposal, at, "Isi yang lain.")
    assert isinstance(other.error, ChangedSinceShown)
    assert not Endorsement.objects.exists()
