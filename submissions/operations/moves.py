"""The one place where a proposal's state changes, and a file's."""

from datetime import datetime

from django.db import connection

from competition.verdict import Refused
from submissions.models import Document, Proposal
from submissions.states import DOCUMENT_MOVES, may_move, window_of

TITLE_LOCK = 7002


class IllegalMove(Refused):
    """The table of moves has no such move."""


def lock_proposal(proposal: Proposal) -> Proposal:
    """Return the proposal's present row, locked until the transaction ends, with what pages and checks need."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("edition", "institution", "unit", "category", "group")
        .get(pk=proposal.pk)
    )


def hold_title(proposal: Proposal) -> None:
    """Hold the proposal's title within its edition until the transaction ends: nobody else sends it meanwhile.

    Advisory, because there is no row yet that a second agency of the same title could wait for.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [TITLE_LOCK, f"{proposal.edition_id}/{proposal.title_key}"]
        )


def hold_window(proposal: Proposal) -> None:
    """Hold the window the proposal is sent in until the transaction ends: nobody moves its close meanwhile.

    Shared, because many send at once. What is read of the calendar afterwards is what was committed last.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM competition_stage WHERE edition_id = %s AND key = %s FOR SHARE",
            [proposal.edition_id, window_of(proposal.state)],
        )


def move(proposal: Proposal, target: str, at: datetime) -> None:
    """Move a locked proposal to another state.

    :raises IllegalMove: when the table of moves does not have this one.
    """
    if not may_move(proposal.state, target):
        raise IllegalMove(f"{proposal.state} > {target}")
    proposal.state = target
    proposal.state_since = at
    proposal.save(update_fields=["state", "state_since"])


def move_all(proposals: list[Proposal], target: str, at: datetime) -> None:
    """Move locked proposals to another state, in one statement.

    :raises IllegalMove: when the table of moves does not have one of these; none is moved.
    """
    for one in proposals:
        if not may_move(one.state, target):
            raise IllegalMove(f"{one.state} > {target}")
    Proposal.objects.filter(pk__in=[one.pk for one in proposals]).update(state=target, state_since=at)
    for one in proposals:
        one.state, one.state_since = target, at


def move_document(document: Document, target: str) -> None:
    """Move a locked file to another state; whatever else the move writes, the caller saves with it.

    :raises IllegalMove: when the table of moves does not have this one.
    """
    if (document.state, target) not in DOCUMENT_MOVES:
        raise IllegalMove(f"{document.state} > {target}")
    document.state = target
