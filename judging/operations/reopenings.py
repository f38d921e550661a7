"""Reopen a frozen ranking: one organiser proposes, another confirms, and after some minutes it is opened unless it was stopped.

The ranking stays as it was, and is no longer the one in force; so does a list that was proposed or ratified on it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from judging.models import Reopening, Selection
from judging.operations.locks import hold_round
from judging.policy import (
    may_carry_out_reopening,
    may_confirm_reopening,
    may_reopen_ranking,
    may_stop_reopening,
)
from judging.states import REOPENING_MOVES, ReopeningState

# So long after the second yes anybody of the committee can still stop it: longer than a letter takes.
DELAY = timedelta(minutes=10)
COMMITTEE = (AppointmentRole.ORGANISER, AppointmentRole.CHAIR, AppointmentRole.SECRETARIAT, AppointmentRole.AUDITOR)


class ReopeningNeedsReason(Refused):
    """Nobody reopens a ranking without saying why."""

    reason = gettext_lazy("Isi alasan peringkat dibuka kembali")


class ReopeningMoved(Refused):
    """The reopening is no longer the one that was on the page."""

    reason = gettext_lazy("Permintaan ini sudah berubah. Muat ulang halaman dan periksa lagi.")


@transaction.atomic
def propose_reopening(*, round_: Round, reason: str, person: Person, at: datetime) -> Reopening:
    """Ask that the ranking is reopened. From here on nothing is selected, ratified or published on it, until this is done or
    stopped; the whole committee is told.

    :raises NotAllowed: not an organiser, a tie, no ranking, its list is public or about to be, or one is asked for already.
    :raises ReopeningNeedsReason: no reason.
    """
    if not reason.strip():
        raise ReopeningNeedsReason
    round_ = _hold(round_)
    require(may_reopen_ranking(person, round_, at))
    reopening = Reopening(ranking=round_.ranking, reason=reason.strip(), proposed_by=person, proposed_at=at)
    reopening.save()
    _record("reopening_proposed", reopening, person, at, reason=reopening.reason)
    return reopening


@transaction.atomic
def confirm_reopening(*, reopening: Reopening, seen: int, person: Person, at: datetime) -> Reopening:
    """Agree, as another organiser, to exactly the reopening whose id was `seen`; the delay begins and the committee is told.

    :raises ReopeningMoved: it is not the one that was read.
    :raises NotAllowed: not an organiser, a tie, the same person, or it does not wait for a yes.
    """
    reopening = _held(reopening, seen)
    require(may_confirm_reopening(person, reopening, at))
    reopening.confirmed_by, reopening.confirmed_at, reopening.due_at = person, at, at + DELAY
    _move(reopening, ReopeningState.CONFIRMED, "confirmed_by", "confirmed_at", "due_at")
    _record("reopening_confirmed", reopening, person, at)
    return reopening


@transaction.atomic
def carry_out_reopening(*, reopening: Reopening, seen: int, person: Person, at: datetime) -> Reopening:
    """Open the round again: its ranking is no longer in force, nor is any list that was built on it. Neither is changed.

    :raises ReopeningMoved: it is not the one that was read.
    :raises NotAllowed: not an organiser, a tie, not confirmed, or before its delay is over.
    """
    reopening = _held(reopening, seen)
    require(may_carry_out_reopening(person, reopening, at))
    reopening.done_by, reopening.done_at = person, at
    _move(reopening, ReopeningState.DONE, "done_by", "done_at")
    ranking = reopening.ranking
    ranking.in_force = None
    ranking.save(update_fields=["in_force"])
    selection = getattr(ranking, "selection", None)
    dropped = {"list": selection.state} if selection is not None else {}
    _record("ranking_reopened", reopening, person, at, reason=reopening.reason, **dropped)
    return reopening


@transaction.atomic
def stop_reopening(*, reopening: Reopening, reason: str, person: Person, at: datetime) -> Reopening:
    """Leave the ranking frozen, as long as it is not open yet; the committee is told.

    :raises NotAllowed: neither an organiser nor the chair, a tie, or it is done or stopped already.
    """
    reopening = _held(reopening, reopening.pk)
    require(may_stop_reopening(person, reopening, at))
    reopening.stopped_by, reopening.stopped_at, reopening.stop_reason = person, at, reason.strip()
    _move(reopening, ReopeningState.STOPPED, "stopped_by", "stopped_at", "stop_reason")
    _record("reopening_stopped", reopening, person, at, reason=reopening.stop_reason)
    return reopening


def _hold(round_: Round) -> Round:
    """Return the round as it stands now, held alone with its row and its list: nobody scores, ranks, selects, ratifies or
    publishes meanwhile. First the locks, then the read."""
    hold_round(round_, alone=True)
    Round.objects.select_for_update().values_list("pk").get(pk=round_.pk)
    list(Selection.objects.select_for_update().filter(ranking__in_force=round_.pk).values_list("pk"))
    return Round.objects.select_related("edition", "stage", "ranking__selection").get(pk=round_.pk)


def _held(reopening: Reopening, seen: int) -> Reopening:
    """Return the reopening as it stands now, its round held."""
    if reopening.pk != seen:
        raise ReopeningMoved
    _hold(reopening.ranking.round)
    known = ("ranking__round__edition", "ranking__round__stage", "ranking__selection")
    return Reopening.objects.select_related(*known).get(pk=reopening.pk)


def _move(reopening: Reopening, target: str, *fields: str) -> None:
    """Move a held reopening to its next state, with the fields that belong to the move."""
    if (reopening.state, target) not in REOPENING_MOVES:
        raise ReopeningMoved
    reopening.state = target
    reopening.save(update_fields=["state", *fields])


def _record(event: str, reopening: Reopening, person: Person, at: datetime, reason: str = "", **data: str) -> None:
    """Write the entry, and to the whole committee of the edition where the event is posted. A letter tells that, not why: a
    reason can name proposals, and those who are tied to one get it, too."""
    ranking, round_ = reopening.ranking, reopening.ranking.round
    edition = round_.edition
    is_posted = event != "ranking_reopened"
    record_event(
        event=event,
        subject=reopening,
        subject_key=f"{edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=edition,
        reason=reason,
        data={"version": ranking.version, **data},
        after={"state": reopening.state},
        recipients=appointees_of(edition.pk, at, *COMMITTEE) if is_posted else (),
        context={"round": round_, "sender": person, "reopening": reopening} if is_posted else None,
    )
