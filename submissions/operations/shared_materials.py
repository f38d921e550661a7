"""Hand on what belongs to an innovation, take it back, let the public see it or not, and count how often it is fetched."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Person
from competition.operations.events import record_event
from competition.scans import Scan
from competition.verdict import Refused, require
from competition.zones import day_of
from submissions.materials import MATERIAL_MOVES, MOST_MATERIALS, OPEN, Licence, MaterialKind, MaterialState
from submissions.models import Innovation, SharedMaterial
from submissions.operations.enclosures import keep_enclosure
from submissions.policy import may_moderate_material, may_share_material, may_withdraw_material
from submissions.videos import Video

# Day by day, so that two who fetch at once wait for one row no longer than it takes to add one.
_COUNT = """
INSERT INTO submissions_materialdownloads (material_id, day, number) VALUES (%s, %s, 1)
ON CONFLICT (material_id, day) DO UPDATE SET number = submissions_materialdownloads.number + 1
"""


class TooManyMaterials(Refused):
    """A page with all of them must stay one."""

    reason = _("Satu inovasi memiliki paling banyak 30 bahan. Tarik yang tidak dipakai lagi.")


class NotThisThing(Refused):
    """A video where a file belongs, a file where a video does, or the licence of a regulation for what is none."""

    reason = _("Jenis bahan, isinya, dan lisensinya tidak cocok")


class NoReasonGiven(Refused):
    """The institution is told why."""

    reason = _("Isi alasan")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a material is, its name, its language, and what others may do with it."""

    kind: str
    title: str
    language: str
    licence: str


@transaction.atomic
def share_material(
    *, innovation: Innovation, person: Person, offer: Offer, thing: Scan | Video, at: datetime
) -> SharedMaterial:
    """Offer a file, which is checked as every upload, or a video; the public sees it once the secretariat let it through.

    :raises NotAllowed: not of the institution, or the innovation is not public.
    :raises TooManyMaterials: there are thirty.
    :raises NotThisThing: kind, thing and licence do not go together.
    :raises EnclosureNotStored: the storage did not take the file.
    """
    # One after the other, so that the number holds.
    Innovation.objects.select_for_update(no_key=True).get(pk=innovation.pk)
    innovation = Innovation.objects.select_related("institution").get(pk=innovation.pk)
    require(may_share_material(person, innovation, at))
    if SharedMaterial.objects.filter(innovation=innovation, state__in=OPEN).count() >= MOST_MATERIALS:
        raise TooManyMaterials
    is_video = isinstance(thing, Video)
    if is_video != (offer.kind == MaterialKind.VIDEO) or (
        offer.licence == Licence.LAW and offer.kind != MaterialKind.REGULATION
    ):
        raise NotThisThing
    known = {"kind": offer.kind, "title": " ".join(offer.title.split()), "language": offer.language, "licence": offer.licence}
    known |= {"video_key": thing.key} if is_video else {"file": keep_enclosure(scan=thing, at=at)}
    times = dict.fromkeys(("added_at", "state_since"), at)
    material = SharedMaterial.objects.create(innovation=innovation, added_by=person, **known, **times)
    _record("shared_material_added", material, person, at)
    return material


@transaction.atomic
def withdraw_material(*, material: SharedMaterial, person: Person, at: datetime) -> SharedMaterial:
    """Take it back; nobody gets it any more.

    :raises NotAllowed: not of the institution, or it is over already.
    """
    material = _hold(material)
    require(may_withdraw_material(person, material, at))
    before = _move(material, MaterialState.WITHDRAWN, at)
    _record("shared_material_withdrawn", material, person, at, before=before)
    return material


@transaction.atomic
def let_material_through(*, material: SharedMaterial, person: Person, at: datetime) -> SharedMaterial:
    """Let the public see it, and tell whoever offered it.

    :raises NotAllowed: not the secretariat, one's own, decided already, or its file cannot be opened.
    """
    return _decide(material, MaterialState.PUBLIC, person, at, reason="")


@transaction.atomic
def refuse_material(*, material: SharedMaterial, person: Person, reason: str, at: datetime) -> SharedMaterial:
    """Do not show it, or no longer, and tell whoever offered it why.

    :raises NotAllowed: not the secretariat, one's own, or over already.
    :raises NoReasonGiven: no reason is given.
    """
    if not reason.strip():
        raise NoReasonGiven
    return _decide(material, MaterialState.REFUSED, person, at, reason=reason.strip())


def count_download(*, material: SharedMaterial, at: datetime) -> None:
    """Add one to the day's number. Nothing of who fetched it is taken or kept."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [material.pk, day_of(at)])


def _decide(material: SharedMaterial, state: MaterialState, person: Person, at: datetime, reason: str) -> SharedMaterial:
    material = _hold(material)
    require(may_moderate_material(person, material, state, at))
    material.decided_by, material.reason = person, reason
    before = _move(material, state, at, "decided_by", "reason")
    told = {"recipients": [material.added_by], "context": {"material": material, "reason": reason}}
    _record("shared_material_decided", material, person, at, before=before, reason=reason, **told)
    return material


def _hold(material: SharedMaterial) -> SharedMaterial:
    held = SharedMaterial.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("innovation__institution", "file", "added_by").get(pk=material.pk)


def _move(material: SharedMaterial, state: MaterialState, at: datetime, *fields: str) -> str:
    """Move a held material, and return where it was."""
    before = material.state
    assert (before, state) in MATERIAL_MOVES
    material.state, material.state_since = state, at
    material.save(update_fields=["state", "state_since", *fields])
    transaction.on_commit(renew_public_pages)
    return before


def _record(event: str, material: SharedMaterial, person: Person, at: datetime, before: str = "", **known: object) -> None:
    data = {"innovation": material.innovation.code, "kind": material.kind, "licence": material.licence}
    if material.file is not None:
        data["sha256"] = material.file.sha256
    known |= {"before": {"state": before} if before else None, "after": {"state": material.state}}
    record_event(event=event, subject=material, subject_key=material.code, person=person, at=at, data=data, **known)
