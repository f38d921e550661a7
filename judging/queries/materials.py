"""Reads about what agencies bring to their interviews."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from competition.models import AuditEntry, Round
from competition.storage import FileMissing, open_file
from judging.models import Assignment, Material, Slot
from judging.states import AssignmentState


def materials_of(slot: Slot) -> list[Material]:
    """Return what was brought to a slot, in the order in which it came."""
    return materials_for([slot]).get(slot.pk, [])


def materials_for(slots: Iterable[Slot]) -> dict[int, list[Material]]:
    """Return what was brought to these slots, by the slot's id. One query; none without slots."""
    places = {(one.timetable.round_id, one.proposal_id): one.pk for one in slots}
    found: dict[int, list[Material]] = defaultdict(list)
    if not places:
        return found
    rows = Material.objects.filter(removed_at=None, proposal__in={proposal for _round, proposal in places})
    for one in rows.order_by("added_at", "pk"):
        if (one.round_id, one.proposal_id) in places:
            found[places[one.round_id, one.proposal_id]].append(one)
    return found


def material_of(slot: Slot, code: str) -> Material | None:
    """Return what stands under the code among what was brought to the slot."""
    return next((one for one in materials_of(slot) if one.code == code), None)


def accepted_tasks_in(round_: Round, proposals: Iterable[int]) -> list[Assignment]:
    """Return the tasks about these proposals that their judges accepted, with what a policy asks for, by judge."""
    rows = Assignment.objects.filter(round=round_, proposal__in=list(proposals), state=AssignmentState.ACCEPTED)
    return list(rows.select_related("judge", "proposal", "round__edition").order_by("judge_id", "position", "pk"))


def told_of_materials(round_: Round) -> tuple[dict[int, set[str]], dict[int, datetime]]:
    """Return the codes of the files that each judge got a letter about, and when the last was written, by the judge's id."""
    told: dict[int, set[str]] = defaultdict(set)
    last: dict[int, datetime] = {}
    entries = AuditEntry.objects.filter(event="materials_told", subject_key=f"{round_.edition.year}/{round_.key}")
    for data, at in entries.order_by("at", "pk").values_list("data", "at"):
        told[data["person"]] |= set(data["materials"])
        last[data["person"]] = at
    return told, last


def materials_are_stored() -> Iterator[str]:
    """INV-13: every file brought to an interview is stored, with the content it had."""
    for one in Material.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with open_file(one.cleaned) as stored:
                found = hashlib.file_digest(stored, "sha256").hexdigest()
        except FileMissing:
            found = ""
        if found != one.cleaned_sha256:
            yield f"material {one.code}: {'has another content' if found else 'is not stored'}"


CHECKS = {"INV-13 materials": materials_are_stored}
