"""The doors of the timetable and of a slot in it."""

from datetime import datetime

from django.http import Http404

from competition.models import Person, Round
from competition.models.editions import RoundKind
from judging import policy
from judging.access.doors import allow
from judging.access.rounds import round_to_see
from judging.models import Material, Slot
from judging.queries.interviews import slot_by_code, task_in
from judging.queries.materials import material_of


def round_of_interviews(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round of interviews to its chairs and organisers without ties; an insider is told why not.

    :raises Http404: no such round, another kind, or no such office.
    """
    round_ = round_to_see(year, key, person, at)
    if round_.kind != RoundKind.INTERVIEW:
        raise Http404
    allow(policy.may_see_interviews(person, round_, at))
    return round_


def slot_to_change(year: int, key: str, code: str, person: Person, at: datetime) -> Slot:
    """Return a slot of the round to those who may change it now; an insider is told why not.

    :raises Http404: as `round_of_interviews`; no such slot in it.
    """
    round_ = round_of_interviews(year, key, person, at)
    slot = slot_by_code(code)
    if slot is None or slot.timetable.round_id != round_.pk:
        raise Http404
    allow(policy.may_change_slot(person, slot, at))
    return slot


def interview_to_see(code: str, person: Person, at: datetime) -> Slot:
    """Return a slot to the people of the proposal that is presented in it.

    :raises Http404: none of that code, or somebody else's.
    """
    slot = slot_by_code(code)
    if slot is None or not policy.may_see_interview(person, slot, at):
        raise Http404
    return slot


def material_to_read(code: str, material: str, person: Person, at: datetime) -> Material:
    """Return a file brought to a slot: to the proposal's people, and to the judges of the room who may read the proposal.

    :raises Http404: no such slot or file, or it is nothing to this person.
    """
    slot = slot_by_code(code)
    if slot is None or not policy.may_read_material(person, slot, task_in(slot, person), at):
        raise Http404
    found = material_of(slot, material)
    if found is None:
        raise Http404
    return found


def interview_to_note(code: str, person: Person, at: datetime) -> Slot:
    """Return a slot to whoever has it in their calendar: the proposal's people, and the judges who score it.

    :raises Http404: none of that code, or it is nothing to this person.
    """
    slot = slot_by_code(code)
    if slot is None:
        raise Http404
    if not policy.may_see_interview(person, slot, at):
        task = task_in(slot, person)
        if task is None or not policy.may_see_assignment(person, task, at):
            raise Http404
    return slot
