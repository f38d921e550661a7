"""Reads about what agencies bring to their interviews."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from competition.storage import FileMissing, open_file
from judging.models import Material, Slot


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
