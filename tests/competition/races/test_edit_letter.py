"""A letter that leaves while somebody changes it; and, with the lock taken away, what would happen."""

import pytest
from django.core import mail

from competition.clock import read_clock
from competition.letters import body_of
from competition.models import Notice, NoticeEdit
from competition.operations.outbox import LetterWentOn, edit_letter
from tests import builders
from tests.competition.operations.outbox import deliver, fresh
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(cast, at) -> Notice:
    """Return a letter about a moved close."""
    builders.endorsed(cast)
    acts.extend(cast, at)
    return Notice.objects.get(event="stage_extended", recipient=cast.administrator)


def edit(letter, cast):
    words = {"subject": "Perihal baru", "body": "Isi baru.", "opened_on": 0}
    return edit_letter(letter=letter, **words, person=cast.secretariat, at=read_clock())


def leaves_while_it_is_changed(letter, cast):
    with meanwhile(NoticeEdit, lambda: deliver(letter)) as other:
        edit(letter, cast)
    assert (other.error, other.result) == (None, True)
    return other


def test_what_leaves_is_what_is_written_down(letter, cast):
    assert not leaves_while_it_is_changed(letter, cast).came_between
    assert (mail.outbox[0].subject, body_of(mail.outbox[0].body)) == ("Perihal baru", "Isi baru.")
    assert (fresh(letter).state, body_of(fresh(letter).text)) == ("SENT", "Isi baru.")


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_a_letter_would_be_said_to_have_said_what_it_did_not(letter, cast):
    assert leaves_while_it_is_changed(letter, cast).came_between
    assert mail.outbox[0].subject == letter.subject
    assert (fresh(letter).state, fresh(letter).subject) == ("SENT", "Perihal baru")


def test_what_left_first_is_not_changed(letter, cast):
    assert deliver(letter)
    with pytest.raises(LetterWentOn):
        edit(letter, cast)
    assert fresh(letter).subject == mail.outbox[0].subject
