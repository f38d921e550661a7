"""Two secretaries at one list, and a list that moves under a hand; and, with the locks taken away, what would happen."""

import pytest
from django.db import IntegrityError

from competition.models import Notice, Person
from submissions.models import Export, Proposal
from submissions.operations import exports
from submissions.operations.exports import MOST_AT_ONCE, TooManyExports, ask_export, write_export
from submissions.operations.nudges import MovedMeanwhile, nudge_holders
from submissions.operations.saved_views import NameTaken, save_view
from submissions.queries.pipeline import PipelineFilter
from tests import builders
from tests.meanwhile import without_row_locks  # noqa: F401 - a fixture
from tests.racing import race
from tests.submissions import acts

pytestmark = pytest.mark.django_db(transaction=True)


def who(person):
    """Return the person as another request would read them: nothing remembered."""
    return Person.objects.get(pk=person.pk)


def letters():
    """Return how many reminders each address got."""
    return list(Notice.objects.filter(event="holder_nudged").values_list("address", flat=True))


def remind(cast, person, shown, at):
    return nudge_holders(edition=cast.edition, person=person, shown=shown, at=at)


def two_remind_at_once(cast, at):
    shown = {builders.draft(cast, title=f"Layanan {place}").code: "DRAFT" for place in range(3)}
    second = who(cast.secretariat2)
    return race(lambda: remind(cast, cast.secretariat, shown, at), lambda: remind(cast, second, shown, at))


def test_of_two_reminders_at_once_one_is_written(cast, at):
    outcome = two_remind_at_once(cast, at)
    assert outcome.waited
    assert (outcome.error, outcome.result) == (None, 0)
    assert sorted(letters()) == sorted(set(letters()))


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_everybody_is_reminded_twice(cast, at):
    outcome = two_remind_at_once(cast, at)
    assert outcome.result == len(letters()) / 2 > 0


def remind_while_one_is_sent(cast, at):
    """Of two proposals that were shown, one is being sent."""
    going, staying = builders.endorsed(cast), builders.draft(cast)
    shown, secretary = {going.code: "FORWARDED", staying.code: "DRAFT"}, who(cast.secretariat)
    return race(lambda: acts.send(cast, going, at), lambda: remind(cast, secretary, shown, at))


def test_a_sending_under_way_stops_the_whole_reminder(cast, at):
    outcome = remind_while_one_is_sent(cast, at)
    assert outcome.waited
    assert isinstance(outcome.error, MovedMeanwhile)
    assert letters() == []


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_somebody_is_asked_to_send_what_is_sent(cast, at):
    outcome = remind_while_one_is_sent(cast, at)
    assert outcome.error is None
    assert Proposal.objects.filter(state="SUBMITTED").count() == 1
    assert cast.administrator.email in letters()


def test_a_reminder_under_way_comes_before_the_sending(cast, at):
    going = builders.endorsed(cast)
    administrator = who(cast.administrator)
    outcome = race(
        lambda: remind(cast, cast.secretariat, {going.code: "FORWARDED"}, at),
        lambda: acts.send(cast, going, at, person=administrator),
    )
    assert outcome.waited
    assert outcome.error is None
    assert cast.administrator.email in letters()


def ask(cast, person, at, days=0):
    return ask_export(edition=cast.edition, person=person, asked=PipelineFilter(days=days), form="csv", at=at)


def ask_twice_for_the_last_place(cast, at):
    for number in range(MOST_AT_ONCE - 1):
        ask(cast, cast.secretariat, at, days=number)
    other_tab = who(cast.secretariat)
    return race(lambda: ask(cast, cast.secretariat, at, days=7), lambda: ask(cast, other_tab, at, days=14))


def press_twice(cast, at):
    same = who(cast.secretariat)
    return race(lambda: ask(cast, cast.secretariat, at), lambda: ask(cast, same, at))


def test_a_button_pressed_twice_at_once_makes_one_file(cast, at):
    outcome = press_twice(cast, at)
    assert outcome.waited
    assert outcome.result == Export.objects.get()


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_it_makes_two(cast, at):
    assert press_twice(cast, at).error is None
    assert Export.objects.count() == 2


def test_of_two_lists_at_once_one_gets_the_last_file(cast, at):
    outcome = ask_twice_for_the_last_place(cast, at)
    assert outcome.waited
    assert isinstance(outcome.error, TooManyExports)
    assert Export.objects.count() == MOST_AT_ONCE


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_both_get_one(cast, at):
    assert ask_twice_for_the_last_place(cast, at).error is None
    assert Export.objects.count() == MOST_AT_ONCE + 1


def write_as_two(cast, at, monkeypatch):
    """Two workers are given the same task; return what was kept."""
    code, kept = ask(cast, cast.secretariat, at).code, []
    monkeypatch.setattr(exports, "keep_file", lambda path, name: kept.append(name))
    return race(lambda: write_export(code=code, at=at), lambda: write_export(code=code, at=at)), kept


def test_of_two_workers_with_one_task_one_writes(cast, at, monkeypatch):
    outcome, kept = write_as_two(cast, at, monkeypatch)
    assert outcome.waited
    assert (outcome.error, outcome.result, len(kept)) == (None, False, 1)


def test_without_the_claim_both_write(cast, at, monkeypatch):
    monkeypatch.setattr(exports, "_claim", lambda code, at: Export.objects.get(code=code))
    assert len(write_as_two(cast, at, monkeypatch)[1]) == 2


def name_twice(cast, at):
    """One secretary gives two filters the same name, in two windows at once."""
    known, other_tab = {"edition": cast.edition, "name": "Pagi", "at": at}, who(cast.secretariat)
    return race(
        lambda: save_view(person=cast.secretariat, query="status=SUBMITTED", **known),
        lambda: save_view(person=other_tab, query="status=ELIGIBLE", **known),
    )


def test_of_two_equal_names_at_once_one_is_told(cast, at):
    outcome = name_twice(cast, at)
    assert outcome.waited
    assert isinstance(outcome.error, NameTaken)


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_second_name_runs_into_the_database(cast, at):
    assert isinstance(name_twice(cast, at).error, IntegrityError)
