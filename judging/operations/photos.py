"""Pictures of a visit: looked at while their sender waits; kept is a copy that names no place, unless on purpose."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
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
from judging.models import Visit, VisitMember, VisitPhoto
from judging.operations.locks import hold_visit
from judging.policy import may_write_findings

FOLDER, SMALL = "visits", "visits-small"
# The longest edge of a picture in a list.
EDGE = 240
MOST_BYTES = 10 * MEGABYTE
MOST_PHOTOS = 40
PICTURES = ("JPG", "PNG")
MICRO = Decimal(1_000_000)


class NoPicture(Refused):
    """A file that is no picture."""

    reason = gettext_lazy("Foto harus JPG atau PNG")


class TooManyPhotos(Refused):
    """The visit has as many pictures as it may."""


class PhotoGone(Refused):
    """Somebody removed the picture before."""

    reason = gettext_lazy("Foto ini sudah dihapus")


@dataclass(frozen=True, slots=True)
class Kept:
    """Under which names a picture is stored, and its small copy; without one `small` is empty."""

    stored: str
    small: str

    def keep(self, found: Inspected) -> None:
        """Store what was looked at. :raises NotKept: the storage is away."""
        keep_file(found.cleaned, self.stored)
        if found.small:
            keep_file(found.small, self.small)

    def drop(self) -> None:
        """Remove both, as far as that can be done now."""
        for name in filter(None, (self.stored, self.small)):
            with suppress(NotKept):
                drop_file(name)


def add_photo(*, visit: Visit, person: Person, file: Path, name: str, keeps_place: bool, at: datetime) -> VisitPhoto:
    """Look at a picture, and keep its cleaned copy and a small one; every yes of the team lapses. The same again is there once.

    Nothing of the original is kept. Where it says it was taken is kept beside the copy when the sender asks for that.

    :raises NotAllowed: not of the team, ended, round over or ranked.
    :raises FileRefused, NoPicture: it cannot be taken.
    :raises TooManyPhotos: see there.
    :raises NotChecked, NotKept: nobody could look, or the storage is away; try again.
    """
    require(may_write_findings(person, visit, at))
    with tempfile.TemporaryDirectory(prefix="kipp-photo-") as folder:
        scan_file(file)
        found = inspect_file(file, limits=Limits(max_bytes=MOST_BYTES, edge=EDGE), workdir=Path(folder))
        if found.kind not in PICTURES:
            raise NoPicture
        code = new_code()
        kept = Kept(f"{FOLDER}/{visit.code}/{code}", f"{SMALL}/{visit.code}/{code}" if found.small else "")
        try:
            kept.keep(found)
            photo = _add(visit, person, found, tidy_file_name(name), kept, keeps_place, at)
        except Refused:
            kept.drop()
            raise
    if photo.stored != kept.stored:
        kept.drop()
    return photo


@transaction.atomic
def remove_photo(*, visit: Visit, code: str, person: Person, at: datetime) -> None:
    """Remove a picture, with its file once that is certain; every yes of the team lapses.

    :raises NotAllowed: as `add_photo`.
    :raises PhotoGone: see there.
    """
    visit = hold_visit(visit)
    require(may_write_findings(person, visit, at))
    photo = VisitPhoto.objects.filter(visit=visit, code=code).first()
    if photo is None:
        raise PhotoGone
    photo.delete()
    _lapse(visit)
    about = {"subject": visit, "subject_key": visit.code, "edition": visit.round.edition}
    record_event(event="photo_removed", person=person, at=at, data={"sha256": photo.stored_sha256}, **about)
    transaction.on_commit(Kept(photo.stored, photo.small).drop)


@transaction.atomic
def _add(visit: Visit, person: Person, found: Inspected, name: str, kept: Kept, keeps_place: bool, at: datetime) -> VisitPhoto:
    visit = hold_visit(visit)
    require(may_write_findings(person, visit, at))
    known = VisitPhoto.objects.filter(visit=visit)
    if earlier := known.filter(sha256=found.sha256).first():
        return earlier
    if known.count() >= MOST_PHOTOS:
        raise TooManyPhotos(_("Paling banyak %(most)s foto. Hapus dahulu yang tidak perlu.") % {"most": MOST_PHOTOS})
    _lapse(visit)
    return VisitPhoto.objects.create(
        visit=visit,
        name=name,
        kind=found.kind,
        sha256=found.sha256,
        stored=kept.stored,
        stored_sha256=found.cleaned_sha256,
        small=kept.small,
        place=[one / MICRO for one in found.place] if keeps_place and found.place else None,
        taken_by=person,
        added_at=at,
    )


def _lapse(visit: Visit) -> None:
    """Take back every yes: it was to other pictures."""
    VisitMember.objects.filter(visit=visit).update(confirmed_version=None, confirmed_at=None)
