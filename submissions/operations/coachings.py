"""A draft is coached: asked for, given to one coach for some days, ended by either side. Each move tells both sides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.coaching import COACHED_FOR, COACHING_MOVES, RUNNING, CoachingState, Ending
from submissions.models import Coaching, Proposal
from submissions.operations.moves import lock_proposal
from submissions.policy import may_ask_coaching, may_end_coaching, may_give_coaching, may_refuse_coaching
from submissions.policy.coachings import is_coach_of
from submissions.queries.coachings import others_told, overdue_coachings, running_of, team_told
from submissions.queries.contents import closing_of

MOST_PER_DRAFT = 5
LONGEST_WISH = 1000
LONGEST_REASON = 1000


class AlreadyAsked(Refused):
    """A draft is coached by one person at a time."""

    reason = _("Bimbingan untuk draf ini sudah diminta atau sedang berjalan.")


class AskedTooOften(Refused):
    """Each asking is a letter to all coaches."""

    reason = _("Draf ini sudah lima kali dimintakan bimbingan, jadi tidak dapat diminta lagi.")


class TooLong(Refused):
    """Nobody reads a letter of ten pages in a box."""

    reason = _("Teks ini terlalu panjang. Ringkas, lalu kirim lagi.")


class NoReason(Refused):
    """The team is told why."""

    reason = _("Isi alasan")


@transaction.atomic
def ask_coaching(*, proposal: Proposal, person: Person, wish: str, at: datetime) -> Coaching:
    """Ask for a coach to read the draft; coaches and secretariat are told that, and nothing of what is in it.

    :raises NotAllowed: not of the draft's team, sent already, or registration is shut.
    :raises AlreadyAsked, AskedTooOften, TooLong: as they say.
    """
    proposal = lock_proposal(proposal)
    require(may_ask_coaching(person, proposal, at))
    if running_of(proposal) is not None:
        raise AlreadyAsked
    if proposal.coachings.count() >= MOST_PER_DRAFT:
        raise AskedTooOften
    if len(wish.strip()) > LONGEST_WISH:
        raise TooLong
    known = {"asked_at": at, "state_since": at, "until": closing_of(proposal, "registration")}
    coaching = Coaching.objects.create(proposal=proposal, wish=wish.strip(), asked_by=person, **known)
    _tell(coaching, person, at, before=None)
    return coaching


@transaction.atomic
def give_coaching(*, coaching: Coaching, person: Person, coach: Person, at: datetime) -> Coaching:
    """Let a coach read the draft for some days, at the longest until registration closes: they took it, or the secretariat
    names them.

    :raises NotAllowed: neither of these, taken already, no coach or a judge, tied to the institution, sent, or shut.
    """
    coaching = hold_coaching(coaching)
    require(may_give_coaching(person, coaching, coach, at))
    coaching.coach, coaching.given_by, coaching.given_at = coach, person, at
    coaching.until = min(coaching.until, at + COACHED_FOR)
    _move(coaching, CoachingState.GIVEN, person, at, "coach", "given_by", "given_at", "until")
    return coaching


@transaction.atomic
def refuse_coaching(*, coaching: Coaching, person: Person, reason: str, at: datetime) -> Coaching:
    """Say that nobody can, with the reason.

    :raises NotAllowed: not the secretariat, a tie, or taken already.
    :raises NoReason, TooLong: as they say.
    """
    coaching = hold_coaching(coaching)
    require(may_refuse_coaching(person, coaching, at))
    if not reason.strip():
        raise NoReason
    if len(reason.strip()) > LONGEST_REASON:
        raise TooLong
    coaching.reason = reason.strip()
    _move(coaching, CoachingState.REFUSED, person, at, "reason")
    return coaching


@transaction.atomic
def end_coaching(*, coaching: Coaching, person: Person, at: datetime) -> Coaching:
    """End it for one side; from the next request on the coach reads nothing of the draft.

    :raises NotAllowed: neither side, or over already.
    """
    coaching = hold_coaching(coaching)
    require(may_end_coaching(person, coaching, at))
    _end(coaching, person, Ending.COACH if is_coach_of(person, coaching) else Ending.TEAM, at)
    return coaching


def end_with_sending(*, proposal: Proposal, person: Person, at: datetime) -> None:
    """End what is coached of a proposal that is sent, in the transaction of whoever sends it. Nothing here holds it up."""
    found = Coaching.objects.select_for_update(of=("self",)).select_related("coach")
    coaching = found.filter(proposal=proposal, state__in=RUNNING).first()
    if coaching is not None:
        coaching.proposal = proposal
        _end(coaching, person, Ending.SENT, at)


def end_overdue_coachings(*, person: None = None, at: datetime) -> int:
    """End those whose time is over, each in its own transaction; return how many."""
    return sum(_end_overdue(pk, person, at) for pk in overdue_coachings(at))


@transaction.atomic
def _end_overdue(pk: int, person: None, at: datetime) -> bool:
    coaching = hold_coaching(Coaching(pk=pk))
    if coaching.state not in RUNNING or at < coaching.until:
        return False
    _end(coaching, person, Ending.OVER, at)
    return True


def hold_coaching(coaching: Coaching) -> Coaching:
    """Return the coaching with its row held, as it is now, and the draft as it is."""
    held = Coaching.objects.select_for_update(of=("self",))
    around = ("coach", "proposal__edition", "proposal__institution", "proposal__unit", "proposal__group")
    return held.select_related(*around).get(pk=coaching.pk)


def _end(coaching: Coaching, person: Person | None, ending: Ending, at: datetime) -> None:
    coaching.ending, coaching.ended_by = ending, person
    _move(coaching, CoachingState.ENDED, person, at, "ending", "ended_by")


def _move(coaching: Coaching, state: CoachingState, person: Person | None, at: datetime, *fields: str) -> None:
    """Move a held coaching, save these fields with it, and tell both sides."""
    before = coaching.state
    assert (before, state) in COACHING_MOVES
    coaching.state, coaching.state_since = state, at
    coaching.save(update_fields=["state", "state_since", *fields])
    _tell(coaching, person, at, before=before)


def _tell(coaching: Coaching, person: Person | None, at: datetime, before: str | None) -> None:
    """Write the audit entry under the proposal's code, with none of the words, and a letter to everybody on both sides."""
    data = {"coaching": coaching.code, "ending": coaching.ending}
    if coaching.coach_id is not None:
        data["coach"] = coaching.coach_id
    record_event(
        event="coaching_moved",
        subject=coaching,
        subject_key=coaching.proposal.code,
        person=person,
        at=at,
        edition=coaching.proposal.edition,
        data=data,
        before={"state": before} if before else None,
        after={"state": coaching.state},
        recipients=[*team_told(coaching, at), *others_told(coaching, at)],
        context={"coaching": coaching, "reason": coaching.reason},
    )
