"""Remind those who have the ball that registration closes."""

from datetime import datetime

from django.db import transaction

from competition.models import Stage
from competition.operations.events import Occurrence, record_events
from competition.queries.editions import current_edition, stage_of
from submissions.models import Reminder
from submissions.queries.reminders import Digest, digests_of
from submissions.reminding import out_of_the_night, step_due


@transaction.atomic
def remind_of_closing(*, person: None = None, at: datetime) -> int:
    """Write the letters of the step that is due, one to each person about all their unsent proposals; return how many.

    Safe to call often and in parallel: who comes second waits for the first at the step's row, and then finds it written. By
    night a letter waits in the outbox for the morning of its reader's institution.
    """
    edition = current_edition()
    stage = stage_of(edition, "registration") if edition else None
    step = step_due(stage.closes_at, at) if stage and stage.is_open(at) else ""
    if not step:
        return 0
    known = {"stage": stage, "step": step, "closes_at": stage.closes_at}
    _reminder, is_new = Reminder.objects.get_or_create(**known, defaults={"written_at": at})
    if not is_new:
        return 0
    told = [_occurrence(one, stage, f"{edition.year}/{stage.key}/{step}", at) for one in digests_of(edition.pk, at)]
    record_events(event="closing_reminded", occurrences=told, person=person, at=at, edition=edition)
    return len(told)


def _occurrence(digest: Digest, stage: Stage, key: str, at: datetime) -> Occurrence:
    lines = [
        {"proposal": one, "is_written": holder == "UNIT", "is_endorsed": holder == "ADMINISTRATOR"}
        for one, holder in digest.lines
    ]
    return Occurrence(
        subject=stage,
        subject_key=key,
        recipients=[digest.person],
        context={"lines": lines, "closes_at": stage.closes_at},
        data={"person": digest.person.pk, "proposals": [one.code for one, _holder in digest.lines]},
        not_before=out_of_the_night(at, digest.zone, stage.closes_at),
    )
