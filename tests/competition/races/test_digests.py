"""A choice that changes while the letter of a day is put together; and, with the locks taken away, what would happen."""

import pytest

from competition.clock import read_clock
from competition.events import DIGEST
from competition.models import Notice, Person
from competition.operations import digests
from competition.queries.invariants import notices_are_of_posted_events
from tests import builders
from tests.competition.operations.outbox import write
from tests.meanwhile import Call, Thread, at_once, without_row_locks  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(cast) -> Person:
    """Return somebody for whose day two letters wait."""
    person = digests.choose_daily(person=builders.make_person(), topics=["JUDGING"], at=read_clock())
    round_ = builders.the_round(cast)
    write(round_, person)
    write(round_, person)
    return person


def switch_while_gathering(reader: Person, monkeypatch: pytest.MonkeyPatch) -> Call:
    """The letters are read; before they are written down as gathered, their reader wants them at once."""
    thread = Thread(lambda: digests.choose_daily(person=reader, topics=[], at=read_clock()))
    record = digests.record_events

    def after_the_other(**known: object) -> list:
        thread.come_between()
        return record(**known)

    monkeypatch.setattr(digests, "record_events", after_the_other)
    assert digests.write_digest(recipient=reader.pk, at=read_clock())
    thread.join(10)
    assert not thread.is_alive()
    return thread.call


def states(reader: Person) -> list[str]:
    letters = Notice.objects.filter(recipient=reader).exclude(event=DIGEST)
    return sorted(letters.values_list("state", flat=True))


def test_what_is_being_gathered_does_not_leave_by_itself_as_well(reader, monkeypatch):
    other = switch_while_gathering(reader, monkeypatch)
    assert (other.error, other.came_between) == (None, False)
    assert states(reader) == ["GATHERED", "GATHERED"]
    assert Person.objects.get(pk=reader.pk).daily_topics == []
    assert list(notices_are_of_posted_events()) == []


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_locks_both_would_arrive_twice(reader, monkeypatch):
    other = switch_while_gathering(reader, monkeypatch)
    assert (other.error, other.came_between) == (None, True)
    assert states(reader) == ["WAITING", "WAITING"]
    assert Notice.objects.get(event=DIGEST, recipient=reader).state == "WAITING"
    assert len(list(notices_are_of_posted_events())) == 2


def test_of_two_who_gather_at_once_one_finds_nothing(reader):
    calls = at_once(*[lambda: digests.write_digest(recipient=reader.pk, at=read_clock())] * 2)
    assert sorted(one.result for one in calls) == [False, True]
    assert Notice.objects.filter(event=DIGEST, recipient=reader).count() == 1
    assert states(reader) == ["GATHERED", "GATHERED"]
