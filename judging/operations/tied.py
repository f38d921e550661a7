"""Tell the organisers that a tie which began later took tasks from a judge."""

from datetime import datetime

from django.db import transaction

from competition.models import Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.editions import current_edition
from competition.queries.people import appointees_of
from competition.queries.ties import tied_to
from judging.operations.locks import hold_round
from judging.queries.rounds import rounds_of
from judging.queries.tied import judges_with_ties, tied_tasks_of, told_of


def tell_tied_tasks(*, person: None = None, at: datetime) -> int:
    """Write one letter to each organiser of a running round about tasks that nobody reads any more, each task once; return how
    many tasks. The letter names no proposal and goes to those who may assign: who is tied to nobody.

    Safe to call often and in parallel: whoever comes second waits at the round, and then finds them told.
    """
    edition = current_edition()
    running = [one for one in rounds_of(edition) if at < one.stage.closes_at and not hasattr(one, "ranking")] if edition else []
    return sum(_tell(one, person, at) for one in running)


@transaction.atomic
def _tell(round_: Round, person: None, at: datetime) -> int:
    near = judges_with_ties(round_, at)
    if not tied_tasks_of(round_, near, at):
        return 0
    hold_round(round_, alone=True)
    told = told_of(round_)
    new = [one for one in tied_tasks_of(round_, near, at) if one.code not in told]
    if not new:
        return 0
    organisers = appointees_of(round_.edition_id, at, AppointmentRole.ORGANISER)
    record_event(
        event="tasks_tied",
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        data={"tasks": [one.code for one in new]},
        recipients=[one for one in organisers if not tied_to(one, round_.edition, at)],
        context={"round": round_, "number": len(new)},
    )
    return len(new)
