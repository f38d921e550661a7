"""What an institution hands on of its innovation, as its people offer it and the secretariat lets it through."""

from datetime import datetime

from competition.clock import read_clock
from competition.models import Person
from competition.scans import read_scan
from submissions.models import Innovation, SharedMaterial
from submissions.operations.enclosures import check_enclosure
from submissions.operations.shared_materials import Offer, let_material_through, share_material
from submissions.videos import Video
from tests.builders import Cast
from tests.submissions import files, replicating

SOP = Offer("SOP", "SOP pendaftaran", "id", "CC_BY")
VIDEO = Offer("VIDEO", "Cara kerjanya", "id", "READ")
FILM = Video("YOUTUBE", "a" * 11)


def offered(
    cast: Cast, *, about: Innovation | None = None, offer: Offer = SOP, person: Person | None = None, at: datetime | None = None
) -> SharedMaterial:
    """Return a material of a public innovation of the cast's institution that waits for the secretariat."""
    thing = FILM if offer.kind == "VIDEO" else read_scan("sop.pdf", files.pdf(1, offer.title))
    known = {"innovation": about or replicating.innovation(cast), "person": person or cast.administrator}
    return share_material(offer=offer, thing=thing, at=at or read_clock(), **known)


def public(cast: Cast, **values: object) -> SharedMaterial:
    """Return one that the public may fetch."""
    one = offered(cast, **values)
    if one.file is not None:
        check_enclosure(code=one.file.code, at=read_clock())
    return let_material_through(material=one, person=cast.secretariat, at=read_clock())


def shared(cast: Cast, number: int, about: Innovation) -> None:
    """Share so many of an innovation, and offer as many more."""
    for _ in range(number):
        public(cast, about=about, offer=VIDEO)
        offered(cast, about=about, offer=VIDEO)
