"""Presentations come from the agency until a day before, are cleaned, and are the room's alone to read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from competition.clock import read_clock
from competition.inspecting import FileRefused
from competition.models import AuditEntry, Person
from competition.storage import names, open_file
from competition.verdict import NotAllowed
from judging.access import material_to_read
from judging.models import Assignment, Material
from judging.operations.assignments import accept_assignment, declare_conflict
from judging.operations.materials import FOLDER, MaterialGone, NoPresentation, SlotGone, TooManyMaterials, remove_material
from judging.operations.redrawing import cancel_interviews
from judging.queries.materials import CHECKS, material_of, materials_of
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging import interviewing
from tests.submissions import files


@pytest.fixture
def slot(cast):
    """The slot of the first agency's proposal."""
    interviewing.planned(cast, 1, 1)
    return next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)


def accepted(slot, place=0):
    """Let a judge of the room accept the task, and return both."""
    tasks = Assignment.objects.filter(round=slot.timetable.round, proposal=slot.proposal).select_related("judge").order_by("pk")
    task = tasks[place]
    return accept_assignment(assignment=task, person=task.judge, at=read_clock()), task.judge


def may_have(slot, material, person):
    """Say whether the person is handed the file."""
    try:
        return material_to_read(slot.code, material.code, Person.objects.get(pk=person.pk), read_clock()) == material
    except Http404:
        return False


def remove(slot, code, person):
    """Take a file back."""
    remove_material(slot=slot, code=code, person=person, at=read_clock())


def holds():
    """Assert that what is named is stored."""
    assert [line for check in CHECKS.values() for line in check()] == []


def test_a_presentation_is_cleaned_and_kept_once(cast, slot):
    before = set(names(FOLDER))
    first = interviewing.bring(slot, cast.writer)
    again = interviewing.bring(slot, cast.administrator, name="lagi.pdf")
    assert (again, Material.objects.count(), set(names(FOLDER)) - before) == (first, 1, {first.cleaned})
    assert (first.added_by, first.name) == (cast.writer, "paparan.pdf")
    with open_file(first.cleaned) as stored:
        assert stored.read(5) == b"%PDF-"
    assert AuditEntry.objects.get(event="material_added").data == {"name": "paparan.pdf", "sha256": first.sha256}
    holds()


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"PK\x03\x04", FileRefused), (b"Paparan", FileRefused), (files.picture(), NoPresentation)],
    ids=["archive", "text", "picture"],
)
def test_what_is_no_presentation_is_refused_and_nothing_is_kept(cast, slot, content, error):
    before = set(names(FOLDER))
    with nothing_changes(), refused(error):
        interviewing.bring(slot, cast.writer, content)
    assert set(names(FOLDER)) == before


def test_only_the_agency_brings_something_and_only_in_time(cast, slot):
    for person in (cast.stranger, cast.other_administrator, cast.secretariat, cast.chair, cast.judges[0]):
        with refused(NotAllowed):
            interviewing.bring(slot, person)
    late = slot.starts_at - timedelta(hours=24)
    with refused(NotAllowed) as caught:
        interviewing.bring(slot, cast.writer, at=late)
    assert "diterima sampai" in caught.value.reason
    material = interviewing.bring(slot, cast.leader, at=late - timedelta(seconds=1))
    assert material.closes_at == late
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.filter(pk=material.pk).update(added_at=late)


def test_three_are_enough_and_what_is_removed_makes_room(cast, slot):
    brought = [interviewing.bring(slot, cast.writer, files.pdf(words=f"Paparan {number}")) for number in range(3)]
    with refused(TooManyMaterials):
        interviewing.bring(slot, cast.writer)
    remove(slot, brought[0].code, cast.administrator)
    assert material_of(slot, brought[0].code) is None
    assert Material.objects.get(pk=brought[0].pk).removed_by == cast.administrator
    with refused(MaterialGone):
        remove(slot, brought[0].code, cast.administrator)
    interviewing.bring(slot, cast.writer)
    assert len(materials_of(slot)) == 3
    holds()


def test_the_agency_and_the_judges_of_the_room_are_handed_it_and_nobody_else(cast, slot):
    """A judge only after the declaration, and not with a tie."""
    material = interviewing.bring(slot, cast.writer)
    for person in (cast.writer, cast.colleague, cast.administrator, cast.leader):
        assert may_have(slot, material, person)
    for person in (cast.stranger, cast.other_administrator, cast.secretariat, cast.chair, *cast.judges):
        assert not may_have(slot, material, person)
    (_task, judge), (other_task, other) = accepted(slot), accepted(slot, 1)
    assert [one for one in cast.judges if may_have(slot, material, one)] == sorted([judge, other], key=cast.judges.index)
    declare_conflict(assignment=other_task, person=other, kind="FAMILY", explanation="", at=read_clock())
    builders.join(judge, cast.institution, until=read_clock() - timedelta(days=30))
    assert not [one for one in cast.judges if may_have(slot, material, one)]


def test_materials_outlive_a_timetable_that_is_called_off(cast, slot):
    material = interviewing.bring(slot, cast.writer)
    round_ = slot.timetable.round
    cancel_interviews(round_=round_, reason="Banjir.", person=cast.secretariat, at=read_clock())
    with refused(SlotGone):
        interviewing.bring(slot, cast.writer, files.pdf(words="Lain"))
    assert not may_have(slot, material, cast.writer)
    interviewing.confirm(cast, type(round_).objects.select_related("edition", "stage").get(pk=round_.pk))
    new = next(one for one in interviewing.slots(cast) if one.proposal == slot.proposal)
    assert materials_of(new) == [material]
    assert may_have(new, material, cast.writer)
