"""Remind judges that a round closes."""

from datetime import datetime

from django.db import transaction

from competition.models import Edition, Round
from competition.operations.events import Occurrence, record_events
from competition.queries.digests import zones_of
from competition.queries.editions import current_edition
from judging.queries.reminders import unfinished_of
from judging.queries.rounds import rounds_of
from submissions.operations.reminders import take_step
from submissions.reminding import out_of_the_night, step_due


@transaction.atomic
def remind_judges(*, person: None = None, at: datetime) -> int:
    """Write the letters of the step that is due, one to each judge of an open round who has something left to answer or to
    lock; return how many. The letter says how much is left, and nothing about any proposal.

    Safe to call often and in parallel, and silent by night, as `remind_of_closing`.
    """
    edition = current_edition()
    told = [one for round_, step in _due(edition, at) for one in _letters(round_, step, at)] if edition else []
    record_events(event="judging_reminded", occurrences=told, person=person, at=at, edition=edition)
    return len(told)


def _due(edition: Edition, at: datetime) -> list[tuple[Round, str]]:
    """Return the rounds to remind of now, each with its step; those of one stage close together."""
    found, taken = [], {}
    for round_ in rounds_of(edition):
        stage, step = round_.stage, step_due(round_.stage.closes_at, at)
        if not step or not stage.is_open(at):
            continue
        if stage.pk not in taken:
            taken[stage.pk] = take_step(stage=stage, step=step, closes_at=stage.closes_at, at=at)
        if taken[stage.pk]:
            found.append((round_, step))
    return found


def _letters(round_: Round, step: str, at: datetime) -> list[Occurrence]:
    closes_at, unfinished = round_.stage.closes_at, unfinished_of(round_, at)
    zones = zones_of([one.judge.pk for one in unfinished], at)
    return [
        Occurrence(
            subject=round_,
            subject_key=f"{round_.edition.year}/{round_.key}/{step}",
            recipients=[one.judge],
            context={"round": round_, "closes_at": closes_at, "number": one.number, "offered": one.offered},
            data={"person": one.judge.pk},
            not_before=out_of_the_night(at, zones[one.judge.pk], closes_at),
        )
        for one in unfinished
    ]
