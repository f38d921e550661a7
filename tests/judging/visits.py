"""A visit, and what its people do with it."""

from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image

from competition.clock import read_clock
from competition.models import Person, Round
from competition.zones import day_of
from judging.models import Visit, VisitPhoto
from judging.models.visit import Ask
from judging.operations.findings import Found, confirm_findings, save_findings
from judging.operations.photos import add_photo
from judging.operations.visits import Plan, plan_visit
from judging.queries.visits import findings_of, photos_of, shown_hash, visit_by_code
from tests import builders

SEEN = "Loket berjalan, warga dilayani dalam satu jam."
SPOKEN = "6 pasien rawat jalan, 2 bidan"
GPS = 0x8825


def plan(*team: Person, **values: object) -> Plan:
    """Return a plan of today in which the first is the panelist and the others are evaluators."""
    today = day_of(read_clock(), zone="WIT")
    known = {"place": "Puskesmas Uji, Jalan Mawar 1", "starts_on": today, "ends_on": today + timedelta(days=1)}
    seats = {"panelists": (team[0].pk,), "evaluators": tuple(one.pk for one in team[1:])}
    return Plan(**known | seats | values)


def field_round(cast: builders.Cast) -> Round:
    """Make the edition's first round one of field verification, and return it."""
    Round.objects.filter(edition=cast.edition, key="desk").update(kind="FIELD")
    return builders.the_round(cast)


def planned(cast: builders.Cast, **values: object) -> Visit:
    """Return a visit of the first two judges to a candidate."""
    proposal = builders.eligible(cast)[0]
    known = {"round_": field_round(cast), "person": cast.secretariat, "at": read_clock()}
    return plan_visit(proposal_id=proposal.pk, plan=plan(*cast.judges[:2], **values), **known)


def found(answer: str = "YES", seen: str = SEEN) -> dict[str, Found]:
    """Return the same answer to every question."""
    return {ask: Found(answer, seen) for ask in Ask.values}


def save(visit: Visit, person: Person, *, version: int = 1, spoken_to: str = SPOKEN, **values: str) -> Visit:
    """Somebody of the team saves the form."""
    about = {"visit": visit, "person": person, "version": version, "at": read_clock()}
    return save_findings(found=found(**values), spoken_to=spoken_to, **about)


def shown(visit: Visit) -> str:
    """Return the fingerprint of what stands there now."""
    fresh = visit_by_code(visit.code)
    return shown_hash(fresh, findings_of(fresh).values(), photos_of(fresh))


def confirm(visit: Visit, person: Person, **values: object) -> Visit:
    """Somebody of the team says yes to what stands there now."""
    known = {"statement": "", "shown": shown(visit), "at": read_clock()}
    return confirm_findings(visit=visit, person=person, **known | values)


def done(cast: builders.Cast) -> Visit:
    """Return a visit that both have confirmed."""
    visit = planned(cast)
    save(visit, cast.judges[0])
    for one in cast.judges[:2]:
        confirm(visit, one)
    return visit_by_code(visit.code)


@cache
def photo(*, placed: bool = True, colour: str = "teal") -> bytes:
    """Return a photograph that says it was taken at the National Monument of Jakarta, or says nothing."""
    picture, exif = Image.new("RGB", (60, 40), colour), Image.Exif()
    exif[0x010F] = "Telepon Uji"
    if placed:
        exif.get_ifd(GPS).update({1: "S", 2: (6.0, 10.0, 31.41), 3: "E", 4: (106.0, 49.0, 37.75)})
    written = BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def take(
    visit: Visit, person: Person, content: bytes = b"", *, keeps_place: bool = False, name: str = "loket.jpg"
) -> VisitPhoto:
    """Somebody of the team adds a picture."""
    with NamedTemporaryFile() as file:
        file.write(content or photo())
        file.flush()
        about = {"visit": visit, "person": person, "at": read_clock()}
        return add_photo(file=Path(file.name), name=name, keeps_place=keeps_place, **about)
