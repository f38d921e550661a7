"""Presentations for an interview: looked at while their sender waits; kept is the cleaned copy."""

import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.codes import new_code
from competition.inspecting import Inspected, Limits, inspect_file, scan_file
from competition.models import Person
from competition.operations.events import record_event
from competition.scans import MEGABYTE, tidy_file_name
from competition.storage import NotKept, drop_file, keep_file
from competition.verdict import Refused, require
from judging.models import Material, Slot
from judging.policy import may_bring_material
from judging.queries.interviews import slot_by_code
from judging.queries.materials import material_of, materials_of
from judging.timetabling import confirm_until

FOLDER = "materials"
MOST_BYTES = 5 * MEGABYTE
MOST_FILES = 3


class NoPresentation(Refused):
    """A file that is no PDF."""

    reason = gettext_lazy("Bahan presentasi harus PDF")


class TooManyMaterials(Refused):
    """The turn has as many files as it may."""


class MaterialGone(Refused):
    """Somebody removed the file before."""

    reason = gettext_lazy("Berkas ini sudah dihapus")


def add_material(*, slot: Slot, person: Person, file: Path, name: str, at: datetime) -> Material:
    """Look at a presentation, and keep its cleaned copy for the judges of the room. The same file again is there once.

    :raises NotAllowed: not the agency, or too late.
    :raises FileRefused, NoPresentation: it cannot be taken.
    :raises TooManyMaterials: see there.
    :raises NotChecked, NotKept: nobody could look, or the storage is away; try again.
    """
    require(may_bring_material(person, slot, at))
    with tempfile.TemporaryDirectory(prefix="kipp-material-") as folder:
        scan_file(file)
        found = inspect_file(file, limits=Limits(max_bytes=MOST_BYTES), workdir=Path(folder))
        if found.kind != Material.kind:
            raise NoPresentation
        stored, size = f"{FOLDER}/{slot.code}/{new_code()}", found.cleaned.stat().st_size
        keep_file(found.cleaned, stored)
        try:
            material = _add(slot, person, found, tidy_file_name(name), stored, size, at)
        except Refused:
            _drop(stored)
            raise
    if material.cleaned != stored:
        _drop(stored)
    return material


@transaction.atomic
def remove_material(*, slot: Slot, code: str, person: Person, at: datetime) -> None:
    """Take a file back; its row and its copy stay, and nobody is handed it any more.

    :raises NotAllowed: as `add_material`.
    :raises MaterialGone: see there.
    """
    slot = _hold(slot)
    require(may_bring_material(person, slot, at))
    material = material_of(slot, code)
    if material is None:
        raise MaterialGone
    material.removed_by, material.removed_at = person, at
    material.save(update_fields=["removed_by", "removed_at"])
    _record("material_removed", slot, material, person, at)


@transaction.atomic
def _add(slot: Slot, person: Person, found: Inspected, name: str, stored: str, size: int, at: datetime) -> Material:
    slot = _hold(slot)
    require(may_bring_material(person, slot, at))
    known = materials_of(slot)
    if earlier := next((one for one in known if one.sha256 == found.sha256), None):
        return earlier
    if len(known) >= MOST_FILES:
        raise TooManyMaterials(_("Paling banyak %(most)s berkas. Hapus dahulu yang tidak perlu.") % {"most": MOST_FILES})
    copy = {"cleaned": stored, "cleaned_sha256": found.cleaned_sha256, "cleaned_size": size}
    material = Material.objects.create(
        round=slot.timetable.round,
        proposal=slot.proposal,
        name=name,
        sha256=found.sha256,
        added_by=person,
        added_at=at,
        closes_at=confirm_until(slot.starts_at, slot.changed_at),
        **copy,
    )
    _record("material_added", slot, material, person, at)
    return material


def _hold(slot: Slot) -> Slot:
    """Hold the slot until the transaction ends, and return it as it is now: two files at once are not one too many."""
    Slot.objects.select_for_update().values_list("pk").filter(pk=slot.pk).first()
    found = slot_by_code(slot.code)
    if found is None:
        raise SlotGone
    return found


class SlotGone(Refused):
    """The turn was called off meanwhile."""

    reason = gettext_lazy("Wawancara ini sudah dibatalkan.")


def _record(event: str, slot: Slot, material: Material, person: Person, at: datetime) -> None:
    about = {"subject": slot, "subject_key": slot.code, "edition": slot.timetable.round.edition}
    record_event(event=event, person=person, at=at, data={"name": material.name, "sha256": material.sha256}, **about)


def _drop(stored: str) -> None:
    with suppress(NotKept):
        drop_file(stored)
