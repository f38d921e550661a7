"""The timetable of a round of interviews: looked at first, then written in one go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.canonical import sha256_of
from competition.models import Person, Round
from competition.operations.events import Occurrence, record_event, record_events
from competition.verdict import Refused, require
from competition.zones import format_instant
from judging import timetabling
from judging.models import Assignment, Slot, Timetable
from judging.operations.assignments import NotFeasible, PlanChanged, give_assignments, set_aside, set_assignments_aside
from judging.operations.locks import hold_round
from judging.policy import may_plan_interviews
from judging.queries.hours import engaged_outside
from judging.queries.interviews import begun_in, tasks_about
from judging.queries.panel import seats_of
from judging.queries.rounds import candidates_of, judges_of
from judging.queries.ties import ties_between
from judging.states import ACTIVE_ASSIGNMENTS, SheetState
from judging.timetabling import Placed, Span, confirm_until
from submissions.models import Proposal
from submissions.queries.people import agencies_of

IN_A_ROOM = "ROOM"
# The first turn is so long after the invitation that an agency can confirm, a day before, that it comes.
EARLIEST = timedelta(days=2)


class SessionRefused(Refused):
    """A session outside the round, too early, or over another one; with which."""


class RoomRefused(Refused):
    """A room with too few judges, or with somebody who cannot sit there; with which."""


class NothingToPlan(Refused):
    """Nobody enters the round."""

    reason = gettext_lazy("Belum ada proposal pada babak ini.")


class AlreadyScored(Refused):
    """A sheet of the round is locked: who scores whom is not drawn anew."""

    reason = gettext_lazy("Sudah ada lembar nilai yang terkunci pada babak ini, jadi jadwal tidak dapat disusun dari awal.")


@dataclass(frozen=True, slots=True)
class Hall:
    """A room or a link as the organiser names it, and the ids of who sits in it."""

    name: str
    link: str
    judges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a timetable is made of: sessions without a break, minutes, and rooms."""

    sessions: tuple[Span, ...]
    talk_minutes: int
    question_minutes: int
    pause_minutes: int
    rooms: tuple[Hall, ...]


@dataclass(frozen=True, slots=True)
class InterviewPlan:
    """A timetable with the rows behind its keys."""

    frame: Frame
    turns: list[Span]
    placed: list[Placed]
    proposals: dict[str, Proposal]
    judges: dict[str, Person]

    @property
    def fingerprint(self) -> str:
        """What would be written, as one value."""
        rooms = [[hall.name, hall.link] for hall in self.frame.rooms]
        turns = [[one.talk, one.room, self.turns[one.time].starts_at.isoformat(), one.judges] for one in self.placed]
        return sha256_of([rooms, self.frame.talk_minutes, self.frame.question_minutes, turns])


def plan_interviews(round_: Round, frame: Frame, seed: int, at: datetime) -> InterviewPlan:
    """Return the timetable that the number gives to every proposal whose turn has not begun. Writes nothing.

    :raises NothingToPlan: nobody enters the round.
    :raises SessionRefused, RoomRefused: what was asked for cannot be.
    :raises NotFeasible: with which rule to relax and by how much.
    """
    _check_sessions(round_, frame.sessions, at)
    judges = {str(one.pk): one for one in judges_of(round_, at)}
    seats = seats_of(round_.edition, at)
    _check_rooms(round_, frame.rooms, {pk for pk, seat in seats.items() if not seat.is_away and str(pk) in judges})
    begun = begun_in(round_, at)
    candidates = candidates_of(round_).exclude(pk__in=begun).select_related("institution__region").order_by("pk")
    proposals = {one.code: one for one in candidates}
    if not proposals:
        raise NothingToPlan(_("Semua proposal babak ini sudah tampil.") if begun else NothingToPlan.reason)
    heard = tasks_about(round_, begun)
    turns = timetabling.turns_of(frame.sessions, frame.talk_minutes + frame.question_minutes, frame.pause_minutes)
    request = timetabling.Request(
        talks={code: str(one.institution_id) for code, one in proposals.items()},
        rooms=[timetabling.Room(hall.name, tuple(sorted(map(str, hall.judges)))) for hall in frame.rooms],
        times=len(turns),
        readers=round_.readers_per_proposal,
        conflicts=_barred(round_, proposals, judges, at),
        most={key: seats[int(key)].most(round_) - heard[int(key)] for key in judges},
        seed=seed,
    )
    try:
        planned = InterviewPlan(frame, turns, timetabling.plan(request), proposals, judges)
    except timetabling.NoTimetable as error:
        minutes = frame.talk_minutes + frame.question_minutes + frame.pause_minutes
        lines = [_shortage_text(one, proposals, judges, minutes) for one in error.shortages[:5]]
        raise NotFeasible(lines) from error
    _check_hours(round_, planned)
    return planned


def _check_hours(round_: Round, planned: InterviewPlan) -> None:
    """Refuse a plan that needs somebody who is elsewhere then: in another round's interview, or on a visit that day."""
    outside, lines = engaged_outside(round_, planned.turns), []
    for one in planned.placed:
        turn = planned.turns[one.time]
        lines.append(outside.of_agency(planned.proposals[one.talk].institution, turn))
        lines += [outside.of_judge(planned.judges[judge], turn) for judge in one.judges]
    lines = list(dict.fromkeys(filter(None, lines)))
    if lines:
        raise NotFeasible([*lines[:5], _("Ubah sesi, ruang penilai, atau angka acuan.")])


def _check_sessions(round_: Round, sessions: tuple[Span, ...], at: datetime) -> None:
    stage, earliest = round_.stage, at + EARLIEST
    for one in sessions:
        if one.starts_at < earliest:
            text = _("Sesi paling awal dimulai %(when)s: instansi perlu waktu untuk mengonfirmasi kehadiran.")
            raise SessionRefused(text % {"when": format_instant(earliest)})
        if one.starts_at < stage.opens_at or one.ends_at > stage.closes_at:
            text = _("Sesi %(when)s berada di luar waktu babak ini.")
            raise SessionRefused(text % {"when": format_instant(one.starts_at)})
    for one, other in pairwise(sorted(sessions, key=lambda one: one.starts_at)):
        if one.overlaps(other):
            raise SessionRefused(_("Sesi %(when)s bertumpuk dengan sesi lain.") % {"when": format_instant(other.starts_at)})


def _check_rooms(round_: Round, rooms: tuple[Hall, ...], present: set[int]) -> None:
    for hall in rooms:
        if len(hall.judges) < round_.readers_per_proposal:
            text = _("%(room)s memerlukan sedikitnya %(count)s penilai.")
            raise RoomRefused(text % {"room": hall.name, "count": round_.readers_per_proposal})
        if not set(hall.judges) <= present:
            raise RoomRefused(_("Seorang penilai di %(room)s sedang tidak tersedia.") % {"room": hall.name})


def _barred(
    round_: Round, proposals: dict[str, Proposal], judges: dict[str, Person], at: datetime
) -> frozenset[tuple[str, str]]:
    """Return who must not sit before whom: ties, and what somebody declined or was taken from, which nobody gets twice."""
    code_of = {one.pk: code for code, one in proposals.items()}
    ties = ties_between(round_.edition, proposals.values(), judges.values(), at)
    had = Assignment.objects.filter(round=round_, proposal__in=code_of).exclude(state__in=ACTIVE_ASSIGNMENTS)
    had = had.exclude(pk__in=set_aside(round_).values("pk"))
    pairs = {*ties, *had.order_by("pk").values_list("proposal_id", "judge_id")}
    return frozenset((code_of[proposal], str(judge)) for proposal, judge in pairs)


def _shortage_text(
    shortage: timetabling.Shortage, proposals: dict[str, Proposal], judges: dict[str, Person], minutes: int
) -> str:
    """Say which rule stands in the way, and by how much to relax it."""
    more = shortage.required - shortage.available
    known = {"need": shortage.required, "have": shortage.available, "more": more, "minutes": more * minutes}
    if shortage.lack == timetabling.Lack.READERS:
        text = _("Tidak ada ruang dengan %(need)s penilai yang bebas konflik bagi “%(name)s”; paling banyak %(have)s.")
        known["name"] = proposals[shortage.about].title
    elif shortage.lack == timetabling.Lack.TIMES:
        text = _(
            "Ruang tersibuk memerlukan %(need)s giliran, sedangkan sesi memuat %(have)s. Tambah %(minutes)s menit atau ruang."
        )
    elif shortage.lack == timetabling.Lack.AGENCY:
        text = _("%(name)s tampil %(need)s kali, sedangkan sesi memuat %(have)s giliran. Tambah %(minutes)s menit.")
        known["name"] = next(one.institution for one in proposals.values() if str(one.institution_id) == shortage.about)
    else:
        text = _("%(name)s akan menilai %(need)s proposal, batasnya %(have)s. Tambah penilai di ruangnya.")
        known["name"] = judges[shortage.about].name
    return text % known


@transaction.atomic
def confirm_interviews(
    *, round_: Round, frame: Frame, seed: int, shown: str, person: Person, at: datetime
) -> Timetable:  # fmt: skip
    """Write exactly the timetable that was shown, give the rooms' judges their tasks, and invite the agencies. One transaction.

    :raises NotAllowed: not an organiser, round over, ranked, waiting for a list, or planned already.
    :raises AlreadyScored: a sheet is locked.
    :raises PlanChanged: the timetable is no longer the one that was shown.
    """
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking", "timetable").get(pk=round_.pk)
    require(may_plan_interviews(person, round_, at))
    refuse_scored(round_, at)
    planned = plan_interviews(round_, frame, seed, at)
    if shown != planned.fingerprint:
        raise PlanChanged
    timetable = Timetable.objects.create(round=round_, **cut_from(frame, seed, at))
    slots = Slot.objects.bulk_create([slot_of(timetable, planned, one, at) for one in planned.placed], batch_size=1000)
    seat_judges(round_, planned, seed, person, at)
    record_event(
        event="interviews_planned",
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        data={"seed": seed, "slots": len(slots), "rooms": len(frame.rooms)},
    )
    invite(round_, slots, person, at)
    return timetable


def refuse_scored(round_: Round, at: datetime) -> None:
    """Refuse where somebody has scored what is yet to be presented.

    :raises AlreadyScored: a sheet about it is locked.
    """
    locked = Assignment.objects.filter(round=round_, sheet__state=SheetState.LOCKED)
    if locked.exclude(proposal__in=begun_in(round_, at)).exists():
        raise AlreadyScored


def cut_from(frame: Frame, seed: int, at: datetime) -> dict[str, object]:
    """Return what a timetable keeps of what it was made of."""
    return {
        "talk_minutes": frame.talk_minutes,
        "question_minutes": frame.question_minutes,
        "pause_minutes": frame.pause_minutes,
        "sessions": [[one.starts_at.isoformat(), one.ends_at.isoformat()] for one in frame.sessions],
        "rooms": [{"name": hall.name, "link": hall.link} for hall in frame.rooms],
        "seed": seed,
        "planned_at": at,
    }


def slot_of(timetable: Timetable | None, planned: InterviewPlan, one: Placed, at: datetime) -> Slot:
    """Return the slot that a turn of the plan would be."""
    hall, turn = planned.frame.rooms[one.room], planned.turns[one.time]
    known = {"room": hall.name, "link": hall.link, "starts_at": turn.starts_at, "ends_at": turn.ends_at}
    return Slot(timetable=timetable, proposal=planned.proposals[one.talk], changed_at=at, **known)


def seat_judges(round_: Round, planned: InterviewPlan, seed: int, person: Person, at: datetime, *, tells: bool = True) -> None:
    """Take back what somebody has who does not sit before it, and give the rest, each judge's in the order of the day."""
    wanted = [(planned.proposals[one.talk], planned.judges[judge]) for one in planned.placed for judge in one.judges]
    keys = {(proposal.pk, judge.pk) for proposal, judge in wanted}
    rows = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS).order_by("pk")
    rows = rows.filter(proposal__in=[one.pk for one in planned.proposals.values()])
    held = {(proposal, judge): pk for pk, proposal, judge in rows.values_list("pk", "proposal_id", "judge_id")}
    left = [pk for pair, pk in held.items() if pair not in keys]
    set_assignments_aside(left, at)
    new = [(proposal, judge) for proposal, judge in wanted if (proposal.pk, judge.pk) not in held]
    known = {"why": IN_A_ROOM, "seed": seed, "person": person, "released": len(left), "tells": tells, "at": at}
    give_assignments(round_=round_, pairs=new, **known)


def invite(round_: Round, slots: Iterable[Slot], person: Person, at: datetime) -> None:
    """Invite the agencies to these slots."""
    slots = list(slots)
    agencies = agencies_of([one.proposal for one in slots], at)
    occurrences = [
        Occurrence(
            subject=one,
            subject_key=one.code,
            recipients=agencies[one.proposal_id],
            context=about_slot(one, round_),
            data={"proposal": one.proposal.code, "starts_at": one.starts_at.isoformat(), "room": one.room},
        )
        for one in slots
    ]
    record_events(event="interview_invited", occurrences=occurrences, person=person, at=at, edition=round_.edition)


def about_slot(slot: Slot, round_: Round) -> dict:
    """Return what every letter about a slot is made of."""
    until = confirm_until(slot.starts_at, slot.changed_at)
    return {"slot": slot, "proposal": slot.proposal, "round": round_, "closes_at": until}
