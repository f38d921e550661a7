"""Two at once, on real connections. Each lock is also switched off once, to show that without it the race is lost."""

import pytest
from django.db import IntegrityError

from competition.clock import read_clock
from competition.models import Round
from competition.verdict import NotAllowed
from competition.workbooks import Record
from judging.models import Assignment, Conflict, ScoreSheet, Selection
from judging.operations import assignments, locks, packs, rankings, sheets
from judging.operations.assignments import NothingToAssign, assign_judges, declare_conflict
from judging.operations.packs import RowsRefused, apply_pack
from judging.operations.publications import announcement_time, publish_results
from judging.operations.rankings import differences, rank_round
from judging.operations.selections import ratify_selection, select_finalists
from judging.operations.sheets import StaleSheet, lock_sheet, save_sheet
from judging.packing import NEEDED
from submissions.models import Outcome, Publication
from tests import builders
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The people of a small edition, committed."""
    return builders.make_cast(builders.make_edition())


@pytest.fixture
def one(cast):
    """An accepted assignment."""
    return builders.accepted(cast, 1)[0]


def tab(one, level, version, act=save_sheet):
    """Return what one window of the judge does: it knows the version it was shown."""
    person = type(one.judge).objects.get(pk=one.judge_id)
    return lambda: act(assignment=one, person=person, choices=builders.choices(level), version=version, at=read_clock())


def levels(one):
    """Return the levels that are stored."""
    return set(ScoreSheet.objects.get(assignment=one).marks.values_list("level__value", flat=True))


def without_a_lock(assignment):
    """Read as `hold_assignment` does, holding nothing."""
    related = ("round__stage", "round__edition", "round__ranking", "proposal", "sheet", "judge")
    return Assignment.objects.select_related(*related).get(pk=assignment.pk)


def lock_joined_to_the_read(assignment):
    """Lock and read the sheet in one query: it looks safe, and reads what was there before the waiting began."""
    locks.hold_round(assignment.round, alone=False)
    related = ("round__stage", "round__edition", "round__ranking", "proposal", "sheet", "judge")
    return Assignment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=assignment.pk)


@pytest.mark.parametrize("version", [0, 1])
def test_two_windows_save_and_the_second_is_told(one, version):
    if version:
        tab(one, 2, 0)()
    outcome = race(tab(one, 3, version), tab(one, 5, version))
    assert outcome.waited
    assert isinstance(outcome.error, StaleSheet)
    assert levels(one) == {3}


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("weak", [without_a_lock, lock_joined_to_the_read])
def test_without_that_lock_the_second_window_would_fail_or_write_over_the_first(one, version, weak, monkeypatch):
    if version:
        tab(one, 2, 0)()
    monkeypatch.setattr(sheets, "hold_assignment", weak)
    outcome = race(tab(one, 3, version), tab(one, 5, version))
    assert isinstance(outcome.error, IntegrityError)


def test_the_same_marks_from_two_windows_are_one_success(one):
    outcome = race(tab(one, 3, 0), tab(one, 3, 0))
    assert outcome.error is None
    assert outcome.result.version == 1


def test_a_double_click_on_lock_locks_once(one):
    outcome = race(tab(one, 3, 0, lock_sheet), tab(one, 3, 0, lock_sheet))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert ScoreSheet.objects.get(assignment=one).events.filter(kind="LOCKED").count() == 1


def declare(one):
    """Return what the judge does in another window: declare a conflict."""
    person = type(one.judge).objects.get(pk=one.judge_id)
    return lambda: declare_conflict(assignment=one, person=person, kind="FAMILY", explanation="", at=read_clock())


def test_a_conflict_declared_while_the_sheet_is_being_locked_is_refused(one):
    outcome = race(tab(one, 3, 0, lock_sheet), declare(one))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("weak", [without_a_lock, lock_joined_to_the_read])
def test_without_that_lock_a_locked_sheet_would_lose_its_assignment(one, weak, monkeypatch):
    monkeypatch.setattr(assignments, "hold_tasks", lambda assignment: None)
    monkeypatch.setattr(assignments, "hold_assignment", weak)
    outcome = race(tab(one, 3, 0, lock_sheet), declare(one))
    assert outcome.error is None
    one.refresh_from_db()
    assert (one.state, one.sheet.state) == ("RECUSED", "LOCKED")


@pytest.fixture
def half(cast):
    """A round in which one of two readers is enough; each proposal's first reader has locked, the second is yet to."""
    rows = builders.accepted(cast, 2)
    Round.objects.filter(edition=cast.edition).update(readers_per_proposal=1)
    seen = set()
    for row in rows:
        if row.proposal_id not in seen:
            seen.add(row.proposal_id)
            tab(row, 4, 0, lock_sheet)()
    return next(row for row in rows if not ScoreSheet.objects.filter(assignment=row).exists())


def freeze(cast):
    """Return what the chair does."""
    return lambda: rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_a_sheet_locked_while_the_ranking_is_frozen_waits_and_is_refused(cast, half):
    outcome = race(freeze(cast), tab(half, 1, 0, lock_sheet))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert differences(builders.the_round(cast).ranking) == []


def test_a_ranking_waits_for_the_sheet_that_is_being_locked_and_counts_it(cast, half):
    outcome = race(tab(half, 1, 0, lock_sheet), freeze(cast))
    assert outcome.waited
    assert outcome.error is None
    assert outcome.result.entries.get(proposal=half.proposal).sheets == 2
    assert differences(outcome.result) == []


def test_without_the_lock_of_the_round_a_frozen_ranking_would_not_be_what_its_sheets_say(cast, half, monkeypatch):
    for module in (locks, rankings):
        monkeypatch.setattr(module, "hold_round", lambda round_, alone: None)
    outcome = race(freeze(cast), tab(half, 1, 0, lock_sheet))
    assert not outcome.waited
    assert outcome.error is None
    assert differences(builders.the_round(cast).ranking) != []


def test_judges_do_not_wait_for_each_other(cast):
    first, second = builders.accepted(cast, 1)
    outcome = race(tab(first, 3, 0), tab(second, 4, 0))
    assert not outcome.waited
    assert outcome.error is None


def test_two_organisers_assign_and_the_second_finds_nothing_missing(cast):
    builders.eligible(cast, 2)

    def act(person, seed):
        return lambda: assign_judges(round_=builders.the_round(cast), person=person, seed=seed, at=read_clock())

    outcome = race(act(cast.secretariat, 1), act(cast.secretariat2, 2))
    assert outcome.waited
    assert isinstance(outcome.error, NothingToAssign)
    assert Assignment.objects.count() == 4


def test_a_double_click_on_the_ranking_freezes_once(cast):
    builders.scored(cast, 2)
    outcome = race(freeze(cast), freeze(cast))
    assert isinstance(outcome.error, NotAllowed)


def test_a_double_click_on_the_list_proposes_once(cast):
    builders.ranked(cast)

    def act():
        return select_finalists(round_=builders.the_round(cast), person=cast.chair, note="", at=read_clock())

    outcome = race(act, act)
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert Selection.objects.count() == 1


def test_two_organisers_confirm_and_one_of_them_did(cast):
    selection = builders.selected(cast)

    def act(person):
        return lambda: ratify_selection(selection=selection, person=person, at=read_clock())

    outcome = race(act(cast.secretariat), act(cast.secretariat2))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert Selection.objects.get().ratified_by == cast.secretariat


def test_two_organisers_publish_and_there_is_one_publication(cast):
    selection = builders.ratified(cast)
    third = builders.make_person()
    builders.appoint(third, cast.edition, "ORGANISER")
    opens_at = announcement_time(builders.the_round(cast))

    def act(person):
        return lambda: publish_results(selection=selection, person=person, at=opens_at)

    outcome = race(act(cast.secretariat2), act(third))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert (Publication.objects.count(), Outcome.objects.count()) == (1, 2)


def records(tasks, level):
    """Return the rows of a filled sheet about these tasks, in this order."""
    rows = [
        (one.code, code, str(level), builders.REASON, "2017-desk", "1", "0") for one in tasks for code in builders.choices()
    ]
    return [Record(number, dict(zip(NEEDED, row, strict=True))) for number, row in enumerate(rows, start=2)]


@pytest.mark.parametrize("lock", [True, False])
def test_two_filled_sheets_at_once_are_saved_one_whole_and_the_other_not_at_all(cast, monkeypatch, lock):
    """Without the lock the second finds out only while it saves, from the sheet's own: whole as well, but with no row named."""
    tasks = [one for one in builders.accepted(cast, 3) if one.judge == cast.judges[0]]
    if not lock:
        monkeypatch.setattr(packs, "hold_tasks_of", lambda round_, judge_id: None)

    def upload(order, level):
        person, round_ = type(cast.judges[0]).objects.get(pk=cast.judges[0].pk), builders.the_round(cast)
        return lambda: apply_pack(round_=round_, person=person, records=records(order, level), at=read_clock())

    outcome = race(upload(tasks, 4), upload(tasks, 2))
    assert outcome.waited
    assert isinstance(outcome.error, RowsRefused if lock else StaleSheet)
    for one in tasks:
        assert levels(one) == {4}
