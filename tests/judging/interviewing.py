"""A round of interviews of two agencies' proposals, planned by the same operations as people use."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from competition.clock import read_clock
from competition.models import Person, Round
from competition.zones import ZONES
from judging.models import Material, Slot, Timetable
from judging.operations.interviews import Frame, Hall, confirm_interviews, plan_interviews
from judging.operations.materials import add_material
from judging.operations.slots import Place, move_slot, place_of, sessions_of
from judging.timetabling import Span
from submissions.operations.screenings import screen_proposal
from tests import builders
from tests.builders import CHECKS, Cast
from tests.submissions import files

HERE = (2017, "wawancara")


def ready(cast: Cast, ours: int = 2, theirs: int = 2, **values) -> Round:
    """Return a round of interviews that all eligible proposals of two agencies enter; its stage is open, with four judges."""
    of_theirs = {"writer": cast.stranger, "unit": cast.other_unit, "leader": cast.other_leader}
    sent = [builders.submitted(cast) for _ in range(ours)]
    sent += [builders.submitted(cast, **of_theirs, administrator=cast.other_administrator) for _ in range(theirs)]
    builders.open_the_stage(cast.edition, "screening")
    for one in sent:
        known = {"result": "ELIGIBLE", "checks": dict.fromkeys(CHECKS, True), "reason": "", "at": read_clock()}
        screen_proposal(proposal=one, person=cast.secretariat, **known)
    builders.open_the_stage(cast.edition, "interview")
    fourth = builders.make_person("Penilai 4")
    builders.appoint(fourth, cast.edition, "JUDGE")
    cast.judges.append(fourth)
    known = {"key": HERE[1], "stage": "interview", "kind": "INTERVIEW", "chosen_in": None} | values
    builders.make_round(cast.edition, **known)
    return Round.objects.select_related("edition", "stage").get(edition=cast.edition, key=HERE[1])


def day() -> datetime:
    """Return 09.00 WIB of the third day from now: late enough to invite to, and in the round's stage."""
    return (read_clock() + timedelta(days=3)).astimezone(ZONES["WIB"]).replace(hour=9, minute=0, second=0, microsecond=0)


def frame(cast: Cast, *, rooms: int = 2, morning: int = 60, afternoon: int = 40, link: str = "") -> Frame:
    """Return two sessions of a day with a break between them, and rooms of two judges each."""
    start, noon = day(), day() + timedelta(hours=4)
    sessions = (Span(start, start + timedelta(minutes=morning)), Span(noon, noon + timedelta(minutes=afternoon)))
    halls = [
        Hall(f"Ruang {place + 1}", link, tuple(sorted(one.pk for one in cast.judges[2 * place : 2 * place + 2])))
        for place in range(rooms)
    ]
    return Frame(sessions, 7, 13, 0, tuple(halls))


def confirm(cast: Cast, round_: Round, *, person: Person | None = None, at: datetime | None = None, **values) -> Timetable:
    """Confirm what the frame gives, as the first organiser."""
    at = at or read_clock()
    asked = frame(cast, **values)
    shown = plan_interviews(round_, asked, 1, at).fingerprint
    return confirm_interviews(
        round_=round_, frame=asked, seed=1, shown=shown, person=person or cast.secretariat, at=at
    )  # fmt: skip


def planned(cast: Cast, ours: int = 2, theirs: int = 2, **values) -> Slot:
    """Return the first slot of a confirmed timetable."""
    confirm(cast, ready(cast, ours, theirs), **values)
    return slots(cast)[0]


def slots(cast: Cast) -> list[Slot]:
    """Return all slots as they are now, by time."""
    found = Slot.objects.select_related("timetable__round__edition", "timetable__round__stage", "proposal__institution")
    return list(found.order_by("starts_at", "room", "pk"))


def afternoon(slot: Slot) -> Place:
    """Return the last turn in the slot's own room."""
    ends_at = sessions_of(slot.timetable)[-1].ends_at
    return Place(place_of(slot, slot.timetable).room, Span(ends_at - timedelta(minutes=20), ends_at))


def bring(
    slot: Slot, person: Person, content: bytes = b"", *, name: str = "paparan.pdf", at: datetime | None = None
) -> Material:
    """Somebody of the agency sends a presentation."""
    with NamedTemporaryFile() as file:
        file.write(content or files.pdf(words="Paparan"))
        file.flush()
        return add_material(slot=slot, person=person, file=Path(file.name), name=name, at=at or read_clock())


def move(
    slot: Slot, person: Person, place: Place | None = None, version: int | None = None, at: datetime | None = None
) -> Slot:
    """Move a slot to the last turn in its room, with a reason."""
    known = {"place": place or afternoon(slot), "version": version or slot.version, "reason": "Penerbangan ditunda."}
    return move_slot(slot=slot, person=person, at=at or read_clock(), **known)
