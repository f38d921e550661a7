"""Remind those who have the ball that registration closes, or the time for corrections."""

from datetime import datetime

from django.db import transaction

from competition.models import Edition, Stage
from competition.operations.events import Occurrence, record_events
from competition.queries.editions import current_edition, stage_of
from competition.tokens import mark_of
from submissions.models import EndorsementLink, Reminder
from submissions.operations.links import links_that_wait
from submissions.queries.reminders import Digest, closes_of, digests_of
from submissions.reminding import out_of_the_night, step_due
from submissions.states import TO_SEND

Links = dict[tuple[int, int], EndorsementLink]


@transaction.atomic
def remind_of_closing(*, person: None = None, at: datetime) -> int:
    """Write the letters of the step that is due, one to each person about all that they have not sent, or not sent again after
    a correction was asked for; return how many.

    Safe to call often and in parallel: who comes second waits for the first at the step's row, and then finds it written. By
    night a letter waits in the outbox for the morning of its reader's institution.
    """
    edition = current_edition()
    stages = [stage_of(edition, key) for key in TO_SEND] if edition else []
    told = [one for stage in stages if stage and at >= stage.opens_at for one in _told(edition, stage, at)]
    record_events(event="closing_reminded", occurrences=told, person=person, at=at, edition=edition)
    return len(told)


def _told(edition: Edition, stage: Stage, at: datetime) -> list[Occurrence]:
    """Return the letters about the closes of a stage, of the steps that are taken now for the first time."""
    closes = closes_of(stage, edition)
    later = set().union(*closes.values())
    told = []
    for closes_at, institutions in closes.items():
        step = step_due(closes_at, at) if at < closes_at else ""
        if step and take_step(stage=stage, step=step, closes_at=closes_at, at=at):
            only = {"only": institutions} if institutions else {"without": later}
            found = digests_of(edition.pk, TO_SEND[stage.key], at, **only)
            links = links_that_wait(pairs=[pair for one in found for pair in one.asked()], person=None, at=at)
            told += [_occurrence(one, links, stage, f"{edition.year}/{stage.key}/{step}", closes_at, at) for one in found]
    return told


def take_step(*, stage: Stage, step: str, closes_at: datetime, at: datetime) -> bool:
    """Write down that the letters of this step are written now; False when somebody wrote them."""
    known = {"stage": stage, "step": step, "closes_at": closes_at}
    return Reminder.objects.get_or_create(**known, defaults={"written_at": at})[1]


def _occurrence(digest: Digest, links: Links, stage: Stage, key: str, closes_at: datetime, at: datetime) -> Occurrence:
    lines = [
        {
            "proposal": one,
            "is_written": holder == "UNIT",
            "is_endorsed": holder == "ADMINISTRATOR",
            "token": mark_of(link.nonce) if (link := links.get((one.pk, digest.person.pk))) else "",
        }
        for one, holder in digest.lines
    ]
    return Occurrence(
        subject=stage,
        subject_key=key,
        recipients=[digest.person],
        context={"lines": lines, "closes_at": closes_at, "is_correction": stage.key == "screening"},
        data={"person": digest.person.pk, "proposals": [one.code for one, _holder in digest.lines]},
        not_before=out_of_the_night(at, digest.zone, closes_at),
    )
