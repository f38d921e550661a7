"""What the chair decides about a proposal whose readers are far apart: let them talk, let one more read, or let it stand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.holidays import end_of_working_days
from competition.models import Person, Round
from competition.models.editions import DisputeWay
from competition.operations.events import record_event
from competition.verdict import Refused, require
from judging.models import Assignment, Discussion
from judging.operations.assignments import give_assignments
from judging.operations.locks import hold_discussion, hold_round
from judging.operations.panel import NotFree, Substitute, substitutes_for
from judging.pacing import Standing
from judging.policy import may_settle_dispute
from judging.queries.disputes import Disputed, dispute_about, readers_of, readings_of
from judging.states import DISCUSSION_MOVES, DiscussionState
from submissions.models import Proposal

THIRD = "THIRD"


class NoDispute(Refused):
    """The readers are not far apart (any more)."""

    reason = gettext_lazy("Nilai para penilai proposal ini tidak berbeda jauh.")


class AlreadyDecided(Refused):
    """Something was decided about it meanwhile."""

    reason = gettext_lazy("Perbedaan pendapat ini sudah diputuskan.")


class NotTheWay(Refused):
    """The round's rule is another one."""

    reason = gettext_lazy("Aturan babak ini menetapkan langkah lain untuk perbedaan pendapat.")


class NoLead(Refused):
    """Nobody whose sheet is locked was named."""

    reason = gettext_lazy("Pilih penilai yang menulis lembar bersama")


@transaction.atomic
def open_discussion(
    *, round_: Round, proposal: Proposal, lead: str, days: int, note: str, person: Person, at: datetime
) -> Discussion:
    """Ask the readers of a proposal to talk and agree on a sheet, within so many working days. Each sees the others' now.

    `lead` is the code of the task of whoever writes the sheet.

    :raises NotAllowed: not the chair, tied to it, or the round is ranked.
    :raises NoDispute, AlreadyDecided, NotTheWay: as their names say.
    :raises NoLead: not one of the readers.
    """
    round_, found = _held(round_, proposal, person, at)
    if found.standing != Standing.NEW:
        raise AlreadyDecided
    if round_.dispute != DisputeWay.CONSOLIDATE:
        raise NotTheWay
    readers = readers_of(round_, proposal)
    leading = next((one for one in readers if one.code == lead), None)
    if leading is None:
        raise NoLead
    due_at = end_of_working_days(at, days)
    known = {"reason": note, "decided_by": person, "decided_at": at, "lead": leading, "due_at": due_at}
    discussion = Discussion.objects.create(round=round_, proposal=proposal, state=DiscussionState.OPEN, **known)
    for reader in readers:
        _tell(
            "discussion_opened",
            reader,
            person,
            at,
            told=[reader],
            reason=note,
            more={"discussion": discussion, "closes_at": due_at},
        )
    return discussion


@transaction.atomic
def ask_third_reader(
    *, round_: Round, proposal: Proposal, judge_id: int, reason: str, person: Person, at: datetime
) -> Assignment:
    """Give a proposal in dispute to one more judge, who is told nothing but that there is something to read. The sheets
    that are there stay and count. Whoever could not be given the proposal by a plan cannot be given it here.

    :raises NotAllowed: not the chair, tied to it, or the round is ranked.
    :raises NoDispute, AlreadyDecided, NotTheWay: as their names say.
    :raises NotFree: the judge has a tie, had it already, is away or full; with which of these.
    """
    round_, found = _held(round_, proposal, person, at)
    if round_.dispute != DisputeWay.THIRD_READER:
        raise NotTheWay
    if found.standing not in (Standing.NEW, Standing.THIRD) or not needs_reader(round_, proposal, found):
        raise AlreadyDecided
    one = readers_of(round_, proposal)[0]
    chosen = next((other for other in third_readers(one, at) if other.judge.pk == judge_id), None)
    if chosen is None or chosen.objection:
        raise NotFree(chosen.objection if chosen else _("Pilih penilai"))
    if found.discussion is None:
        decided = {"reason": reason, "decided_by": person, "decided_at": at}
        Discussion.objects.create(round=round_, proposal=proposal, state=DiscussionState.THIRD, **decided)
    known = {"why": THIRD, "seed": one.seed, "person": person, "released": 0, "at": at}
    (new,) = give_assignments(round_=round_, pairs=[(proposal, chosen.judge)], **known)
    _tell("third_reader_asked", new, person, at, reason=reason)
    return new


@transaction.atomic
def let_stand(*, round_: Round, proposal: Proposal, reason: str, person: Person, at: datetime) -> Discussion:
    """Settle a dispute as it is: the sheets count as they were locked, and a discussion that has not come to an end ends.

    :raises NotAllowed: not the chair, tied to it, or the round is ranked.
    :raises NoDispute, AlreadyDecided: as their names say.
    """
    round_, found = _held(round_, proposal, person, at)
    if not found.is_open:
        raise AlreadyDecided
    ended = {"ended_by": person, "ended_at": at, "ending": reason}
    if found.discussion is None:
        known = {"round": round_, "proposal": proposal, "decided_by": person, "decided_at": at, "reason": reason}
        discussion = Discussion.objects.create(state=DiscussionState.ENDED, **known, **ended)
    else:
        discussion = hold_discussion(found.discussion)
        for name, value in ended.items():
            setattr(discussion, name, value)
        move_discussion(discussion, DiscussionState.ENDED, *ended)
    readers = readers_of(round_, proposal)
    for reader in readers if discussion.lead_id else readers[:1]:
        told = [reader] if discussion.lead_id else []
        _tell("discussion_ended", reader, person, at, told=told, reason=reason, more={"discussion": discussion})
    return discussion


def needs_reader(round_: Round, proposal: Proposal, found: Disputed) -> bool:
    """Say whether one more may be asked: nobody was yet, or whoever was has declined or lost it."""
    return found.discussion is None or readings_of(round_, proposal) <= round_.readers_per_proposal


def third_readers(one: Assignment, at: datetime) -> list[Substitute]:
    """Return everybody else on the panel who could read the proposal of a reading as well, and why others could not."""
    return substitutes_for(one, at)


def move_discussion(discussion: Discussion, target: str, *fields: str) -> None:
    """The one place where a discussion's state changes; its row is held.

    :raises AlreadyDecided: it cannot move there from where it is.
    """
    if (discussion.state, target) not in DISCUSSION_MOVES:
        raise AlreadyDecided
    discussion.state = target
    discussion.save(update_fields=["state", *fields])


def _held(round_: Round, proposal: Proposal, person: Person, at: datetime) -> tuple[Round, Disputed]:
    """Hold the round, ask again, and return both as they are now."""
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)
    require(may_settle_dispute(person, round_, proposal, at))
    found = dispute_about(round_, proposal)
    if found is None:
        raise NoDispute
    return round_, found


def _tell(
    event: str,
    reader: Assignment,
    person: Person,
    at: datetime,
    *,
    told: list[Assignment] | None = None,
    reason: str = "",
    more: dict | None = None,
) -> None:
    """Write it down about one reading, and tell its reader."""
    record_event(
        event=event,
        subject=reader,
        subject_key=reader.code,
        person=person,
        at=at,
        edition=reader.round.edition,
        reason=reason,
        recipients=[one.judge for one in told or ()],
        context={"round": reader.round, **(more or {})},
    )
