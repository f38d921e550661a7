"""One slot: another time or room, two that change places, and the agency's word that it comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.digests import zones_of
from competition.queries.ties import without_tied
from competition.verdict import Refused, require
from judging.models import Slot, Timetable
from judging.operations.interviews import about_slot
from judging.operations.locks import hold_round
from judging.policy import may_change_slot, may_confirm_attendance
from judging.queries.hours import Engagements, engaged_outside
from judging.queries.interviews import panels_of, slot_by_code, slots_of, span_of, unconfirmed_between
from judging.timetabling import BEFORE_START, Span, confirm_until, turns_of
from submissions.queries.people import agencies_of
from submissions.reminding import out_of_the_night

# Who has not confirmed is reminded so long before the time for it ends.
REMIND_BEFORE = timedelta(days=2)


class SlotChanged(Refused):
    """The slot is not where it was when the page was opened."""

    reason = gettext_lazy("Jadwal ini sudah berubah sejak halaman dibuka. Periksa jadwal yang baru.")


class NotThere(Refused):
    """The slot cannot go there; with the rule that stands in the way."""


@dataclass(frozen=True, slots=True)
class Place:
    """A turn in a room. `room` is its place in the timetable's list."""

    room: int
    span: Span


Panels = dict[int, list[Person]]


def sessions_of(timetable: Timetable) -> list[Span]:
    """Return the sessions of a timetable; what lies between them is a break."""
    return [Span(*map(datetime.fromisoformat, one)) for one in timetable.sessions]


def room_names(timetable: Timetable) -> list[str]:
    """Return the names of the timetable's rooms in order."""
    return [one["name"] for one in timetable.rooms]


def place_of(slot: Slot, timetable: Timetable) -> Place:
    """Return where and when the slot is. A room of an earlier timetable has no place in this one: -1."""
    names = room_names(timetable)
    return Place(names.index(slot.room) if slot.room in names else -1, span_of(slot))


def why_not(
    places: dict[int, Place], slots: Iterable[Slot], panels: Panels, outside: Engagements, timetable: Timetable, at: datetime
) -> str:
    """Return what keeps these slots (by id) from going there while all others stay; empty if nothing does."""
    slots = list(slots)
    sessions = sessions_of(timetable)
    then = {one.pk: places.get(one.pk) or place_of(one, timetable) for one in slots}
    for one in slots:
        if one.pk not in places:
            continue
        place = then[one.pk]
        if place.span.starts_at <= at:
            return _("Waktu itu sudah lewat.")
        if not any(session.covers(place.span) for session in sessions):
            return _("Waktu itu berada di luar sesi atau memotong istirahat.")
        if engaged := _engaged(one, place.span, panels, outside):
            return engaged
        # Who sits in the way in the same room is named first.
        for other in sorted(slots, key=lambda two: then[two.pk].room != place.room):
            if other.pk != one.pk and place.span.overlaps(then[other.pk].span):
                clash = _clash(one, other, place.room == then[other.pk].room, panels)
                if clash:
                    return clash
    return ""


def _engaged(slot: Slot, span: Span, panels: Panels, outside: Engagements) -> str:
    """Return who of a slot is asked to be elsewhere then, in another round; empty if nobody is."""
    judges = (outside.of_judge(judge, span) for judge in panels.get(slot.proposal_id, ()))
    return outside.of_agency(slot.proposal.institution, span) or next(filter(None, judges), "")


def outside_of(timetable: Timetable) -> Engagements:
    """Return what judges and agencies do in other rounds while these sessions last."""
    return engaged_outside(timetable.round, sessions_of(timetable))


def _clash(one: Slot, other: Slot, same_room: bool, panels: Panels) -> str:
    """Return why two slots cannot be at one time; empty if they can."""
    if same_room:
        return _("Ruang itu sudah dipakai pada jam tersebut.")
    if one.proposal.institution_id == other.proposal.institution_id:
        return _("%(institution)s tampil di ruang lain pada jam tersebut.") % {"institution": one.proposal.institution}
    both = [judge for judge in panels.get(one.proposal_id, ()) if judge in panels.get(other.proposal_id, ())]
    return _("%(judge)s menilai di ruang lain pada jam tersebut.") % {"judge": both[0].name} if both else ""


def free_places(slot: Slot, slots: list[Slot], panels: Panels, at: datetime) -> list[Place]:
    """Return every turn of the timetable to which the slot could go from where it is."""
    timetable, here = slot.timetable, place_of(slot, slot.timetable)
    minutes = timetable.talk_minutes + timetable.question_minutes
    turns = turns_of(sessions_of(timetable), minutes, timetable.pause_minutes)
    places = [Place(room, turn) for turn in turns for room in range(len(timetable.rooms))]
    known = (slots, panels, outside_of(timetable), timetable, at)
    return [one for one in places if one != here and not why_not({slot.pk: one}, *known)]


def swaps_for(slot: Slot, slots: list[Slot], panels: Panels, at: datetime) -> list[Slot]:
    """Return every slot with which this one could change places."""
    outside = outside_of(slot.timetable)
    return [one for one in slots if one.pk != slot.pk and not _swap_objection(slot, one, slots, panels, outside, at)]


def _swap_objection(
    one: Slot, other: Slot, slots: list[Slot], panels: Panels, outside: Engagements, at: datetime
) -> str:  # fmt: skip
    timetable = one.timetable
    if other.starts_at <= at:
        return _("Waktu itu sudah lewat.")
    places = {one.pk: place_of(other, timetable), other.pk: place_of(one, timetable)}
    return why_not(places, slots, panels, outside, timetable, at)


@transaction.atomic
def move_slot(
    *, slot: Slot, version: int, place: Place, person: Person, reason: str, at: datetime
) -> Slot:  # fmt: skip
    """Put a slot at another time or into another room, with a reason; its judges go with it, both sides are told old and new.

    :raises NotAllowed: not an organiser, begun, round over or ranked.
    :raises SlotChanged: somebody changed it meanwhile.
    :raises NotThere: a rule stands in the way; with which.
    """
    slots = _hold(slot, person, at, {slot.code: version})
    one, panels = next(one for one in slots if one.code == slot.code), panels_of(slot.timetable.round)
    if not 0 <= place.room < len(one.timetable.rooms) or place == place_of(one, one.timetable):
        raise NotThere(_("Pilih waktu dan ruang dari daftar."))
    objection = why_not({one.pk: place}, slots, panels, outside_of(one.timetable), one.timetable, at)
    if objection:
        raise NotThere(objection)
    _put({one: place}, panels, person, reason, at)
    return one


@transaction.atomic
def swap_slots(
    *, slot: Slot, version: int, other: str, person: Person, reason: str, at: datetime
) -> Slot:  # fmt: skip
    """Let two slots change places, with a reason; the judges of each go with it, all four sides are told old and new.

    :raises NotAllowed, SlotChanged, NotThere: as `move_slot`.
    """
    slots = _hold(slot, person, at, {slot.code: version})
    one, panels = next(one for one in slots if one.code == slot.code), panels_of(slot.timetable.round)
    second = next((two for two in slots if two.code == other and two.code != slot.code), None)
    if second is None:
        raise NotThere(_("Pilih giliran yang ditukar dari daftar."))
    objection = _swap_objection(one, second, slots, panels, outside_of(one.timetable), at)
    if objection:
        raise NotThere(objection)
    places = {one: place_of(second, one.timetable), second: place_of(one, one.timetable)}
    _put(places, panels, person, reason, at)
    return one


def _hold(slot: Slot, person: Person, at: datetime, versions: dict[str, int]) -> list[Slot]:
    """Hold the round alone, ask the policy again, and return all of its slots as they are now."""
    hold_round(slot.timetable.round, alone=True)
    require(may_change_slot(person, slot_by_code(slot.code), at))
    slots = list(slots_of(slot.timetable.round))
    if any(one.version != versions.get(one.code, one.version) for one in slots):
        raise SlotChanged
    return slots


def _put(places: dict[Slot, Place], panels: Panels, person: Person, reason: str, at: datetime) -> None:
    """Write where the slots are now. A word that somebody comes was about the old time, so it is asked for again."""
    told = []
    for slot, place in places.items():
        old = {"starts_at": slot.starts_at, "room": slot.room}
        room = slot.timetable.rooms[place.room]
        put_at(slot, room["name"], room["link"], place.span, at)
        told.append((slot, old))
    round_ = told[0][0].timetable.round
    agencies = agencies_of([slot.proposal for slot, _old in told], at)
    about = {"person": person, "at": at, "edition": round_.edition}
    moved = [about_move(slot, old, agencies[slot.proposal_id], reason) for slot, old in told]
    record_events(event="interview_moved", occurrences=moved, **about)
    seated = {
        slot: without_tied(panels.get(slot.proposal_id, ()), round_.edition, slot.proposal.institution_id, at)
        for slot, _old in told
    }
    record_events(event="panel_moved", occurrences=[about_move(slot, old, seated[slot], reason) for slot, old in told], **about)


def put_at(slot: Slot, room: str, link: str, span: Span, at: datetime) -> None:
    """Write where a slot is now, and nothing else: a reminder may be marking it. A word about another time lapses."""
    written = ["room", "link", "starts_at", "ends_at", "version", "changed_at"]
    if slot.starts_at != span.starts_at:
        slot.confirmed_at, slot.confirmed_by, slot.reminded_at = None, None, None
        written += ["confirmed_at", "confirmed_by", "reminded_at"]
    slot.room, slot.link, slot.starts_at, slot.ends_at = room, link, span.starts_at, span.ends_at
    slot.version, slot.changed_at = slot.version + 1, at
    slot.save(update_fields=written)


def about_move(slot: Slot, old: dict, recipients: Iterable[Person], reason: str) -> Occurrence:
    """Return what is told of a slot that is elsewhere now; `old`: when and in which room it was, and `talk` and `questions`,
    the minutes of each, where these are others now."""
    return Occurrence(
        subject=slot,
        subject_key=slot.code,
        recipients=recipients,
        reason=reason,
        context=about_slot(slot, slot.timetable.round) | {"old": old, "reason": reason},
        before={"starts_at": old["starts_at"].isoformat(), "room": old["room"]},
        after={"starts_at": slot.starts_at.isoformat(), "room": slot.room},
    )


@transaction.atomic
def confirm_attendance(*, slot: Slot, version: int, presenters: str, person: Person, at: datetime) -> Slot:
    """Record that the agency comes at the time that was shown, and who presents; said again, the names are the new ones.

    :raises NotAllowed: not its administrator or head, or too late.
    :raises SlotChanged: it was given another time meanwhile.
    """
    hold_round(slot.timetable.round, alone=True)
    slot = slot_by_code(slot.code)
    require(may_confirm_attendance(person, slot, at))
    if slot.version != version:
        raise SlotChanged
    slot.presenters, slot.confirmed_at, slot.confirmed_by = presenters, at, person
    slot.save(update_fields=["presenters", "confirmed_at", "confirmed_by"])
    record_event(
        event="attendance_confirmed",
        subject=slot,
        subject_key=slot.code,
        person=person,
        at=at,
        edition=slot.timetable.round.edition,
        data={"proposal": slot.proposal.code, "starts_at": slot.starts_at.isoformat()},
    )
    return slot


@transaction.atomic
def remind_of_attendance(*, person: None = None, at: datetime) -> int:
    """Write to the people of agencies that have not confirmed, once, when two days are left for it; return how many letters.

    Safe to call often and in parallel: a slot is held and marked. By night a letter waits for the morning, as others do.
    """
    told = []
    waiting = unconfirmed_between(at + BEFORE_START, at + BEFORE_START + REMIND_BEFORE).select_for_update(of=("self",))
    for slot in waiting:
        slot.reminded_at = at
        slot.save(update_fields=["reminded_at"])
        round_, until = slot.timetable.round, confirm_until(slot.starts_at, slot.changed_at)
        people = agencies_of([slot.proposal], at)[slot.proposal_id]
        zones = zones_of([one.pk for one in people], at)
        told += [
            Occurrence(
                subject=slot,
                subject_key=slot.code,
                recipients=[one],
                context=about_slot(slot, round_),
                not_before=out_of_the_night(at, zones[one.pk], until),
            )
            for one in people
        ]
    by_edition = {one.subject.timetable.round.edition for one in told}
    for edition in sorted(by_edition, key=lambda one: one.pk):
        mine = [one for one in told if one.subject.timetable.round.edition == edition]
        record_events(event="attendance_reminded", occurrences=mine, person=person, at=at, edition=edition)
    return len(told)
