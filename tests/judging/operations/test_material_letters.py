"""What agencies bring is told to the judges of its room: once, together, and only to whoever may open it."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from judging.models import Assignment
from judging.operations import material_letters
from judging.operations.assignments import accept_assignment, declare_conflict
from judging.operations.material_letters import tell_of_materials
from judging.operations.materials import remove_material
from tests import builders
from tests.evidence import nothing_changes
from tests.judging import interviewing
from tests.racing import race
from tests.submissions import files

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def accepted(cast):
    """Two agencies' slots in one room; both of its judges have accepted both tasks."""
    interviewing.planned(cast, 1, 1, rooms=1)
    for task in Assignment.objects.select_related("judge", "round__edition", "proposal").order_by("pk"):
        accept_assignment(assignment=task, person=task.judge, at=read_clock())
    slots = interviewing.slots(cast)
    ours = next(one for one in slots if one.proposal.institution == cast.institution)
    return ours, next(one for one in slots if one != ours)


def letters():
    """Return whom each letter tells, and the text of the last."""
    found = list(Notice.objects.filter(event="materials_told").select_related("recipient").order_by("created_at"))
    return sorted(one.recipient_id for one in found), found[-1].text


def test_one_letter_tells_each_judge_of_all_that_came_and_the_next_comes_a_day_later(cast):
    ours, theirs = accepted(cast)
    at = read_clock()
    for number in range(2):
        interviewing.bring(ours, cast.writer, files.pdf(words=f"Paparan {number}"), at=at)
    interviewing.bring(theirs, cast.stranger, at=at)
    judges = sorted(set(Assignment.objects.values_list("judge_id", flat=True)))
    with nothing_changes():
        assert tell_of_materials(at=at + HOUR - timedelta(seconds=1)) == 0
    assert [tell_of_materials(at=at + HOUR), tell_of_materials(at=at + HOUR)] == [2, 0]
    told, text = letters()
    assert told == judges
    assert ours.proposal.title in text
    assert theirs.proposal.title in text
    entry = AuditEntry.objects.filter(event="materials_told").order_by("pk").first()
    assert (entry.person, entry.data["person"], len(entry.data["materials"])) == (None, judges[0], 3)
    interviewing.bring(ours, cast.writer, files.pdf(words="Paparan 3"), at=at + HOUR)
    assert tell_of_materials(at=at + 3 * HOUR) == 0
    assert tell_of_materials(at=at + HOUR + DAY) == 2
    told, text = letters()
    assert told == sorted(judges * 2)
    assert theirs.proposal.title not in text, "of that they were told"


def test_what_comes_last_is_told_when_nothing_more_can_come_and_what_was_taken_back_is_not(cast):
    ours, theirs = accepted(cast)
    until = min(ours.starts_at, theirs.starts_at) - DAY
    interviewing.bring(ours, cast.writer, at=until - 5 * HOUR)
    assert tell_of_materials(at=until - 4 * HOUR) == 2
    late = interviewing.bring(ours, cast.writer, files.pdf(words="Lain"), at=until - HOUR)
    wrong = interviewing.bring(theirs, cast.stranger, at=until - HOUR)
    remove_material(slot=theirs, code=wrong.code, person=cast.stranger, at=until - HOUR)
    assert tell_of_materials(at=until - timedelta(seconds=1)) == 0
    assert tell_of_materials(at=max(ours.starts_at, theirs.starts_at) - DAY) == 2
    assert AuditEntry.objects.filter(event="materials_told").order_by("pk").last().data["materials"] == [late.code]


def test_only_who_may_open_the_files_is_told(cast):
    interviewing.planned(cast, 1, 1, rooms=1)
    slot = next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)
    at = read_clock()
    interviewing.bring(slot, cast.writer, at=at)
    assert tell_of_materials(at=at + HOUR) == 0, "nobody has declared anything yet"
    first, second = Assignment.objects.filter(proposal=slot.proposal).select_related("judge").order_by("pk")
    for task in (first, second):
        accept_assignment(assignment=task, person=task.judge, at=at)
    declare_conflict(assignment=first, person=first.judge, kind="FAMILY", explanation="", at=at)
    builders.join(second.judge, cast.institution)
    assert tell_of_materials(at=at + HOUR) == 0


@pytest.fixture
def brought(transactional_db):
    """A file of an hour ago that nobody was told of, committed."""
    cast = builders.make_cast(builders.make_edition())
    slot, _theirs = accepted(cast)
    at = read_clock()
    interviewing.bring(slot, cast.writer, at=at)
    return at + HOUR


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_tell_once(brought):
    race(lambda: tell_of_materials(at=brought), lambda: tell_of_materials(at=brought))
    assert len(letters()[0]) == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_sweeps_would_tell_twice(brought, monkeypatch):
    monkeypatch.setattr(material_letters, "hold_round", lambda round_, *, alone: None)
    race(lambda: tell_of_materials(at=brought), lambda: tell_of_materials(at=brought))
    assert len(letters()[0]) == 4
